// Turns the bytes of one connection into scans: framing, and the clock that hears a silence. One reader a connection,
// so that half a code from before an unplug is never joined to the next.

import type { Clock } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import type { FramingEvent, Scan } from './protocol.ts';
import { NOTHING, framing, isEmpty } from './protocol.ts';

/**
 * The silence is waited for in parts: if the program itself is held up for longer than a code takes, that spoils one
 * part, and in the next the bytes that wait in the port are read before they are called missing.
 */
const SILENCE_PARTS = 3;

export type Reader = {
  readonly take: (bytes: Uint8Array) => void;
  /** The connection is over: what is left of a code is dropped, not handed on. */
  readonly drop: () => void;
};

export function createReader(clock: Clock, onScan: (scan: Scan) => void): Reader {
  let open = NOTHING;
  let stopSilence: () => void = () => {};

  function handle(event: FramingEvent): void {
    stopSilence();
    const [next, scans] = framing(open, event);
    open = next;
    for (const scan of scans) onScan(scan);
    if (!isEmpty(open)) awaitSilence(SILENCE_PARTS);
  }

  function awaitSilence(parts: number): void {
    stopSilence = clock.after(DELAYS.codeScanner.silenceMs / SILENCE_PARTS, () => {
      if (parts > 1) awaitSilence(parts - 1);
      else handle({ event: 'silence' });
    });
  }

  return {
    take: (bytes) => handle({ event: 'bytes', bytes }),
    drop() {
      stopSilence();
      open = NOTHING;
    },
  };
}
