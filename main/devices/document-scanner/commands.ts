// The commands that every document scanner has, whatever its wire: one at a time, each with a time-out and a log line. The
// pages that came are handed over with the outcome, with a fault too.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, DocumentScanner, OnPage, ScannedPage } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { runCommand } from '../device.ts';
import type { Lock } from '../device.ts';

/** More pages than this is no paper of one citizen. */
export const MAX_PAGES = 60;

export type ScannerCommands = Pick<DocumentScanner, 'scan' | 'test'>;

export function createScannerCommands({ clock, log, lock, scanPages, describe }: {
  readonly clock: Clock;
  readonly log: Log;
  /** The driver's own, which its polling waits for as well. */
  readonly lock: Lock;
  /** Hands each page over as it comes; `commandErrorCode` `empty` where there was none. */
  readonly scanPages: (onPage: OnPage, signal: AbortSignal) => Promise<Result<void, DeviceFailure>>;
  /** How it is and what it can do, in a line for the technician; moves no paper. */
  readonly describe: (signal: AbortSignal) => Promise<Result<{ readonly summary: string }, DeviceFailure>>;
}): ScannerCommands {
  function command<T>(name: string, signal: AbortSignal, body: (stop: AbortSignal) => Promise<Result<T, DeviceFailure>>): Promise<Result<T, DeviceFailure>> {
    return runCommand(
      { device: 'documentScanner', name, timeoutMs: DELAYS.documentScanner.jobMs, signal, clock, log },
      async (stop) => (await lock.run(stop, () => body(stop))) ?? err<DeviceFailure>({ code: 'canceled' }),
    );
  }

  return {
    async scan(signal, onPage = () => {}) {
      const pages: ScannedPage[] = [];
      const take: OnPage = (page) => {
        pages.push(page);
        return onPage(page);
      };
      const result = await command('Scanner.scan', signal, (stop) => scanPages(take, stop));
      return result.ok ? ok(pages) : err({ ...result.error, pages: [...pages] });
    },
    test: (signal) => command('Scanner.test', signal, describe),
  };
}
