// EF.SOD, the document security object (ICAO Doc 9303-10 §4.6.2): the hashes of the data groups, signed by the issuer.

import { equalBytes } from '../bytes.ts';
import { digest } from '../crypto/hash.ts';
import type { HashName } from '../crypto/hash.ts';
import { readHashAlgorithm } from '../crypto/signature.ts';
import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import { readSignedData } from '../passive-authentication/signed-data.ts';
import type { SignedData } from '../passive-authentication/signed-data.ts';
import type { Result } from '../../../domain/result.ts';
import { expectTag, readOctetString, readSmallInteger, TAG } from '../tlv/asn1.ts';
import { readTlv } from '../tlv/tlv.ts';

export type DocumentSecurityObject = {
  readonly signedData: SignedData;
  /** Undefined: not one of SHA-1 to SHA-512. */
  readonly hash: HashName | undefined;
  /** Data group number to the hash that the issuer signed. */
  readonly hashes: ReadonlyMap<number, Uint8Array>;
};

export const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const MAX_DATA_GROUPS = 16;

export function parseSod(bytes: Uint8Array): Result<DocumentSecurityObject, MalformedFailure> {
  return parseWith('EF.SOD', () => {
    const file = expectTag(readTlv(bytes), 0x77);
    const signedData = readSignedData(expectTag(file.children[0], TAG.sequence));
    if (signedData.contentType !== LDS_SECURITY_OBJECT) malformed('content is no LDS security object');
    const [, hashAlgorithm, list] = expectTag(readTlv(signedData.content), TAG.sequence).children;
    const hashes = new Map<number, Uint8Array>();
    for (const entry of expectTag(list, TAG.sequence).children) {
      const [number, value] = expectTag(entry, TAG.sequence).children;
      const dataGroup = readSmallInteger(number);
      if (dataGroup < 1 || dataGroup > MAX_DATA_GROUPS || hashes.has(dataGroup)) malformed('data group number');
      hashes.set(dataGroup, readOctetString(value));
    }
    return { signedData, hash: readHashAlgorithm(hashAlgorithm), hashes };
  });
}

/** Whether the file is the one that the issuer signed; `notSigned` if its number is not in the list. */
export function checkDataGroup(
  sod: DocumentSecurityObject, dataGroup: number, file: Uint8Array,
): 'unaltered' | 'altered' | 'notSigned' | 'unsupported' {
  const expected = sod.hashes.get(dataGroup);
  if (expected === undefined) return 'notSigned';
  if (sod.hash === undefined) return 'unsupported';
  return equalBytes(expected, digest(sod.hash, file)) ? 'unaltered' : 'altered';
}
