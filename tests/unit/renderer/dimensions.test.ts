// A picture's size from its first bytes, before anything decodes it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { page } from '../../screens/fixtures/page.ts';
import { readDimensions } from '../../../renderer/studio/imaging/dimensions.ts';

const jpeg = new Uint8Array(Buffer.from(page, 'base64'));

function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

describe('the size of a picture', () => {
  it('is read from JPEG and PNG', () => {
    expect(readDimensions(jpeg)).toEqual({ format: 'jpeg', width: 200, height: 283 });
    expect(readDimensions(png(30_000, 30_000))).toEqual({ format: 'png', width: 30_000, height: 30_000 });
  });

  it('is not guessed', () => {
    expect(readDimensions(new Uint8Array())).toBeUndefined();
    expect(readDimensions(png(0, 10))).toBeUndefined();
    expect(readDimensions(new TextEncoder().encode('%PDF-1.7 and so on and so forth, long enough'))).toBeUndefined();
    expect(readDimensions(jpeg.slice(0, 8))).toBeUndefined();
  });

  it('never throws, whatever comes', () => {
    const starts = [new Uint8Array(), jpeg.slice(0, 40), png(9, 9)];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), fc.nat(60), (start, noise, at) => {
        const bytes = new Uint8Array([...start.slice(0, at), ...noise]);
        const found = readDimensions(bytes);
        if (found) expect(found.width * found.height).toBeGreaterThan(0);
      }),
    );
  });
});
