// A page is drawn from the picture's planes in one pass: straightened, turned, cropped, brought to its resolution and evened.
// Whole numbers throughout, since there are nine million pixels: 14 bits of fraction for places, 20 for gains, 6 for lightness.

import type { Bare } from './bare.ts';
import type { Grey, Rgba } from './grey.ts';
import type { Ground } from './ground.ts';
import type { Affine } from './placing.ts';
import { COLOUR_OFFSETS, colourShifts } from './planes.ts';
import type { Planes } from './planes.ts';
import { bytes, words } from './scratch.ts';

export type Drawing = {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly dotsPerInch: number;
  /** From the drawing to the picture. */
  readonly from: Affine;
  /** Where nothing needs to be drawn. */
  readonly bare?: Bare | undefined;
};

const PLACE = 14;
const ONE_PLACE = 1 << PLACE;
const ONE_GAIN = 1 << 20;
const WHITE = 0xffffffff;
/** No offset of a colour. */
const UNKNOWN = 1 << 20;

/** A run of neighbouring pixels of one row: from where in the picture, by which steps, and how bright. */
type Run = { to: number; count: number; x: number; y: number; stepX: number; stepY: number; readonly gain: Int32Array; readonly step: Int32Array };

/** By its lightness; white where the picture has ended. */
export function drawGrey({ luma }: Planes, drawing: Drawing, ground: Ground): Grey {
  const { width, height } = drawing;
  const { data, width: wide } = luma;
  const out = bytes(width * height).fill(255);
  walk(luma, drawing, { ...ground, gains: [ground.gains[0]] }, ({ to, count, x, y, stepX, stepY, gain: gains, step }) => {
    let gain = gains[0]!;
    const stepGain = step[0]!;
    for (const end = to + count; to < end; to += 1, x += stepX, y += stepY, gain += stepGain) {
      const at = (y >> PLACE) * wide + (x >> PLACE);
      const across = (x >> 6) & 255;
      const above = data[at]! * 256 + (data[at + 1]! - data[at]!) * across;
      const below = data[at + wide]! * 256 + (data[at + wide + 1]! - data[at + wide]!) * across;
      const light = (((above << 8) + (below - above) * ((y >> 6) & 255)) >> 10) * (gain >> 8) >> 18;
      out[to] = light > 255 ? 255 : light;
    }
  });
  return { width, height, data: out };
}

/** `ground` has three channels. */
export function drawColour(planes: Planes, drawing: Drawing, ground: Ground): Rgba {
  const { width, height } = drawing;
  const { data, width: wide } = planes.luma;
  const blue = planes.blue.data;
  const red = planes.red.data;
  const colourWide = planes.blue.width;
  const shifts = colourShifts(planes);
  const [shiftX, shiftY] = [PLACE + shifts.across, PLACE + shifts.down];
  const { redOfRed, greenOfRed, greenOfBlue, blueOfBlue } = COLOUR_OFFSETS;
  const pixels = words(width * height).fill(WHITE);
  walk(planes.luma, drawing, ground, ({ to, count, x, y, stepX, stepY, gain, step }) => {
    let gainRed = gain[0]!;
    let gainGreen = gain[1]!;
    let gainBlue = gain[2]!;
    const stepRed = step[0]!;
    const stepGreen = step[1]!;
    const stepBlue = step[2]!;
    let addRed = UNKNOWN;
    let addGreen = 0;
    let addBlue = 0;
    for (const end = to + count; to < end; to += 1) {
      const at = (y >> PLACE) * wide + (x >> PLACE);
      const across = (x >> 6) & 255;
      const above = data[at]! * 256 + (data[at + 1]! - data[at]!) * across;
      const below = data[at + wide]! * 256 + (data[at + wide + 1]! - data[at + wide]!) * across;
      const light = ((above << 8) + (below - above) * ((y >> 6) & 255)) >> 10;
      // The encoder keeps one colour for two pixels.
      if ((to & 1) === 0 || addRed === UNKNOWN) {
        const colourAt = (y >> shiftY) * colourWide + (x >> shiftX);
        const ofBlue = blue[colourAt]!;
        const ofRed = red[colourAt]!;
        addRed = redOfRed[ofRed]!;
        addGreen = greenOfRed[ofRed]! + greenOfBlue[ofBlue]!;
        addBlue = blueOfBlue[ofBlue]!;
      }
      const r = ((light + addRed) * (gainRed >> 8)) >> 18;
      const g = ((light + addGreen) * (gainGreen >> 8)) >> 18;
      const b = ((light + addBlue) * (gainBlue >> 8)) >> 18;
      // Red is the lowest byte.
      pixels[to] = 0xff000000 | ((b > 255 ? 255 : b < 0 ? 0 : b) << 16) | ((g > 255 ? 255 : g < 0 ? 0 : g) << 8) | (r > 255 ? 255 : r < 0 ? 0 : r);
      x += stepX;
      y += stepY;
      gainRed += stepRed;
      gainGreen += stepGreen;
      gainBlue += stepBlue;
    }
  });
  const out = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return { width, height, data: out };
}

/** Row by row, from the middle of one cell of the ground to the middle of the next: there the gain changes evenly. */
function walk({ width: wide, height: high }: Grey, { width, height, dotsPerInch, from, bare }: Drawing, { cellMm, across, down, gains }: Ground, draw: (run: Run) => void): void {
  const cell = (cellMm * dotsPerInch) / 25.4;
  const [mostX, mostY] = [(wide - 1) * ONE_PLACE - 1, (high - 1) * ONE_PLACE - 1];
  const tiles = bare && tilesOf(bare, dotsPerInch);
  const row = gains.map(() => new Float32Array(across));
  const run: Run = { to: 0, count: 0, x: 0, y: 0, stepX: Math.round(from.xx * ONE_PLACE), stepY: Math.round(from.yx * ONE_PLACE), gain: new Int32Array(gains.length), step: new Int32Array(gains.length) };
  for (let y = 0; y < height; y += 1) {
    const middle = y / cell - 0.5;
    const upper = Math.max(0, Math.min(down - 1, Math.floor(middle)));
    const lower = Math.min(down - 1, upper + 1);
    const part = Math.max(0, Math.min(1, middle - upper));
    for (const [channel, gain] of gains.entries()) {
      for (let column = 0; column < across; column += 1) row[channel]![column] = gain[upper * across + column]! * (1 - part) + gain[lower * across + column]! * part;
    }
    // The middle of a pixel lies half a pixel in, on both sides.
    const startX = 0.5 * from.xx + (y + 0.5) * from.xy + from.x0 - 0.5;
    const startY = 0.5 * from.yx + (y + 0.5) * from.yy + from.y0 - 0.5;
    const [first, last] = within(within([0, width], startX, from.xx, -0.5, wide - 0.5), startY, from.yx, -0.5, high - 0.5);
    // Where all four pixels around are there.
    const [inner, outer] = within(within([first, last], startX, from.xx, 0.001, wide - 1.001), startY, from.yx, 0.001, high - 1.001);
    for (let x = first; x < last; ) {
      const [drawnFrom, drawnTo] = tiles ? tiles(x, y) : [x, last];
      x = drawnFrom;
      if (x >= last) break;
      const column = Math.floor(x / cell - 0.5);
      const isInner = x >= inner && x < outer;
      const end = isInner ? Math.max(x + 1, Math.min(outer, drawnTo, Math.ceil((column + 1.5) * cell))) : x + 1;
      const begun = x / cell - 0.5 - column;
      const [left, right] = [Math.max(0, Math.min(across - 1, column)), Math.min(across - 1, column + 1)];
      for (const [channel, at] of row.entries()) {
        const change = at[right]! - at[left]!;
        run.gain[channel] = (at[left]! + change * begun) * ONE_GAIN;
        run.step[channel] = (change / cell) * ONE_GAIN;
      }
      run.to = y * width + x;
      run.count = end - x;
      run.x = Math.round((startX + x * from.xx) * ONE_PLACE);
      run.y = Math.round((startY + x * from.yx) * ONE_PLACE);
      if (!isInner) {
        run.x = Math.max(0, Math.min(mostX, run.x));
        run.y = Math.max(0, Math.min(mostY, run.y));
      }
      draw(run);
      x = end;
    }
  }
}

/** The part of a span, its end not included, in which `start + step · x` lies from `least` to `most`. */
function within([first, end]: readonly [number, number], start: number, step: number, least: number, most: number): readonly [number, number] {
  if (step === 0 || Math.abs(step) < 1e-9) return start >= least && start <= most ? [first, end] : [first, first];
  const [one, other] = [(least - start) / step, (most - start) / step];
  const from = Math.max(first, Math.ceil(Math.min(one, other)));
  return [from, Math.max(from, Math.min(end, Math.floor(Math.max(one, other)) + 1))];
}

/** The next run of pixels in a row that is not bare. */
function tilesOf({ tileMm, across, down, data }: Bare, dotsPerInch: number): (x: number, y: number) => readonly [number, number] {
  const side = (tileMm * dotsPerInch) / 25.4;
  const ends = Int32Array.from({ length: across }, (_, tile) => (tile === across - 1 ? 0x7fffffff : Math.ceil((tile + 1) * side)));
  return (x, y) => {
    const row = Math.min(down - 1, Math.floor(y / side)) * across;
    let tile = Math.min(across - 1, Math.floor(x / side));
    while (ends[tile]! <= x) tile += 1;
    let from = x;
    while (tile < across && data[row + tile] === 1) {
      from = ends[tile]!;
      tile += 1;
    }
    let to = from;
    while (tile < across && data[row + tile] === 0) {
      to = ends[tile]!;
      tile += 1;
    }
    return [from, to];
  };
}
