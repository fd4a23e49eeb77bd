// A page turned by hand, by quarters; black and white stays black and white.

import type { ImagingAnswer } from '../../../preload/contract/imaging.ts';
import { contextOf, decode, encode, previewOf } from './canvas.ts';
import { resolutionOf } from './resolution.ts';

export async function rotate(bytes: Uint8Array, quarterTurns: 1 | 2 | 3): Promise<ImagingAnswer> {
  const decoded = await decode(bytes);
  if (!decoded.ok) return decoded;
  const { picture } = decoded;
  try {
    const { width, height } = picture;
    const context = quarterTurns === 2 ? contextOf(width, height) : contextOf(height, width);
    const { canvas } = context;
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate((quarterTurns * Math.PI) / 2);
    context.drawImage(picture, -width / 2, -height / 2);
    context.resetTransform();
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const page = await encode(context, pixels, bytes[0] === 0xff ? 'colour' : 'bilevel', resolutionOf(bytes, null, picture));
    return { ok: true, task: 'rotate', page: { ...page, preview: await previewOf(canvas) } };
  } finally {
    picture.close();
  }
}
