// A picture's bytes become its planes, after its header was found small enough and its end was found. A JPEG is taken as it
// was kept, without the way to red, green and blue and back, which is half of the work; whatever else goes over a canvas, where
// Chromium also turns the colours of an embedded profile into sRGB's.

import { hasOtherColours } from './colour-profile.ts';
import { readDimensions } from './dimensions.ts';
import { readOrientation } from './orientation.ts';
import { planesOf } from './planes.ts';
import type { Planes } from './planes.ts';
import { bytes as scratch } from './scratch.ts';
import { isWhole } from './whole.ts';

export type Failed = { readonly ok: false; readonly code: 'undecodable' | 'tooLarge'; readonly detail: string };
type Decoded = { readonly ok: true; readonly planes: Planes } | Failed;

const MAX_BYTES = 40_000_000;
const MAX_PIXELS = 50_000_000;
/** Pixels: what is narrower is no page. */
const MIN_SIDE = 8;

export async function decode(bytes: Uint8Array): Promise<Decoded> {
  const refuse = (code: Failed['code'], detail: string): Failed => ({ ok: false, code, detail });
  if (bytes.length > MAX_BYTES) return refuse('tooLarge', `${bytes.length} bytes`);
  const said = readDimensions(bytes);
  if (!said) return refuse('undecodable', 'neither JPEG nor PNG');
  if (said.width * said.height > MAX_PIXELS) return refuse('tooLarge', `${said.width}×${said.height}`);
  if (Math.min(said.width, said.height) < MIN_SIDE) return refuse('undecodable', `${said.width}×${said.height}`);
  if (!isWhole(bytes, said.format)) return refuse('undecodable', `${said.format} cut short`);
  const asKept = said.format === 'jpeg' && readOrientation(bytes) === 1 && !hasOtherColours(bytes) ? await decodeAsKept(bytes) : null;
  const planes = asKept ?? (await decodeOverCanvas(bytes, said.format));
  return planes ? { ok: true, planes } : refuse('undecodable', said.format);
}

/** Null for a JPEG in grey, of four inks, or with a sampling that the decoder does not hand out; and for one that is broken. */
async function decodeAsKept(bytes: Uint8Array): Promise<Planes | null> {
  if (!('ImageDecoder' in globalThis)) return null;
  const decoder = new ImageDecoder({ data: bytes as BufferSource, type: 'image/jpeg' });
  try {
    const { image } = await decoder.decode();
    try {
      const { format, visibleRect } = image;
      if (!visibleRect || (format !== 'I420' && format !== 'I422' && format !== 'I444')) return null;
      const [across, down] = [format === 'I444' ? 0 : 1, format === 'I420' ? 1 : 0] as const;
      // Whole pixels of colour only.
      const [width, height] = [visibleRect.width & ~across, visibleRect.height & ~down];
      const rect = { x: visibleRect.x, y: visibleRect.y, width, height };
      const data = scratch(image.allocationSize({ rect }));
      const layout = await image.copyTo(data, { rect });
      const plane = (index: number, wide: number, high: number) => {
        const { offset, stride } = layout[index]!;
        return stride === wide ? { width: wide, height: high, data: data.subarray(offset, offset + wide * high) } : null;
      };
      const [luma, blue, red] = [plane(0, width, height), plane(1, width >> across, height >> down), plane(2, width >> across, height >> down)];
      return luma && blue && red && { luma, blue, red };
    } finally {
      image.close();
    }
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}

async function decodeOverCanvas(bytes: Uint8Array, format: 'jpeg' | 'png'): Promise<Planes | null> {
  const picture = await createImageBitmap(new Blob([bytes as BlobPart], { type: `image/${format}` })).catch(() => null);
  if (!picture) return null;
  try {
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.drawImage(picture, 0, 0);
    return planesOf(context.getImageData(0, 0, width, height));
  } finally {
    picture.close();
  }
}
