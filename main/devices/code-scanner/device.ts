// A QR and bar code scanner on a serial port (also USB scanners in their "virtual COM port" mode). It only ever sends.

import { err, ok } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, CodeScanner, Random } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createStateCell, runCommand } from '../device.ts';
import { createSupervisor } from '../supervisor.ts';
import type { FramingEvent, Scan } from './protocol.ts';
import { NOTHING, framing, isEmpty } from './protocol.ts';
import { statusOf } from './status.ts';
import type { SerialLink } from './transport-serial.ts';
import { openSerial } from './transport-serial.ts';

/**
 * The silence is waited for in parts: if the program itself is held up for longer than a code takes, that spoils one
 * part, and in the next the bytes that wait in the port are read before they are called missing.
 */
const SILENCE_PARTS = 3;

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

  const supervisor = createSupervisor<SerialLink>({
    open: (signal) => openSerial(settings, clock, signal),
    onOpened(link) {
      state.set({ status: 'online' });
      link.onBytes(createReader());
    },
    onDown(failure) {
      dropHalfScan();
      state.set(statusOf(failure));
    },
    clock,
    random: options.random,
  });

  let dropHalfScan: () => void = () => {};

  /** A reader a link: half a code from before an unplug is neither handed on nor joined to the next. */
  function createReader(): (bytes: Uint8Array) => void {
    let open = NOTHING;
    let stopSilence: () => void = () => {};
    dropHalfScan = () => stopSilence();
    const take = (event: FramingEvent): void => {
      stopSilence();
      const [next, scans] = framing(open, event);
      open = next;
      for (const scan of scans) for (const listener of [...listeners]) listener(scan);
      if (!isEmpty(open)) awaitSilence(SILENCE_PARTS);
    };
    const awaitSilence = (parts: number): void => {
      stopSilence = clock.after(DELAYS.codeScanner.silenceMs / SILENCE_PARTS, () => (parts > 1 ? awaitSilence(parts - 1) : take({ event: 'silence' })));
    };
    return (bytes) => take({ event: 'bytes', bytes });
  }

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
      runCommand({ device: 'codeScanner', name: 'BarcodeReader.test', timeoutMs: DELAYS.codeScanner.testMs, signal, clock, log }, async (stop) => {
        const link = await supervisor.need(stop);
        if (!link.ok) return link;
        return new Promise((resolve) => {
          const unsubscribe = scanner.onScan((scan) => {
            end();
            resolve(scan.overlong ? err({ code: 'invalidData', reason: 'overlong' }) : ok({ summary: `read a code of ${scan.bytes.length} bytes` }));
          });
          const onAbort = (): void => {
            end();
            resolve(err({ code: 'canceled', reason: 'noScan', detail: `${settings.path} is open, nothing was scanned` }));
          };
          const end = (): void => {
            unsubscribe();
            stop.removeEventListener('abort', onAbort);
          };
          stop.addEventListener('abort', onAbort, { once: true });
        });
      }),
    start: supervisor.start,
    async close() {
      await supervisor.close();
      dropHalfScan();
      listeners.clear();
    },
  };
  return scanner;
}
