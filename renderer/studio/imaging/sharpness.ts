// How wide the edges of letters are: the way from a tenth to nine tenths of the step between paper and ink. Measured where
// something stands, tile by tile, so that a page with two lines on it is judged by them, and not by the soft shadow at its rim.

import type { Grey, Mask } from './grey.ts';
import { PAPER } from './paper.ts';

const MAX_REACH = 14;
/** In pixels: what is wider is not measured. */
export const WIDEST_EDGE = MAX_REACH;
/** Pixels along a tile's side, and how much ink and how many edges make it one with writing. */
const TILE = 48;
const MIN_INK = 24;
const MIN_EDGES = 6;
/** On the whole page. */
const ENOUGH_EDGES = 40;
/** Steps that are counted for each pixel of width. */
const FINENESS = 16;

/**
 * In pixels, of the tile that lies in the middle of all with writing, each by the middle of its edges; null where there are too
 * few to tell. `paper` is the paper's lightness.
 */
export function edgeWidth(grey: Grey, lid: Mask, ink: Mask, paper: number): number | null {
  const { width, height } = grey;
  const counts = new Uint32Array(MAX_REACH * FINENESS + 1);
  const widths: number[] = [];
  let edges = 0;
  for (let top = 1; top < height - 1; top += TILE) {
    for (let left = 1; left < width - 1; left += TILE) {
      const [right, bottom] = [Math.min(width - 1, left + TILE), Math.min(height - 1, top + TILE)];
      if (!hasInk(ink, left, top, right, bottom)) continue;
      counts.fill(0);
      let found = 0;
      for (let y = top; y < bottom; y += 3) found += measureEdges(grey, lid, paper, y * width + left, 1, right - left, counts);
      for (let x = left; x < right; x += 3) found += measureEdges(grey, lid, paper, top * width + x, width, bottom - top, counts);
      if (found < MIN_EDGES) continue;
      edges += found;
      widths.push(middleOf(counts, found));
    }
  }
  return edges < ENOUGH_EDGES ? null : widths.sort((one, other) => one - other)[widths.length >> 1]!;
}

function hasInk({ width, data }: Mask, left: number, top: number, right: number, bottom: number): boolean {
  let found = 0;
  for (let y = top; y < bottom && found < MIN_INK; y += 2) for (let at = y * width + left; at < y * width + right; at += 1) found += data[at]!;
  return found >= MIN_INK;
}

/** From paper down to ink along a line of `length` pixels, each `step` after the other: counted by their width. How many there were. */
function measureEdges({ data }: Grey, lid: Mask, paper: number, start: number, step: number, length: number, counts: Uint32Array): number {
  const [least, light] = [paper * 0.3, paper * 0.85];
  let edges = 0;
  let at = 0;
  while (at < length - 1) {
    // Down from paper to ink, without a turn.
    if (data[start + at * step]! < light || data[start + (at + 1) * step]! >= data[start + at * step]!) {
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end + 1 < length && end - at < MAX_REACH && data[start + (end + 1) * step]! < data[start + end * step]!) end += 1;
    const [high, low] = [data[start + at * step]!, data[start + end * step]!];
    // An edge that the tile's own edge cuts off would seem narrow.
    if (high - low >= least && end + 1 < length && lid.data[start + end * step] === PAPER) {
      const wide = crossing(data, start, step, at, end, low + (high - low) * 0.1) - crossing(data, start, step, at, end, low + (high - low) * 0.9);
      const bin = Math.min(counts.length - 1, Math.round(wide * FINENESS));
      counts[bin]! += 1;
      edges += 1;
    }
    at = end;
  }
  return edges;
}

/** Where the way down from `at` to `end` comes to `level`. */
function crossing(data: Uint8Array, start: number, step: number, at: number, end: number, level: number): number {
  let place = at;
  while (place < end && data[start + (place + 1) * step]! > level) place += 1;
  const [upper, lower] = [data[start + place * step]!, data[start + (place + 1) * step]!];
  return place + (upper - level) / Math.max(1, upper - lower);
}

function middleOf(counts: Uint32Array, total: number): number {
  let left = total / 2;
  for (let bin = 0; bin < counts.length; bin += 1) {
    left -= counts[bin]!;
    if (left <= 0) return bin / FINENESS;
  }
  return WIDEST_EDGE;
}
