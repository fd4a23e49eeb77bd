// Where the paper ends and the scanner's lid or the table begins. The lid is what is darker than the paper and hangs
// together with the picture's edge; where the lid is as white as the paper there is none, and the picture is the page.

import type { Grey, Mask } from './grey.ts';
import { percentileOf } from './grey.ts';
import { clearedBytes, words } from './scratch.ts';

export const PAPER = 0;
export const LID = 1;
export const OUTSIDE = 2;
/** Paper, too. */
export const INK = 3;

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Lightness of the bare paper, 0 … 255: what most of the bright pixels have, where the paper is a tenth of the picture or more. */
export function paperLevel({ data }: Grey): number {
  const counts = new Uint32Array(256);
  for (let at = 0; at < data.length; at += 3) counts[data[at]!]! += 1;
  const bright = percentileOf(counts, 0.95);
  let [best, most] = [bright, 0];
  for (let value = Math.max(1, Math.floor(bright * 0.75)); value < 254; value += 1) {
    const near = counts[value - 1]! + counts[value]! + counts[value + 1]! + counts[value + 2]!;
    if (near > most) [best, most] = [value, near];
  }
  return best;
}

/** `LID` or `PAPER` for each pixel of a smoothed picture. */
export function findLid({ width, height, data }: Grey, paper: number): Mask {
  const mask = clearedBytes(width * height);
  const ring: number[] = [];
  for (let x = 0; x < width; x += 1) ring.push(x, (height - 1) * width + x);
  for (let y = 1; y < height - 1; y += 1) ring.push(y * width, y * width + width - 1);
  const dark = new Uint32Array(256);
  let found = 0;
  for (const at of ring) {
    if (data[at]! < paper * 0.86) {
      dark[data[at]!]! += 1;
      found += 1;
    }
  }
  if (found < ring.length * 0.01) return { width, height, data: mask };
  const limit = Math.min(paper * 0.9, (paper + percentileOf(dark, 0.5)) / 2);
  const stack = words(width * height);
  let top = 0;
  const push = (at: number) => {
    if (mask[at] === PAPER && data[at]! < limit) {
      mask[at] = LID;
      stack[top] = at;
      top += 1;
    }
  };
  for (const at of ring) push(at);
  while (top > 0) {
    top -= 1;
    const at = stack[top]!;
    const x = at % width;
    if (x > 0) push(at - 1);
    if (x < width - 1) push(at + 1);
    if (at >= width) push(at - width);
    if (at < width * (height - 1)) push(at + width);
  }
  return { width, height, data: mask };
}

export function hasLid(lid: Mask): boolean {
  return lid.data.includes(LID);
}

/** How far the paper's sides lie askew, degrees clockwise; null where too little of them is seen. `pixelMm` is a pixel's side. */
export function sidesSkew(lid: Mask, pixelMm: number): number | null {
  const { width, height, data } = lid;
  const fits: { degrees: number; length: number }[] = [];
  const side = (length: number, depth: number, at: (along: number, down: number) => number, sign: number) => {
    const points: [number, number][] = [];
    for (let along = 0; along < length; along += 2) {
      if (data[at(along, 0)] !== LID) continue;
      let down = 1;
      while (down < depth && data[at(along, down)] === LID) down += 1;
      if (down < depth * 0.45) points.push([along, down]);
    }
    const fit = fitLine(points);
    if (fit && fit.kept * 2 * pixelMm > 60) fits.push({ degrees: (Math.atan(fit.slope) * 180 * sign) / Math.PI, length: fit.kept });
  };
  side(width, height, (along, down) => down * width + along, 1);
  side(width, height, (along, down) => (height - 1 - down) * width + along, -1);
  side(height, width, (along, down) => along * width + down, -1);
  side(height, width, (along, down) => along * width + width - 1 - down, 1);
  if (fits.length === 0) return null;
  fits.sort((one, other) => one.degrees - other.degrees);
  const half = fits.reduce((sum, { length }) => sum + length, 0) / 2;
  let sum = 0;
  for (const { degrees, length } of fits) {
    sum += length;
    if (sum >= half) return degrees;
  }
  return null;
}

/** The line that most points lie on, by the slopes of far pairs, then least squares of those near it. */
function fitLine(points: readonly (readonly [number, number])[]): { slope: number; kept: number } | null {
  if (points.length < 40) return null;
  const half = points.length >> 1;
  const slopes: number[] = [];
  for (let at = 0; at < half; at += 1) slopes.push((points[at + half]![1] - points[at]![1]) / (points[at + half]![0] - points[at]![0]));
  const slope = slopes.sort((one, other) => one - other)[slopes.length >> 1]!;
  const starts = points.map(([x, y]) => y - slope * x).sort((one, other) => one - other);
  const start = starts[starts.length >> 1]!;
  const near = points.filter(([x, y]) => Math.abs(y - slope * x - start) < 2);
  if (near.length < 40) return null;
  const [meanX, meanY] = [0, 1].map((axis) => near.reduce((sum, point) => sum + point[axis]!, 0) / near.length) as [number, number];
  let [above, below] = [0, 0];
  for (const [x, y] of near) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) ** 2;
  }
  return { slope: above / below, kept: near.length };
}

/** The paper in a picture that was straightened: `OUTSIDE` is what the turn brought in. */
export function paperBox({ width, height, data }: Mask): Box {
  const columns = { paper: new Uint32Array(width), lid: new Uint32Array(width) };
  const rows = { paper: new Uint32Array(height), lid: new Uint32Array(height) };
  for (let y = 0; y < height; y += 1) {
    let [paper, lid] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const what = data[y * width + x];
      if (what === LID) {
        columns.lid[x]! += 1;
        lid += 1;
      } else if (what !== OUTSIDE) {
        columns.paper[x]! += 1;
        paper += 1;
      }
    }
    rows.paper[y] = paper;
    rows.lid[y] = lid;
  }
  // A side is where paper begins to outweigh the lid along a good part of the page.
  const ends = ({ paper, lid }: typeof columns): [number, number] => {
    const longest = paper.reduce((most, count) => Math.max(most, count), 0);
    const isPaper = (at: number) => paper[at]! > longest * 0.08 && paper[at]! >= (paper[at]! + Math.max(0, lid[at]! - lidBeside)) * 0.5;
    // A low paper on a high glass has lid above and below it all along.
    const lidBeside = lid.reduce((least, count, at) => (paper[at]! > longest * 0.5 ? Math.min(least, count) : least), Infinity);
    let [first, last] = [0, paper.length - 1];
    while (first < last && !isPaper(first)) first += 1;
    while (last > first && !isPaper(last)) last -= 1;
    return [first, last];
  };
  const [left, right] = ends(columns);
  const [top, bottom] = ends(rows);
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Of the corner that is turned down or missing the most: the shorter of its two sides, in pixels. `inset`: where the side itself is no longer seen. */
export function foldedCorner({ width, height, data }: Mask, box: Box, inset: number): number {
  const [right, bottom] = [box.x + box.width - 1, box.y + box.height - 1];
  const corners = [[box.x, box.y, 1, 1], [right, box.y, -1, 1], [box.x, bottom, 1, -1], [right, bottom, -1, -1]] as const;
  const reach = Math.min(box.width, box.height) >> 1;
  let most = 0;
  for (const [x, y, stepX, stepY] of corners) {
    const along = (dx: number, dy: number, fromX: number, fromY: number) => {
      let length = 0;
      const [toX, toY] = [fromX + dx * reach, fromY + dy * reach];
      if (toX < 0 || toY < 0 || toX >= width || toY >= height) return 0;
      while (length < reach && data[(fromY + dy * length) * width + fromX + dx * length] === LID) length += 1;
      return length > 0 ? length + 2 * inset : 0;
    };
    const across = along(stepX, 0, x + inset * stepX, y + inset * stepY);
    const down = along(0, stepY, x + inset * stepX, y + inset * stepY);
    most = Math.max(most, Math.min(across, down));
  }
  return most;
}
