// Pages drawn straight into an array, with known truth: lines of "text" whose letters have ascenders and marks above more
// often than descenders below, on white paper before a grey lid.

import type { Rgba } from '../../../../renderer/studio/imaging/grey.ts';

export type Drawn = {
  readonly degrees?: number;
  readonly quarters?: 0 | 1 | 2 | 3;
  /** Paper's size and its upper left corner before it is turned, millimetres. */
  readonly paperMm?: readonly [number, number];
  readonly glassMm?: readonly [number, number];
  readonly lines?: number;
  readonly paper?: number;
  /** Width of a soft edge, millimetres. */
  readonly softMm?: number;
  /** Over how far the paper's side fades into the lid. */
  readonly lidSoftMm?: number;
  readonly foldMm?: number;
  readonly shiftMm?: readonly [number, number];
  readonly specks?: number;
  readonly ink?: readonly [number, number, number];
};

export const DPI = 130;
const MM = DPI / 25.4;
const LID = 120;

/** A stream of numbers from 0 to 1, the same each time (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Bar = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Words as bars: a body of small letters, strokes above many of them and below few. */
function text(lines: number, [width, height]: readonly [number, number]): readonly Bar[] {
  const next = numbers(11);
  const bars: Bar[] = [];
  for (let line = 0; line < lines; line += 1) {
    const top = 25 + line * 8;
    if (top > height - 20) break;
    for (let x = 20; x < width - 25; x += 2.1) {
      if (next() < 0.16) continue;
      bars.push({ x, y: top, width: 0.45, height: 2 }, { x: x + 0.95, y: top, width: 0.45, height: 2 }, { x, y: top + 1.6, width: 1.4, height: 0.4 });
      if (next() < 0.45) bars.push({ x: x + 0.2, y: top - 1.1, width: 0.8, height: 0.6 });
      if (next() < 0.1) bars.push({ x: x + 0.9, y: top + 2, width: 0.45, height: 0.9 });
    }
  }
  return bars;
}

export function drawPage({ degrees = 0, quarters = 0, paperMm = [120, 170], glassMm = [136, 186], lines = 15, paper = 246, softMm = 0, lidSoftMm = 0, foldMm = 0, shiftMm = [0, 0], specks = 0, ink = [40, 40, 44] }: Drawn = {}): Rgba {
  const [width, height] = glassMm.map((mm) => Math.round(mm * MM)) as [number, number];
  const fine = raster(text(lines, paperMm), paperMm);
  const data = new Uint8ClampedArray(width * height * 4);
  const turn = ((degrees + quarters * 90) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const next = numbers(5);
  const spread = Math.max(1, Math.round((softMm / 2) * MM));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // Where the glass's point lies on the paper, millimetres.
      const [dx, dy] = [x / MM - glassMm[0] / 2 - shiftMm[0], y / MM - glassMm[1] / 2 - shiftMm[1]];
      const [u, v] = [cos * dx + sin * dy + paperMm[0] / 2, -sin * dx + cos * dy + paperMm[1] / 2];
      const isPaper = u >= 0 && v >= 0 && u < paperMm[0] && v < paperMm[1] && u + v >= foldMm;
      const at = (y * width + x) * 4;
      const dark = isPaper ? (softMm > 0 ? mean(fine, u, v, spread) : fine.data[Math.floor(v * MM * 2) * fine.width + Math.floor(u * MM * 2)]!) : 0;
      const rim = lidSoftMm > 0 ? Math.max(0, Math.min(1, (Math.min(u, v, paperMm[0] - u, paperMm[1] - v) + lidSoftMm / 2) / lidSoftMm)) : 1;
      if (lidSoftMm > 0 && rim < 1) {
        data.fill(LID + (paper - LID) * rim, at, at + 3);
        data[at + 3] = 255;
        continue;
      }
      for (const channel of [0, 1, 2] as const) data[at + channel] = isPaper ? paper + (ink[channel] * (paper / 246) - paper) * dark + (specks > 0 ? (next() - 0.5) * specks : 0) : LID;
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

function raster(bars: readonly Bar[], [widthMm, heightMm]: readonly [number, number]): { width: number; data: Uint8Array } {
  const [width, height] = [Math.ceil(widthMm * MM * 2) + 1, Math.ceil(heightMm * MM * 2) + 1];
  const data = new Uint8Array(width * height);
  for (const bar of bars) {
    for (let y = Math.round(bar.y * MM * 2); y < (bar.y + bar.height) * MM * 2 && y < height; y += 1) data.fill(1, y * width + Math.round(bar.x * MM * 2), y * width + Math.round((bar.x + bar.width) * MM * 2));
  }
  return { width, data };
}

/** A ring of points around the place, for soft edges. */
function mean({ width, data }: { width: number; data: Uint8Array }, u: number, v: number, spread: number): number {
  let sum = 0;
  let count = 0;
  for (let dy = -spread; dy <= spread; dy += 1) {
    for (let dx = -spread; dx <= spread; dx += 1) {
      sum += data[(Math.floor(v * MM * 2) + dy * 2) * width + Math.floor(u * MM * 2) + dx * 2] ?? 0;
      count += 1;
    }
  }
  return sum / count;
}
