// One page as it came from a scanner: whole, of a kind that we take, and not of an absurd size. Looked at by its bytes,
// whatever the reply's header calls it; nothing is decoded here.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceFailure, ScannedPage } from '../../services/ports.ts';

/** A4 at 600 dpi has 35 million. */
const MAX_PIXELS = 50_000_000;
/** Some scanners pad the end of a file. */
const TAIL_BYTES = 1024;

export function readPage(bytes: Uint8Array): Result<ScannedPage, DeviceFailure> {
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)));
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) {
    const size = jpegSize(bytes);
    if (!size || !tail.includes(Buffer.from([0xff, 0xd9]))) return badPage(bytes);
    if (size.width * size.height > MAX_PIXELS)
      return err({ code: 'unsupportedData', reason: 'tooLarge', detail: `${size.width} × ${size.height} pixels` });
    return ok({ bytes, mime: 'image/jpeg' });
  }
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]) && tail.includes('%%EOF'))
    return ok({ bytes, mime: 'application/pdf' });
  return badPage(bytes);
}

function badPage(bytes: Uint8Array): Result<never, DeviceFailure> {
  return err({ code: 'invalidData', reason: 'badPage', detail: `${bytes.length} bytes, not a whole JPEG or PDF` });
}

/** From the frame header (SOF, ITU T.81 B.2.2), found by stepping over the segments before it. */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
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
