// Frames as Electron's offscreen painting gives them, with dots that are known: only the frame that carries the drawing's stamp
// is taken, whatever is painted before it, and each of its dots is where it was.

import { EventEmitter } from 'node:events';
import type { NativeImage, WebContents } from 'electron';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slipFrames, STAMP_ROOM } from '../../../main/app/slip-frames.ts';

const WINDOW = { width: 384, height: 96 };
const BYTES_A_ROW = WINDOW.width / 8;

/** A frame whose pixels are grey as told. */
function frame(greyAt: (x: number, y: number) => number): NativeImage {
  const { width, height } = WINDOW;
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) pixels.fill(greyAt(x, y), 4 * (y * width + x), 4 * (y * width + x) + 3);
  const part = (left: number, top: number, wide: number, high: number): unknown => ({
    getSize: () => ({ width: wide, height: high }),
    crop: (inner: { x: number; y: number; width: number; height: number }) => part(left + inner.x, top + inner.y, inner.width, inner.height),
    toBitmap: () => Buffer.concat(Array.from({ length: high }, (_, row) => pixels.subarray(4 * ((top + row) * width + left), 4 * ((top + row) * width + left + wide)))),
  });
  return part(0, 0, width, height) as NativeImage;
}

/** With the stamp's cells below the slip's last row, eight by eight. */
const stamped = (cells: readonly number[], height: number, greyAt: (x: number, y: number) => number) => (x: number, y: number) =>
  y < height ? greyAt(x, y) : y >= height + 8 && y < height + 16 && cells[x >> 3] === 1 ? 0 : 255;

function contents() {
  const emitter = new EventEmitter();
  return { frames: slipFrames(emitter as unknown as WebContents), paint: (image: NativeImage) => emitter.emit('paint', {}, {}, image) };
}
const never = () => new AbortController().signal;

it('takes the frame of its own drawing, whose dots are where they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: WINDOW.height - STAMP_ROOM }), fc.integer(), fc.integer({ min: 0, max: 149 }), fc.integer({ min: 151, max: 255 }), async (height, seed, dark, light) => {
      const { frames, paint } = contents();
      const black = (x: number, y: number): boolean => Math.imul(x * 31 + y * 17 + seed, 0x9e3779b1) < 0;
      const [before, mine] = [frames.next(), frames.next()];
      const taken = frames.frame(mine.number, WINDOW.width, height, never());
      paint(frame(() => 255));
      paint(frame(stamped(before.cells, height, () => 0)));
      paint(frame(stamped(mine.cells, height, (x, y) => (black(x, y) ? dark : light))));
      const { rows, ...size } = await taken;
      expect(size).toEqual({ width: WINDOW.width, height });
      const wrong: string[] = [];
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < WINDOW.width; x += 1) if (((rows[y * BYTES_A_ROW + (x >> 3)]! >> (7 - (x & 7))) & 1) !== Number(black(x, y))) wrong.push(`${x}, ${y}`);
      }
      expect(wrong).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

it('takes a frame that was painted before it was asked for, and ends when nobody waits any more', async () => {
  const { frames, paint } = contents();
  const first = frames.next();
  paint(frame(stamped(first.cells, 8, () => 0)));
  expect((await frames.frame(first.number, WINDOW.width, 8, never())).rows.every((byte) => byte === 0xff)).toBe(true);
  const stop = new AbortController();
  const second = frames.frame(frames.next().number, WINDOW.width, 8, stop.signal);
  stop.abort();
  await expect(second).rejects.toThrow('no frame');
});
