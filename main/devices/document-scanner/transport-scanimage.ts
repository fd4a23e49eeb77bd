// Runs `scanimage` without a shell: what it prints is handed over as it comes, with a cap, a time-out and an end.

import { spawn } from 'node:child_process';
import { deadline } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { failureOf } from './scanimage.ts';

const MAX_PRINTED = 200_000;
const MAX_COMPLAINT = 2_000;
/** A backend that does not end when it is asked to is ended. */
const KILL_AFTER_MS = 1_500;

export type Scanimage = (run: {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Everything printed so far, each time that more has come. */
  readonly onPrinted?: (printed: string) => void;
}) => Promise<Result<string, DeviceFailure>>;

/** `environment`: added to the program's own, such as SANE_CONFIG_DIR. */
export function createScanimage(clock: Clock, environment: Readonly<Record<string, string>>): Scanimage {
  return ({ args, cwd, timeoutMs, signal, onPrinted }) =>
    new Promise((resolve) => {
      const wait = deadline(clock, timeoutMs, signal);
      const child = spawn('scanimage', args, { cwd, env: { ...process.env, ...environment, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
      let printed = '';
      let complaint = '';
      let stopKilling = () => {};
      const end = (): void => {
        child.kill('SIGTERM');
        stopKilling = clock.after(KILL_AFTER_MS, () => child.kill('SIGKILL'));
      };
      if (wait.signal.aborted) end();
      else wait.signal.addEventListener('abort', end, { once: true });
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (printed.length > MAX_PRINTED) end();
        else onPrinted?.(printed);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaint = (complaint + text).slice(-MAX_COMPLAINT);
      });
      const settle = (result: Result<string, DeviceFailure>): void => {
        stopKilling();
        wait.done();
        resolve(result);
      };
      child.once('error', (error: NodeJS.ErrnoException) =>
        settle(err({ code: 'deviceNotReady', reason: error.code === 'ENOENT' ? 'notInstalled' : 'notStarted', detail: error.code ?? error.name })),
      );
      child.once('close', (status) => {
        if (wait.timedOut()) return settle(err({ code: 'timeOut', reason: 'notAnswering' }));
        if (wait.signal.aborted) return settle(err({ code: 'canceled' }));
        const failure = failureOf(status ?? 1, lastComplaint(complaint));
        settle(failure ? err(failure) : ok(printed));
      });
    });
}

function lastComplaint(text: string): string {
  return text.split('\n').filter((line) => line.startsWith('scanimage: ')).at(-1)?.slice('scanimage: '.length) ?? '';
}
