// The files that pages come from and go to: their resolution, whether they came whole, and the one-bit PNG, read back by a
// decoder that is not ours.

import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { writeBilevelPng } from '../../../../renderer/studio/imaging/png.ts';
import { readDotsPerInch, resolutionOf } from '../../../../renderer/studio/imaging/resolution.ts';
import { hasOtherColours } from '../../../../renderer/studio/imaging/colour-profile.ts';
import { readOrientation } from '../../../../renderer/studio/imaging/orientation.ts';
import { isWhole } from '../../../../renderer/studio/imaging/whole.ts';
import { page } from '../../../screens/fixtures/page.ts';

const jpeg = new Uint8Array(Buffer.from(page, 'base64'));

describe('a black and white page', () => {
  it('is a PNG with every pixel in its place and the resolution in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.boolean()), async (width, height, bits) => {
        const white = Uint8Array.from({ length: width * height }, () => Number(bits.next().value));
        const bytes = await writeBilevelPng({ width, height, data: white.map((bit) => 149 + bit) }, 150, 300);
        const read = PNG.sync.read(Buffer.from(bytes));
        expect([read.width, read.height]).toEqual([width, height]);
        expect(Array.from(white, (bit) => bit * 255)).toEqual(Array.from(white, (_, at) => read.data[at * 4]));
        expect(readDotsPerInch(bytes)).toBe(300);
        expect(isWhole(bytes, 'png')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a picture’s file', () => {
  it('is whole with its end, padded or not, and not without', () => {
    expect(isWhole(jpeg, 'jpeg')).toBe(true);
    expect(isWhole(new Uint8Array([...jpeg, ...new Uint8Array(900)]), 'jpeg')).toBe(true);
    expect(isWhole(jpeg.slice(0, jpeg.length >> 1), 'jpeg')).toBe(false);
    expect(isWhole(new Uint8Array(), 'png')).toBe(false);
  });

  it('says its resolution, else the longer side is that of A4', () => {
    const jfif = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, 0, 200, 0, 200, 0, 0]);
    expect(readDotsPerInch(jfif)).toBe(200);
    expect(readDotsPerInch(jfif.with(13, 2).with(15, 118))).toBe(300);
    expect(readDotsPerInch(jfif.with(15, 1))).toBeUndefined();
    expect(resolutionOf(jfif, 600, { width: 1, height: 1 })).toBe(600);
    expect(resolutionOf(new Uint8Array(), null, { width: 2480, height: 3508 })).toBe(300);
  });

  it('says how the camera was held, in either order of bytes', () => {
    const exif = (little: boolean, said: number): Uint8Array => {
      const bytes = new Uint8Array(60);
      const view = new DataView(bytes.buffer);
      bytes.set([0xff, 0xd8, 0xff, 0xe1, 0, 40, 0x45, 0x78, 0x69, 0x66, 0, 0]);
      view.setUint16(12, little ? 0x4949 : 0x4d4d);
      view.setUint16(14, 42, little);
      view.setUint32(16, 8, little);
      view.setUint16(20, 1, little);
      view.setUint16(22, 0x0112, little);
      view.setUint16(24, 3, little);
      view.setUint32(26, 1, little);
      view.setUint16(30, said, little);
      return bytes;
    };
    expect([exif(true, 6), exif(false, 8), exif(true, 9), exif(false, 8).subarray(0, 29), jpeg].map(readOrientation)).toEqual([6, 8, 1, 1, 1]);
  });

  /** The beginning of a JPEG with a profile of this description, in two bytes a letter where it says so. */
  const withProfile = (name: string, { wide = false, descAt = 144 } = {}): Uint8Array => {
    const text = Buffer.from(`desc\0\0\0\0${wide ? [...name].map((letter) => `\0${letter}`).join('') : name}`, 'latin1');
    const profile = Buffer.concat([Buffer.alloc(144), text]);
    profile.writeUInt32BE(1, 128);
    profile.write('desc', 132, 'latin1');
    profile.writeUInt32BE(descAt, 136);
    profile.writeUInt32BE(text.length, 140);
    const segment = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
    const length = segment.length + 2;
    return new Uint8Array([0xff, 0xd8, 0xff, 0xff, 0xe2, length >> 8, length & 255, ...segment, 0xff, 0xda]);
  };

  it('has other colours only where a profile says that they are not sRGB’s', () => {
    expect(hasOtherColours(jpeg)).toBe(false);
    expect(hasOtherColours(withProfile('sRGB IEC61966-2.1'))).toBe(false);
    expect(hasOtherColours(withProfile('sRGB', { wide: true }))).toBe(false);
    expect(hasOtherColours(withProfile('EPSON  Standard RGB - Gamma 1.8'))).toBe(true);
    // One that cannot be read is Chromium's to judge.
    expect(hasOtherColours(withProfile('sRGB', { descAt: 0xfffffff0 }))).toBe(true);
    expect(hasOtherColours(withProfile('sRGB').subarray(0, 100))).toBe(true);
  });

  it('makes nothing throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(new Uint8Array(), jpeg.slice(0, 30), withProfile('x').slice(0, 60), Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)), (noise, start) => {
        const bytes = new Uint8Array([...start, ...noise]);
        const said = readDotsPerInch(bytes);
        if (said !== undefined) expect(said).toBeGreaterThanOrEqual(50);
        isWhole(bytes, 'jpeg');
        expect(readOrientation(bytes)).toBeGreaterThanOrEqual(1);
        hasOtherColours(bytes);
      }),
    );
  });
});
