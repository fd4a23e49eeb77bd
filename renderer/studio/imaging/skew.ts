// How far the lines of a page lie askew, and whether they run across or down: the turn at which the lower edges of ink
// fall into the fewest rows. (W. Postl, "Detection of linear oblique structures and skew scan in digitized documents",
// 1986, with edges in place of ink.)

import type { Mask } from './grey.ts';
import { words } from './scratch.ts';

export type Lines = {
  /** Clockwise; the page is straight once turned back by it. */
  readonly degrees: number;
  /** Lines run up and down the picture: the page lies on its side. */
  readonly down: boolean;
  /** How much more the points heap up than chance would have them, 1 for not at all. */
  readonly heaped: number;
  /** The same against the other direction. */
  readonly surer: number;
};

const MAX_DEGREES = 15;
const COARSE = 0.5;
const FINE = 0.05;
const MAX_POINTS = 40_000;
/** So many are enough to tell half a degree. */
const COARSE_POINTS = 10_000;
const MAX_PLACES = 2_000_000;

/** Null where there is too little ink to tell. */
export function findLines(ink: Mask): Lines | null {
  const across = best(edgePoints(ink, ink.width), Math.max(ink.width, ink.height));
  const down = best(edgePoints(ink, 1), Math.max(ink.width, ink.height));
  if (!across || !down) return null;
  return across.heaped >= down.heaped
    ? { ...across, down: false, surer: across.heaped / down.heaped }
    : { degrees: -down.degrees, heaped: down.heaped, down: true, surer: down.heaped / across.heaped };
}

type Points = { readonly along: Float32Array; readonly deep: Float32Array };

/** Where ink ends and paper begins one `step` on. */
function edgePoints({ width, height, data }: Mask, step: number): Points {
  const places = words(MAX_PLACES);
  let found = 0;
  // Four pixels at a time, since most have no ink.
  const fours = new Uint32Array(data.buffer, data.byteOffset, data.length >> 2);
  for (let four = width >> 2; four < fours.length - (width >> 2) && found < MAX_PLACES - 4; four += 1) {
    if (fours[four] === 0) continue;
    for (let at = four * 4; at < four * 4 + 4; at += 1) {
      if (data[at] !== 1 || data[at + step] !== 0) continue;
      places[found] = at;
      found += 1;
    }
  }
  const every = Math.max(1, Math.ceil(found / MAX_POINTS));
  const count = Math.floor(found / every);
  const [along, deep] = [new Float32Array(count), new Float32Array(count)];
  for (let index = 0; index < count; index += 1) {
    const at = places[index * every]!;
    const [x, y] = [(at % width) - width / 2, Math.floor(at / width) - height / 2];
    along[index] = step === 1 ? y : x;
    deep[index] = step === 1 ? x : y;
  }
  return { along, deep };
}

function best(points: Points, side: number): { degrees: number; heaped: number } | null {
  if (points.along.length < 150) return null;
  const bins = new Float64Array(Math.ceil(side * 1.6) + 4);
  const search = (from: number, to: number, step: number, every: number): number => {
    let [degrees, most] = [0, 0];
    for (let turn = from; turn <= to; turn += step) {
      const found = heaped(points, turn, bins, every);
      if (found > most) [degrees, most] = [turn, found];
    }
    return degrees;
  };
  const near = search(-MAX_DEGREES, MAX_DEGREES, COARSE, Math.max(1, Math.floor(points.along.length / COARSE_POINTS)));
  const degrees = search(near - COARSE, near + COARSE, FINE, 1);
  return { degrees: Math.round(degrees / FINE) * FINE, heaped: heaped(points, degrees, bins, 1) };
}

function heaped({ along, deep }: Points, degrees: number, bins: Float64Array, every: number): number {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  bins.fill(0);
  const middle = bins.length / 2;
  for (let index = 0; index < along.length; index += every) {
    // Shared between two bins, so that a fraction of a pixel shows.
    const place = middle + deep[index]! * cos - along[index]! * sin;
    const bin = place | 0;
    const rest = place - bin;
    bins[bin]! += 1 - rest;
    bins[bin + 1]! += rest;
  }
  let sum = 0;
  for (let bin = 0; bin < bins.length; bin += 1) sum += bins[bin]! ** 2;
  return (sum * bins.length) / Math.ceil(along.length / every) ** 2;
}
