// Bytes from a serial port: RS-232, USB CDC, or a pty. The only file that knows the native package `serialport`. It is
// loaded on first use, so that a machine where it does not load still starts, with this device in error.

import type { SerialPort as Port } from 'serialport';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { failureOfSerial } from '../serial-failure.ts';
import type { Link } from '../supervisor.ts';

export type SerialLink = Link & { readonly onBytes: (listener: (bytes: Uint8Array) => void) => void };

export async function openSerial(
  address: { readonly path: string; readonly baudRate: number },
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<SerialLink, DeviceFailure>> {
  let port: Port;
  try {
    const { SerialPort } = await import('serialport');
    port = new SerialPort({ ...address, autoOpen: false });
  } catch (error) {
    return err({ code: 'hardwareError', reason: 'driverMissing', detail: messageOf(error) });
  }
  const failed = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (failed) return err(failureOfSerial(failed.message));
  const link = linkOf(port, clock);
  if (!signal.aborted) return ok(link);
  await link.close();
  return err({ code: 'canceled' });
}

function linkOf(port: Port, clock: Clock): SerialLink {
  let lost: string | undefined;
  let closing = false;
  let onLost: ((detail: string) => void) | undefined;
  const end = (detail: string): void => {
    if (closing || lost !== undefined) return;
    lost = detail;
    stopWatching();
    onLost?.(detail);
  };

  /**
   * After an unplug Linux lets reads of the port end with 0 bytes, which the native package takes for "try again", for
   * ever and at full speed. Waiting for its (empty) output to be sent fails then, and harms nothing otherwise.
   */
  let stopWatching: () => void = () => {};
  const watch = (): void => {
    stopWatching = clock.after(DELAYS.codeScanner.watchMs, () => {
      stopWatching = clock.after(DELAYS.codeScanner.lookMs, () => end('the port does not answer'));
      port.drain((error) => {
        if (closing || lost !== undefined) return;
        stopWatching();
        if (error) end(error.message);
        else watch();
      });
    });
  };
  watch();

  // Unplugged: `close` carries an error marked `disconnected`. A pty whose other side is gone may only `end`.
  port.on('close', (error?: Error) => end(error?.message ?? 'closed'));
  port.on('end', () => end('end of input'));
  port.on('error', (error: Error) => end(error.message));
  return {
    onBytes: (listener) => void port.on('data', listener),
    onLost(listener) {
      onLost = listener;
      if (lost !== undefined) listener(lost);
    },
    close() {
      closing = true;
      stopWatching();
      if (!port.isOpen) return Promise.resolve();
      return new Promise((resolve) => port.close(() => resolve()));
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'not loaded';
}
