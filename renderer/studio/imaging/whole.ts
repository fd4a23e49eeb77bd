// Whether a picture's file was sent to its end: a decoder draws the rest of half a JPEG in grey and says nothing.
// JPEG: the EOI marker, ITU-T T.81 B.2.1; PNG: the IEND chunk, ISO/IEC 15948, 11.2.5.

/** Some scanners fill up the last block. */
const PADDING = 4096;

export function isWhole(bytes: Uint8Array, format: 'jpeg' | 'png'): boolean {
  const end = format === 'jpeg' ? [0xff, 0xd9] : [0x49, 0x45, 0x4e, 0x44];
  for (let at = bytes.length - end.length; at >= Math.max(0, bytes.length - PADDING); at -= 1) {
    if (end.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}
