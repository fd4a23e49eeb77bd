import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../../main/devices/code-scanner/protocol.ts';
import { MAX_SCAN_BYTES, NOTHING, framing } from '../../../../main/devices/code-scanner/protocol.ts';

/** Feeds the pieces one by one, then a silence. */
function scansOf(pieces: readonly Uint8Array[]): Scan[] {
  let open = NOTHING;
  const all: Scan[] = [];
  for (const bytes of pieces) {
    const [next, scans] = framing(open, { event: 'bytes', bytes });
    open = next;
    all.push(...scans);
  }
  all.push(...framing(open, { event: 'silence' })[1]);
  return all;
}

/** The same bytes in pieces cut at random places. */
const cut = (bytes: Uint8Array) =>
  fc.array(fc.nat({ max: bytes.length }), { maxLength: 6 }).map((places) => {
    const at = [0, ...places.sort((a, b) => a - b), bytes.length];
    return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
  });

describe('framing of scanned codes', () => {
  const code = fc
    .uint8Array({ minLength: 1, maxLength: 60 })
    .map((bytes) => bytes.map((byte) => (byte === 0x0d || byte === 0x0a ? 0x20 : byte)));
  const terminator = fc.constantFrom('\r', '\n', '\r\n').map((text) => new TextEncoder().encode(text));

  it('gives back the codes that were sent, however their bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(code, terminator), { maxLength: 5 }).chain((sent) => {
          const bytes = new Uint8Array(Buffer.concat(sent.flat()));
          return cut(bytes).map((pieces) => ({ sent, pieces }));
        }),
        ({ sent, pieces }) => {
          expect(scansOf(pieces).map((scan) => [...scan.bytes])).toEqual(sent.map(([bytes]) => [...bytes]));
        },
      ),
    );
  });

  it('never keeps or gives more than 4 KiB', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }), (pieces) => {
        for (const scan of scansOf(pieces)) expect(scan.bytes.length).toBeLessThanOrEqual(MAX_SCAN_BYTES);
      }),
    );
  });

  it('tells a code of exactly 4 KiB from a longer one', () => {
    const scans = (length: number) => scansOf([new Uint8Array(length).fill(65), new Uint8Array([13])]);
    expect(scans(MAX_SCAN_BYTES)).toMatchObject([{ overlong: false }]);
    expect(scans(MAX_SCAN_BYTES + 1)).toMatchObject([{ overlong: true }]);
    expect(
      scansOf([new Uint8Array(MAX_SCAN_BYTES).fill(65), new Uint8Array([65]), new Uint8Array([13])]),
    ).toMatchObject([{ overlong: true }]);
  });

  it('takes empty lines for nothing', () => {
    expect(scansOf([new TextEncoder().encode('\r\n\r\n\n')])).toEqual([]);
  });
});
