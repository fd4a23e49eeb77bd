// The strip of paper that comes out of the printer, and its picture.

import { PNG } from 'pngjs';

/** 200 rows are 25 mm (8 dots a mm). */
export const DOTS_PER_MM = 8;
/** Two and a half metres: what is longer is not a slip. */
export const MAX_ROWS = 20_000;

export class Paper {
  readonly dots: number;
  #rows: Uint8Array[] = [];
  #blackDots = 0;
  #clipped = 0;
  /** Rows at which the roll ended and a new one began. */
  tears: number[] = [];

  constructor(dots: number) {
    this.dots = dots;
  }

  get rows(): number {
    return this.#rows.length;
  }

  /** True once a dot is black. */
  get marked(): boolean {
    return this.#blackDots > 0;
  }

  /** Rows with dots beyond the paper's width. */
  get clippedRows(): number {
    return this.#clipped;
  }

  feed(dots: number): void {
    const blank = new Uint8Array(this.dots / 8);
    for (let row = 0; row < dots && this.#rows.length < MAX_ROWS; row += 1) this.#rows.push(blank);
  }

  print(bits: Uint8Array, scaleX: 1 | 2, scaleY: 1 | 2): void {
    const line = new Uint8Array(this.dots / 8);
    const wide = scaleX === 2 ? doubled(bits) : bits;
    line.set(wide.subarray(0, line.length));
    if (wide.subarray(line.length).some((byte) => byte !== 0)) this.#clipped += 1;
    for (const byte of line) for (let rest = byte; rest !== 0; rest &= rest - 1) this.#blackDots += 1;
    for (let copy = 0; copy < scaleY && this.#rows.length < MAX_ROWS; copy += 1) this.#rows.push(line);
  }

  toPng(): Buffer {
    const height = Math.max(1, this.#rows.length);
    const pixels = Buffer.alloc(this.dots * height, 0xff);
    this.#rows.forEach((row, y) => {
      for (let x = 0; x < this.dots; x += 1) if (((row[x >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0) pixels[y * this.dots + x] = 0;
    });
    // Quick rather than small: the printer answers nothing while it draws.
    const grey = { colorType: 0, inputColorType: 0, inputHasAlpha: false, filterType: 0, deflateLevel: 1 } as const;
    return PNG.sync.write({ width: this.dots, height, data: pixels, gamma: 0 } as PNG, grey);
  }
}

/** Each dot twice, side by side. */
function doubled(bits: Uint8Array): Uint8Array {
  const out = new Uint8Array(bits.length * 2);
  bits.forEach((byte, index) => {
    let wide = 0;
    for (let bit = 0; bit < 8; bit += 1) if ((byte & (0x80 >> bit)) !== 0) wide |= 0xc000 >> (bit * 2);
    out[index * 2] = wide >> 8;
    out[index * 2 + 1] = wide & 0xff;
  });
  return out;
}
