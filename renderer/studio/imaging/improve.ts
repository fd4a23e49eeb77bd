// One picture becomes its pages: measured on a small copy, then straightened, cropped, turned and evened in one drawing of
// the whole, and made small enough to keep and send.

import type { ImagingAnswer, ImprovedPage, ImproveOptions } from '../../../preload/contract/imaging.ts';
import { contextOf, decode, encode, previewOf } from './canvas.ts';
import { evenBackground } from './evening.ts';
import { examine } from './examine.ts';
import type { Found } from './examine.ts';
import { before } from './grey.ts';
import { resolutionOf } from './resolution.ts';

const EXAMINED_DPI = 150;
/** More shows no more of a paper, and takes four times the room. */
const KEPT_DPI = 300;

export async function improve(bytes: Uint8Array, options: ImproveOptions): Promise<ImagingAnswer> {
  const decoded = await decode(bytes);
  if (!decoded.ok) return decoded;
  const { picture } = decoded;
  try {
    const dotsPerInch = resolutionOf(bytes, options.dotsPerInch, picture);
    const scale = Math.min(1, EXAMINED_DPI / dotsPerInch);
    const small = contextOf(picture.width * scale, picture.height * scale);
    small.imageSmoothingQuality = scale < 0.45 ? 'medium' : 'low';
    small.drawImage(picture, 0, 0, small.canvas.width, small.canvas.height);
    const found = examine(small.getImageData(0, 0, small.canvas.width, small.canvas.height), dotsPerInch * scale, options);
    const pages: ImprovedPage[] = [];
    for (const page of found.pages) pages.push(await pageOf(picture, found, page, dotsPerInch, dotsPerInch * scale));
    return { ok: true, task: 'improve', pages };
  } finally {
    picture.close();
  }
}

async function pageOf(picture: ImageBitmap, found: Found, page: Found['pages'][number], dotsPerInch: number, examinedDpi: number): Promise<ImprovedPage> {
  const { turn, box, quarters, paper } = found;
  const keptDpi = Math.min(dotsPerInch, KEPT_DPI);
  const scale = keptDpi / examinedDpi;
  const context = contextOf(page.box.width * scale, page.box.height * scale);
  const { canvas } = context;
  context.fillStyle = `rgb(${paper.map(Math.round).join(' ')})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // From the canvas back to the picture: the part, the quarter turn, the box, the straightening, the scale.
  context.scale(scale, scale);
  context.translate(-page.box.x, -page.box.y);
  if (quarters === 1) context.transform(0, 1, -1, 0, box.height, 0);
  if (quarters === 2) context.transform(-1, 0, 0, -1, box.width, box.height);
  if (quarters === 3) context.transform(0, -1, 1, 0, 0, box.width);
  context.translate(turn.width / 2 - box.x, turn.height / 2 - box.y);
  context.transform(turn.cos, turn.sin, -turn.sin, turn.cos, 0, 0);
  context.translate(-turn.from.width / 2, -turn.from.height / 2);
  context.scale(turn.from.width / picture.width, turn.from.height / picture.height);
  context.imageSmoothingQuality = 'low';
  context.drawImage(picture, 0, 0);
  context.resetTransform();

  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  evenBackground(pixels, page.content !== 'colour');
  context.putImageData(pixels, 0, 0);
  const kept = await encode(context, pixels, page.content, keptDpi);
  return {
    ...kept,
    content: kept.mime === 'image/jpeg' && page.content === 'bilevel' ? 'grey' : page.content,
    turnedDegrees: ([0, 90, 180, 270] as const)[quarters],
    skewDegrees: found.skewDegrees,
    crop: cropOf(picture, found, page.box),
    empty: page.empty,
    quality: page.quality,
    preview: await previewOf(canvas),
  };
}

/** The box around the page's four corners in the picture. */
function cropOf(picture: ImageBitmap, { turn, box, quarters }: Found, part: Found['pages'][number]['box']): ImprovedPage['crop'] {
  const corners = [[part.x, part.y], [part.x + part.width, part.y], [part.x, part.y + part.height], [part.x + part.width, part.y + part.height]] as const;
  const unturned = ([x, y]: readonly [number, number]): readonly [number, number] =>
    quarters === 0 ? [x, y] : quarters === 1 ? [y, box.height - x] : quarters === 2 ? [box.width - x, box.height - y] : [box.width - y, x];
  const places = corners.map((corner) => {
    const [x, y] = unturned(corner);
    const [fromX, fromY] = before(turn, box.x + x, box.y + y);
    return [(fromX / turn.from.width) * picture.width, (fromY / turn.from.height) * picture.height] as const;
  });
  const span = (axis: 0 | 1, most: number): readonly [number, number] => {
    const values = places.map((place) => Math.max(0, Math.min(most, place[axis])));
    return [Math.round(Math.min(...values)), Math.round(Math.max(...values))];
  };
  const [[left, right], [top, bottom]] = [span(0, picture.width), span(1, picture.height)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}
