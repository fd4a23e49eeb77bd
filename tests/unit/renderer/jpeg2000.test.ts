// JPEG 2000 in the studio: what the header says, what is let through to the codec, and that its colours are right, held
// against ImageMagick's where that can read it, else against the JPEG of the same face.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jpeg from 'jpeg-js';
import createCodec from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { describe, expect, it } from 'vitest';
import { decodeJpeg2000 } from '../../../renderer/studio/imaging/jpeg2000.ts';
import { isJpeg2000, readJpeg2000Header } from '../../../renderer/studio/imaging/jpeg2000-header.ts';

const wasm = createRequire(import.meta.url).resolve('@cornerstonejs/codec-openjpeg/decodewasm');
const program = { createCodec, module: await WebAssembly.compile(readFileSync(wasm)) };
const load = () => Promise.resolve(program);
const portrait = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../bench/chip/portraits/${file}`, import.meta.url)));

/** The bytes with the code stream's SIZ changed: 32-bit words by their offset in it. */
function resized(bytes: Uint8Array, words: Readonly<Record<number, number>>): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  let at = 0;
  while (view.getUint32(at) !== 0xff4fff51) at += 1;
  for (const [offset, word] of Object.entries(words)) view.setUint32(at + Number(offset), word);
  return changed;
}
const [RIGHT, BOTTOM, TILE_WIDTH, TILE_HEIGHT] = [8, 12, 24, 28] as const;

describe('the header of a JPEG 2000 picture', () => {
  it('says size, components and tiles, of a file and of a bare code stream', () => {
    const file = portrait('an.jp2');
    const said = readJpeg2000Header(file)!;
    const { width, height } = jpeg.decode(portrait('an.jpg'));
    expect(said).toMatchObject({ width, height, depths: [8, 8, 8], unusual: false, tiles: 1, ycc: false });
    let start = 0;
    while (!(file[start] === 0xff && file[start + 1] === 0x4f)) start += 1;
    expect(readJpeg2000Header(file.subarray(start))).toEqual(said);
  });

  it('is not found where there is none', () => {
    expect(isJpeg2000(portrait('an.jpg'))).toBe(false);
    expect(readJpeg2000Header(portrait('an.jpg'))).toBeUndefined();
    expect(readJpeg2000Header(portrait('an.jp2').subarray(0, 60))).toBeUndefined();
    expect(readJpeg2000Header(new Uint8Array(0))).toBeUndefined();
  });
});

describe('a portrait in JPEG 2000', () => {
  it.each(['an', 'bich', 'trang'])('of %s looks like the same face in JPEG', async (name) => {
    const decoded = await decodeJpeg2000(portrait(`${name}.jp2`), load);
    if (!decoded.ok) throw new Error(decoded.error.detail);
    const { width, height, rgba } = decoded.value;
    const same = jpeg.decode(portrait(`${name}.jpg`));
    expect([width, height]).toEqual([same.width, same.height]);
    let difference = 0;
    for (let index = 0; index < rgba.length; index += 1) difference += Math.abs(rgba[index]! - same.data[index]!);
    expect(difference / rgba.length).toBeLessThan(4);
  });

  it('that says it is huge is refused before it is decoded', async () => {
    let loaded = false;
    const refuses = async (bytes: Uint8Array) => {
      const decoded = await decodeJpeg2000(bytes, () => {
        loaded = true;
        return load();
      });
      return decoded.ok ? 'decoded' : decoded.error.code;
    };
    const sound = portrait('an.jp2');
    expect(await refuses(resized(sound, { [RIGHT]: 100_000, [BOTTOM]: 100_000 }))).toBe('tooLarge');
    expect(await refuses(resized(sound, { [RIGHT]: 0xffffffff }))).toBe('tooLarge');
    expect(await refuses(resized(sound, { [TILE_WIDTH]: 1, [TILE_HEIGHT]: 1 }))).toBe('tooLarge');
    expect(await refuses(resized(sound, { [RIGHT]: 0 }))).toBe('undecodable');
    expect(await refuses(resized(sound, { [TILE_WIDTH]: 0 }))).toBe('undecodable');
    expect(await refuses(new Uint8Array(5_000_000))).toBe('tooLarge');
    expect(loaded).toBe(false);
  });

  it('that is cut off or damaged is refused, and the next one is decoded', async () => {
    const sound = portrait('an.jp2');
    const damaged = sound.slice().fill(0xff, 200);
    for (const bytes of [sound.subarray(0, 150), damaged]) expect(await decodeJpeg2000(bytes, load)).toMatchObject({ ok: false, error: { code: 'undecodable' } });
    expect(await decodeJpeg2000(sound, load)).toMatchObject({ ok: true });
  });
});
