// When a document camera's picture is taken: not while a hand moves, not while the camera still focuses.

import { describe, expect, it } from 'vitest';
import { isKeeper, measureFrame } from '../../../renderer/client/camera-frame.ts';
import type { Frame, FrameMeasure } from '../../../renderer/client/camera-frame.ts';

const WIDTH = 160;
const HEIGHT = 120;

/** A sheet of lines whose edges are `softness` pixels wide, shifted by `shift`, with a little of a sensor's noise. */
function frame({ shift = 0, softness = 1, hand = false } = {}): Frame {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const within = (y + shift) % 16;
      const line = Math.max(0, Math.min(1, (4 - Math.abs(within - 8)) / softness + 0.5));
      const skin = hand && x > 60 && x < 100 && y > 40 ? 150 : 230 - 190 * line;
      data.fill(skin + ((x * 7 + y * 13 + shift) % 5), (y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 4);
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

const measured = (frames: readonly Frame[]): FrameMeasure[] =>
  frames.reduce<FrameMeasure[]>((all, each) => [...all, measureFrame(each, all.at(-1) ?? null)], []);

describe('a frame of the document camera', () => {
  it('is kept when the paper lies still and the picture is sharp', () => {
    expect(isKeeper(measured(Array.from({ length: 6 }, () => frame())))).toBe(true);
  });

  it('is not kept while the paper moves, nor right after', () => {
    expect(isKeeper(measured([0, 2, 4, 6, 8, 10].map((shift) => frame({ shift }))))).toBe(false);
    expect(isKeeper(measured([frame(), frame(), frame(), frame({ shift: 5 }), frame({ shift: 5 })]))).toBe(false);
  });

  it('is not kept while a hand comes in', () => {
    expect(isKeeper(measured([...Array.from({ length: 5 }, () => frame()), frame({ hand: true })]))).toBe(false);
  });

  it('is not kept when it is out of focus', () => {
    expect(isKeeper(measured(Array.from({ length: 6 }, () => frame({ softness: 12 }))))).toBe(false);
  });

  it('is not kept of a bare desk, however much a cheap sensor makes of it', () => {
    const desk = (turn: number): Frame => {
      const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
      // The desk's grain stays; noise comes and goes.
      for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel += 1) data.fill(60 + ((pixel * 37) % 31) + ((pixel * 7 + turn) % 5), pixel * 4, pixel * 4 + 4);
      return { width: WIDTH, height: HEIGHT, data };
    };
    expect(isKeeper(measured([0, 1, 2, 3, 4, 5].map(desk)))).toBe(false);
  });

  it('shows no sharpness where nothing lies', () => {
    const bare = { width: 4, height: 4, data: new Uint8ClampedArray(64).fill(200) };
    expect(measureFrame(bare, null)).toMatchObject({ motion: 1, sharpness: 0 });
  });
});
