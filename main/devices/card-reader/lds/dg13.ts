// Data group 13 of Vietnamese identity cards: the printed fields with their diacritics.
// tag 6D: SEQUENCE { INTEGER 1, OID, SET { SEQUENCE { INTEGER n, value } … } }. Fields may be missing, and on cards from
// 2024 the content may be enciphered: then it is unreadable, which is a normal result.
// Ethnicity and religion are passed over unless they are asked for by name: what is not needed is not decoded.

import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';
import { expectTag, readSmallInteger, readString, TAG } from '../tlv/asn1.ts';
import { readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';

export type Dg13Field =
  | 'number' | 'fullName' | 'birthDate' | 'sex' | 'nationality' | 'ethnicity' | 'religion' | 'origin' | 'residence' | 'marks'
  | 'issueDate' | 'expiryDate' | 'fatherName' | 'motherName' | 'spouseName' | 'oldNumber' | 'cardCode';

export type Dg13 = { readonly [Field in Dg13Field]?: string };

export const SENSITIVE_FIELDS: readonly Dg13Field[] = ['ethnicity', 'religion'];

const FIELDS: Readonly<Record<number, readonly Dg13Field[]>> = {
  1: ['number'], 2: ['fullName'], 3: ['birthDate'], 4: ['sex'], 5: ['nationality'], 6: ['ethnicity'], 7: ['religion'],
  8: ['origin'], 9: ['residence'], 10: ['marks'], 11: ['issueDate'], 12: ['expiryDate'], 13: ['fatherName', 'motherName'],
  14: ['spouseName'], 15: ['oldNumber'], 16: ['cardCode'],
};

const MAX_FIELD_BYTES = 2048;
const MAX_ENTRIES = 64;

/** @param sensitive the sensitive fields that the procedure needs */
export function parseDg13(bytes: Uint8Array, sensitive: readonly Dg13Field[] = []): Result<Dg13, MalformedFailure> {
  return parseWith('DG13', () => {
    const file = expectTag(readTlv(bytes), 0x6d);
    const entries = expectTag(file.children[0], TAG.sequence).children.find((object) => object.tag === TAG.set);
    if (entries === undefined) malformed('no set of fields');
    if (entries.children.length > MAX_ENTRIES) malformed('too many fields');
    const fields: { [Field in Dg13Field]?: string } = {};
    for (const entry of entries.children) {
      const [index, value] = expectTag(entry, TAG.sequence).children;
      const names = FIELDS[readSmallInteger(index)] ?? [];
      const texts = valuesOf(value);
      for (const [position, name] of names.entries()) {
        if (SENSITIVE_FIELDS.includes(name) && !sensitive.includes(name)) continue;
        const text = textOf(texts[position]);
        if (text !== undefined) fields[name] = text;
      }
    }
    return fields;
  });
}

// Parents and spouse are a sequence of strings, the others a string.
function valuesOf(value: Tlv | undefined): readonly Tlv[] {
  if (value === undefined) return [];
  return value.tag === TAG.sequence || value.tag === TAG.set ? value.children : [value];
}

// A field that is enciphered is an octet string: it cannot be read, and the others can.
function textOf(value: Tlv | undefined): string | undefined {
  if (value === undefined || value.tag === TAG.null || value.tag === TAG.octetString) return undefined;
  if (value.value.length > MAX_FIELD_BYTES) malformed('field too long');
  const text = readString(value).normalize('NFC').trim();
  return text === '' ? undefined : text;
}
