// Runs a scanning program of another maker, without a shell: what it prints is handed over as it comes, with a cap, a time-out,
// a limit to its silence and an end. Its pages lie for a moment in a folder that only this user may read, in memory where the machine has such a place.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
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
/** How often within the limit to its silence a program is looked at. */
const LOOKS = 4;
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
  /** One that prints nothing for so long, and writes nothing in `cwd`, hangs: it is ended, and ends as `timeOut`. */
  readonly silenceMs?: number;
  readonly signal: AbortSignal;
  /** Everything printed so far, each time that more has come. */
  readonly onPrinted?: (printed: string) => void;
}): Promise<Result<Ended, DeviceFailure>> {
  const { clock, file, args, cwd, environment = {}, timeoutMs, silenceMs, signal, onPrinted } = run;
  return new Promise((resolve) => {
    const wait = deadline(clock, timeoutMs, signal);
    const child = spawn(file, args, { cwd, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let printed = '';
    let complaint = '';
    let silent = false;
    let stopKilling = () => {};
    let stopLingering = () => {};
    const end = (): void => {
      child.kill('SIGTERM');
      stopKilling = clock.after(KILL_AFTER_MS, () => child.kill('SIGKILL'));
    };
    if (wait.signal.aborted) end();
    else wait.signal.addEventListener('abort', end, { once: true });
    const silence = silenceMs === undefined ? null : limitSilence(clock, silenceMs, cwd, () => {
      silent = true;
      end();
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      silence?.heard();
      printed += text;
      if (printed.length > MAX_PRINTED) end();
      else onPrinted?.(printed);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      silence?.heard();
      complaint = (complaint + text).slice(-MAX_COMPLAINT);
    });
    const settle = (result: Result<Ended, DeviceFailure>): void => {
      stopKilling();
      stopLingering();
      silence?.over();
      wait.done();
      resolve(result);
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle(err({ code: 'deviceNotReady', reason: error.code === 'ENOENT' ? 'notInstalled' : 'notStarted', detail: error.code ?? error.name })),
    );
    // What it started itself, such as a driver's reader, may outlive it with its outputs open: they are not waited for long.
    child.once('exit', () => {
      silence?.over();
      stopLingering = clock.after(LINGER_MS, () => {
        child.stdout.destroy();
        child.stderr.destroy();
      });
    });
    child.once('close', (status) => {
      if (wait.timedOut() || (silent && !wait.signal.aborted)) return settle(err({ code: 'timeOut', reason: 'notAnswering' }));
      if (wait.signal.aborted) return settle(err({ code: 'canceled' }));
      settle(ok({ status: status ?? 1, printed, complaint }));
    });
  });
}

/** Calls `onSilent` once nothing was heard and nothing in the folder grew for `silenceMs`. */
function limitSilence(clock: Clock, silenceMs: number, folder: string | undefined, onSilent: () => void): { heard(): void; over(): void } {
  let quietLooks = 0;
  let before = sizesIn(folder);
  let cancel = () => {};
  const look = (): void => {
    const now = sizesIn(folder);
    quietLooks = now === before ? quietLooks + 1 : 0;
    before = now;
    if (quietLooks <= LOOKS) cancel = clock.after(silenceMs / LOOKS, look);
    else onSilent();
  };
  cancel = clock.after(silenceMs / LOOKS, look);
  return { heard: () => (quietLooks = 0), over: () => cancel() };
}

function sizesIn(folder: string | undefined): string {
  if (folder === undefined) return '';
  try {
    return readdirSync(folder).map((name) => `${name} ${statSync(join(folder, name)).size}`).join('\n');
  } catch {
    // A page that was taken in between; at the next look there is another state of things.
    return '';
  }
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
