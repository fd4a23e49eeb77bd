// What a JPEG 2000 picture says of itself before anything decodes it: size, components, depth, tiles, colour. ISO/IEC
// 15444-1 (ITU-T T.800): boxes of the JP2 file in annex I, the SIZ marker of the code stream in A.5.1.

export type Jpeg2000Header = {
  readonly width: number;
  readonly height: number;
  /** Of each component, in bits. */
  readonly depths: readonly number[];
  /** Some component has values below zero, or fewer samples than the picture has points. */
  readonly unusual: boolean;
  readonly tiles: number;
  /** Luminance and two differences, to be turned into red, green and blue. */
  readonly ycc: boolean;
};

const SIGNATURE = [0x0000000c, 0x6a502020, 0x0d0a870a];
const BOX = { header: 0x6a703268, colour: 0x636f6c72, codeStream: 0x6a703263 } as const;
const START_AND_SIZE = 0xff4fff51;
const ENUMERATED = 1;
const SYCC = 18;
/** Boxes beside each other: a handful in any real file. */
const MAX_BOXES = 64;
const MAX_COMPONENTS = 16;
/** Bytes of SIZ before its components, the start marker counted in. */
const SIZE_BYTES = 42;

/** Whether the bytes begin like a JP2 file or a bare code stream. */
export function isJpeg2000(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  return isFile(view) || isCodeStream(view);
}

/** Undefined for anything that is not plainly JPEG 2000. */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header | undefined {
  const view = viewOf(bytes);
  if (isCodeStream(view)) return readSize(view, false);
  if (!isFile(view)) return undefined;
  let ycc = false;
  for (const { kind, content } of boxes(view)) {
    if (kind === BOX.header) ycc = saysYcc(content);
    if (kind === BOX.codeStream) return isCodeStream(content) ? readSize(content, ycc) : undefined;
  }
  return undefined;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const isFile = (view: DataView): boolean => view.byteLength > 12 && SIGNATURE.every((word, index) => view.getUint32(4 * index) === word);
const isCodeStream = (view: DataView): boolean => view.byteLength >= SIZE_BYTES && view.getUint32(0) === START_AND_SIZE;

type Box = { readonly kind: number; readonly content: DataView };

/** What lies side by side; it ends where a length lies. */
function* boxes(view: DataView): Generator<Box> {
  let at = 0;
  for (let count = 0; count < MAX_BOXES && at + 8 <= view.byteLength; count += 1) {
    const said = view.getUint32(at);
    const left = view.byteLength - at;
    // 0: to the end of the file; 1: a length of eight bytes, which only files beyond 4 GB need.
    const length = said === 0 ? left : said;
    if (length < 8 || length > left) return;
    yield { kind: view.getUint32(at + 4), content: new DataView(view.buffer, view.byteOffset + at + 8, length - 8) };
    at += length;
  }
}

function saysYcc(header: DataView): boolean {
  for (const { kind, content } of boxes(header)) {
    if (kind === BOX.colour && content.byteLength >= 7 && content.getUint8(0) === ENUMERATED) return content.getUint32(3) === SYCC;
  }
  return false;
}

function readSize(view: DataView, ycc: boolean): Jpeg2000Header | undefined {
  const [right, bottom, left, top, tileWidth, tileHeight] = [8, 12, 16, 20, 24, 28].map((at) => view.getUint32(at)) as [number, number, number, number, number, number];
  const components = view.getUint16(40);
  const [width, height] = [right - left, bottom - top];
  if (width <= 0 || height <= 0 || tileWidth === 0 || tileHeight === 0) return undefined;
  if (components === 0 || components > MAX_COMPONENTS || view.byteLength < SIZE_BYTES + 3 * components) return undefined;
  const depths: number[] = [];
  let unusual = false;
  for (let index = 0; index < components; index += 1) {
    const [precision, across, down] = [0, 1, 2].map((byte) => view.getUint8(SIZE_BYTES + 3 * index + byte)) as [number, number, number];
    depths.push((precision & 0x7f) + 1);
    unusual ||= precision > 0x7f || across !== 1 || down !== 1;
  }
  return { width, height, depths, unusual, tiles: Math.ceil(right / tileWidth) * Math.ceil(bottom / tileHeight), ycc };
}
