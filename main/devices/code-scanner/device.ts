// A QR and bar code scanner on a serial port (also USB scanners in their "virtual COM port" mode). It only ever sends.

import { err, ok } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, CodeScanner, Random } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createStateCell, runCommand } from '../device.ts';
import { createSupervisor } from '../supervisor.ts';
import type { Scan } from './protocol.ts';
import type { Reader } from './reader.ts';
import { createReader } from './reader.ts';
import { statusOf } from './status.ts';
import type { SerialLink } from './transport-serial.ts';
import { openSerial } from './transport-serial.ts';

export function createCodeScanner(options: {
  /** `path` such as COM3 or /dev/ttyUSB0; it need not be in the system's list of ports. */
  readonly settings: { readonly path: string; readonly baudRate: number };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): CodeScanner {
  const { settings, clock, log } = options;
  const state = createStateCell('codeScanner', clock, log);
  const listeners = new Set<(scan: Scan) => void>();
  let reader: Reader | undefined;

  const supervisor = createSupervisor<SerialLink>({
    open: (signal) => openSerial(settings, clock, signal),
    onOpened(link) {
      state.set({ status: 'online' });
      reader = createReader(clock, (scan) => {
        for (const listener of [...listeners]) listener(scan);
      });
      link.onBytes(reader.take);
    },
    onDown(failure) {
      reader?.drop();
      state.set(statusOf(failure));
    },
    clock,
    random: options.random,
  });

  const scanner: CodeScanner = {
    id: 'codeScanner',
    address: `serial ${settings.path}`,
    state: state.get,
    onStateChanged: state.onChanged,
    onScan(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Waits for somebody to hold a code before the scanner. */
    test: (signal) =>
      runCommand(
        { device: 'codeScanner', name: 'BarcodeReader.test', timeoutMs: DELAYS.codeScanner.testMs, signal, clock, log },
        async (stop) => {
          const link = await supervisor.need(stop);
          if (!link.ok) return link;
          return new Promise((resolve) => {
            const unsubscribe = scanner.onScan((scan) => {
              end();
              resolve(
                scan.overlong
                  ? err({ code: 'invalidData', reason: 'overlong' })
                  : ok({ summary: `read a code of ${scan.bytes.length} bytes` }),
              );
            });
            const onAbort = (): void => {
              end();
              resolve(
                err({ code: 'canceled', reason: 'noScan', detail: `${settings.path} is open, nothing was scanned` }),
              );
            };
            const end = (): void => {
              unsubscribe();
              stop.removeEventListener('abort', onAbort);
            };
            stop.addEventListener('abort', onAbort, { once: true });
          });
        },
      ),
    start: supervisor.start,
    async close() {
      await supervisor.close();
      reader?.drop();
      listeners.clear();
    },
  };
  return scanner;
}
