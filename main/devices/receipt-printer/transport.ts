// How a receipt printer is connected, from the settings to a link.

import { err } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import type { PrinterLink } from './link.ts';
import { openDeviceFile } from './transport-file.ts';
import type { FlowControl } from './transport-serial.ts';
import { openSerialPrinter } from './transport-serial.ts';
import { openSpooler } from './transport-spooler.ts';
import { connectTcp } from './transport-tcp.ts';

/** `host` and `port` for `tcp`; `path` for the others: a serial port, a device file, the name of a queue. */
export type PrinterAddress = {
  readonly transport: 'tcp' | 'serial' | 'usb' | 'spooler';
  readonly host?: string | undefined;
  readonly port?: number;
  readonly path?: string | undefined;
  readonly baudRate?: number;
  readonly flowControl?: FlowControl;
};

const RAW_PORT = 9100;
const BAUD_RATE = 115_200;

export function connectPrinter(address: PrinterAddress, clock: Clock, signal: AbortSignal): Promise<Result<PrinterLink, DeviceFailure>> {
  const { transport, host = '', port = RAW_PORT, path = '', baudRate = BAUD_RATE, flowControl = 'hardware' } = address;
  if ((transport === 'tcp' ? host : path) === '') return Promise.resolve(err({ code: 'invalidCommand', reason: 'noAddress' }));
  switch (transport) {
    case 'tcp':
      return connectTcp({ host, port }, clock, signal);
    case 'serial':
      return openSerialPrinter({ path, baudRate, flowControl }, clock, signal);
    case 'usb':
      return openDeviceFile(path, clock, signal);
    case 'spooler':
      return openSpooler(path, clock, signal);
  }
}

/** As people read it. */
export function addressText({ transport, host, port = RAW_PORT, path, baudRate = BAUD_RATE }: PrinterAddress): string {
  if (transport === 'tcp') return `tcp ${host}:${port}`;
  return transport === 'serial' ? `serial ${path} ${baudRate}` : `${transport} ${path}`;
}
