// Which way up Vietnamese text stands: tone marks, circumflexes, capitals and ascenders rise above the small letters' height
// far more often than descenders and the dot of the heavy tone hang below the line.

import type { Mask } from './grey.ts';

export type Upright = {
  /** False: it stands on its head. */
  readonly upright: boolean;
  /** 0 … 1. */
  readonly sureness: number;
};

/** The lines of `ink` run across. `pixelMm` is a pixel's side. */
export function findUpright({ width, height, data }: Mask, pixelMm: number): Upright {
  // In strips, so that a line of one column is not confused with that of another.
  const strip = Math.max(40, Math.round(30 / pixelMm));
  let [above, below, lines] = [0, 0, 0];
  for (let left = 0; left < width; left += strip) {
    const rows = new Uint32Array(height);
    for (let y = 0; y < height; y += 1) {
      let count = 0;
      for (let x = left; x < Math.min(width, left + strip); x += 1) count += data[y * width + x]!;
      rows[y] = count;
    }
    for (const [top, bottom] of runs(rows, Math.max(1, Math.round(0.15 / pixelMm)))) {
      const found = judgeLine(rows, top, bottom, pixelMm);
      if (!found) continue;
      above += found.above;
      below += found.below;
      lines += 1;
    }
  }
  const total = above + below;
  if (total === 0 || lines < 4) return { upright: true, sureness: 0 };
  // A share of 0.5 says nothing, 0.62 is as good as certain; few lines are less so.
  const lean = Math.abs(above / total - 0.5);
  return { upright: above >= below, sureness: Math.min(1, lean / 0.12) * Math.min(1, lines / 10) };
}

/** Rows of ink between rows without, first and last. */
function* runs(rows: Uint32Array, gap: number): Generator<readonly [number, number]> {
  let [first, empty] = [-1, 0];
  for (let y = 0; y <= rows.length; y += 1) {
    if (y < rows.length && rows[y]! > 0) {
      if (first < 0) first = y;
      empty = 0;
    } else if (first >= 0) {
      empty += 1;
      if (empty >= gap || y === rows.length) {
        yield [first, y - empty];
        first = -1;
        empty = 0;
      }
    }
  }
}

/** Ink above and below the band of the small letters, where most of a line's ink is. */
function judgeLine(rows: Uint32Array, top: number, bottom: number, pixelMm: number): { above: number; below: number } | null {
  const tall = (bottom - top + 1) * pixelMm;
  if (tall < 1.4 || tall > 12) return null;
  let [most, sum] = [0, 0];
  for (let y = top; y <= bottom; y += 1) {
    most = Math.max(most, rows[y]!);
    sum += rows[y]!;
  }
  // A ruled line has nearly all its ink in a row or two.
  if (most > sum * 0.45) return null;
  const level = most * 0.5;
  let [first, last] = [top, bottom];
  while (first < bottom && rows[first]! < level) first += 1;
  while (last > top && rows[last]! < level) last -= 1;
  let [above, below] = [0, 0];
  for (let y = top; y < first; y += 1) above += rows[y]!;
  for (let y = last + 1; y <= bottom; y += 1) below += rows[y]!;
  return { above, below };
}
