// A PNG of one bit a pixel, which no canvas writes. ISO/IEC 15948: signature 5.2, IHDR 11.2.2, pHYs 11.3.5.3, filter none.

import type { Grey } from './grey.ts';
import { clearedBytes } from './scratch.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

let table: Uint32Array | undefined;

/** CRC-32 of annex D. */
function crc(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
  let value = 0xffffffff;
  for (const byte of bytes) value = table[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(kind: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let at = 0; at < 4; at += 1) bytes[4 + at] = kind.charCodeAt(at);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** Black where the page is darker than `blackBelow`. */
export async function writeBilevelPng({ width, height, data }: Grey, blackBelow: number, dotsPerInch: number): Promise<Uint8Array> {
  const bytesARow = Math.ceil(width / 8) + 1;
  const rows = clearedBytes(bytesARow * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0, to = y * bytesARow + 1; x < width; x += 8, to += 1) {
      let bits = 0;
      for (let bit = 0; bit < 8 && x + bit < width; bit += 1) if (data[row + x + bit]! >= blackBelow) bits |= 0x80 >> bit;
      rows[to] = bits;
    }
  }
  const packed = new Uint8Array(await new Response(new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer());
  const header = new Uint8Array(13);
  const headerView = new DataView(header.buffer);
  headerView.setUint32(0, width);
  headerView.setUint32(4, height);
  header[8] = 1;
  const density = new Uint8Array(9);
  const dotsPerMetre = Math.round(dotsPerInch / 0.0254);
  new DataView(density.buffer).setUint32(0, dotsPerMetre);
  new DataView(density.buffer).setUint32(4, dotsPerMetre);
  density[8] = 1;
  const parts = [Uint8Array.from(SIGNATURE), chunk('IHDR', header), chunk('pHYs', density), chunk('IDAT', packed), chunk('IEND', new Uint8Array())];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
