// Everything that is measured of a page, on a copy of it at some 150 dots per inch: where it lies, how it lies, and what is
// wrong with it. Nothing here decodes or draws.

import type { ImproveOptions, PageContent, QualityVerdict } from '../../../preload/contract/imaging.ts';
import { contentOf } from './content.ts';
import type { PaperColour } from './content.ts';
import { apply, smooth, turned, turnOf } from './grey.ts';
import type { Grey, Mask, Turn } from './grey.ts';
import { findInk, smearedInk, solidInk } from './ink.ts';
import { findLid, foldedCorner, hasLid, INK, LID, OUTSIDE, PAPER, paperBox, paperLevel, sidesSkew } from './paper.ts';
import type { Box } from './paper.ts';
import { colourShifts } from './planes.ts';
import type { Planes } from './planes.ts';
import { bytes } from './scratch.ts';
import { edgeWidth, WIDEST_EDGE } from './sharpness.ts';
import { findLines } from './skew.ts';
import { findUpright } from './upright.ts';

export type Found = {
  readonly skewDegrees: number;
  /** What straightens the examined copy. */
  readonly turn: Turn;
  /** The paper in the straightened copy. */
  readonly box: Box;
  /** Quarters, clockwise, that stand the page upright. */
  readonly quarters: 0 | 1 | 2 | 3;
  /** The pages within the upright box, left to right. */
  readonly pages: readonly { readonly box: Box; readonly content: PageContent; readonly empty: boolean; readonly quality: readonly QualityVerdict[] }[];
};

const MM_PER_INCH = 25.4;
/** Lines heap up 2 to 30 times more than chance; a photograph's texture does not. */
const LINES_HEAPED = 1.5;
/** Turning costs some sharpness, and nobody sees less. */
const STRAIGHT_DEGREES = 0.12;
const DOWN_SURER = 1.15;
/** Shorter runs along the picture's edge are writing, longer ones the lid, a shadow or a bar. */
const WRITING_MM = 8;
const FOLD_INSET_MM = 1.2;
const RIM_MM = 0.7;
/** Square millimetres of shade where writing was; and how much more of it than of ink there is. */
const SMEARED_MM2 = 100;
const SMEARED_MORE = 3;
const EDGE_MM = 4;
/** So much of a side may be missing where the picture shows all of the paper, and where the paper goes on outside of it. */
const [MISSING, MISSING_OUTSIDE] = [1 / 6, 0.4];
/** A shorter side of the papers that are handed in, with the longer: A3, A4, A5, A6. */
const PAPERS_MM = [[297, 420], [210, 297], [148, 210], [105, 148]] as const;

/** `dotsPerInch` of the copy. */
export function examine(picture: Planes, dotsPerInch: number, options: ImproveOptions): Found {
  const mm = MM_PER_INCH / dotsPerInch;
  const grey = picture.luma;
  const soft = smooth(grey);
  const level = paperLevel(soft);
  const lid = findLid(soft, level);
  const ink = findInk(soft, lid, level, Math.round(RIM_MM / mm));

  const lines = findLines(ink);
  const sides = hasLid(lid) ? sidesSkew(lid, mm) : null;
  const measured = lines && lines.heaped >= LINES_HEAPED ? lines.degrees : (sides ?? 0);
  const skewDegrees = Math.abs(measured) < STRAIGHT_DEGREES ? 0 : measured;
  const turn = turnOf(grey, -skewDegrees);
  const straight = apply(turn, withInk(lid, ink), OUTSIDE);
  const box = paperBox(straight);
  const straightInk = inkIn(straight, box);

  const down = lines !== null && lines.heaped >= LINES_HEAPED && lines.down && lines.surer >= DOWN_SURER;
  const lying = down ? turned(straightInk, 1) : straightInk;
  const { upright, sureness } = findUpright(lying, mm);
  const isSure = sureness >= options.limits.uprightSureness;
  const wanted = down ? (upright ? 1 : 3) : !upright && isSure ? 2 : 0;
  const quarters = options.turn ? wanted : 0;

  const standing = turned(straightInk, quarters);
  const paper = paperColour(picture, lid, level);
  const wholePaper: Box = { x: 0, y: 0, width: standing.width, height: standing.height };
  const parts = options.split ? halves(standing, mm) : [wholePaper];
  const wide = edgeWidth(grey, lid, ink, level);
  const smeared = wide === null && isSmeared();
  const shared = verdicts();
  const pages = parts.map((part) => {
    const inkMm2 = solidInk(cut(standing, part), Math.round(EDGE_MM / mm)) * mm * mm;
    // A page that is nothing but blur has no ink either, and is not empty.
    const empty = inkMm2 < options.limits.emptyInkMm2 && !smeared;
    const quality: QualityVerdict[] = empty ? [{ code: 'empty', measure: inkMm2, limit: options.limits.emptyInkMm2 }] : [];
    const share = inkMm2 / (part.width * part.height * mm * mm);
    const content = smeared ? 'colour' : contentOf(picture, lid, paper, mm * mm, share);
    return { box: part, content: content === 'bilevel' && !options.bilevel ? ('grey' as const) : content, empty, quality: [...quality, ...shared] };
  });
  return { skewDegrees, turn, box, quarters, pages };

  /** So blurred that no edge is left to measure: shade all over and hardly any ink. */
  function isSmeared(): boolean {
    const { ink: inked, shade } = smearedInk(soft, lid, ink, level, Math.round(EDGE_MM / mm));
    return shade * mm * mm > SMEARED_MM2 && shade > SMEARED_MORE * inked;
  }

  function verdicts(): readonly QualityVerdict[] {
    const { limits, expectedMm } = options;
    const found: QualityVerdict[] = [];
    const over = (code: QualityVerdict['code'], measure: number, limit: number) => {
      if (measure > limit) found.push({ code, measure, limit });
    };
    const size = { width: box.width * mm, height: box.height * mm };
    over('cutOff', Math.max(writingAtEdge(lid, ink, soft, level, mm), missingMm(size, expectedMm, leavesPicture(lid) ? MISSING_OUTSIDE : MISSING)), limits.cutOffMm);
    const inset = Math.round(FOLD_INSET_MM / mm);
    over('folded', foldedCorner(straight, box, inset) * mm, limits.foldedMm);
    if (level / 255 < limits.darkLightness) found.push({ code: 'tooDark', measure: level / 255, limit: limits.darkLightness });
    if (wide !== null) over('blurred', wide * mm, limits.blurredMm);
    else if (smeared) over('blurred', WIDEST_EDGE * mm, limits.blurredMm);
    if (!options.turn && wanted !== 0) found.push({ code: 'upsideDown', measure: down ? 1 : sureness, limit: limits.uprightSureness });
    // A page of which a part is missing is too small as well: said once.
    if (expectedMm && !found.some(({ code }) => code === 'cutOff')) over('wrongSize', unlike(size, expectedMm), limits.sizeMm);
    return found;
  }
}

/** In one mask, so that they are turned at once. */
function withInk({ width, height, data }: Mask, ink: Mask): Mask {
  const out = bytes(data.length);
  for (let at = 0; at < data.length; at += 1) out[at] = ink.data[at] === 1 ? INK : data[at]!;
  return { width, height, data: out };
}

function inkIn(straight: Mask, box: Box): Mask {
  const part = cut(straight, box);
  for (let at = 0; at < part.data.length; at += 1) part.data[at] = part.data[at] === INK ? 1 : 0;
  return part;
}

function cut({ width, data }: Grey, box: Box): Mask {
  const out = bytes(box.width * box.height);
  for (let y = 0; y < box.height; y += 1) out.set(data.subarray((box.y + y) * width + box.x, (box.y + y) * width + box.x + box.width), y * box.width);
  return { width: box.width, height: box.height, data: out };
}

/** Millimetres of writing that the picture's own edge runs through, along the worst of its sides. */
function writingAtEdge(lid: Mask, ink: Mask, { width, height, data }: Grey, level: number, mm: number): number {
  const longest = WRITING_MM / mm;
  const along = (start: number, step: number, length: number) => {
    let [sum, run] = [0, 0];
    for (let at = 0; at <= length; at += 1) {
      const place = start + at * step;
      if (at < length && (lid.data[place] === LID || ink.data[place] === 1 || data[place]! < level * 0.6)) run += 1;
      else {
        // At the picture's corner it is the lid beside a page that lies askew.
        if (run <= longest && run < at && at < length) sum += run;
        run = 0;
      }
    }
    return sum * mm;
  };
  return Math.max(along(width, 1, width), along(width * (height - 2), 1, width), along(1, width, height), along(width - 2, width, height));
}

type Size = { readonly width: number; readonly height: number };

const sorted = ({ width, height }: Size): readonly [number, number] => (width < height ? [width, height] : [height, width]);

function unlike(size: Size, wanted: Size): number {
  const [one, other] = [sorted(size), sorted(wanted)];
  return Math.max(Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1]));
}

/** By how much the paper is shorter on one side than a paper whose other side it has, up to `most` of that side. */
function missingMm(size: Size, expected: Size | null, most: number): number {
  const [short, long] = sorted(size);
  let least = Infinity;
  for (const [width, height] of expected ? [sorted(expected)] : PAPERS_MM) {
    const [narrower, shorter] = [width - short, height - long];
    if (Math.abs(narrower) < 3 && Math.abs(shorter) < 3) return 0;
    if (Math.abs(narrower) < 3 && shorter > 0 && shorter < height * most) least = Math.min(least, shorter);
    if (Math.abs(shorter) < 3 && narrower > 0 && narrower < width * most) least = Math.min(least, narrower);
  }
  return Number.isFinite(least) ? least : 0;
}

/** The paper goes on where the picture ends, on one side or at a corner, while the lid shows where the others end. */
function leavesPicture({ width, height, data }: Mask): boolean {
  const paperAlong = (start: number, step: number, length: number): number => {
    let paper = 0;
    for (let at = 0; at < length; at += 1) if (data[start + at * step] === PAPER) paper += 1;
    return paper / length;
  };
  const sides = [paperAlong(0, 1, width), paperAlong(width * (height - 1), 1, width), paperAlong(0, width, height), paperAlong(width - 1, width, height)];
  return sides.some((share) => share > 0.5) && sides.filter((share) => share < 0.1).length >= 2;
}

function paperColour(picture: Planes, lid: Mask, level: number): PaperColour {
  const { luma, blue, red } = picture;
  const shifts = colourShifts(picture);
  let [count, light, ofBlue, ofRed] = [0, 0, 0, 0];
  for (let y = 0; y < luma.height; y += 2) {
    for (let x = 0, at = y * luma.width; x < luma.width; x += 3, at += 3) {
      if (lid.data[at] !== PAPER || Math.abs(luma.data[at]! - level) > 8) continue;
      const colourAt = (y >> shifts.down) * blue.width + (x >> shifts.across);
      light += luma.data[at]!;
      ofBlue += blue.data[colourAt]!;
      ofRed += red.data[colourAt]!;
      count += 1;
    }
  }
  return count === 0 ? { luma: 255, blue: 128, red: 128 } : { luma: light / count, blue: ofBlue / count, red: ofRed / count };
}

/** Two pages where an empty strip at the middle parts a picture that is wider than high; else the one. */
function halves(ink: Mask, mm: number): readonly Box[] {
  const { width, height, data } = ink;
  const one: readonly Box[] = [{ x: 0, y: 0, width, height }];
  if (width < height * 1.2) return one;
  const needed = Math.round(8 / mm);
  let [run, best] = [0, { at: -1, from: Infinity }];
  for (let x = Math.round(width * 0.4); x < width * 0.6; x += 1) {
    let count = 0;
    for (let y = 0; y < height; y += 1) count += data[y * width + x]!;
    run = count * mm < 1 ? run + 1 : 0;
    const middle = x - (needed >> 1);
    if (run >= needed && Math.abs(middle - width / 2) < best.from) best = { at: middle, from: Math.abs(middle - width / 2) };
  }
  if (best.at < 0) return one;
  return [{ x: 0, y: 0, width: best.at, height }, { x: best.at, y: 0, width: width - best.at, height }];
}
