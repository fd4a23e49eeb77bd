// SecurityInfos: what a chip can do, in EF.CardAccess, EF.CardSecurity and data group 14
// (ICAO Doc 9303-11 §9.2, BSI TR-03110-3 A.1.1). Unknown entries are passed over.

import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';
import type { CipherSuite } from '../crypto/symmetric.ts';
import { readOid, readSmallInteger, TAG } from '../tlv/asn1.ts';
import { readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';
import { readPublicKey } from '../crypto/public-key.ts';
import type { PublicKey } from '../crypto/public-key.ts';

export type KeyAgreement = 'DH' | 'ECDH';
export type PaceMapping = 'generic' | 'integrated' | 'chipAuthentication';

export type PaceInfo = {
  readonly oid: string;
  readonly agreement: KeyAgreement;
  readonly mapping: PaceMapping;
  readonly suite: CipherSuite;
  readonly parameterId: number | undefined;
};

export type ChipAuthenticationInfo = {
  readonly oid: string;
  readonly agreement: KeyAgreement;
  readonly suite: CipherSuite;
  readonly keyId: number | undefined;
};

export type ChipAuthenticationKey = {
  readonly agreement: KeyAgreement;
  /** Undefined for a curve or group that this reader does not know. */
  readonly key: PublicKey | undefined;
  readonly keyId: number | undefined;
};

export type SecurityInfos = {
  readonly pace: readonly PaceInfo[];
  readonly chipAuthentication: readonly ChipAuthenticationInfo[];
  readonly chipAuthenticationKeys: readonly ChipAuthenticationKey[];
  /** Signature algorithm of active authentication with ECDSA. */
  readonly activeAuthenticationAlgorithm: string | undefined;
};

const PACE = '0.4.0.127.0.7.2.2.4';
const CHIP_AUTHENTICATION = '0.4.0.127.0.7.2.2.3';
const PUBLIC_KEY = '0.4.0.127.0.7.2.2.1';
const ACTIVE_AUTHENTICATION = '2.23.136.1.1.5';

const MAX_INFOS = 64;
const SUITES: readonly (CipherSuite | undefined)[] = [undefined, '3DES', 'AES-128', 'AES-192', 'AES-256'];
const PACE_KINDS: readonly ([KeyAgreement, PaceMapping] | undefined)[] = [
  undefined, ['DH', 'generic'], ['ECDH', 'generic'], ['DH', 'integrated'], ['ECDH', 'integrated'], undefined,
  ['ECDH', 'chipAuthentication'],
];

/** The content of EF.CardAccess. */
export function parseCardAccess(bytes: Uint8Array): Result<SecurityInfos, MalformedFailure> {
  return parseWith('EF.CardAccess', () => readSecurityInfos(readTlv(bytes)));
}

/** The content of data group 14, tag 6E included. */
export function parseDg14(bytes: Uint8Array): Result<SecurityInfos, MalformedFailure> {
  return parseWith('DG14', () => {
    const file = readTlv(bytes);
    const set = file.children[0];
    if (file.tag !== 0x6e || set === undefined) malformed('no SecurityInfos in tag 6E');
    return readSecurityInfos(set);
  });
}

/** For use inside another parser. */
export function readSecurityInfos(set: Tlv): SecurityInfos {
  if (set.tag !== TAG.set) malformed('SecurityInfos are no SET');
  if (set.children.length > MAX_INFOS) malformed('too many SecurityInfos');
  const pace: PaceInfo[] = [];
  const chipAuthentication: ChipAuthenticationInfo[] = [];
  const chipAuthenticationKeys: ChipAuthenticationKey[] = [];
  let activeAuthenticationAlgorithm: string | undefined;

  for (const info of set.children) {
    if (info.tag !== TAG.sequence) malformed('SecurityInfo is no SEQUENCE');
    const [protocol, required, optional] = info.children;
    const oid = readOid(protocol);
    const arcs = oid.split('.').map(Number);
    if (oid.startsWith(`${PACE}.`) && arcs.length === 11) {
      const kind = PACE_KINDS[arcs[9] ?? 0];
      const suite = SUITES[arcs[10] ?? 0];
      if (kind === undefined || suite === undefined) continue;
      const parameterId = optional === undefined ? undefined : readSmallInteger(optional);
      pace.push({ oid, agreement: kind[0], mapping: kind[1], suite, parameterId });
    } else if (oid.startsWith(`${CHIP_AUTHENTICATION}.`) && arcs.length === 11) {
      const agreement = agreementOf(arcs[9]);
      const suite = SUITES[arcs[10] ?? 0];
      if (agreement === undefined || suite === undefined) continue;
      chipAuthentication.push({ oid, agreement, suite, keyId: optional && readSmallInteger(optional) });
    } else if (oid.startsWith(`${PUBLIC_KEY}.`) && arcs.length === 10) {
      const agreement = agreementOf(arcs[9]);
      if (agreement === undefined || required === undefined) continue;
      chipAuthenticationKeys.push({
        agreement, key: readPublicKey(required), keyId: optional && readSmallInteger(optional),
      });
    } else if (oid === ACTIVE_AUTHENTICATION) {
      activeAuthenticationAlgorithm = readOid(optional);
    }
  }
  return { pace, chipAuthentication, chipAuthenticationKeys, activeAuthenticationAlgorithm };
}

function agreementOf(arc: number | undefined): KeyAgreement | undefined {
  return arc === 1 ? 'DH' : arc === 2 ? 'ECDH' : undefined;
}
