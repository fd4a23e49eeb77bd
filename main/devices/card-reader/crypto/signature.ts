// Verifies a signature by its AlgorithmIdentifier (RFC 4055, RFC 5758, TR-03111 §5.2.1): RSA PKCS #1 v1.5, RSA-PSS
// and ECDSA with SHA-1 to SHA-512.

import { Malformed, malformed } from '../malformed.ts';
import { expectTag, readInteger, readOid, readSmallInteger, TAG } from '../tlv/asn1.ts';
import { child, optionalChild, readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';
import { decodePlainSignature, verifyEcdsa } from './ecdsa.ts';
import type { EcdsaSignature } from './ecdsa.ts';
import { digest, hashOfOid } from './hash.ts';
import type { HashName } from './hash.ts';
import type { PublicKey } from './public-key.ts';
import { verifyPkcs1, verifyPss } from './rsa.ts';
import type { PssParameters } from './rsa.ts';

export type SignatureAlgorithm =
  | { readonly kind: 'pkcs1'; readonly hash: HashName }
  | { readonly kind: 'ecdsa' | 'plainEcdsa'; readonly hash: HashName }
  | { readonly kind: 'pss'; readonly parameters: PssParameters };

export type SignatureCheck = 'valid' | 'invalid' | 'unsupported';

const BY_OID: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.5': { kind: 'pkcs1', hash: 'SHA-1' },
  '1.2.840.113549.1.1.14': { kind: 'pkcs1', hash: 'SHA-224' },
  '1.2.840.113549.1.1.11': { kind: 'pkcs1', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { kind: 'pkcs1', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { kind: 'pkcs1', hash: 'SHA-512' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', hash: 'SHA-1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', hash: 'SHA-224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'SHA-512' },
  '0.4.0.127.0.7.1.1.4.1.1': { kind: 'plainEcdsa', hash: 'SHA-1' },
  '0.4.0.127.0.7.1.1.4.1.2': { kind: 'plainEcdsa', hash: 'SHA-224' },
  '0.4.0.127.0.7.1.1.4.1.3': { kind: 'plainEcdsa', hash: 'SHA-256' },
  '0.4.0.127.0.7.1.1.4.1.4': { kind: 'plainEcdsa', hash: 'SHA-384' },
  '0.4.0.127.0.7.1.1.4.1.5': { kind: 'plainEcdsa', hash: 'SHA-512' },
};

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const MGF1 = '1.2.840.113549.1.1.8';
const MAX_SALT_BYTES = 512;

/**
 * What an AlgorithmIdentifier means, or undefined if it is not known. Raises Malformed.
 * @param digestHash the hash that CMS names beside it, for identifiers that name none
 */
export function readSignatureAlgorithm(identifier: Tlv | undefined, digestHash?: HashName): SignatureAlgorithm | undefined {
  const [oidObject, parameters] = expectTag(identifier, TAG.sequence).children;
  const oid = readOid(oidObject);
  if (oid === RSA_PSS) return readPssParameters(parameters);
  if (oid === RSA_ENCRYPTION && digestHash !== undefined) return { kind: 'pkcs1', hash: digestHash };
  if (oid === EC_PUBLIC_KEY && digestHash !== undefined) return { kind: 'ecdsa', hash: digestHash };
  return BY_OID[oid];
}

// RSASSA-PSS-params (RFC 4055 §3.1): what is absent has its default.
function readPssParameters(parameters: Tlv | undefined): SignatureAlgorithm | undefined {
  const sequence = expectTag(parameters, TAG.sequence);
  const explicit = (tag: number): Tlv | undefined => optionalChild(sequence, tag)?.children[0];
  const hashIdentifier = explicit(0xa0);
  const hash = hashIdentifier === undefined ? 'SHA-1' : readHashAlgorithm(hashIdentifier);
  const mgf = explicit(0xa1);
  let mgfHash: HashName | undefined = 'SHA-1';
  if (mgf !== undefined) {
    if (readOid(mgf.children[0]) !== MGF1) return undefined;
    mgfHash = readHashAlgorithm(mgf.children[1]);
  }
  const salt = explicit(0xa2);
  const saltLength = salt === undefined ? 20 : readSmallInteger(salt);
  if (saltLength > MAX_SALT_BYTES) malformed('salt too long');
  return hash === undefined || mgfHash === undefined ? undefined : { kind: 'pss', parameters: { hash, mgfHash, saltLength } };
}

/** The hash that an AlgorithmIdentifier names, or undefined. Raises Malformed. */
export function readHashAlgorithm(identifier: Tlv | undefined): HashName | undefined {
  return hashOfOid(readOid(expectTag(identifier, TAG.sequence).children[0]));
}

export function verifySignature(
  algorithm: SignatureAlgorithm | undefined, key: PublicKey | undefined, message: Uint8Array, signature: Uint8Array,
): SignatureCheck {
  if (algorithm === undefined || key === undefined) return 'unsupported';
  if (algorithm.kind === 'pss') {
    const { parameters } = algorithm;
    if (key.kind !== 'rsa') return 'invalid';
    return verifyPss(key.rsa, parameters, digest(parameters.hash, message), signature) ? 'valid' : 'invalid';
  }
  if (algorithm.kind === 'pkcs1') {
    if (key.kind !== 'rsa') return 'invalid';
    return verifyPkcs1(key.rsa, algorithm.hash, digest(algorithm.hash, message), signature) ? 'valid' : 'invalid';
  }
  if (key.kind !== 'ec') return 'invalid';
  const decoded = algorithm.kind === 'ecdsa' ? decodeDerSignature(signature) : decodePlainSignature(key.curve, signature);
  if (decoded === undefined) return 'invalid';
  return verifyEcdsa(key.curve, key.point, algorithm.hash, message, decoded) ? 'valid' : 'invalid';
}

/** ECDSA-Sig-Value: SEQUENCE { r, s }; undefined for anything else. */
export function decodeDerSignature(bytes: Uint8Array): EcdsaSignature | undefined {
  try {
    const sequence = expectTag(readTlv(bytes, { maxDepth: 1, maxObjects: 3 }), TAG.sequence);
    return { r: readInteger(child(sequence, TAG.integer)), s: readInteger(sequence.children[1]) };
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
