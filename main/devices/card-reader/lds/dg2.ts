// Data group 2: the portrait (ICAO Doc 9303-10 §4.7.2). Biometric information templates of ISO/IEC 7816-11 around a
// facial record of ISO/IEC 19794-5 or, on newer chips, ISO/IEC 39794-5. The picture is cut out, not decoded: that is
// for a sandbox.

import { uint16, uint32 } from '../bytes.ts';
import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';
import { child, optionalChild, readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';

export type Portrait = { readonly bytes: Uint8Array; readonly mime: 'image/jpeg' | 'image/jp2' };

/** A portrait above this is no portrait. */
const MAX_PORTRAIT_BYTES = 200 * 1024;

const RECORD_HEADER_BYTES = 14;
const FACE_BLOCK_BYTES = 20;
const FEATURE_POINT_BYTES = 8;
const IMAGE_BLOCK_BYTES = 12;
const MAX_FEATURE_POINTS = 256;

export function parseDg2(bytes: Uint8Array): Result<Portrait, MalformedFailure> {
  return parseWith('DG2', () => {
    const file = readTlv(bytes, { maxDepth: 6, maxObjects: 200, opaque: [0x7f2e] });
    if (file.tag !== 0x75) malformed('tag is not 75');
    const template = child(child(file, 0x7f61), 0x7f60);
    const block = biometricData(template);
    const picture = isFacialRecord(block) ? pictureOf(block) : findPicture(block);
    const mime = mimeOf(picture);
    if (mime === undefined) malformed('picture is neither JPEG nor JPEG 2000');
    if (picture.length > MAX_PORTRAIT_BYTES) malformed('picture too large');
    return { bytes: picture.slice(), mime };
  });
}

function biometricData(template: Tlv): Uint8Array {
  const block = optionalChild(template, 0x5f2e) ?? optionalChild(template, 0x7f2e);
  return block === undefined ? malformed('no biometric data') : block.value;
}

function isFacialRecord(block: Uint8Array): boolean {
  return uint32(block, 0) === 0x46414300;
}

// ISO/IEC 19794-5:2005 §5: record header, facial information, feature points, image information, picture.
function pictureOf(block: Uint8Array): Uint8Array {
  if (uint32(block, 4) !== 0x30313000) malformed('facial record of another version');
  const faceLength = uint32(block, RECORD_HEADER_BYTES);
  const featurePoints = uint16(block, RECORD_HEADER_BYTES + 4);
  if (featurePoints > MAX_FEATURE_POINTS) malformed('too many feature points');
  const start = RECORD_HEADER_BYTES + FACE_BLOCK_BYTES + featurePoints * FEATURE_POINT_BYTES + IMAGE_BLOCK_BYTES;
  const end = RECORD_HEADER_BYTES + faceLength;
  if (start >= block.length || end > block.length || start >= end) malformed('facial record cut off');
  return block.subarray(start, end);
}

// ISO/IEC 39794-5 is ASN.1 with the picture in an octet string; its start is unmistakable, and its end is the string's.
function findPicture(block: Uint8Array): Uint8Array {
  for (let offset = 0; offset + 12 <= block.length; offset += 1) {
    const candidate = block.subarray(offset);
    if (mimeOf(candidate) === undefined) continue;
    const length = lengthBefore(block, offset);
    return length === undefined ? candidate : candidate.subarray(0, length);
  }
  return malformed('no picture in the biometric data');
}

// The DER length right in front of the picture, if it is one that fits.
function lengthBefore(block: Uint8Array, offset: number): number | undefined {
  const longForm = [[3, 0x82], [4, 0x83]] as const;
  for (const [bytes, marker] of longForm) {
    if (offset < bytes + 1 || block[offset - bytes] !== marker) continue;
    const length = bytes === 3 ? uint16(block, offset - 2) : ((block[offset - 3] ?? 0) << 16) | uint16(block, offset - 2);
    if (length > 0 && offset + length <= block.length) return length;
  }
  return undefined;
}

function mimeOf(picture: Uint8Array): Portrait['mime'] | undefined {
  const start = uint32(picture, 0);
  if (start >>> 8 === 0xffd8ff) return 'image/jpeg';
  // A JP2 file, or a bare code stream.
  if (start === 0x0000000c && uint32(picture, 4) === 0x6a502020) return 'image/jp2';
  return start === 0xff4fff51 ? 'image/jp2' : undefined;
}
