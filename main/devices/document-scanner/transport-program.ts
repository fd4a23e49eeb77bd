// Runs a scanning program of another maker, without a shell: what it prints is handed over as it comes, with a cap, a time-out
// and an end. Its pages lie for a moment in a folder that only this user may read, in memory where the machine has such a place.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadline } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure, ScannedPage } from '../../services/ports.ts';
import { MAX_PAGE_BYTES, readPages } from './page.ts';

const MAX_PRINTED = 200_000;
const MAX_COMPLAINT = 2_000;
/** A program that does not end when it is asked to is ended. */
const KILL_AFTER_MS = 1_500;
/** For what a program that has ended printed last. */
const LINGER_MS = 1_000;
const IN_MEMORY = '/dev/shm';
const FOLDER = 'mot-cua-scan-';

/** `complaint`: the end of what it wrote to standard error. */
export type Ended = { readonly status: number; readonly printed: string; readonly complaint: string };

export function runProgram(run: {
  readonly clock: Clock;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the program's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Everything printed so far, each time that more has come. */
  readonly onPrinted?: (printed: string) => void;
}): Promise<Result<Ended, DeviceFailure>> {
  const { clock, file, args, cwd, environment = {}, timeoutMs, signal, onPrinted } = run;
  return new Promise((resolve) => {
    const wait = deadline(clock, timeoutMs, signal);
    const child = spawn(file, args, { cwd, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let printed = '';
    let complaint = '';
    let stopKilling = () => {};
    let stopLingering = () => {};
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
    const settle = (result: Result<Ended, DeviceFailure>): void => {
      stopKilling();
      stopLingering();
      wait.done();
      resolve(result);
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle(err({ code: 'deviceNotReady', reason: error.code === 'ENOENT' ? 'notInstalled' : 'notStarted', detail: error.code ?? error.name })),
    );
    // What it started itself, such as a driver's reader, may outlive it with its outputs open: they are not waited for long.
    child.once('exit', () => {
      stopLingering = clock.after(LINGER_MS, () => {
        child.stdout.destroy();
        child.stderr.destroy();
      });
    });
    child.once('close', (status) => {
      if (wait.timedOut()) return settle(err({ code: 'timeOut', reason: 'notAnswering' }));
      if (wait.signal.aborted) return settle(err({ code: 'canceled' }));
      settle(ok({ status: status ?? 1, printed, complaint }));
    });
  });
}

/** A folder for one scan; those of programs that were killed go. Its user removes it. */
export async function folderForPages(): Promise<string> {
  const place = existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir();
  for (const name of await readdir(place).catch(() => [])) {
    const owner = new RegExp(`^${FOLDER}(\\d{1,10})-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(place, name), { recursive: true, force: true }).catch(() => {});
  }
  return mkdtemp(join(place, `${FOLDER}${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Reads a file's pages and removes it. */
export async function takePages(file: string): Promise<Result<readonly ScannedPage[], DeviceFailure>> {
  try {
    const { size } = await stat(file);
    if (size > MAX_PAGE_BYTES) return err({ code: 'invalidData', reason: 'tooLarge', detail: `${size} bytes` });
    return readPages(new Uint8Array(await readFile(file)));
  } catch (error) {
    return err({ code: 'internalError', reason: 'pageLost', detail: (error as NodeJS.ErrnoException).code ?? 'thrown' });
  } finally {
    await rm(file, { force: true });
  }
}
