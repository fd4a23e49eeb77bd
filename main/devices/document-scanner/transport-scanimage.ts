// Runs `scanimage`; its exit code says what went wrong, its last line what exactly.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { failureOf } from './scanimage.ts';
import { runProgram } from './transport-program.ts';

/** Gives all that it printed. */
export type Scanimage = (run: Pick<Parameters<typeof runProgram>[0], 'args' | 'cwd' | 'timeoutMs' | 'silenceMs' | 'signal' | 'onPrinted'>) => Promise<Result<string, DeviceFailure>>;

/** `environment`: added to the program's own, such as SANE_CONFIG_DIR. */
export function createScanimage(clock: Clock, environment: Readonly<Record<string, string>>): Scanimage {
  return async (run) => {
    const ended = await runProgram({ ...run, clock, file: 'scanimage', environment: { ...environment, LC_ALL: 'C' } });
    if (!ended.ok) return ended;
    const failure = failureOf(ended.value.status, lastComplaint(ended.value.complaint));
    return failure ? err(failure) : ok(ended.value.printed);
  };
}

function lastComplaint(text: string): string {
  return text.split('\n').filter((line) => line.startsWith('scanimage: ')).at(-1)?.slice('scanimage: '.length) ?? '';
}
