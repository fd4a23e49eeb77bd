// The agency's logo as it was given: a PNG (W3C Portable Network Graphics, 3rd edition), proved whole before anything draws it:
// every chunk's checksum, and that its data unpack to just as many bytes as its size asks for. Drawing is the studio's business.

import { inflateSync } from 'node:zlib';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { crc32 } from './crc32.ts';

export type Logo = { readonly bytes: Uint8Array; readonly width: number; readonly height: number };
export type LogoFailure = Failure<'notPng' | 'tooLong' | 'badSize' | 'damaged'>;

export const MAX_LOGO_BYTES = 300_000;
/** Pixels a side: fewer look coarse on paper, more are of no use there. */
const LEAST_SIDE = 48;
const MOST_SIDE = 1600;
/** Longer strips leave no room for the names beside them. */
const MOST_TIMES_AS_LONG = 6;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples a pixel by colour type, and the depths that it may have. */
const COLOURS: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** The detail says what would be right, for whoever made the file. */
export function checkLogo(bytes: Uint8Array): Result<Logo, LogoFailure> {
  if (bytes.length > MAX_LOGO_BYTES) return fail('tooLong', `${bytes.length} bytes, at most ${MAX_LOGO_BYTES}`);
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) return fail('notPng');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data: Uint8Array[] = [];
  let head: DataView | undefined;
  let palette = false;
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) return fail('damaged', 'the file ends before its end');
    const length = view.getUint32(at);
    if (length > bytes.length - at - 12) return fail('damaged', 'the file ends before its end');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return fail('damaged', `checksum of ${printableType(type)}`);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (head === undefined) {
      if (type !== 'IHDR' || length !== 13) return fail('damaged', 'no IHDR first');
      head = new DataView(body.buffer, body.byteOffset, 13);
    } else if (type === 'IDAT') data.push(body);
    else if (type === 'PLTE') palette = true;
    else if (type === 'acTL') return fail('notPng', 'it moves');
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  const [width, height] = [head.getUint32(0), head.getUint32(4)];
  const [depth, colour, interlaced] = [head.getUint8(8), COLOURS[head.getUint8(9)], head.getUint8(12)];
  if (!colour?.depths.includes(depth) || head.getUint8(10) !== 0 || head.getUint8(11) !== 0 || interlaced > 1) return fail('damaged', 'IHDR');
  if (head.getUint8(9) === 3 && !palette) return fail('damaged', 'no PLTE');
  const sides = [width, height];
  if (sides.some((side) => side < LEAST_SIDE || side > MOST_SIDE)) return fail('badSize', `${width} × ${height} pixels; each side ${LEAST_SIDE} to ${MOST_SIDE}`);
  if (Math.max(...sides) > MOST_TIMES_AS_LONG * Math.min(...sides)) return fail('badSize', `${width} × ${height} pixels; at most ${MOST_TIMES_AS_LONG} times as long as wide`);
  return unpacksTo(data, bytesOf(width, height, depth * colour.samples, interlaced === 1)) ? ok({ bytes, width, height }) : fail('damaged', 'its picture cannot be unpacked');
}

/** A row is its filter's byte and its samples; Adam7 has seven pictures of parts of the pixels. */
function bytesOf(width: number, height: number, bitsAPixel: number, interlaced: boolean): number {
  const picture = (columns: number, rows: number): number => (columns > 0 && rows > 0 ? rows * (1 + Math.ceil((columns * bitsAPixel) / 8)) : 0);
  if (!interlaced) return picture(width, height);
  const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const;
  return passes.reduce((sum, [x, y, dx, dy]) => sum + picture(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}

function unpacksTo(data: readonly Uint8Array[], size: number): boolean {
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength: size }).length === size;
  } catch {
    return false;
  }
}

const printableType = (type: string): string => (/^[A-Za-z]{4}$/.test(type) ? type : 'a chunk');
