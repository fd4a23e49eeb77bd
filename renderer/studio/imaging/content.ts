// What a page needs to be kept as: in colour for a seal or blue ink, in grey for a photograph, else in black and white.

import type { PageContent } from '../../../preload/contract/imaging.ts';
import type { Mask } from './grey.ts';
import { COLOUR_OFFSETS, colourShifts } from './planes.ts';
import type { Planes } from './planes.ts';

/** Difference between the strongest and the weakest of red, green and blue that an eye calls a colour. */
const CHROMA = 44;
/** Square millimetres. */
const COLOURED = 3;
/** Part of the page. */
const SHADED = 0.02;

/** Of the bare paper: its lightness, and how blue and how red it is, each 0 … 255. */
export type PaperColour = { readonly luma: number; readonly blue: number; readonly red: number };

/** `paper` does not count; `lid` says what is not paper; `mm2` the area of a pixel. */
export function contentOf(planes: Planes, lid: Mask, paper: PaperColour, mm2: number, inkShare: number): PageContent {
  const { luma, blue, red } = planes;
  const shifts = colourShifts(planes);
  const { redOfRed, greenOfRed, greenOfBlue, blueOfBlue } = COLOUR_OFFSETS;
  let [coloured, shaded, all] = [0, 0, 0];
  const gain = (offset: number) => 255 / Math.max(1, paper.luma + offset / 64);
  const [redGain, greenGain, blueGain] = [gain(of(redOfRed, paper.red)), gain(of(greenOfRed, paper.red) + of(greenOfBlue, paper.blue)), gain(of(blueOfBlue, paper.blue))];
  // Most of a page is bare paper, neither coloured nor shaded.
  const [bareFrom, bareTo] = [Math.ceil(paper.luma * 0.97), Math.floor(paper.luma * 1.08)];
  const [bareBlue, bareRed] = [Math.round(paper.blue), Math.round(paper.red)];
  // Every other row is enough.
  for (let y = 0; y < lid.height; y += 2) {
    const row = (y >> shifts.down) * blue.width;
    for (let x = 0, at = y * lid.width; x < lid.width; x += 1, at += 1) {
      if (lid.data[at] !== 0) continue;
      all += 1;
      const light = luma.data[at]!;
      const ofBlue = blue.data[row + (x >> shifts.across)]!;
      const ofRed = red.data[row + (x >> shifts.across)]!;
      if (light >= bareFrom && light <= bareTo && Math.abs(ofBlue - bareBlue) <= 2 && Math.abs(ofRed - bareRed) <= 2) continue;
      const r = (light + redOfRed[ofRed]! / 64) * redGain;
      const g = (light + (greenOfRed[ofRed]! + greenOfBlue[ofBlue]!) / 64) * greenGain;
      const b = (light + blueOfBlue[ofBlue]! / 64) * blueGain;
      const high = Math.max(r, g, b);
      if (high - Math.min(r, g, b) > CHROMA) coloured += 1;
      if (high < 222 && high > 90) shaded += 1;
    }
  }
  if (coloured * 2 * mm2 > COLOURED) return 'colour';
  // The soft edges of letters are neither black nor white, and no photograph.
  return shaded / Math.max(1, all) > SHADED + inkShare * 0.8 ? 'grey' : 'bilevel';
}

const of = (offsets: Int32Array, value: number): number => offsets[Math.round(value)]!;
