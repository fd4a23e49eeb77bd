// Width and height of a JPEG or PNG from its first bytes, before anything decodes it: a picture that says it is
// 30,000 × 30,000 is refused while it is still small. JPEG: ITU-T T.81 B.2.2; PNG: ISO/IEC 15948, 11.2.2.

export type Dimensions = { readonly format: 'jpeg' | 'png'; readonly width: number; readonly height: number };

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Segments before the frame header: a few dozen at most in any real file. */
const MAX_SEGMENTS = 500;

/** Undefined for anything that is not plainly one of the two. */
export function readDimensions(bytes: Uint8Array): Dimensions | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)) return readPng(view);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(view);
  return undefined;
}

function readPng(view: DataView): Dimensions | undefined {
  const IHDR = 0x49484452;
  if (view.byteLength < 33 || view.getUint32(12) !== IHDR) return undefined;
  return sized('png', view.getUint32(16), view.getUint32(20));
}

function readJpeg(view: DataView): Dimensions | undefined {
  let at = 2;
  for (let segments = 0; segments < MAX_SEGMENTS && at + 9 < view.byteLength; segments++) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // a fill byte
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return sized('jpeg', view.getUint16(at + 7), view.getUint16(at + 5));
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function sized(format: Dimensions['format'], width: number, height: number): Dimensions | undefined {
  return width > 0 && height > 0 ? { format, width, height } : undefined;
}
