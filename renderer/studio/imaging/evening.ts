// The paper becomes white and evenly lit: each part of a page is brightened by what its paper lacks of white, channel by
// channel, so that ink keeps its darkness and seals their colour.

import type { Rgba } from './grey.ts';
import { percentileOf } from './grey.ts';

const BLOCK = 64;
/** The paper's grain lies this far below its level. */
const GRAIN = 0.94;
/** A block darker than this part of the page's paper is a picture or a bar, not a shadow. */
const SHADOW = 0.68;

type Ground = { readonly across: number; readonly down: number; readonly levels: readonly [Float32Array, Float32Array, Float32Array]; readonly page: readonly [number, number, number] };

/** The paper's colour at the middle of each block of 64 × 64 pixels. */
function groundOf({ width, height, data }: Rgba): Ground {
  const [across, down] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)];
  const levels = [new Float32Array(across * down), new Float32Array(across * down), new Float32Array(across * down)] as const;
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  const whole = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      for (const channel of counts) channel.fill(0);
      for (let y = row * BLOCK; y < Math.min(height, (row + 1) * BLOCK); y += 4) {
        for (let x = column * BLOCK; x < Math.min(width, (column + 1) * BLOCK); x += 4) {
          const at = (y * width + x) * 4;
          counts[0][data[at]!]! += 1;
          counts[1][data[at + 1]!]! += 1;
          counts[2][data[at + 2]!]! += 1;
        }
      }
      for (const channel of [0, 1, 2] as const) {
        const level = percentileOf(counts[channel], 0.7);
        levels[channel][row * across + column] = level;
        whole[channel][level]! += 1;
      }
    }
  }
  const page = [percentileOf(whole[0], 0.6), percentileOf(whole[1], 0.6), percentileOf(whole[2], 0.6)] as const;
  for (let block = 0; block < across * down; block += 1) {
    const isPicture = ([0, 1, 2] as const).some((channel) => levels[channel][block]! < page[channel] * SHADOW);
    if (isPicture) for (const channel of [0, 1, 2] as const) levels[channel][block] = page[channel];
  }
  return { across, down, levels, page };
}

/** In place. `grey` leaves one lightness for all three channels. Returns the paper's colour before. */
export function evenBackground(picture: Rgba, grey: boolean): readonly [number, number, number] {
  const { width, height, data } = picture;
  const { across, down, levels, page } = groundOf(picture);
  const gains = levels.map((channel) => channel.map((level) => 255 / Math.max(24, level * GRAIN))) as [Float32Array, Float32Array, Float32Array];
  const rows = gains.map(() => new Float32Array(across)) as [Float32Array, Float32Array, Float32Array];
  for (let y = 0; y < height; y += 1) {
    const { from, to, part } = between(y, down);
    for (const channel of [0, 1, 2] as const) {
      for (let column = 0; column < across; column += 1) rows[channel][column] = gains[channel][from * across + column]! * (1 - part) + gains[channel][to * across + column]! * part;
    }
    let at = y * width * 4;
    let x = 0;
    while (x < width) {
      // From the middle of one block to the middle of the next the gain changes evenly.
      const column = Math.floor((x - BLOCK / 2) / BLOCK);
      const [left, right] = [Math.max(0, column), Math.min(across - 1, column + 1)];
      const end = Math.min(width, (column + 1) * BLOCK + BLOCK / 2);
      const begun = (x - BLOCK / 2 - column * BLOCK) / BLOCK;
      const step = [0, 0, 0];
      const gain = [0, 0, 0];
      for (const channel of [0, 1, 2] as const) {
        step[channel] = (rows[channel][right]! - rows[channel][left]!) / BLOCK;
        gain[channel] = rows[channel][left]! + step[channel]! * begun * BLOCK;
      }
      let [red, green, blue] = gain as [number, number, number];
      const [stepRed, stepGreen, stepBlue] = step as [number, number, number];
      if (grey) {
        for (; x < end; x += 1, at += 4) {
          const light = data[at]! * red * 0.299 + data[at + 1]! * green * 0.587 + data[at + 2]! * blue * 0.114;
          data[at] = light;
          data[at + 1] = light;
          data[at + 2] = light;
          red += stepRed;
          green += stepGreen;
          blue += stepBlue;
        }
      } else {
        for (; x < end; x += 1, at += 4) {
          data[at] = data[at]! * red;
          data[at + 1] = data[at + 1]! * green;
          data[at + 2] = data[at + 2]! * blue;
          red += stepRed;
          green += stepGreen;
          blue += stepBlue;
        }
      }
    }
  }
  return page;
}

function between(place: number, blocks: number): { from: number; to: number; part: number } {
  const middle = (place - BLOCK / 2) / BLOCK;
  const from = Math.max(0, Math.min(blocks - 1, Math.floor(middle)));
  const to = Math.min(blocks - 1, from + 1);
  return { from, to, part: Math.max(0, Math.min(1, middle - from)) };
}
