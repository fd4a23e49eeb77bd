// A picture as JPEG keeps it (Y′CbCr of ITU-T T.871, 7): lightness, and apart from it colour, often at half the size. A page
// in black and white never touches its colour.

import type { Grey, Rgba } from './grey.ts';
import { bytes } from './scratch.ts';

/** `blue` and `red` are as large as `luma`, or half as large across, or both across and down. */
export type Planes = { readonly luma: Grey; readonly blue: Grey; readonly red: Grey };

/** What is smaller is not halved. */
const LEAST_SIDE = 16;

export function planesOf({ width, height, data }: Rgba): Planes {
  const [luma, blue, red] = [bytes(width * height), bytes(width * height), bytes(width * height)];
  for (let at = 0, from = 0; at < luma.length; at += 1, from += 4) {
    const [r, g, b] = [data[from]!, data[from + 1]!, data[from + 2]!];
    // 16 bits of fraction; 0x808000 is 128 and a half.
    luma[at] = (r * 19_595 + g * 38_470 + b * 7_471 + 0x8000) >> 16;
    blue[at] = (b * 32_767 - r * 11_059 - g * 21_709 + 0x807fff) >> 16;
    red[at] = (r * 32_767 - g * 27_439 - b * 5_329 + 0x807fff) >> 16;
  }
  return { luma: { width, height, data: luma }, blue: { width, height, data: blue }, red: { width, height, data: red } };
}

/** What has to be added to a lightness for red, green and blue, by how red and how blue a pixel is; in 64ths. */
export const COLOUR_OFFSETS = { redOfRed: offsets(1.402), greenOfRed: offsets(-0.714136), greenOfBlue: offsets(-0.344136), blueOfBlue: offsets(1.772) };

function offsets(part: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, value) => Math.round((value - 128) * part * 64));
}

/** By how many powers of two the colour is smaller. */
export function colourShifts({ luma, blue }: Planes): { readonly across: 0 | 1; readonly down: 0 | 1 } {
  return { across: blue.width < luma.width ? 1 : 0, down: blue.height < luma.height ? 1 : 0 };
}

/** Each level half as large as the one before, from the whole down, as far as `levels` and its size allow. */
export function pyramidOf(whole: Planes, levels: number): readonly Planes[] {
  const all = [whole];
  while (all.length < levels) {
    const last = all.at(-1)!;
    if (Math.min(last.luma.width, last.luma.height) < LEAST_SIDE) break;
    const { across, down } = colourShifts(last);
    const colour = (plane: Grey): Grey => (across === 1 && down === 1 ? plane : halved(plane, across === 0, down === 0));
    all.push({ luma: halved(last.luma, true, true), blue: colour(last.blue), red: colour(last.red) });
  }
  return all;
}

/** The mean of each two or four pixels. */
function halved({ width, height, data }: Grey, across: boolean, down: boolean): Grey {
  const [stepX, stepY] = [across ? 2 : 1, down ? 2 : 1];
  const [wide, high] = [Math.floor(width / stepX), Math.floor(height / stepY)];
  const out = bytes(wide * high);
  const [beside, below] = [across ? 1 : 0, down ? width : 0];
  for (let y = 0; y < high; y += 1) {
    for (let x = 0, to = y * wide, at = y * stepY * width; x < wide; x += 1, to += 1, at += stepX) {
      out[to] = (data[at]! + data[at + beside]! + data[at + below]! + data[at + beside + below]! + 2) >> 2;
    }
  }
  return { width: wide, height: high, data: out };
}
