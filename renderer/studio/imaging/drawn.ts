// A page within a scanned picture, to be drawn at whatever resolution it is wanted.

import type { Bare } from './bare.ts';
import { drawColour, drawGrey } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import type { Grey, Rgba } from './grey.ts';
import type { Ground } from './ground.ts';
import { scaledBy } from './placing.ts';
import type { Affine } from './placing.ts';
import { pyramidOf } from './planes.ts';
import type { Planes } from './planes.ts';

/** A picture, and copies of it each half as large as the one before. */
export type Scan = { readonly levels: readonly Planes[]; readonly dotsPerInch: number };

export type Drawn = {
  grey(dotsPerInch: number, bare?: Bare): Grey;
  colour(dotsPerInch: number, bare?: Bare): Rgba;
};

/** 1200 dots per inch are examined at 150; a preview has some 70. */
const LEVELS = 5;

export const scanOf = (planes: Planes, dotsPerInch: number): Scan => ({ levels: pyramidOf(planes, LEVELS), dotsPerInch });

/** The number of the smallest copy that has so many dots per inch. */
export function levelFor({ levels, dotsPerInch }: Scan, wanted: number): number {
  let level = 0;
  while (level + 1 < levels.length && dotsPerInch / 2 ** (level + 1) >= wanted) level += 1;
  return level;
}

/** `from` and the size in pixels of the whole picture. */
export function drawnOf(scan: Scan, from: Affine, { width, height }: { readonly width: number; readonly height: number }, ground: Ground): Drawn {
  const at = (dotsPerInch: number, bare?: Bare): readonly [Planes, Drawing, Ground] => {
    const level = levelFor(scan, dotsPerInch);
    const scale = dotsPerInch / scan.dotsPerInch;
    const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    return [scan.levels[level]!, { width: wide, height: high, dotsPerInch, from: scaledBy(from, scale, 1 / 2 ** level), bare }, ground];
  };
  return { grey: (dpi, bare) => drawGrey(...at(dpi, bare)), colour: (dpi, bare) => drawColour(...at(dpi, bare)) };
}
