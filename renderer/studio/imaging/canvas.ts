// Pictures in and out of a worker: decoded only after their header was found small enough, encoded small enough to send.

import type { PageContent, PagePicture } from '../../../preload/contract/imaging.ts';
import { readDimensions } from './dimensions.ts';
import { writeBilevelPng } from './png.ts';
import { isWhole } from './whole.ts';

export type Failed = { readonly ok: false; readonly code: 'undecodable' | 'tooLarge'; readonly detail: string };
type Decoded = { readonly ok: true; readonly picture: ImageBitmap } | Failed;

const MAX_BYTES = 40_000_000;
const MAX_PIXELS = 50_000_000;
const PREVIEW_SIDE = 800;
const PREVIEW_QUALITY = 0.8;
const MAX_PAGE_BYTES = 400_000;
/** How a page is made smaller, in this order, until it is small enough: the encoder's quality, and the scale. */
const LADDER = [[0.72, 1], [0.5, 1], [0.5, 0.75], [0.4, 0.6], [0.3, 0.5]] as const;
/** Black below, of the evened page. */
const BLACK_BELOW = 150;

export async function decode(bytes: Uint8Array): Promise<Decoded> {
  const refuse = (code: Failed['code'], detail: string): Failed => ({ ok: false, code, detail });
  if (bytes.length > MAX_BYTES) return refuse('tooLarge', `${bytes.length} bytes`);
  const said = readDimensions(bytes);
  if (!said) return refuse('undecodable', 'neither JPEG nor PNG');
  if (said.width * said.height > MAX_PIXELS) return refuse('tooLarge', `${said.width}×${said.height}`);
  if (!isWhole(bytes, said.format)) return refuse('undecodable', `${said.format} cut short`);
  const picture = await createImageBitmap(new Blob([bytes as BlobPart], { type: `image/${said.format}` })).catch(() => null);
  return picture ? { ok: true, picture } : refuse('undecodable', said.format);
}

export function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height))).getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  return context;
}

async function jpegOf(canvas: OffscreenCanvas, quality: number, dotsPerInch: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
  // The encoder leaves the resolution out of its JFIF header (ITU-T T.871, 10.1).
  if (bytes[2] === 0xff && bytes[3] === 0xe0 && bytes[6] === 0x4a) {
    bytes[13] = 1;
    new DataView(bytes.buffer).setUint16(14, dotsPerInch);
    new DataView(bytes.buffer).setUint16(16, dotsPerInch);
  }
  return bytes;
}

export async function previewOf(canvas: OffscreenCanvas): Promise<Uint8Array> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(canvas.width, canvas.height));
  const small = contextOf(canvas.width * scale, canvas.height * scale);
  small.imageSmoothingQuality = 'medium';
  small.drawImage(canvas, 0, 0, small.canvas.width, small.canvas.height);
  return jpegOf(small.canvas, PREVIEW_QUALITY, Math.max(1, Math.round(72 * scale)));
}

/** `pixels` are the canvas's own. */
export async function encode(context: OffscreenCanvasRenderingContext2D, pixels: ImageData, content: PageContent, dotsPerInch: number): Promise<PagePicture> {
  const { canvas } = context;
  if (content === 'bilevel') {
    const white = new Uint8Array(pixels.width * pixels.height);
    for (let at = 0; at < white.length; at += 1) if (pixels.data[at * 4]! >= BLACK_BELOW) white[at] = 1;
    const bytes = await writeBilevelPng(pixels.width, pixels.height, white, dotsPerInch);
    if (bytes.length <= MAX_PAGE_BYTES) return { bytes, mime: 'image/png', widthPx: pixels.width, heightPx: pixels.height, dotsPerInch };
  }
  let smallest: PagePicture | undefined;
  for (const [quality, scale] of LADDER) {
    const scaled = scale === 1 ? canvas : shrunk(canvas, scale);
    const dpi = Math.round(dotsPerInch * scale);
    const bytes = await jpegOf(scaled, quality, dpi);
    smallest = { bytes, mime: 'image/jpeg', widthPx: scaled.width, heightPx: scaled.height, dotsPerInch: dpi };
    if (bytes.length <= MAX_PAGE_BYTES) break;
  }
  return smallest!;
}

function shrunk(canvas: OffscreenCanvas, scale: number): OffscreenCanvas {
  const small = contextOf(canvas.width * scale, canvas.height * scale);
  small.imageSmoothingQuality = 'medium';
  small.drawImage(canvas, 0, 0, small.canvas.width, small.canvas.height);
  return small.canvas;
}
