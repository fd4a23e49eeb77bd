// A page in shades of grey and what is done to it before anything is measured. Rows from the top, 0 black … 255 white.

import { bytes, shorts } from './scratch.ts';

export type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array };
/** One byte a pixel, 1 where it is set. */
export type Mask = Grey;

export type Rgba = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray<ArrayBuffer> };

/** The mean of three by three. */
export function smooth({ width, height, data }: Grey): Grey {
  const sums = shorts(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let [before, here] = [data[row]!, data[row]!];
    for (let x = 0; x < width; x += 1) {
      const next = x + 1 < width ? data[row + x + 1]! : here;
      sums[row + x] = before + here + next;
      before = here;
      here = next;
    }
  }
  const out = bytes(width * height);
  for (let y = 0; y < height; y += 1) {
    const [row, above, below] = [y * width, Math.max(0, y - 1) * width, Math.min(height - 1, y + 1) * width];
    for (let x = 0; x < width; x += 1) out[row + x] = ((sums[row + x]! + sums[above + x]! + sums[below + x]!) * 7282) >> 16;
  }
  return { width, height, data: out };
}

/** Below which `part` (0 to 1) of the values lie that `counts` counts. */
export function percentileOf(counts: ArrayLike<number>, part: number): number {
  let total = 0;
  for (let value = 0; value < counts.length; value += 1) total += counts[value]!;
  let left = total * part;
  for (let value = 0; value < counts.length; value += 1) {
    left -= counts[value]!;
    if (left < 0) return value;
  }
  return counts.length - 1;
}

/** Turned clockwise by quarters. */
export function turned(picture: Grey, quarters: 0 | 1 | 2 | 3): Grey {
  const { width, height, data } = picture;
  if (quarters === 0) return picture;
  const out = bytes(data.length);
  if (quarters === 2) {
    for (let at = 0; at < data.length; at += 1) out[data.length - 1 - at] = data[at]!;
    return { width, height, data: out };
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = quarters === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      out[to] = data[y * width + x]!;
    }
  }
  return { width: height, height: width, data: out };
}

/** What lies at (x, y) once the picture is turned about its middle, clockwise; the canvas grows to hold it. */
export type Turn = { readonly width: number; readonly height: number; readonly cos: number; readonly sin: number; readonly from: Readonly<{ width: number; height: number }> };

export function turnOf(from: { readonly width: number; readonly height: number }, degrees: number): Turn {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const { width, height } = from;
  return {
    width: Math.ceil(width * Math.abs(cos) + height * Math.abs(sin)),
    height: Math.ceil(width * Math.abs(sin) + height * Math.abs(cos)),
    cos,
    sin,
    from: { width, height },
  };
}

/** The place in the picture that comes to (x, y). */
export function before({ width, height, cos, sin, from }: Turn, x: number, y: number): readonly [number, number] {
  const [dx, dy] = [x - width / 2, y - height / 2];
  return [from.width / 2 + cos * dx + sin * dy, from.height / 2 - sin * dx + cos * dy];
}

/** By the nearest pixel; `outside` where there is none. */
export function apply(turn: Turn, picture: Grey, outside: number): Grey {
  const { width, height, cos, sin } = turn;
  const out = bytes(width * height).fill(outside);
  const [stepX, stepY] = [Math.round(cos * ONE), Math.round(sin * ONE)];
  for (let y = 0; y < height; y += 1) {
    const [fromX, fromY] = before(turn, 0.5, y + 0.5);
    const [first, last] = inside(inside([0, width], fromX, cos, picture.width), fromY, -sin, picture.height);
    let [x, fine] = [Math.round((fromX + first * cos) * ONE), Math.round((fromY - first * sin) * ONE)];
    for (let to = y * width + first; to < y * width + last; to += 1, x += stepX, fine -= stepY) out[to] = picture.data[(fine >> PLACE) * picture.width + (x >> PLACE)]!;
  }
  return { width, height, data: out };
}

const PLACE = 15;
const ONE = 1 << PLACE;

/** The part of a span, its end not included, in which `start + step · at` lies well within 0 and `length`. */
function inside([first, end]: readonly [number, number], start: number, step: number, length: number): readonly [number, number] {
  const [least, most] = [ROOM, length - ROOM];
  if (Math.abs(step) < 1e-9) return start >= least && start < most ? [first, end] : [first, first];
  const [one, other] = [(least - start) / step, (most - start) / step];
  const from = Math.max(first, Math.ceil(Math.min(one, other)));
  return [from, Math.max(from, Math.min(end, Math.floor(Math.max(one, other))))];
}

/** Pixels: more than the whole numbers are off by at the end of a row. */
const ROOM = 0.1;
