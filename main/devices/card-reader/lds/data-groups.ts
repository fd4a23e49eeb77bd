// Data groups 1, 11, 12, 15 and EF.COM (ICAO Doc 9303-10 §4.6 and §4.7). Text only: pictures in groups 11 and 12 and
// what a counter has no use for are passed over.

import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';
import { readPublicKey } from '../crypto/public-key.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { child, optionalChild, readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';
import { readMrz } from './mrz.ts';
import type { Mrz } from './mrz.ts';

const MAX_TEXT_BYTES = 4096;

export function parseDg1(bytes: Uint8Array): Result<Mrz, MalformedFailure> {
  return parseWith('DG1', () => {
    const file = readTlv(bytes);
    if (file.tag !== 0x61) malformed('tag is not 61');
    return readMrz(Buffer.from(child(file, 0x5f1f).value).toString('latin1'));
  });
}

export type Dg11 = {
  readonly fullName?: string;
  readonly personalNumber?: string;
  /** As on the chip: CCYYMMDD. */
  readonly dateOfBirth?: string;
  readonly placeOfBirth?: string;
  readonly address?: string;
  readonly telephone?: string;
  readonly profession?: string;
};

export function parseDg11(bytes: Uint8Array): Result<Dg11, MalformedFailure> {
  return parseWith('DG11', () => {
    const file = readTlv(bytes);
    if (file.tag !== 0x6b) malformed('tag is not 6B');
    return present({
      fullName: text(file, 0x5f0e),
      personalNumber: text(file, 0x5f10),
      dateOfBirth: date(file, 0x5f2b),
      placeOfBirth: text(file, 0x5f11),
      address: text(file, 0x5f42),
      telephone: text(file, 0x5f12),
      profession: text(file, 0x5f13),
    });
  });
}

export type Dg12 = {
  readonly issuingAuthority?: string;
  /** CCYYMMDD. */
  readonly dateOfIssue?: string;
  readonly endorsements?: string;
};

export function parseDg12(bytes: Uint8Array): Result<Dg12, MalformedFailure> {
  return parseWith('DG12', () => {
    const file = readTlv(bytes);
    if (file.tag !== 0x6c) malformed('tag is not 6C');
    return present({
      issuingAuthority: text(file, 0x5f19), dateOfIssue: date(file, 0x5f26), endorsements: text(file, 0x5f1b),
    });
  });
}

/** The key of active authentication; undefined if it is of a kind that this reader does not know. */
export function parseDg15(bytes: Uint8Array): Result<PublicKey | undefined, MalformedFailure> {
  return parseWith('DG15', () => {
    const file = readTlv(bytes);
    if (file.tag !== 0x6f) malformed('tag is not 6F');
    return readPublicKey(child(file, 0x30));
  });
}

/** Tags of data groups in EF.COM and EF.SOD's order: the index is the group's number. */
const DATA_GROUP_TAGS = [
  0, 0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70,
];

export type Com = { readonly ldsVersion: string; readonly dataGroups: readonly number[] };

export function parseCom(bytes: Uint8Array): Result<Com, MalformedFailure> {
  return parseWith('EF.COM', () => {
    const file = readTlv(bytes);
    if (file.tag !== 0x60) malformed('tag is not 60');
    const dataGroups = Array.from(child(file, 0x5c).value, (tag) => DATA_GROUP_TAGS.indexOf(tag));
    if (dataGroups.length > 16 || dataGroups.some((number) => number < 1)) malformed('unknown data group');
    return { ldsVersion: text(file, 0x5f01) ?? '', dataGroups };
  });
}

function text(file: Tlv, tag: number): string | undefined {
  const value = optionalChild(file, tag)?.value;
  if (value === undefined) return undefined;
  if (value.length > MAX_TEXT_BYTES) malformed('text too long');
  const decoded = new TextDecoder('utf-8').decode(value).trim();
  return decoded === '' ? undefined : decoded;
}

// Eight characters, or four bytes of packed digits.
function date(file: Tlv, tag: number): string | undefined {
  const value = optionalChild(file, tag)?.value;
  if (value === undefined) return undefined;
  const digits = value.length === 4 ? Buffer.from(value).toString('hex') : Buffer.from(value).toString('latin1');
  return /^\d{8}$/.test(digits) ? digits : undefined;
}

function present<T extends object>(fields: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as
    { [Key in keyof T]?: NonNullable<T[Key]> };
}
