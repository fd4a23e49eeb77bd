// How a camera was held, as it says in a JPEG: Exif (CIPA DC-008), 4.5.4 and 4.6.5, the tag Orientation of the first IFD.

const APP1 = 0xe1;
const EXIF = 0x45786966;
const ORIENTATION = 0x0112;
/** Segments before the picture's own, and entries of a directory: some dozens at most in any real file. */
const [MAX_SEGMENTS, MAX_ENTRIES] = [100, 200];

/** 1 to 8; 1 is upright, and what a file that says nothing is. */
export function readOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  for (let segments = 0; segments < MAX_SEGMENTS && at + 18 < view.byteLength && view.getUint8(at) === 0xff; segments += 1) {
    const marker = view.getUint8(at + 1);
    // The picture's own data begin.
    if (marker === 0xda) return 1;
    if (marker === APP1 && view.getUint32(at + 4) === EXIF) return ofTiff(view, at + 10);
    at += 2 + view.getUint16(at + 2);
  }
  return 1;
}

function ofTiff(view: DataView, start: number): number {
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  if (directory + 2 > view.byteLength) return 1;
  const entries = Math.min(MAX_ENTRIES, view.getUint16(directory, little));
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > view.byteLength) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const said = view.getUint16(at + 8, little);
    return said >= 1 && said <= 8 ? said : 1;
  }
  return 1;
}
