// The ASN.1 types that chips and certificates use, read from and written to TLV (ITU-T X.690).
// Readers raise Malformed, to be used inside a parser.

import { toBigInt } from '../bytes.ts';
import { malformed } from '../malformed.ts';
import { encodeTlv } from './tlv.ts';
import type { Tlv } from './tlv.ts';

export const TAG = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, utf8String: 0x0c,
  printableString: 0x13, teletexString: 0x14, ia5String: 0x16, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31,
} as const;

/** Integers above this are not keys or serial numbers of any real card. */
const MAX_INTEGER_BYTES = 1100;

export function expectTag(tlv: Tlv | undefined, tag: number): Tlv {
  if (tlv === undefined) malformed(`object ${tag.toString(16)} is missing`);
  if (tlv.tag !== tag) malformed(`object ${tlv.tag.toString(16)} where ${tag.toString(16)} should be`);
  return tlv;
}

export function readInteger(tlv: Tlv | undefined): bigint {
  const { value } = expectTag(tlv, TAG.integer);
  if (value.length === 0 || value.length > MAX_INTEGER_BYTES) malformed('integer of this length');
  if (((value[0] ?? 0) & 0x80) !== 0) malformed('negative integer');
  return toBigInt(value);
}

export function readSmallInteger(tlv: Tlv | undefined): number {
  const value = readInteger(tlv);
  if (value > 0x7fffffffn) malformed('integer too large');
  return Number(value);
}

/** Dotted decimal. */
export function readOid(tlv: Tlv | undefined): string {
  const { value } = expectTag(tlv, TAG.oid);
  if (value.length === 0 || value.length > 64) malformed('object identifier of this length');
  const arcs: number[] = [];
  let arc = 0;
  for (const [index, byte] of value.entries()) {
    arc = arc * 0x80 + (byte & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) malformed('object identifier arc too large');
    if ((byte & 0x80) !== 0) {
      if (index === value.length - 1) malformed('object identifier cut off');
      continue;
    }
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(arc / 40));
      arcs.push(root, arc - root * 40);
    } else {
      arcs.push(arc);
    }
    arc = 0;
  }
  return arcs.join('.');
}

/** The value bytes of an object identifier (without tag and length). */
export function encodeOidValue(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc % 0x80];
    for (let left = Math.floor(arc / 0x80); left > 0; left = Math.floor(left / 0x80)) groups.unshift(0x80 | (left % 0x80));
    bytes.push(...groups);
  }
  return Uint8Array.from(bytes);
}

export function encodeOid(dotted: string): Uint8Array {
  return encodeTlv(TAG.oid, encodeOidValue(dotted));
}

/** A bit string of whole bytes, which is what keys and signatures are. */
export function readBitString(tlv: Tlv | undefined): Uint8Array {
  const { value } = expectTag(tlv, TAG.bitString);
  if (value[0] !== 0) malformed('bit string with unused bits');
  return value.subarray(1);
}

/** A named bit list (RFC 5280 KeyUsage): whether bit `index`, counted from the most significant, is set. */
export function namedBit(tlv: Tlv, index: number): boolean {
  const byte = expectTag(tlv, TAG.bitString).value[1 + (index >> 3)] ?? 0;
  return (byte & (0x80 >> (index & 7))) !== 0;
}

/** An octet string, also when BER has cut it into pieces. */
export function readOctetString(tlv: Tlv | undefined): Uint8Array {
  if (tlv !== undefined && (tlv.tag === 0x24 || tlv.tag === TAG.octetString)) {
    if (tlv.tag === TAG.octetString) return tlv.value;
    const pieces = tlv.children.map(readOctetString);
    return Uint8Array.from(Buffer.concat(pieces));
  }
  malformed('no octet string');
}

export function readBoolean(tlv: Tlv | undefined): boolean {
  const { value } = expectTag(tlv, TAG.boolean);
  if (value.length !== 1) malformed('boolean of this length');
  return value[0] !== 0;
}

/** Characters of a directory string. UTF-8 is checked; the older types are taken as Latin-1. */
export function readString(tlv: Tlv | undefined): string {
  switch (tlv?.tag) {
    case TAG.utf8String:
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(tlv.value);
      } catch {
        return malformed('not UTF-8');
      }
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
      return Buffer.from(tlv.value).toString('latin1');
    default:
      return malformed('no character string');
  }
}

/** UTCTime or GeneralizedTime with Z, as milliseconds since the epoch (RFC 5280 §4.1.2.5). */
export function readTime(tlv: Tlv | undefined): number {
  if (tlv === undefined || (tlv.tag !== TAG.utcTime && tlv.tag !== TAG.generalizedTime)) malformed('no time');
  let text = Buffer.from(tlv.value.subarray(0, 32)).toString('latin1');
  if (tlv.tag === TAG.utcTime) text = (text.slice(0, 2) < '50' ? '20' : '19') + text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?Z$/.exec(text);
  if (match === null) malformed('time is not UTC');
  const [year, month, day, hour, minute, second] = match.slice(1).map((digits) => Number(digits ?? 0));
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
