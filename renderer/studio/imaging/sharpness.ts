// How wide the edges of letters are: the way from a tenth to nine tenths of the step between paper and ink, as the middle
// of all steps that are steep enough to be a letter's.

import type { Grey } from './grey.ts';

const MIN_EDGES = 60;
const MAX_REACH = 14;
/** In pixels: what is wider is not measured. */
export const WIDEST_EDGE = MAX_REACH;

/** In pixels; null where there are too few edges to tell. `paper` is the paper's lightness. */
export function edgeWidth({ width, height, data }: Grey, paper: number): number | null {
  const counts = new Uint32Array(MAX_REACH * 16 + 1);
  let edges = 0;
  const least = paper * 0.3;
  const measure = (start: number, step: number, length: number) => {
    let at = 1;
    while (at < length - 1) {
      // Down from paper to ink, without a turn.
      if (data[start + at * step]! < paper * 0.85 || data[start + (at + 1) * step]! >= data[start + at * step]!) {
        at += 1;
        continue;
      }
      let end = at + 1;
      while (end + 1 < length && end - at < MAX_REACH && data[start + (end + 1) * step]! < data[start + end * step]!) end += 1;
      const [high, low] = [data[start + at * step]!, data[start + end * step]!];
      if (high - low >= least) {
        const crossing = (level: number) => {
          let place = at;
          while (place < end && data[start + (place + 1) * step]! > level) place += 1;
          const [upper, lower] = [data[start + place * step]!, data[start + (place + 1) * step]!];
          return place + (upper - level) / Math.max(1, upper - lower);
        };
        const wide = crossing(low + (high - low) * 0.1) - crossing(low + (high - low) * 0.9);
        counts[Math.min(counts.length - 1, Math.round(wide * 16))]! += 1;
        edges += 1;
      }
      at = end;
    }
  };
  for (let y = 2; y < height - 2; y += 3) measure(y * width, 1, width);
  for (let x = 2; x < width - 2; x += 3) measure(x, width, height);
  if (edges < MIN_EDGES) return null;
  let left = edges / 2;
  for (let bin = 0; bin < counts.length; bin += 1) {
    left -= counts[bin]!;
    if (left <= 0) return bin / 16;
  }
  return null;
}
