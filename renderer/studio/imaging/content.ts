// What a page needs to be kept as: in colour for a seal or blue ink, in grey for a photograph, else in black and white.

import type { PageContent } from '../../../preload/contract/imaging.ts';
import type { Mask, Rgba } from './grey.ts';

/** Difference between the strongest and the weakest of red, green and blue that an eye calls a colour. */
const CHROMA = 44;
/** Square millimetres. */
const COLOURED = 3;
/** Part of the page. */
const SHADED = 0.02;

/** `paper` is the paper's own colour, which does not count; `lid` what is not paper; `mm2` the area of a pixel. */
export function contentOf({ data }: Rgba, lid: Mask, paper: readonly [number, number, number], mm2: number, inkShare: number): PageContent {
  let [coloured, shaded, all] = [0, 0, 0];
  const [redGain, greenGain, blueGain] = paper.map((level) => 255 / Math.max(1, level)) as [number, number, number];
  // Most of a page is bare paper, neither coloured nor shaded.
  const [bareFrom, bareTo] = [255 * 0.95, 255 * 1.1];
  for (let at = 0, from = 0; at < lid.data.length; at += 1, from += 4) {
    if (lid.data[at] !== 0) continue;
    all += 1;
    const red = data[from]! * redGain;
    const green = data[from + 1]! * greenGain;
    const blue = data[from + 2]! * blueGain;
    if (red >= bareFrom && red <= bareTo && green >= bareFrom && green <= bareTo && blue >= bareFrom && blue <= bareTo) continue;
    const high = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    const low = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
    if (high - low > CHROMA) coloured += 1;
    if (high < 222 && high > 90) shaded += 1;
  }
  if (coloured * mm2 > COLOURED) return 'colour';
  // The soft edges of letters are neither black nor white, and no photograph.
  return shaded / Math.max(1, all) > SHADED + inkShare * 0.8 ? 'grey' : 'bilevel';
}
