// A page as it is kept: one bit a pixel where it is black and white, else a JPEG, made smaller until it is small enough to send.

import type { PageContent, PagePicture } from '../../../preload/contract/imaging.ts';
import { bareOf } from './bare.ts';
import type { Bare } from './bare.ts';
import type { Drawn } from './drawn.ts';
import type { Grey, Rgba } from './grey.ts';
import { writeBilevelPng } from './png.ts';
import { inPart, words } from './scratch.ts';

const MAX_PAGE_BYTES = 400_000;
/**
 * How a page is made smaller, in this order, until it is small enough: the encoder's quality, the scale, and how many bytes that
 * is at least for each of the page a third as large at the first quality (forms and certificates have 1.05 to 1.15 times that).
 */
const LADDER = [[0.72, 1, 3.9], [0.5, 1, 3.1], [0.5, 0.75, 2.2], [0.4, 0.6, 1.5], [0.3, 0.5, 0]] as const;
/** Black below, of the evened page. */
const BLACK_BELOW = 150;
const PREVIEW_SIDE = 800;
const PREVIEW_QUALITY = 0.8;

export async function encode(page: Drawn, content: PageContent, dotsPerInch: number): Promise<PagePicture> {
  if (content === 'bilevel') {
    const bare = bareOf(page.grey(dotsPerInch / 3), dotsPerInch / 3);
    const grey = page.grey(dotsPerInch, bare);
    const bytes = await writeBilevelPng(grey, BLACK_BELOW, dotsPerInch);
    if (bytes.length <= MAX_PAGE_BYTES) return { bytes, mime: 'image/png', widthPx: grey.width, heightPx: grey.height, dotsPerInch };
  }
  const small = drawnAs(page, content, dotsPerInch / 3);
  const bare = bareOf(small, dotsPerInch / 3);
  const smallBytes = (await jpegOf(small, LADDER[0][0], 1)).length;
  let smallest: PagePicture | undefined;
  for (const [quality, scale, least] of LADDER) {
    if (smallBytes * least > MAX_PAGE_BYTES) continue;
    smallest = await inPart(async () => {
      const dpi = Math.round(dotsPerInch * scale);
      const drawn = drawnAs(page, content, dpi, bare);
      return { bytes: await jpegOf(drawn, quality, dpi), mime: 'image/jpeg' as const, widthPx: drawn.width, heightPx: drawn.height, dotsPerInch: dpi };
    });
    if (smallest.bytes.length <= MAX_PAGE_BYTES) break;
  }
  return smallest!;
}

/** A JPEG of at most 800 pixels on its longer side. */
export function previewOf(page: Drawn, content: PageContent, { widthPx, heightPx, dotsPerInch }: PagePicture): Promise<Uint8Array> {
  const small = dotsPerInch * Math.min(1, PREVIEW_SIDE / Math.max(widthPx, heightPx));
  return jpegOf(drawnAs(page, content, small), PREVIEW_QUALITY, Math.max(1, Math.round(small)));
}

const drawnAs = (page: Drawn, content: PageContent, dotsPerInch: number, bare?: Bare): Rgba =>
  content === 'colour' ? page.colour(dotsPerInch, bare) : inChannels(page.grey(dotsPerInch, bare));

/** What a canvas takes. */
function inChannels({ width, height, data }: Grey): Rgba {
  const pixels = words(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = 0xff000000 | (data[at]! * 0x010101);
  return { width, height, data: new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.byteLength) };
}

async function jpegOf({ width, height, data }: Rgba, quality: number, dotsPerInch: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.putImageData(new ImageData(data, width, height), 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
  // The encoder leaves the resolution out of its JFIF header (ITU-T T.871, 10.1).
  if (bytes[2] === 0xff && bytes[3] === 0xe0 && bytes[6] === 0x4a) {
    bytes[13] = 1;
    new DataView(bytes.buffer).setUint16(14, dotsPerInch);
    new DataView(bytes.buffer).setUint16(16, dotsPerInch);
  }
  return bytes;
}
