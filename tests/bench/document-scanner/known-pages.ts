// Scans of which everything is known: how askew the paper lies, where, which way up, and what is wrong with it. One list of
// any length, the same at each run. Angles are clockwise degrees, lengths millimetres from the picture's upper left.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeText } from './free-text.ts';
import { PAGES } from './page-content.ts';
import type { PageContent } from './page-content.ts';
import { drawing, imageMagick } from './render.ts';

export const KINDS = [
  'straight', 'askew', 'shifted', 'dirty', 'dim', 'soft', 'upsideDown', 'lying', 'colour', 'signatureOnly',
  'dark', 'blurred', 'folded', 'cutOff', 'small', 'empty', 'showsThrough', 'two',
] as const;
export type Kind = (typeof KINDS)[number];

/** Names of verdicts as the program gives them. */
export type Fault = 'blurred' | 'tooDark' | 'cutOff' | 'folded' | 'wrongSize' | 'empty';

export type KnownPage = {
  readonly number: number;
  readonly kind: Kind;
  readonly content: PageContent;
  readonly paperMm: readonly [number, number];
  readonly skewDegrees: number;
  /** How the paper was turned when it was laid down. */
  readonly lies: 0 | 90 | 180 | 270;
  /** The paper's middle. */
  readonly middleMm: readonly [number, number];
  readonly lid: string;
  readonly photo: boolean;
  /** Legs of a turned-down corner; 0: none. */
  readonly foldMm: number;
  readonly blurMm: number;
  readonly dark: number;
  readonly grain: number;
  readonly specks: number;
  readonly showsThrough: boolean;
  /** A second sheet of the same size on the right of this one. */
  readonly beside: PageContent | null;
  readonly seed: number;
  readonly faults: readonly Fault[];
};

export const DPI = 300;
const A4 = [210, 297] as const;
const A5 = [148, 210] as const;
/** The glass is a little larger than the paper. */
const GLASS = { width: 232, height: 320 } as const;
const GLASS_FOR_TWO = { width: 330, height: 236 } as const;
const GAP_MM = 8;
const VERSION = 1;
const PAPER = '#fbf9f3';
const FLAP = '#dcd9cf';
const NOTHING: PageContent = { texts: [], shapes: [] };
const SIGNATURE: PageContent = { texts: [{ x: 140, y: 120, text: 'Bình', mm: 9, ink: 'hand' }], shapes: [] };

export const glassOf = (page: Pick<KnownPage, 'beside'>): { readonly width: number; readonly height: number } => (page.beside ? GLASS_FOR_TWO : GLASS);

export function knownPages(count: number): readonly KnownPage[] {
  return Array.from({ length: count }, (_, number) => knownPage(number));
}

function knownPage(number: number): KnownPage {
  const seed = number * 7919 + 13;
  const random = mulberry32(seed);
  const between = (from: number, to: number): number => from + random() * (to - from);
  const kind = KINDS[number % KINDS.length] ?? 'straight';
  const papers = [PAGES.declaration, PAGES.certificate, PAGES.letter, PAGES['card-copy']];
  const content = random() < 0.4 ? papers[Math.floor(random() * papers.length)] ?? PAGES.letter : freeText(random);
  const upright: KnownPage = {
    number,
    kind,
    content,
    paperMm: A4,
    skewDegrees: between(-3, 3),
    lies: 0,
    middleMm: [GLASS.width / 2 + between(-2, 2), GLASS.height / 2 + between(-2, 2)],
    lid: random() < 0.7 ? '#8a8a86' : '#2e2e30',
    photo: false,
    foldMm: 0,
    blurMm: 0,
    dark: 0,
    grain: 0.05,
    specks: 0,
    showsThrough: false,
    beside: null,
    seed,
    faults: [],
  };
  switch (kind) {
    case 'straight':
      return { ...upright, skewDegrees: 0 };
    case 'askew':
      return { ...upright, skewDegrees: between(4, 9) * (random() < 0.5 ? -1 : 1), paperMm: [190, 270], faults: ['wrongSize'] };
    case 'shifted':
      return { ...upright, middleMm: [GLASS.width / 2 + between(-8, 8), GLASS.height / 2 + between(-8, 8)], skewDegrees: between(-0.6, 0.6) };
    case 'dirty':
      return { ...upright, grain: 0.3, specks: 60 };
    case 'dim':
      return { ...upright, dark: between(0.1, 0.3) };
    case 'soft':
      return { ...upright, blurMm: between(0.05, 0.09) };
    case 'upsideDown':
      return { ...upright, lies: 180 };
    case 'lying':
      return { ...upright, lies: random() < 0.5 ? 90 : 270, paperMm: A5, middleMm: [GLASS.width / 2, GLASS.height / 2], faults: ['wrongSize'] };
    case 'colour':
      return { ...upright, photo: true };
    case 'signatureOnly':
      return { ...upright, content: SIGNATURE };
    case 'dark':
      return { ...upright, dark: between(0.66, 0.8), faults: ['tooDark'] };
    case 'blurred':
      return { ...upright, blurMm: between(0.35, 0.7), faults: ['blurred'] };
    case 'folded':
      return { ...upright, foldMm: between(18, 40), faults: ['folded'] };
    case 'cutOff':
      return { ...upright, middleMm: [GLASS.width / 2, GLASS.height / 2 + between(45, 70) * (random() < 0.5 ? -1 : 1)], content: PAGES.declaration, faults: ['cutOff'] };
    case 'small':
      return { ...upright, paperMm: A5, faults: ['wrongSize'] };
    case 'empty':
      return { ...upright, content: NOTHING, specks: random() < 0.5 ? 12 : 0, faults: ['empty'] };
    case 'showsThrough':
      return { ...upright, content: NOTHING, showsThrough: true, faults: ['empty'] };
    case 'two':
      return { ...upright, paperMm: A5, beside: freeText(random), middleMm: [GLASS_FOR_TWO.width / 2 - (A5[0] + GAP_MM) / 2, GLASS_FOR_TWO.height / 2], skewDegrees: 0, faults: [] };
  }
}

/** By how much the program has to turn the page. */
export const wantedTurn = ({ lies }: KnownPage): number => (360 - lies) % 360;

/** The paper's box in the picture, of as much as lies within. */
export function paperBoxMm(page: KnownPage): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } {
  const [width, height] = page.lies % 180 === 0 ? page.paperMm : [page.paperMm[1], page.paperMm[0]];
  const angle = (page.skewDegrees * Math.PI) / 180;
  const glass = glassOf(page);
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([right, down]): Point => {
    const [x, y] = [(right! * width) / 2, (down! * height) / 2];
    return [page.middleMm[0] + x * Math.cos(angle) - y * Math.sin(angle), page.middleMm[1] + x * Math.sin(angle) + y * Math.cos(angle)];
  });
  const within = clipped(clipped(clipped(clipped(corners, 0, 0, 1), 0, glass.width, -1), 1, 0, 1), 1, glass.height, -1);
  const [xs, ys] = [within.map(([x]) => x), within.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

type Point = readonly [number, number];

/** A polygon's part on one side of a line across an axis (Sutherland and Hodgman). `side` 1: above `limit`. */
function clipped(points: readonly Point[], axis: 0 | 1, limit: number, side: 1 | -1): readonly Point[] {
  const inside = (point: Point): number => (point[axis] - limit) * side;
  return points.flatMap((point, index) => {
    const before = points.at(index - 1) ?? point;
    const [from, to] = [inside(before), inside(point)];
    const part = from / (from - to);
    const crossing: Point = [before[0] + (point[0] - before[0]) * part, before[1] + (point[1] - before[1]) * part];
    return [...(from < 0 !== to < 0 ? [crossing] : []), ...(to >= 0 ? [point] : [])];
  });
}

/** The text on the page in the order of reading, for counting wrong letters. */
export const textOf = ({ content }: KnownPage): string =>
  content.texts
    .filter(({ text, ink }) => text !== '' && ink !== 'seal')
    .map(({ text }) => text)
    .join('\n');

const px = (mm: number, dpi: number): number => Math.round((mm * dpi) / 25.4);

/** A sheet flat on the table, its texts scaled from A4 to its size. */
function sheet(page: KnownPage, content: PageContent, dpi: number): string[] {
  const [width, height] = page.paperMm;
  const scale = Math.min(width / A4[0], height / A4[1]);
  // `drawing` centres on A4's width: the sheet is drawn so wide, then cut.
  const args = ['-size', `${px(A4[0] * scale, dpi)}x${px(height, dpi)}`, `xc:${PAPER}`, '-units', 'PixelsPerInch', '-density', '72', ...drawing(content, dpi * scale), '+gravity'];
  args.push('-background', PAPER, '-extent', `${px(width, dpi)}x${px(height, dpi)}`);
  return args;
}

/** The arguments of ImageMagick for one scan. */
export function knownPageArguments(page: KnownPage, dpi = DPI): readonly string[] {
  const [width, height] = page.paperMm;
  const glass = glassOf(page);
  const at = (mm: number): number => px(mm, dpi);
  const args = sheet(page, page.content, dpi);
  if (page.showsThrough) args.push('(', ...sheet(page, PAGES.letter, dpi), '-flop', '-fill', PAPER, '-colorize', '93', ')', '-compose', 'Multiply', '-composite', '-compose', 'Over');
  if (page.photo) {
    args.push('(', '-seed', String(page.seed), '-size', `${at(30)}x${at(40)}`, 'plasma:tan-steelblue', ')', '-geometry', `+${at(28)}+${at(height - 70)}`, '-composite');
  }
  if (page.specks > 0) {
    const random = mulberry32(page.seed + 1);
    args.push('-fill', '#6b6152', '-stroke', 'none');
    for (let speck = 0; speck < page.specks; speck += 1) {
      const [x, y] = [at(random() * width), at(random() * height)];
      args.push('-draw', `circle ${x},${y} ${x + Math.max(1, at(0.1 + random() * 0.15))},${y}`);
    }
  }
  if (page.foldMm > 0) {
    const [right, leg] = [at(width), at(page.foldMm)];
    args.push('-stroke', 'none', '-fill', page.lid, '-draw', `polygon ${right - leg},0 ${right},0 ${right},${leg}`);
    args.push('-fill', FLAP, '-draw', `polygon ${right - leg},0 ${right - leg},${leg} ${right},${leg}`);
  }
  if (page.beside) args.push('(', '-size', `${at(GAP_MM)}x${at(height)}`, `xc:${page.lid}`, ')', '(', ...sheet(page, page.beside, dpi), ')', '+append');
  if (page.lies !== 0) args.push('-rotate', String(page.lies));
  const wide = page.beside ? width * 2 + GAP_MM : page.lies % 180 === 0 ? width : height;
  const high = page.lies % 180 === 0 ? height : width;
  const [x, y] = page.beside ? [glass.width / 2, page.middleMm[1]] : page.middleMm;
  args.push('+repage', '-virtual-pixel', 'background', '-background', page.lid, '-set', 'option:distort:viewport', `${at(glass.width)}x${at(glass.height)}+0+0`);
  args.push('-distort', 'SRT', `${at(wide) / 2},${at(high) / 2} 1 ${page.skewDegrees} ${at(x)},${at(y)}`, '+repage');
  if (page.grain > 0) args.push('-seed', String(page.seed), '-attenuate', String(page.grain), '+noise', 'Gaussian');
  if (page.blurMm > 0) args.push('-blur', `0x${((page.blurMm * dpi) / 25.4).toFixed(2)}`);
  if (page.dark > 0) args.push('-evaluate', 'Multiply', String(1 - page.dark));
  args.push('-density', String(dpi), '-quality', '88', 'jpg:-');
  return args;
}

/** The scan as a JPEG, drawn once and kept; undefined where there is no ImageMagick. */
export async function renderKnownPage(page: KnownPage, folder: string, dpi = DPI): Promise<Buffer | undefined> {
  const args = knownPageArguments(page, dpi);
  const name = createHash('sha256').update(JSON.stringify([VERSION, args])).digest('hex').slice(0, 16);
  const file = join(folder, `known-${page.kind}-${name}.jpg`);
  if (existsSync(file)) return readFileSync(file);
  const bytes = await imageMagick(args);
  if (!bytes) return undefined;
  mkdirSync(folder, { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, file);
  return bytes;
}

/** Tommy Ettinger's mulberry32: 0 … 1, the same for one seed. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
