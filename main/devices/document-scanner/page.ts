// What came from a scanner as one file: whole, of a kind that we take, and not of an absurd size. Looked at by its bytes,
// whatever its name or the reply's header calls it; nothing is decoded here.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceFailure, ScannedPage } from '../../services/ports.ts';
import { picturesOf } from './pdf-pictures.ts';

/** A4 at 600 dpi has 35 million. */
const MAX_PIXELS = 50_000_000;
export const MAX_PAGE_BYTES = 40_000_000;
/** Some scanners pad the end of a file. */
const TAIL_BYTES = 1024;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A picture is one page; a PDF whose pages are pictures is as many. */
export function readPages(bytes: Uint8Array): Result<readonly ScannedPage[], DeviceFailure> {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return pagesOfPdf(bytes);
  const page = readPicture(bytes);
  return page.ok ? ok([page.value]) : page;
}

/** Whether the end of a JPEG, PNG or PDF is there; undefined for what is none of them. */
export function hasItsEnd(bytes: Uint8Array): boolean | undefined {
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)));
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return tail.includes(Buffer.from([0xff, 0xd9]));
  if (startsWith(bytes, PNG)) return tail.includes('IEND');
  return startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]) ? tail.includes('%%EOF') : undefined;
}

function pagesOfPdf(bytes: Uint8Array): Result<readonly ScannedPage[], DeviceFailure> {
  if (hasItsEnd(bytes) !== true) return badPage(bytes);
  const pictures = picturesOf(bytes);
  if (!pictures.ok) return err({ code: 'unsupportedData', reason: pictures.error, detail: `${bytes.length} bytes` });
  const pages: ScannedPage[] = [];
  for (const picture of pictures.value) {
    const page = readPicture(picture);
    if (!page.ok) return page;
    // A copy, so that a page does not keep the whole file.
    pages.push({ ...page.value, bytes: picture.slice() });
  }
  return ok(pages);
}

function readPicture(bytes: Uint8Array): Result<ScannedPage, DeviceFailure> {
  const mime = startsWith(bytes, PNG) ? 'image/png' : startsWith(bytes, [0xff, 0xd8, 0xff]) ? 'image/jpeg' : undefined;
  if (mime === undefined) {
    const isTiff = startsWith(bytes, [0x49, 0x49, 0x2a, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, 0x2a]);
    return isTiff ? err({ code: 'unsupportedData', reason: 'tiff', detail: `${bytes.length} bytes` }) : badPage(bytes);
  }
  const size = mime === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (!size || size.width === 0 || size.height === 0 || hasItsEnd(bytes) !== true) return badPage(bytes);
  if (bytes.length > MAX_PAGE_BYTES) return err({ code: 'unsupportedData', reason: 'tooLarge', detail: `${bytes.length} bytes` });
  if (size.width * size.height > MAX_PIXELS)
    return err({ code: 'unsupportedData', reason: 'tooLarge', detail: `${size.width} × ${size.height} pixels` });
  return ok({ bytes, mime });
}

function badPage(bytes: Uint8Array): Result<never, DeviceFailure> {
  return err({ code: 'invalidData', reason: 'badPage', detail: `${bytes.length} bytes, not a whole JPEG, PNG or PDF` });
}

type Size = { readonly width: number; readonly height: number };

/** From the header chunk, ISO/IEC 15948, 11.2.2. */
function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 33) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(12) === 0x49484452 ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
}

/** From the frame header (SOF, ITU T.81 B.2.2), found by stepping over the segments before it. */
export function jpegSize(bytes: Uint8Array): Size | undefined {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: uint16(bytes, at + 7), height: uint16(bytes, at + 5) };
    const length = uint16(bytes, at + 2);
    if (marker === 0xda || marker === 0xd9 || length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
