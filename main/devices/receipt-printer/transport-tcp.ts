// Bytes to and from a printer on a TCP port (9100, "raw"). The only file of this class that knows sockets.

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { streamLink } from './link.ts';
import type { PrinterLink } from './link.ts';

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
      resolve(ok(streamLink(socket, clock, () => shut(socket))));
    });
  });
}

function shut(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.destroy();
  });
}
