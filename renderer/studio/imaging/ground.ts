// How light a page's paper is from place to place, and what each place is to be brightened by for the paper to become white and
// evenly lit: channel by channel, so that ink keeps its darkness and seals their colour.

import { percentileOf } from './grey.ts';
import type { Affine } from './placing.ts';
import { COLOUR_OFFSETS, colourShifts } from './planes.ts';
import type { Planes } from './planes.ts';

export type Ground = {
  /** The side of a cell, millimetres. */
  readonly cellMm: number;
  readonly across: number;
  readonly down: number;
  /** At the middle of each cell, row by row: of the lightness, or of red, green and blue. */
  readonly gains: readonly [Float32Array] | readonly [Float32Array, Float32Array, Float32Array];
};

const CELL_MM = 5.4;
/** Samples along a cell's side. */
const SAMPLES = 16;
/** The paper's grain lies this far below its level. */
const GRAIN = 0.94;
/** A cell darker than this part of the page's paper is a picture or a bar, not a shadow. */
const SHADOW = 0.68;
const DARKEST = 24;

/** A page that is left as it is. */
export const PLAIN_GROUND: Ground = { cellMm: 1e6, across: 1, down: 1, gains: [Float32Array.of(1), Float32Array.of(1), Float32Array.of(1)] };

/** `from` leads from the page, whose size is in pixels of `mm` millimetres, to the picture. */
export function groundOf(planes: Planes, from: Affine, { width, height }: { readonly width: number; readonly height: number }, mm: number, inColour: boolean): Ground {
  const cell = CELL_MM / mm;
  const [across, down] = [Math.max(1, Math.ceil(width / cell)), Math.max(1, Math.ceil(height / cell))];
  const channels = inColour ? [0, 1, 2] : [0];
  const levels = channels.map(() => new Float32Array(across * down));
  const counts = channels.map(() => new Uint32Array(256));
  const ofPage = channels.map(() => new Uint32Array(256));
  const count = counter(planes, counts);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      for (const channel of counts) channel.fill(0);
      let counted = 0;
      for (let down16 = 0; down16 < SAMPLES; down16 += 1) {
        const y = (row + (down16 + 0.5) / SAMPLES) * cell;
        if (y >= height) break;
        for (let across16 = 0; across16 < SAMPLES; across16 += 1) {
          const x = (column + (across16 + 0.5) / SAMPLES) * cell;
          if (x >= width) break;
          if (count(Math.floor(x * from.xx + y * from.xy + from.x0), Math.floor(x * from.yx + y * from.yy + from.y0))) counted += 1;
        }
      }
      for (const channel of channels) {
        // Outside of the picture the page is drawn white.
        const level = counted === 0 ? 255 : percentileOf(counts[channel]!, 0.7);
        levels[channel]![row * across + column] = level;
        if (counted > 0) ofPage[channel]![level]! += 1;
      }
    }
  }
  const page = ofPage.map((channel) => percentileOf(channel, 0.6));
  for (let at = 0; at < across * down; at += 1) {
    const isPicture = channels.some((channel) => levels[channel]![at]! < page[channel]! * SHADOW);
    if (isPicture) for (const channel of channels) levels[channel]![at] = page[channel]!;
  }
  const gains = levels.map((channel) => channel.map((level) => 255 / Math.max(DARKEST, level * GRAIN)));
  return { cellMm: CELL_MM, across, down, gains: gains as unknown as Ground['gains'] };
}

/** Counts the pixel at a place of the picture, in each channel; false where there is none. */
function counter(planes: Planes, counts: readonly Uint32Array[]): (x: number, y: number) => boolean {
  const { luma, blue, red } = planes;
  const shifts = colourShifts(planes);
  const [first, second, third] = counts;
  const { redOfRed, greenOfRed, greenOfBlue, blueOfBlue } = COLOUR_OFFSETS;
  return (x, y) => {
    if (x < 0 || y < 0 || x >= luma.width || y >= luma.height) return false;
    const light = luma.data[y * luma.width + x]!;
    if (!second || !third) {
      first![light]! += 1;
      return true;
    }
    const at = (y >> shifts.down) * blue.width + (x >> shifts.across);
    const [ofBlue, ofRed] = [blue.data[at]!, red.data[at]!];
    first![inByte(light + (redOfRed[ofRed]! >> 6))]! += 1;
    second[inByte(light + ((greenOfRed[ofRed]! + greenOfBlue[ofBlue]!) >> 6))]! += 1;
    third[inByte(light + (blueOfBlue[ofBlue]! >> 6))]! += 1;
    return true;
  };
}

const inByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
