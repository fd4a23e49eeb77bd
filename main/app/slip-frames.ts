// The studio's painted frames. A slip is drawn with a stamp below it, a row of black and white cells that says which drawing it
// is: the first frame that carries the stamp shows the whole slip, however many were on their way before it.

import type { NativeImage, Rectangle, WebContents } from 'electron';
import type { Raster } from '../services/ports.ts';

/** A cell of the stamp is so many dots wide and high, and so many below the slip; the studio draws it. */
const CELL = 8;
/** What the stamp needs below a slip. */
export const STAMP_ROOM = 2 * CELL;
/** White and black in turn, so that nothing else is taken for a stamp, and then the number's bits. */
const LEAD = [0, 1, 0, 1] as const;
const NUMBER_BITS = 24;
const STAMPS = 2 ** NUMBER_BITS;
/** A dot is black when it is darker than this; text is antialiased. */
const BLACK_BELOW = 150;
const WHITE = 0xffffffff;

export type SlipFrames = {
  /** The next drawing's number and its stamp, cell by cell, 1 is black. */
  next(): { readonly number: number; readonly cells: readonly number[] };
  /** The first `height` rows of the first frame that carries this number's stamp below them. Rejects when the signal comes. */
  frame(number: number, width: number, height: number, signal: AbortSignal): Promise<Raster>;
};

export function slipFrames(contents: WebContents): SlipFrames {
  let last = 0;
  let newest: NativeImage | null = null;
  let arrived: (() => void) | null = null;
  contents.on('paint', (_event, _dirty, image) => {
    newest = image;
    arrived?.();
  });

  function stampOf(number: number): number[] {
    return [...LEAD, ...Array.from({ length: NUMBER_BITS }, (_, bit) => (number >> bit) & 1)];
  }

  return {
    next() {
      last = (last + 1) % STAMPS;
      return { number: last, cells: stampOf(last) };
    },
    frame: (number, width, height, signal) =>
      new Promise((resolve, reject) => {
        const cells = stampOf(number);
        const stop = () => {
          arrived = null;
          reject(new Error('no frame'));
        };
        const look = () => {
          const raster = newest && rasterOf(newest, cells, width, height);
          if (!raster) return;
          arrived = null;
          newest = null;
          signal.removeEventListener('abort', stop);
          resolve(raster);
        };
        signal.addEventListener('abort', stop, { once: true });
        arrived = look;
        look();
      }),
  };
}

/** Black and white at one bit a dot; null for a frame without the stamp. */
function rasterOf(image: NativeImage, cells: readonly number[], width: number, height: number): Raster | null {
  const size = image.getSize();
  if (size.width < width || size.height < height + STAMP_ROOM) return null;
  const stamp = pixelsOf(image, { x: 0, y: height + CELL + CELL / 2, width: CELL * cells.length, height: 1 });
  if (cells.some((black, cell) => isBlack(stamp[cell * CELL + CELL / 2]!) !== (black === 1))) return null;
  return { width, height, rows: packed(pixelsOf(image, { x: 0, y: 0, width, height })) };
}

/** `toBitmap` gives BGRA. */
function pixelsOf(image: NativeImage, part: Rectangle): Uint32Array {
  const bitmap = image.crop(part).toBitmap();
  return new Uint32Array(bitmap.buffer, bitmap.byteOffset, bitmap.length / 4);
}

/** Eight dots a byte; rows are whole bytes. */
function packed(pixels: Uint32Array): Uint8Array {
  const rows = new Uint8Array(pixels.length / 8);
  for (let to = 0, at = 0; to < rows.length; to += 1) {
    let byte = 0;
    for (let bit = 0x80; bit > 0; bit >>= 1, at += 1) {
      const pixel = pixels[at]!;
      if (pixel !== WHITE && isBlack(pixel)) byte |= bit;
    }
    rows[to] = byte;
  }
  return rows;
}

/** Luminance (Rec. 601) of a BGRA pixel that was read as a little-endian number. */
function isBlack(pixel: number): boolean {
  return 29 * (pixel & 0xff) + 150 * ((pixel >> 8) & 0xff) + 77 * ((pixel >> 16) & 0xff) < BLACK_BELOW * 256;
}
