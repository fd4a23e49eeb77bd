// A page turned by hand, by quarters; black and white stays black and white.

import type { ImagingAnswer } from '../../../preload/contract/imaging.ts';
import { decode } from './decode.ts';
import { drawnOf, scanOf } from './drawn.ts';
import { encode, previewOf } from './encode.ts';
import { PLAIN_GROUND } from './ground.ts';
import { affineOf, beforeQuarters } from './placing.ts';
import { resolutionOf } from './resolution.ts';

export async function rotate(bytes: Uint8Array, quarterTurns: 1 | 2 | 3): Promise<ImagingAnswer> {
  const decoded = await decode(bytes);
  if (!decoded.ok) return decoded;
  const { luma } = decoded.planes;
  const scan = scanOf(decoded.planes, resolutionOf(bytes, null, luma));
  const from = affineOf((point) => beforeQuarters(point, luma, quarterTurns));
  const size = quarterTurns === 2 ? luma : { width: luma.height, height: luma.width };
  const page = drawnOf(scan, from, size, PLAIN_GROUND);
  const content = bytes[0] === 0xff ? 'colour' : 'bilevel';
  const kept = await encode(page, content, scan.dotsPerInch);
  return { ok: true, task: 'rotate', page: { ...kept, preview: await previewOf(page, content, kept) } };
}
