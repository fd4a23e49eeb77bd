// A printer's connection as the driver sees it, whatever the wire, and the one over a Node stream: a socket or a serial port.

import type { Duplex } from 'node:stream';
import { deadline } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import type { Link } from '../supervisor.ts';

export type PrinterLink = Link & {
  /** Ends when the bytes have left this program, so a printer that takes none holds the writer back. */
  readonly write: (bytes: Uint8Array, timeoutMs: number, signal?: AbortSignal) => Promise<Result<void, DeviceFailure>>;
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void;
  /** Each write is a job of its own, so that a slip is one write: a print queue. */
  readonly wholeJobs?: true;
};

/** Runs `send` until it says how it went; `notTaking` after `timeoutMs`, since a native write may never call back. */
export async function writing(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  send: (done: (error?: (Error & { code?: string }) | null) => void, stopped: AbortSignal) => void,
): Promise<Result<void, DeviceFailure>> {
  const wait = deadline(clock, timeoutMs, signal);
  try {
    return await new Promise<Result<void, DeviceFailure>>((resolve) => {
      const onAbort = (): void =>
        resolve(
          err(
            wait.timedOut()
              ? { code: 'timeOut', reason: 'notTaking', detail: `took no bytes for ${timeoutMs} ms` }
              : { code: 'canceled' },
          ),
        );
      if (wait.signal.aborted) return onAbort();
      wait.signal.addEventListener('abort', onAbort, { once: true });
      send(
        (error) =>
          resolve(error ? err({ code: 'deviceNotReady', reason: 'disconnected', detail: error.code ?? 'write failed' }) : ok()),
        wait.signal,
      );
    });
  } finally {
    wait.done();
  }
}

/** `shut` ends the stream and resolves when it is closed. */
export function streamLink(stream: Duplex, clock: Clock, shut: () => Promise<void>): PrinterLink {
  let lost: string | undefined;
  let closing = false;
  let onLost: ((detail: string) => void) | undefined;
  const end = (detail: string): void => {
    if (closing || lost !== undefined) return;
    lost = detail;
    void shut();
    onLost?.(detail);
  };
  stream.on('error', (error: Error & { code?: string }) => end(error.code ?? 'broken'));
  stream.on('end', () => end('connection closed by the printer'));
  stream.on('close', () => end('connection closed'));
  return {
    onBytes: (listener) => void stream.on('data', listener),
    onLost(listener) {
      onLost = listener;
      if (lost !== undefined) listener(lost);
    },
    async write(bytes, timeoutMs, signal) {
      if (stream.destroyed || lost !== undefined)
        return err({ code: 'deviceNotReady', reason: 'disconnected', detail: lost ?? 'closed' });
      return writing(clock, timeoutMs, signal, (done) => void stream.write(bytes, done));
    },
    close() {
      closing = true;
      return shut();
    },
  };
}
