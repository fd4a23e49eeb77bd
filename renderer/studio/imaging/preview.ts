// A small JPEG of a scanned page: decoded here, in the sandbox, and encoded anew, so that nothing of the scanner's own
// bytes reaches another window.

import type { StudioReply, StudioTask } from '../../../preload/contract/studio.ts';
import { readDimensions } from './dimensions.ts';

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
  const said = readDimensions(bytes);
  if (!said) return refuse('undecodable', 'neither JPEG nor PNG');
  if (said.width * said.height > MAX_PIXELS) return refuse('tooLarge', `${said.width}×${said.height}`);

  const scale = Math.min(1, maxSide / Math.max(said.width, said.height));
  const size = { resizeWidth: Math.max(1, Math.round(said.width * scale)), resizeHeight: Math.max(1, Math.round(said.height * scale)) };
  // The type comes from the bytes, not from what the scanner called them.
  const picture = await createImageBitmap(new Blob([bytes as BlobPart], { type: `image/${said.format}` }), { ...size, resizeQuality: 'medium' }).catch(() => null);
  if (!picture) return refuse('undecodable', said.format);
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
