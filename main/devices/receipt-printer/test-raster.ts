// The technician's test picture: a frame that shows whether the whole width prints, stripes that show dead dots, and a
// grey wedge that shows whether the head is hot enough. No text: that is drawn elsewhere.

import type { Raster } from '../../services/ports.ts';

const HEIGHT = 200;

export function testRaster(dots: number): Raster {
  const rowBytes = dots / 8;
  const rows = new Uint8Array(rowBytes * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < dots; x += 1) {
      if (isBlack(x, y, dots)) rows[y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return { width: dots, height: HEIGHT, rows };
}

function isBlack(x: number, y: number, dots: number): boolean {
  if (x < 4 || y < 4 || x >= dots - 4 || y >= HEIGHT - 4) return true;
  if (y < 60) return x % 16 < 8 === y % 16 < 8;
  if (y < 110) return x % 4 === 0;
  if (y < 160) return (x * 7 + y * 13) % 16 < (x * 16) / dots;
  return (x + y) % 24 < 2;
}
