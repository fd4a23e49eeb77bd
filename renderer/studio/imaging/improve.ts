// One picture becomes its pages: measured on a small copy, then straightened, cropped, turned and evened in one drawing of
// the whole, and made small enough to keep and send.

import type { ImagingAnswer, ImprovedPage, ImproveOptions } from '../../../preload/contract/imaging.ts';
import { decode } from './decode.ts';
import { drawnOf, levelFor, scanOf } from './drawn.ts';
import type { Scan } from './drawn.ts';
import { encode, previewOf } from './encode.ts';
import { examine } from './examine.ts';
import type { Found } from './examine.ts';
import { before } from './grey.ts';
import { groundOf } from './ground.ts';
import { affineOf, beforeQuarters, scaledBy } from './placing.ts';
import type { Affine } from './placing.ts';
import { resolutionOf } from './resolution.ts';

/** The least that a page is measured on; less than twice of it where it came with more. */
const EXAMINED_DPI = 140;
/** More shows no more of a paper, and takes four times the room. */
const KEPT_DPI = 300;

export async function improve(bytes: Uint8Array, options: ImproveOptions): Promise<ImagingAnswer> {
  const decoded = await decode(bytes);
  if (!decoded.ok) return decoded;
  const scan = scanOf(decoded.planes, resolutionOf(bytes, options.dotsPerInch, decoded.planes.luma));
  const level = levelFor(scan, EXAMINED_DPI);
  const found = examine(scan.levels[level]!, scan.dotsPerInch / 2 ** level, options);
  const pages: ImprovedPage[] = [];
  for (const part of found.pages) pages.push(await pageOf(scan, level, found, part));
  return { ok: true, task: 'improve', pages };
}

/** `found` in pixels of the copy that is `level`. */
async function pageOf(scan: Scan, level: number, { turn, box, quarters, skewDegrees }: Found, part: Found['pages'][number]): Promise<ImprovedPage> {
  const { content, empty, quality } = part;
  const larger = 2 ** level;
  // From the page to the copy: the part, the quarter turn, the box, the straightening.
  const toCopy = affineOf(([x, y]) => {
    const [boxX, boxY] = beforeQuarters([part.box.x + x, part.box.y + y], box, quarters);
    return before(turn, box.x + boxX, box.y + boxY);
  });
  const ground = groundOf(scan.levels[level]!, toCopy, part.box, (25.4 * larger) / scan.dotsPerInch, content === 'colour');
  const size = { width: part.box.width * larger, height: part.box.height * larger };
  const from = scaledBy(toCopy, larger, larger);
  const page = drawnOf(scan, from, size, ground);
  const kept = await encode(page, content, Math.min(scan.dotsPerInch, KEPT_DPI));
  return {
    ...kept,
    content: kept.mime === 'image/jpeg' && content === 'bilevel' ? 'grey' : content,
    turnedDegrees: ([0, 90, 180, 270] as const)[quarters],
    skewDegrees,
    crop: cropOf(scan, from, size),
    empty,
    quality,
    preview: await previewOf(page, content, kept),
  };
}

/** The box around the page's four corners in the picture. */
function cropOf({ levels }: Scan, from: Affine, { width, height }: { readonly width: number; readonly height: number }): ImprovedPage['crop'] {
  const { luma } = levels[0]!;
  const corners = [[0, 0], [width, 0], [0, height], [width, height]] as const;
  const span = (values: readonly number[], most: number): readonly [number, number] => {
    const inside = values.map((value) => Math.max(0, Math.min(most, value)));
    return [Math.round(Math.min(...inside)), Math.round(Math.max(...inside))];
  };
  const [left, right] = span(corners.map(([x, y]) => x * from.xx + y * from.xy + from.x0), luma.width);
  const [top, bottom] = span(corners.map(([x, y]) => x * from.yx + y * from.yy + from.y0), luma.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
