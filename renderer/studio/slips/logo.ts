// The agency's logo as a slip has it: on pages as it is, on a roll in the printer's own dots, black or white. Lines and letters
// are cut at one lightness; what has shades is dithered (Floyd and Steinberg, 1976).

/** Size in CSS pixels. */
export type LogoPicture = { readonly src: string; readonly width: number; readonly height: number };

type Box = { readonly width: number; readonly height: number };

/** 22 mm by 15 mm of a page. */
const PAGE_BOX: Box = { width: 83, height: 57 };
/** 25 mm by 15 mm of a roll, at eight dots a millimetre; a little less on a narrow one. */
const rollBox = (dots: number): Box => (dots < 500 ? { width: 160, height: 96 } : { width: 200, height: 120 });
/** With fewer of its dots between black and white it is a drawing of lines. */
const MOST_SHADED = 0.15;
const MIDDLE = 150;

let last: { readonly bytes: Uint8Array; readonly dots: number; readonly picture: LogoPicture } | undefined;

export async function logoForPage(png: Uint8Array): Promise<LogoPicture> {
  const bitmap = await decoded(png);
  const { width, height } = within(bitmap, PAGE_BOX);
  bitmap.close();
  return { src: await dataUrl(new Blob([new Uint8Array(png)], { type: 'image/png' })), width, height };
}

export async function logoForRoll(png: Uint8Array, dots: number): Promise<LogoPicture> {
  if (last?.dots === dots && sameBytes(last.bytes, png)) return last.picture;
  const bitmap = await decoded(png);
  const size = within(bitmap, rollBox(dots));
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  bitmap.close();
  const image = context.getImageData(0, 0, size.width, size.height);
  toOneBit(image.data, size.width);
  context.putImageData(image, 0, 0);
  const picture = { src: await dataUrl(await canvas.convertToBlob({ type: 'image/png' })), ...size };
  last = { bytes: png, dots, picture };
  return picture;
}

/** RGBA pixels in place, each black or white afterwards. */
export function toOneBit(pixels: Uint8ClampedArray, width: number): void {
  const grey = Float32Array.from({ length: pixels.length / 4 }, (_, at) => 0.299 * pixels[4 * at]! + 0.587 * pixels[4 * at + 1]! + 0.114 * pixels[4 * at + 2]!);
  const shaded = grey.reduce((count, value) => count + (value > 64 && value < 208 ? 1 : 0), 0) / grey.length > MOST_SHADED;
  for (let at = 0; at < grey.length; at += 1) {
    const white = grey[at]! >= (shaded ? 128 : MIDDLE);
    pixels.fill(white ? 255 : 0, 4 * at, 4 * at + 3);
    pixels[4 * at + 3] = 255;
    if (!shaded) continue;
    const error = (grey[at]! - (white ? 255 : 0)) / 16;
    const x = at % width;
    if (x + 1 < width) grey[at + 1]! += 7 * error;
    if (at + width >= grey.length) continue;
    if (x > 0) grey[at + width - 1]! += 3 * error;
    grey[at + width]! += 5 * error;
    if (x + 1 < width) grey[at + width + 1]! += error;
  }
}

const decoded = (png: Uint8Array): Promise<ImageBitmap> => createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));

function within({ width, height }: Box, box: Box): Box {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, at) => byte === other[at]);

async function dataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}
