// Dots per inch as a picture says them. JPEG: JFIF (ITU-T T.871) 10.1; PNG: pHYs, ISO/IEC 15948, 11.3.5.3.

const [LEAST, MOST] = [50, 1200];
/** Chunks before the picture's data: a handful in any real file. */
const MAX_CHUNKS = 60;

/** Undefined where it says nothing that can be true. */
export function readDotsPerInch(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const said = bytes[0] === 0xff ? ofJpeg(view) : ofPng(view);
  return said !== undefined && said >= LEAST && said <= MOST ? said : undefined;
}

function ofJpeg(view: DataView): number | undefined {
  const JFIF = 0x4a464946;
  if (view.byteLength < 18 || view.getUint16(2) !== 0xffe0 || view.getUint32(6) !== JFIF) return undefined;
  const [unit, across] = [view.getUint8(13), view.getUint16(14)];
  return unit === 1 ? across : unit === 2 ? Math.round(across * 2.54) : undefined;
}

function ofPng(view: DataView): number | undefined {
  const PHYS = 0x70485973;
  let at = 8;
  for (let chunks = 0; chunks < MAX_CHUNKS && at + 21 <= view.byteLength; chunks += 1) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === PHYS && length === 9) return view.getUint8(at + 16) === 1 ? Math.round(view.getUint32(at + 8) * 0.0254) : undefined;
    at += 12 + length;
  }
  return undefined;
}

/** Where the file says nothing either, the longer side is that of A4. */
export function resolutionOf(bytes: Uint8Array, said: number | null, { width, height }: { readonly width: number; readonly height: number }): number {
  return said ?? readDotsPerInch(bytes) ?? Math.max(LEAST, Math.min(MOST, Math.round(Math.max(width, height) / (297 / 25.4))));
}
