// What is written or printed on a page: darker than the paper around it.

import type { Grey, Mask } from './grey.ts';
import { percentileOf } from './grey.ts';
import { PAPER } from './paper.ts';
import { clearedBytes } from './scratch.ts';

const BLOCK = 32;
/** Against the paper beside it: blue ballpoint has 0.45, a pencil 0.75. */
const DARKER = 0.8;
/** Writing on the other side of the sheet shows less than this. */
const SHADE = 0.9;

/** 1 for ink. `lid` and a rim of `rim` pixels along it have none. */
export function findInk({ width, height, data }: Grey, lid: Mask, paper: number, rim: number): Mask {
  const [across, down] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)];
  const limits = new Uint8Array(across * down);
  const counts = new Uint32Array(256);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      counts.fill(0);
      for (let y = row * BLOCK; y < Math.min(height, (row + 1) * BLOCK); y += 2) {
        for (let x = column * BLOCK; x < Math.min(width, (column + 1) * BLOCK); x += 2) if (lid.data[y * width + x] === PAPER) counts[data[y * width + x]!]! += 1;
      }
      const level = percentileOf(counts, 0.8);
      // A block that is all ink, a black bar, has the page's own paper as its ground.
      limits[row * across + column] = (level > paper * 0.55 && level < 255 ? level : paper) * DARKER;
    }
  }
  const near = rim > 0 ? widened(lid, rim) : lid;
  const ink = clearedBytes(width * height);
  for (let y = 0; y < height; y += 1) {
    const limitRow = Math.floor(y / BLOCK) * across;
    for (let column = 0; column < across; column += 1) {
      const limit = limits[limitRow + column]!;
      const end = y * width + Math.min(width, (column + 1) * BLOCK);
      for (let at = y * width + column * BLOCK; at < end; at += 1) if (data[at]! < limit && near.data[at] === PAPER) ink[at] = 1;
    }
  }
  return { width, height, data: ink };
}

/** The mask and all within `by` pixels of it, sideways and up and down. */
export function widened({ width, height, data }: Mask, by: number): Mask {
  const wide = clearedBytes(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let filledTo = 0;
    for (let x = 0; x < width; x += 1) {
      if (data[row + x] === 0) continue;
      const from = Math.max(filledTo, x - by);
      const setTo = Math.min(width, x + by + 1);
      for (let to = from; to < setTo; to += 1) wide[row + to] = 1;
      filledTo = setTo;
    }
  }
  const out = clearedBytes(data.length);
  const until = new Int32Array(width).fill(-1);
  for (let y = 0; y < height + by; y += 1) {
    const [from, to] = [y * width, (y - by) * width];
    for (let x = 0; x < width; x += 1) {
      if (y < height && wide[from + x] !== 0) until[x] = y + by;
      if (y >= by && until[x]! >= y - by) out[to + x] = 1;
    }
  }
  return { width, height, data: out };
}

/** Pixels of ink whose neighbours are mostly ink too: no speck of dust or grain. `margin` pixels along the edge do not count. */
export function solidInk({ width, height, data }: Mask, margin: number): number {
  let solid = 0;
  const rim = Math.max(1, margin);
  for (let y = rim; y < height - rim; y += 1) {
    for (let x = rim; x < width - rim; x += 1) {
      const at = y * width + x;
      if (data[at] === 0) continue;
      const beside = data[at - 1]! + data[at + 1]! + data[at - width]! + data[at + width]! + data[at - width - 1]! + data[at - width + 1]! + data[at + width - 1]! + data[at + width + 1]!;
      if (beside >= 4) solid += 1;
    }
  }
  return solid;
}

/** Pixels of ink, and those that are darker than the paper but not as dark as ink; `margin` pixels along the lid do not count. */
export function smearedInk({ data }: Grey, lid: Mask, ink: Mask, paper: number, margin: number): { readonly ink: number; readonly shade: number } {
  const near = widened(lid, margin);
  let [inked, shade] = [0, 0];
  for (let at = 0; at < data.length; at += 1) {
    if (near.data[at] !== PAPER) continue;
    if (ink.data[at] === 1) inked += 1;
    else if (data[at]! < paper * SHADE) shade += 1;
  }
  return { ink: inked, shade };
}
