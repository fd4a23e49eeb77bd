// Bytes to and from a printer on a TCP port (9100, "raw"). The only file of this class that knows sockets.

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { deadline } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import type { Link } from '../supervisor.ts';

export type PrinterLink = Link & {
  /** Ends when the bytes have left this program, so a printer that takes none holds the writer back. */
  readonly write: (bytes: Uint8Array, timeoutMs: number, signal?: AbortSignal) => Promise<Result<void, DeviceFailure>>;
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void;
};

export function connectTcp(
  address: { readonly host: string; readonly port: number },
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<PrinterLink, DeviceFailure>> {
  return new Promise((resolve) => {
    const socket = connect({ host: address.host, port: address.port, noDelay: true, keepAlive: true });
    const onAbort = (): void => {
      socket.destroy();
      resolve(err({ code: 'canceled' }));
    };
    const onError = (error: Error & { code?: string }): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(err({ code: 'deviceNotReady', reason: 'unreachable', detail: error.code ?? 'no connection' }));
    };
    socket.once('error', onError);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      resolve(ok(linkOf(socket, clock)));
    });
  });
}

function linkOf(socket: Socket, clock: Clock): PrinterLink {
  let lost: string | undefined;
  let closing = false;
  let onLost: ((detail: string) => void) | undefined;
  const end = (detail: string): void => {
    if (closing || lost !== undefined) return;
    lost = detail;
    socket.destroy();
    onLost?.(detail);
  };
  socket.on('error', (error: Error & { code?: string }) => end(error.code ?? 'socket error'));
  socket.on('end', () => end('connection closed by the printer'));
  socket.on('close', () => end('connection closed'));
  return {
    onBytes: (listener) => void socket.on('data', listener),
    onLost(listener) {
      onLost = listener;
      if (lost !== undefined) listener(lost);
    },
    async write(bytes, timeoutMs, signal) {
      if (socket.destroyed) return err({ code: 'deviceNotReady', reason: 'disconnected', detail: lost ?? 'closed' });
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
          socket.write(bytes, (error?: (Error & { code?: string }) | null) =>
            resolve(
              error
                ? err({ code: 'deviceNotReady', reason: 'disconnected', detail: error.code ?? 'write failed' })
                : ok(),
            ),
          );
        });
      } finally {
        wait.done();
      }
    },
    close() {
      closing = true;
      if (socket.destroyed) return Promise.resolve();
      return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
      });
    },
  };
}
