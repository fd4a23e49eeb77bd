// A page drawn from a picture: white and evenly lit paper, dark ink and red seals; turned without a pixel lost; and the same
// whether the bare parts are left out or not.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareOf } from '../../../../renderer/studio/imaging/bare.ts';
import { drawnOf, scanOf } from '../../../../renderer/studio/imaging/drawn.ts';
import { groundOf, PLAIN_GROUND } from '../../../../renderer/studio/imaging/ground.ts';
import { affineOf, beforeQuarters } from '../../../../renderer/studio/imaging/placing.ts';
import { planesOf } from '../../../../renderer/studio/imaging/planes.ts';

const SIDE = 640;
const DPI = 300;
const AS_IT_LIES = affineOf((point) => point);

/** Yellowish paper that grows darker downwards, with a dark and a red spot in each block. */
function shadowed(): ReturnType<typeof planesOf> {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const light = 1 - (0.25 * y) / SIDE;
      const colour = x % 64 < 8 && y % 64 < 8 ? [40, 40, 40] : x % 64 > 50 && y % 64 < 8 ? [180, 40, 35] : [235, 228, 205];
      for (const channel of [0, 1, 2] as const) data[(y * SIDE + x) * 4 + channel] = colour[channel]! * light;
    }
  }
  return planesOf({ width: SIDE, height: SIDE, data });
}

const shadowedPage = (inColour: boolean) => drawnOf(scanOf(shadowed(), DPI), AS_IT_LIES, { width: SIDE, height: SIDE }, groundOf(shadowed(), AS_IT_LIES, { width: SIDE, height: SIDE }, 25.4 / DPI, inColour));

describe('a page', () => {
  it('is white from top to bottom, its ink dark and its seal red', () => {
    const { data } = shadowedPage(true).colour(DPI);
    const at = (x: number, y: number): readonly number[] => [...data.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 3)];
    for (const y of [20, 300, 630]) expect(Math.min(...at(30, y))).toBeGreaterThanOrEqual(250);
    for (const y of [3, 323, 579]) {
      expect(Math.max(...at(3, y))).toBeLessThan(70);
      const [red, green] = at(55, y);
      expect(red! - green!).toBeGreaterThan(100);
    }
  });

  it('is as white and as dark in grey', () => {
    const { data } = shadowedPage(false).grey(DPI);
    for (const y of [20, 300, 630]) expect(data[y * SIDE + 30]).toBeGreaterThanOrEqual(250);
    for (const y of [3, 323, 579]) expect(data[y * SIDE + 3]).toBeLessThan(70);
    expect(data[323 * SIDE + 55]).toBeLessThan(140);
  });

  it('is the same whether its bare parts are left out or not', () => {
    for (const inColour of [false, true]) {
      const page = shadowedPage(inColour);
      const draw = inColour ? page.colour : page.grey;
      const bare = bareOf(draw(DPI / 3), DPI / 3);
      expect(bare.data.some((tile) => tile === 1)).toBe(true);
      const [all, some] = [draw(DPI).data, draw(DPI, bare).data];
      let most = 0;
      for (let at = 0; at < all.length; at += 1) most = Math.max(most, Math.abs(all[at]! - some[at]!));
      expect(most).toBeLessThan(6);
    }
  });

  it('is turned by quarters without a pixel lost, whatever its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 8, max: 60 }), fc.constantFrom(0, 1, 2, 3), fc.infiniteStream(fc.boolean()), (width, height, quarters, bits) => {
        const turns = quarters as 0 | 1 | 2 | 3;
        const data = Uint8Array.from({ length: width * height }, () => Number(bits.next().value) * 255);
        const luma = { width, height, data };
        const size = turns % 2 === 0 ? { width, height } : { width: height, height: width };
        const from = affineOf((point) => beforeQuarters(point, luma, turns));
        const made = drawnOf(scanOf({ luma, blue: luma, red: luma }, DPI), from, size, PLAIN_GROUND).grey(DPI);
        expect([made.width, made.height]).toEqual([size.width, size.height]);
        for (let y = 0; y < size.height; y += 1) {
          for (let x = 0; x < size.width; x += 1) {
            const [fromX, fromY] = beforeQuarters([x + 0.5, y + 0.5], luma, turns);
            // An edge is reached to one part in 256.
            expect(Math.abs(made.data[y * size.width + x]! - data[Math.floor(fromY) * width + Math.floor(fromX)]!)).toBeLessThanOrEqual(2);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
