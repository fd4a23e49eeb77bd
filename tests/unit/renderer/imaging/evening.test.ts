// The paper becomes white and evenly lit; ink stays dark and a seal stays red.

import { describe, expect, it } from 'vitest';
import { evenBackground } from '../../../../renderer/studio/imaging/evening.ts';

const SIDE = 640;

/** Yellowish paper that grows darker downwards, with a dark and a red spot in each block. */
function shadowed(): { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> } {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const light = 1 - (0.25 * y) / SIDE;
      const colour = x % 64 < 8 && y % 64 < 8 ? [40, 40, 40] : x % 64 > 50 && y % 64 < 8 ? [180, 40, 35] : [235, 228, 205];
      for (const channel of [0, 1, 2] as const) data[(y * SIDE + x) * 4 + channel] = colour[channel]! * light;
    }
  }
  return { width: SIDE, height: SIDE, data };
}

const at = (data: Uint8ClampedArray, x: number, y: number): readonly number[] => [...data.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 3)];

describe('the background', () => {
  it('is white from top to bottom', () => {
    const picture = shadowed();
    evenBackground(picture, false);
    for (const y of [20, 300, 630]) expect(Math.min(...at(picture.data, 30, y))).toBeGreaterThanOrEqual(250);
    for (const y of [3, 323, 579]) {
      expect(Math.max(...at(picture.data, 3, y))).toBeLessThan(70);
      const [red, green] = at(picture.data, 55, y);
      expect(red! - green!).toBeGreaterThan(100);
    }
  });

  it('is grey where grey is wanted', () => {
    const picture = shadowed();
    evenBackground(picture, true);
    const [red, green, blue] = at(picture.data, 55, 323);
    expect([green, blue]).toEqual([red, red]);
    expect(red).toBeLessThan(140);
  });
});
