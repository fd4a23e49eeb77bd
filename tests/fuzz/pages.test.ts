// Whatever a scanner sends: nothing is handed to a decoder that is too large by its own header, cut short, or no picture.

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decode } from '../../renderer/studio/imaging/decode.ts';
import { page } from '../screens/fixtures/page.ts';

const jpeg = new Uint8Array(Buffer.from(page, 'base64'));
const decoder = vi.fn<() => Promise<never>>();

function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(60);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes.set([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82], 52);
  return bytes;
}

describe('a page’s file', () => {
  beforeEach(() => {
    decoder.mockReset().mockRejectedValue(new Error('no picture'));
    vi.stubGlobal('createImageBitmap', decoder);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is refused before it is decoded', async () => {
    expect(await decode(png(30_000, 30_000))).toMatchObject({ ok: false, code: 'tooLarge' });
    expect(await decode(new Uint8Array(40_000_001))).toMatchObject({ ok: false, code: 'tooLarge' });
    expect(await decode(jpeg.slice(0, jpeg.length >> 1))).toMatchObject({ ok: false, code: 'undecodable' });
    expect(await decode(new TextEncoder().encode('%PDF-1.7\n%%EOF'))).toMatchObject({ ok: false, code: 'undecodable' });
    expect(decoder).not.toHaveBeenCalled();
    expect(await decode(jpeg)).toMatchObject({ ok: false, code: 'undecodable' });
    expect(decoder).toHaveBeenCalledOnce();
  });

  it('is a picture or a reason, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(jpeg, png(8, 8), png(0x7fffffff, 0x7fffffff)), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 }), fc.nat(1), async (start, changes, cut) => {
        const bytes = start.slice(0, cut === 1 ? start.length : start.length >> 1);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const found = await decode(bytes);
        expect(found).toMatchObject({ ok: false });
      }),
    );
  });
});
