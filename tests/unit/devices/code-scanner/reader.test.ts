import { describe, expect, it } from 'vitest';
import { createReader } from '../../../../main/devices/code-scanner/reader.ts';
import { DELAYS } from '../../../../main/devices/delays.ts';
import type { Clock } from '../../../../main/services/ports.ts';

/** A clock that a test moves. */
function handClock(): Clock & { readonly pass: (ms: number) => void } {
  let now = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.callback();
      }
      now = end;
    },
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function readerOn(clock: Clock) {
  const scans: string[] = [];
  return { reader: createReader(clock, (scan) => scans.push(Buffer.from(scan.bytes).toString())), scans };
}

describe('reading scans from one connection', () => {
  it('ends a code without a terminator after a silence, not before', () => {
    const clock = handClock();
    const { reader, scans } = readerOn(clock);
    reader.take(bytes('0680'));
    clock.pass(DELAYS.codeScanner.silenceMs - 1);
    reader.take(bytes('8500'));
    clock.pass(DELAYS.codeScanner.silenceMs - 1);
    expect(scans).toEqual([]);
    clock.pass(1);
    expect(scans).toEqual(['06808500']);
  });

  it('does not end a code because the program itself was held up', () => {
    const clock = handClock();
    const { reader, scans } = readerOn(clock);
    reader.take(bytes('0680'));
    // Everything stood still for a second: one timer comes late, then the bytes that waited in the port.
    const part = DELAYS.codeScanner.silenceMs / 3;
    clock.pass(part);
    reader.take(bytes('8500\r'));
    expect(scans).toEqual(['06808500']);
  });

  it('drops half a code when the connection ends', () => {
    const clock = handClock();
    const { reader, scans } = readerOn(clock);
    reader.take(bytes('half'));
    reader.drop();
    clock.pass(10_000);
    expect(scans).toEqual([]);
  });
});
