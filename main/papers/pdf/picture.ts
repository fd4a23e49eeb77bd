// A page's picture as a PDF image, ISO 32000-1 8.9.5, its compressed bytes taken over as they are: a JPEG whole (DCTDecode), a
// PNG's data as Flate with PNG's predictors (7.4.4.4). Nothing is decoded but to see that a PNG's data is all there.
// JPEG markers: ITU-T T.81 annex B; PNG chunks: ISO/IEC 15948 clause 11.

import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { fail, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { PagePicture } from '../../domain/pages/page.ts';
import type { StudioFailure } from '../../services/ports.ts';

export type PdfPicture = { readonly dictionary: string; readonly stream: readonly Uint8Array[] };

type Dimensions = { readonly width: number; readonly height: number };

const inflating = promisify(inflate);

export async function pdfPicture(page: PagePicture): Promise<Result<PdfPicture, StudioFailure>> {
  const picture = page.mime === 'image/jpeg' ? fromJpeg(page.bytes) : await fromPng(page.bytes);
  if (typeof picture === 'string') return fail('undecodable', picture);
  const { width, height } = picture;
  if (width !== page.widthPx || height !== page.heightPx) return fail('undecodable', 'not of the size that was told');
  const dictionary = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${picture.dictionary}`;
  return ok({ dictionary, stream: picture.stream });
}

/** As the file's head says; undefined where it is none of the two or of a kind that is not used. */
export function pictureSize(bytes: Uint8Array, mime: PagePicture['mime']): Dimensions | undefined {
  if (mime === 'image/png') {
    if (!isPng(bytes)) return undefined;
    const view = viewOf(bytes);
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  const picture = fromJpeg(bytes);
  return typeof picture === 'string' ? undefined : { width: picture.width, height: picture.height };
}

function isPng(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  return bytes.length >= 45 && view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a;
}

function fromJpeg(bytes: Uint8Array): (PdfPicture & Dimensions) | string {
  const view = viewOf(bytes);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return 'no JPEG';
  if (view.getUint16(bytes.length - 2) !== 0xffd9) return 'a JPEG without its end';
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    const size = view.getUint16(at + 2);
    // Start of scan before any frame, or no marker where one must be.
    if (marker < 0xffc0 || marker === 0xffda || size < 2 || at + 2 + size > bytes.length) break;
    const frame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (!frame) {
      at += 2 + size;
      continue;
    }
    if (marker > 0xffc2 || size < 8) return 'a JPEG of a kind that is not used';
    const components = bytes[at + 9];
    if (bytes[at + 4] !== 8 || (components !== 1 && components !== 3)) return 'a JPEG of other colours';
    const space = components === 1 ? '/DeviceGray' : '/DeviceRGB';
    return {
      height: view.getUint16(at + 5),
      width: view.getUint16(at + 7),
      dictionary: `/ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`,
      stream: [bytes],
    };
  }
  return 'a JPEG without a frame';
}

async function fromPng(bytes: Uint8Array): Promise<(PdfPicture & Dimensions) | string> {
  const view = viewOf(bytes);
  if (!isPng(bytes)) return 'no PNG';
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const [bits = 0, colour = 0, , , interlaced] = bytes.subarray(24, 29);
  const samples = { 0: 1, 2: 3, 3: 1 }[colour];
  if (samples === undefined || ![1, 2, 4, 8].includes(bits) || (colour === 2 && bits !== 8) || interlaced !== 0)
    return 'a PNG of a kind that is not used';
  const data: Uint8Array[] = [];
  let palette: Uint8Array | undefined;
  let ended = false;
  for (let at = 8; at + 12 <= bytes.length && !ended; ) {
    const size = view.getUint32(at);
    const kind = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (at + 12 + size > bytes.length) break;
    const content = bytes.subarray(at + 8, at + 8 + size);
    if (kind === 'IDAT') data.push(content);
    if (kind === 'PLTE') palette = content;
    if (kind === 'tRNS') return 'a PNG that can be seen through';
    ended = kind === 'IEND';
    at += 12 + size;
  }
  if (!ended) return 'a PNG without its end';
  const wanted = (Math.ceil((width * samples * bits) / 8) + 1) * height;
  const found = await inflating(Buffer.concat(data), { maxOutputLength: wanted }).catch(() => null);
  if (found?.length !== wanted) return 'a PNG with other data than it says';
  let space = samples === 3 ? '/DeviceRGB' : '/DeviceGray';
  if (colour === 3) {
    if (!palette || palette.length === 0 || palette.length % 3 !== 0 || palette.length > 3 << bits) return 'a PNG without a palette';
    space = `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${Buffer.from(palette).toString('hex')}>]`;
  }
  const parameters = `/Predictor 15 /Colors ${samples} /BitsPerComponent ${bits} /Columns ${width}`;
  return {
    width,
    height,
    dictionary: `/ColorSpace ${space} /BitsPerComponent ${bits} /Filter /FlateDecode /DecodeParms << ${parameters} >>`,
    stream: data,
  };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
