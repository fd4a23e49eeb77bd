// Where on a page nothing stands, found on a small drawing of it: most of a page is bare paper, which is white once it is evened
// and need not be drawn.

import type { Grey, Rgba } from './grey.ts';

/** In tiles, row by row; 1 for bare. */
export type Bare = { readonly tileMm: number; readonly across: number; readonly down: number; readonly data: Uint8Array };

/** Pixels of the small drawing along a tile's side. */
const TILE = 6;
/** Lighter is white. */
const WHITE_FROM = 252;

/** A tile is bare where it and the pixels right beside it are white. */
export function bareOf(small: Grey | Rgba, dotsPerInch: number): Bare {
  const { width, height, data } = small;
  const bytes = data.length / (width * height);
  const [across, down] = [Math.ceil(width / TILE), Math.ceil(height / TILE)];
  const bare = new Uint8Array(across * down).fill(1);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, at = y * width * bytes; x < width; x += 1, at += bytes) {
      if (data[at]! >= WHITE_FROM && (bytes === 1 || (data[at + 1]! >= WHITE_FROM && data[at + 2]! >= WHITE_FROM))) continue;
      const [top, bottom] = [tile(y - 1, down), tile(y + 1, down)];
      const [left, right] = [tile(x - 1, across), tile(x + 1, across)];
      bare[top * across + left] = 0;
      bare[top * across + right] = 0;
      bare[bottom * across + left] = 0;
      bare[bottom * across + right] = 0;
    }
  }
  return { tileMm: (TILE * 25.4) / dotsPerInch, across, down, data: bare };
}

const tile = (place: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(place / TILE)));
