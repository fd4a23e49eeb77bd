// BER-TLV and DER (ITU-T X.690, ISO/IEC 7816-4 clause 5.2): writing what a card carries, reading what a reader sends.
import { ascii, bytesInteger, concat, fromHex, utf8 } from './bytes.ts';

/** One data object: tag as written (0x7f49 is two bytes), definite length in its shortest form. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = concat(...parts);
  return concat(tagBytes(tag), lengthBytes(value.length), value);
}

export function tagBytes(tag: number): Uint8Array {
  const digits = tag.toString(16);
  return fromHex(digits.length % 2 ? `0${digits}` : digits);
}

export function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits = length.toString(16);
  const bytes = fromHex(digits.length % 2 ? `0${digits}` : digits);
  return concat(Uint8Array.of(0x80 | bytes.length), bytes);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
/** SET OF in the order given; `sortedSet` is DER's. */
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x31, ...parts);
export const sortedSet = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x31, ...parts.slice().sort(Buffer.compare));
export const octetString = (value: Uint8Array): Uint8Array => tlv(0x04, value);
export const bitString = (value: Uint8Array): Uint8Array => tlv(0x03, Uint8Array.of(0), value);
export const utf8String = (text: string): Uint8Array => tlv(0x0c, utf8(text));
export const printableString = (text: string): Uint8Array => tlv(0x13, ascii(text));
export const nullValue = (): Uint8Array => tlv(0x05);

/** INTEGER of a number that is not negative. */
export function integer(value: number | bigint): Uint8Array {
  const digits = BigInt(value).toString(16);
  const bytes = fromHex(digits.length % 2 ? `0${digits}` : digits);
  return tlv(0x02, (bytes[0] ?? 0) & 0x80 ? concat(Uint8Array.of(0), bytes) : bytes);
}

/** The content bytes of an OBJECT IDENTIFIER, without tag and length. */
export function objectIdentifierBytes(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return Uint8Array.from(bytes);
}

export const objectIdentifier = (dotted: string): Uint8Array => tlv(0x06, objectIdentifierBytes(dotted));

export interface DataObject {
  readonly tag: number;
  readonly value: Uint8Array;
  /** Header and value as they stood in the input. */
  readonly whole: Uint8Array;
}

/** Thrown for bytes that are no data objects. */
export class MalformedTlv extends Error {}

/** The data objects that fill `bytes`; throws MalformedTlv when they do not fill it exactly. */
export function dataObjects(bytes: Uint8Array): DataObject[] {
  const found: DataObject[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const object = dataObjectAt(bytes, offset);
    found.push(object);
    offset += object.whole.length;
  }
  return found;
}

export function dataObjectAt(bytes: Uint8Array, start: number): DataObject {
  let offset = start;
  const next = (): number => {
    const byte = bytes[offset];
    if (byte === undefined) throw new MalformedTlv('ends inside a header');
    offset += 1;
    return byte;
  };
  let tag = next();
  if ((tag & 0x1f) === 0x1f) {
    let byte = next();
    tag = tag * 256 + byte;
    if (byte & 0x80) {
      byte = next();
      tag = tag * 256 + byte;
    }
  }
  let length = next();
  if (length & 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > 4) throw new MalformedTlv('length of this form is not taken');
    length = 0;
    for (let index = 0; index < size; index += 1) length = length * 256 + next();
  }
  if (offset + length > bytes.length) throw new MalformedTlv('longer than the bytes that are there');
  return { tag, value: bytes.slice(offset, offset + length), whole: bytes.slice(start, offset + length) };
}

/** The value of the first data object with this tag among `objects`. */
export function valueOf(objects: readonly DataObject[], tag: number): Uint8Array | undefined {
  return objects.find((object) => object.tag === tag)?.value;
}

/** The value of an INTEGER object that is not negative. */
export const integerValue = (object: DataObject): bigint => bytesInteger(object.value);
