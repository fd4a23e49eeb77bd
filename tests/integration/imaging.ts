// What stands in for the imaging window where there is no window: pages stay as they came. Tests say what is found on them.

import { fail, ok } from '../../main/domain/result.ts';
import type { ImprovedPage } from '../../main/domain/pages/page.ts';
import { assemblePdf } from '../../main/papers/assemble-pdf.ts';
import { pictureSize } from '../../main/papers/pdf/picture.ts';
import type { Imaging } from '../../main/services/ports.ts';

export const plainImaging: Imaging = {
  warm: () => {},
  improve: async (bytes) => {
    const page = plainPage(bytes);
    return page ? ok([page]) : fail('undecodable');
  },
  rotate: async (bytes) => {
    const page = plainPage(bytes);
    return page ? ok(page) : fail('undecodable');
  },
  sizeOf: pictureSize,
  recognise: async () => ok([]),
  assemblePdf,
};

export function plainPage(bytes: Uint8Array, about: Partial<ImprovedPage> = {}): ImprovedPage | undefined {
  const size = pictureSize(bytes, 'image/jpeg');
  return size && {
    bytes,
    mime: 'image/jpeg',
    widthPx: size.width,
    heightPx: size.height,
    dotsPerInch: 300,
    content: 'colour',
    turnedDegrees: 0,
    skewDegrees: 0,
    crop: { x: 0, y: 0, ...size },
    empty: false,
    quality: [],
    preview: bytes,
    ...about,
  };
}
