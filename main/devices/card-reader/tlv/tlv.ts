// BER-TLV (ISO/IEC 8825-1, ISO/IEC 7816-4 §6): reading with caps on depth, number and length, and writing in DER.

import { concat } from '../bytes.ts';
import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';

export type Tlv = {
  /** The tag's bytes as one number, e.g. 0x30, 0x5f1f, 0x7f61. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** Tag, length and value as they were read. */
  readonly raw: Uint8Array;
  /** What is inside a constructed object; empty for a primitive one. */
  readonly children: readonly Tlv[];
};

export type TlvLimits = {
  readonly maxDepth: number;
  readonly maxObjects: number;
  /** Constructed objects whose inside is left alone, because it is not TLV or is parsed by someone else. */
  readonly opaque?: readonly number[];
};

/** Ample for a certificate (about 120 objects) and for every file of an LDS1 chip. */
export const DEFAULT_TLV_LIMITS: TlvLimits = { maxDepth: 24, maxObjects: 4000 };

type Budget = { objects: number };

/** One object that fills `bytes` from the first byte to the last. */
export function parseTlv(bytes: Uint8Array, limits: TlvLimits = DEFAULT_TLV_LIMITS): Result<Tlv, MalformedFailure> {
  return parseWith('TLV', () => readTlv(bytes, limits));
}

/** As parseTlv, for use inside another parser: raises Malformed. */
export function readTlv(bytes: Uint8Array, limits: TlvLimits = DEFAULT_TLV_LIMITS): Tlv {
  const tlv = readObject(bytes, 0, limits, 0, { objects: 0 });
  if (tlv.raw.length !== bytes.length) malformed('bytes after the object');
  return tlv;
}

/** One object at the start of `bytes`, which may go on after it. */
export function readFirstTlv(bytes: Uint8Array, limits: TlvLimits = DEFAULT_TLV_LIMITS): Tlv {
  return readObject(bytes, 0, limits, 0, { objects: 0 });
}

/** Objects one after another until the end of `bytes`. */
export function readTlvList(bytes: Uint8Array, limits: TlvLimits = DEFAULT_TLV_LIMITS): readonly Tlv[] {
  return readObjects(bytes, limits, 0, { objects: 0 });
}

/** Length of the whole object whose first bytes are given, or undefined if they are too few to tell. */
export function announcedLength(start: Uint8Array): Result<number | undefined, MalformedFailure> {
  return parseWith('TLV header', () => {
    try {
      const header = readHeader(start, 0);
      if (header.length === undefined) malformed('indefinite length');
      return header.valueOffset + header.length;
    } catch (error) {
      if (error instanceof TooShort) return undefined;
      throw error;
    }
  });
}

class TooShort extends Error {}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw new TooShort();
  return byte;
}

type Header = { tag: number; constructed: boolean; valueOffset: number; length: number | undefined };

function readHeader(bytes: Uint8Array, start: number): Header {
  let offset = start;
  const first = byteAt(bytes, offset);
  offset += 1;
  let tag = first;
  if ((first & 0x1f) === 0x1f) {
    for (let count = 0; ; count += 1) {
      if (count === 3) malformed('tag longer than 4 bytes');
      const next = byteAt(bytes, offset);
      offset += 1;
      tag = tag * 0x100 + next;
      if ((next & 0x80) === 0) break;
    }
  }
  const lengthByte = byteAt(bytes, offset);
  offset += 1;
  let length: number | undefined = lengthByte;
  if (lengthByte === 0x80) {
    length = undefined;
  } else if (lengthByte > 0x80) {
    const count = lengthByte & 0x7f;
    if (count > 4) malformed('length longer than 4 bytes');
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 0x100 + byteAt(bytes, offset + index);
    offset += count;
  }
  return { tag, constructed: (first & 0x20) !== 0, valueOffset: offset, length };
}

function readObject(bytes: Uint8Array, start: number, limits: TlvLimits, depth: number, budget: Budget): Tlv {
  budget.objects += 1;
  if (budget.objects > limits.maxObjects) malformed('too many objects');
  if (depth > limits.maxDepth) malformed('nested too deeply');
  let header: Header;
  try {
    header = readHeader(bytes, start);
  } catch (error) {
    if (error instanceof TooShort) malformed('cut off in a header');
    throw error;
  }
  if (header.length === undefined) return readIndefinite(bytes, start, header, limits, depth, budget);
  const end = header.valueOffset + header.length;
  if (end > bytes.length) malformed('length beyond the end');
  const value = bytes.subarray(header.valueOffset, end);
  const descend = header.constructed && !limits.opaque?.includes(header.tag);
  const children = descend ? readObjects(value, limits, depth + 1, budget) : [];
  return { tag: header.tag, value, raw: bytes.subarray(start, end), children };
}

function readObjects(bytes: Uint8Array, limits: TlvLimits, depth: number, budget: Budget): Tlv[] {
  const objects: Tlv[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const object = readObject(bytes, offset, limits, depth, budget);
    objects.push(object);
    offset += object.raw.length;
  }
  return objects;
}

// Some issuers' document security objects are BER with indefinite lengths (RFC 5652 allows it).
function readIndefinite(
  bytes: Uint8Array, start: number, header: Header, limits: TlvLimits, depth: number, budget: Budget,
): Tlv {
  if (!header.constructed) malformed('indefinite length of a primitive object');
  const children: Tlv[] = [];
  let offset = header.valueOffset;
  for (;;) {
    if (bytes[offset] === 0 && bytes[offset + 1] === 0) break;
    if (offset >= bytes.length) malformed('indefinite length without an end');
    const child = readObject(bytes, offset, limits, depth + 1, budget);
    children.push(child);
    offset += child.raw.length;
  }
  return {
    tag: header.tag,
    value: bytes.subarray(header.valueOffset, offset),
    raw: bytes.subarray(start, offset + 2),
    children,
  };
}

/** The only or first child with this tag; Malformed if there is none. */
export function child(parent: Tlv, tag: number): Tlv {
  return optionalChild(parent, tag) ?? malformed(`no object ${tag.toString(16)} in ${parent.tag.toString(16)}`);
}

export function optionalChild(parent: Tlv, tag: number): Tlv | undefined {
  return parent.children.find((object) => object.tag === tag);
}

/** Writes an object in DER. */
export function encodeTlv(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const value = concat(...values);
  return concat(encodeTag(tag), encodeLength(value.length), value);
}

function encodeTag(tag: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = tag; rest > 0; rest = Math.floor(rest / 0x100)) bytes.unshift(rest % 0x100);
  return Uint8Array.from(bytes);
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length & 0xff);
  return Uint8Array.of(0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}
