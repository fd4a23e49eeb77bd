// Bytes to and from a printer on a serial port: RS-232, USB CDC, or a pty. The only file of this class that knows the
// native package `serialport`; it is loaded on first use, so that a machine where it does not load still starts.

import type { SerialPort as Port } from 'serialport';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { failureOfSerial } from '../serial-failure.ts';
import { streamLink, writing } from './link.ts';
import type { PrinterLink } from './link.ts';

export type FlowControl = 'hardware' | 'software' | 'none';

export async function openSerialPrinter(
  address: { readonly path: string; readonly baudRate: number; readonly flowControl: FlowControl },
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<PrinterLink, DeviceFailure>> {
  const { path, baudRate, flowControl } = address;
  let port: Port;
  try {
    const { SerialPort } = await import('serialport');
    port = new SerialPort({
      path,
      baudRate,
      rtscts: flowControl === 'hardware',
      xon: flowControl === 'software',
      xoff: flowControl === 'software',
      autoOpen: false,
    });
  } catch (error) {
    return err({ code: 'hardwareError', reason: 'driverMissing', detail: String(error).slice(0, 200) });
  }
  const failed = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (failed) return err(failureOfSerial(failed.message));
  const link = streamLink(port, clock, () => shut(port));
  const printer: PrinterLink = {
    ...link,
    // The port has a buffer of its own: only when that is empty has the printer taken the bytes.
    write: async (bytes, timeoutMs, stop) => {
      const written = await link.write(bytes, timeoutMs, stop);
      return written.ok ? writing(clock, timeoutMs, stop, (done) => port.drain(done)) : written;
    },
  };
  if (!signal.aborted) return ok(printer);
  await printer.close();
  return err({ code: 'canceled' });
}

/** A port whose device is gone may never say that it is closed. */
function shut(port: Port): Promise<void> {
  if (!port.isOpen) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(resolve, DELAYS.reconnect.closeMs);
    port.close(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
