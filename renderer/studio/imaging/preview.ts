// A small JPEG of a scanned page or of the chip's portrait: decoded here, in the sandbox, and encoded anew, so that
// nothing of the device's own bytes reaches another window.

import type { StudioReply, StudioTask } from '../../../preload/contract/studio.ts';
import { readDimensions } from './dimensions.ts';
import { isJpeg2000 } from './jpeg2000-header.ts';
import { decodeJpeg2000 } from './jpeg2000.ts';
import { loadOpenJpeg } from './openjpeg.ts';

const MAX_BYTES = 40_000_000;
const MAX_PIXELS = 100_000_000;
const QUALITY = 0.8;

type Preview = Extract<StudioTask, { task: 'preview' }>;
type Refused = Omit<Extract<StudioReply, { ok: false }>, 'id' | 'ok'>;
type Made = { readonly ok: true; readonly value: { width: number; height: number; jpeg: Uint8Array } } | { readonly ok: false; readonly error: Refused };

const refuse = (code: Refused['code'], detail: string): Made => ({ ok: false, error: { code, detail } });

/** The longer side becomes `maxSide` pixels at most; smaller pictures keep their size. */
export async function preview({ bytes, maxSide }: Pick<Preview, 'bytes' | 'maxSide'>): Promise<Made> {
  if (bytes.byteLength > MAX_BYTES) return refuse('tooLarge', `${bytes.byteLength} bytes`);
  if (isJpeg2000(bytes)) return previewJpeg2000(bytes, maxSide);
  const said = readDimensions(bytes);
  if (!said) return refuse('undecodable', 'neither JPEG, PNG nor JPEG 2000');
  if (said.width * said.height > MAX_PIXELS) return refuse('tooLarge', `${said.width}×${said.height}`);

  // The type comes from the bytes, not from what the device called them.
  const picture = await createImageBitmap(new Blob([bytes as BlobPart], { type: `image/${said.format}` }), shrunk(said, maxSide)).catch(() => null);
  return picture ? encode(picture) : refuse('undecodable', said.format);
}

async function previewJpeg2000(bytes: Uint8Array, maxSide: number): Promise<Made> {
  const decoded = await decodeJpeg2000(bytes, loadOpenJpeg);
  if (!decoded.ok) return decoded;
  const { width, height, rgba } = decoded.value;
  return encode(await createImageBitmap(new ImageData(rgba, width, height), shrunk(decoded.value, maxSide)));
}

function shrunk({ width, height }: { readonly width: number; readonly height: number }, maxSide: number): ImageBitmapOptions {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)), resizeQuality: 'medium' };
}

async function encode(picture: ImageBitmap): Promise<Made> {
  try {
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) return refuse('failed', 'no canvas');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, picture.width, picture.height);
    context.drawImage(picture, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    return { ok: true, value: { width: picture.width, height: picture.height, jpeg: new Uint8Array(await blob.arrayBuffer()) } };
  } finally {
    picture.close();
  }
}
