// The files of an eMRTD's application (Doc 9303 part 10, LDS1): EF.COM, data groups, the content that the SOD signs.
import { createHash } from 'node:crypto';
import { ascii, concat, integerBytes } from './bytes.ts';
import type { MachineReadableZone } from './machine-readable-zone.ts';
import type { Persona } from './personas.ts';
import type { Random } from './random.ts';
import {
  integer, nullValue, objectIdentifier, octetString, printableString, sequence, set, sortedSet, tlv, utf8String,
} from './tlv.ts';

/** Tags of data groups 1…16. */
export const dataGroupTags = [
  0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70,
] as const;

export function efCom(dataGroups: readonly number[]): Uint8Array {
  const tags = dataGroups.map((number) => dataGroupTags[number - 1] ?? 0);
  return tlv(0x60, tlv(0x5f01, ascii('0107')), tlv(0x5f36, ascii('040000')), tlv(0x5c, Uint8Array.from(tags)));
}

export function dataGroup1(zone: MachineReadableZone): Uint8Array {
  return tlv(0x61, tlv(0x5f1f, ascii(zone.lines.join(''))));
}

export interface Portrait {
  readonly format: 'jpeg' | 'jpeg-2000';
  readonly image: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One facial record of ISO/IEC 19794-5:2005 in the biometric template of ISO/IEC 7816-11. */
export function dataGroup2(portrait: Portrait): Uint8Array {
  const header = tlv(0xa1,
    tlv(0x80, Uint8Array.of(0x01, 0x01)), tlv(0x81, Uint8Array.of(0x02)), tlv(0x82, Uint8Array.of(0x00)),
    tlv(0x87, Uint8Array.of(0x01, 0x01)), tlv(0x88, Uint8Array.of(0x00, 0x08)));
  return tlv(0x75, tlv(0x7f61, tlv(0x02, Uint8Array.of(1)), tlv(0x7f60, header, tlv(0x5f2e, facialRecord(portrait)))));
}

function facialRecord({ format, image, width, height }: Portrait): Uint8Array {
  const facialInformation = (length: number): Uint8Array => concat(
    integerBytes(length, 4),
    integerBytes(0, 2), // no feature points
    Uint8Array.of(0, 0, 0), // sex, eyes, hair unspecified
    integerBytes(0, 3), integerBytes(0, 2), // properties, expression
    integerBytes(0, 3), integerBytes(0, 3), // pose and its uncertainty
  );
  const imageInformation = concat(
    Uint8Array.of(1, format === 'jpeg' ? 0 : 1), // full frontal; image data type
    integerBytes(width, 2), integerBytes(height, 2),
    Uint8Array.of(1, 2), // sRGB; static photograph from a digital camera
    integerBytes(0, 2), integerBytes(0, 2), // device, quality
  );
  const block = 20 + imageInformation.length + image.length;
  const record = concat(facialInformation(block), imageInformation, image);
  return concat(ascii('FAC\0'), ascii('010\0'), integerBytes(14 + record.length, 4), integerBytes(1, 2), record);
}

export function dataGroup14(securityInfos: readonly Uint8Array[]): Uint8Array {
  return tlv(0x6e, sortedSet(...securityInfos));
}

export function dataGroup15(subjectPublicKeyInfo: Uint8Array): Uint8Array {
  return tlv(0x6f, subjectPublicKeyInfo);
}

/** How much of DG13 can be read: cards of 2024 encipher part or all of it. */
export type DataGroup13Form = 'plain' | 'partly-enciphered' | 'enciphered';

/** DG13 of Vietnamese cards: numbered fields, absent when empty. */
export function dataGroup13(holder: Persona, form: DataGroup13Form, random: Random): Uint8Array {
  const identifier = [integer(1), objectIdentifier('1.0.10646.1.0.8')];
  const fields = fieldsOf(holder);
  if (form === 'enciphered') {
    const length = concat(...fields.values()).length + 16;
    return tlv(0x6d, sequence(...identifier, octetString(random.bytes(length))));
  }
  const hidden = new Set([6, 7, 10, 13, 14]);
  const entries = [...fields].map(([number, value]) => sequence(integer(number),
    form === 'partly-enciphered' && hidden.has(number) ? octetString(random.bytes(32)) : value));
  return tlv(0x6d, sequence(...identifier, set(...entries)));
}

function fieldsOf(holder: Persona): Map<number, Uint8Array> {
  const parents = [holder.father, holder.mother].map((name) => utf8String(name ?? ''));
  return new Map<number, Uint8Array>([
    [1, utf8String(holder.number)],
    [2, utf8String(holder.name)],
    [3, utf8String(holder.birth)],
    [4, utf8String(holder.sex)],
    [5, utf8String('Việt Nam')],
    [6, utf8String(holder.ethnicity)],
    [7, utf8String(holder.religion)],
    [8, utf8String(holder.origin)],
    [9, utf8String(holder.residence)],
    [10, utf8String(holder.marks)],
    [11, utf8String(holder.issued)],
    [12, utf8String(holder.expires ?? 'Không thời hạn')],
    ...(holder.father ?? holder.mother ? [[13, sequence(...parents)] as const] : []),
    ...(holder.spouse ? [[14, sequence(utf8String(holder.spouse))] as const] : []),
    ...(holder.oldNumber ? [[15, utf8String(holder.oldNumber)] as const] : []),
    ...(holder.code ? [[16, printableString(holder.code)] as const] : []),
  ]);
}

export type DigestName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

const digestIdentifiers: Record<DigestName, string> = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** LDSSecurityObject (clause 4.6.2.3); version 1 repeats the versions of EF.COM. */
export function ldsSecurityObject(
  digest: DigestName, dataGroups: ReadonlyMap<number, Uint8Array>, version: 0 | 1,
): Uint8Array {
  const hashes = [...dataGroups].map(([number, content]) =>
    sequence(integer(number), octetString(new Uint8Array(createHash(digest).update(content).digest()))));
  const versions = version === 1 ? [sequence(printableString('0107'), printableString('040000'))] : [];
  return sequence(integer(version), sequence(objectIdentifier(digestIdentifiers[digest]), nullValue()),
    sequence(...hashes), ...versions);
}

export function documentSecurityObject(contentInfo: Uint8Array): Uint8Array {
  return tlv(0x77, contentInfo);
}
