// X.509 certificates of document signers and country signing authorities (ICAO Doc 9303-12 §7.1, RFC 5280), parsed here
// and never by the runtime: Electron's crypto library aborts the process on curves that such certificates use.

import { toHex } from '../bytes.ts';
import { readPublicKey } from '../crypto/public-key.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { readSignatureAlgorithm, verifySignature } from '../crypto/signature.ts';
import type { SignatureAlgorithm, SignatureCheck } from '../crypto/signature.ts';
import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';
import {
  expectTag, namedBit, readBitString, readBoolean, readOctetString, readOid, readString, readTime, TAG,
} from '../tlv/asn1.ts';
import { optionalChild, readTlv } from '../tlv/tlv.ts';
import type { Tlv, TlvLimits } from '../tlv/tlv.ts';

export type Certificate = {
  readonly raw: Uint8Array;
  readonly serialNumber: string;
  /** Distinguished names made comparable: see readName. */
  readonly issuer: string;
  readonly subject: string;
  /** Two letters, upper case; of the subject. */
  readonly country: string | undefined;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKey | undefined;
  readonly isAuthority: boolean;
  /** Undefined: the certificate does not restrict its key. */
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | undefined;
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
  /** A critical extension that this reader does not know: the certificate must not be used (RFC 5280 §4.2). */
  readonly unknownCriticalExtension: string | undefined;
  readonly toBeSigned: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
};

const MAX_CERTIFICATE_BYTES = 16 * 1024;
const CERTIFICATE_LIMITS: TlvLimits = { maxDepth: 16, maxObjects: 1000 };

const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

// Understood in so far as they change nothing here: private key usage period, alternative names, CRL distribution
// points, policies, extended key usage, document type list and name change of Doc 9303-12.
const HARMLESS_EXTENSIONS = [
  '2.5.29.16', '2.5.29.17', '2.5.29.18', '2.5.29.31', '2.5.29.32', '2.5.29.37', '2.23.136.1.1.6.1', '2.23.136.1.1.6.2',
];

const COUNTRY_NAME = '2.5.4.6';

export function parseCertificate(bytes: Uint8Array): Result<Certificate, MalformedFailure> {
  return parseWith('certificate', () => {
    if (bytes.length > MAX_CERTIFICATE_BYTES) malformed('too long');
    return readCertificate(readTlv(bytes, CERTIFICATE_LIMITS));
  });
}

/** For use inside another parser. */
export function readCertificate(tlv: Tlv): Certificate {
  if (tlv.raw.length > MAX_CERTIFICATE_BYTES) malformed('certificate too long');
  const [toBeSigned, algorithm, signature] = expectTag(tlv, TAG.sequence).children;
  const fields = [...expectTag(toBeSigned, TAG.sequence).children];
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, , issuer, validity, subject, publicKeyInfo] = fields;
  const [notBefore, notAfter] = expectTag(validity, TAG.sequence).children;
  const extensions = readExtensions(fields.find((field) => field.tag === 0xa3));
  return {
    raw: tlv.raw,
    serialNumber: toHex(expectTag(serial, TAG.integer).value.subarray(0, 32)),
    issuer: readName(issuer),
    subject: readName(subject),
    country: countryOf(subject),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: readPublicKey(expectTag(publicKeyInfo, TAG.sequence)),
    ...extensions,
    toBeSigned: expectTag(toBeSigned, TAG.sequence).raw,
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    signature: readBitString(signature),
  };
}

/**
 * A distinguished name as text, so that two can be compared as RFC 5280 §7.1 wants: without regard to case, spaces and
 * the kind of string, in which issuers and their signers' certificates do differ.
 */
export function readName(name: Tlv | undefined): string {
  const parts: string[] = [];
  for (const set of expectTag(name, TAG.sequence).children) {
    for (const attribute of expectTag(set, TAG.set).children) {
      const [type, value] = expectTag(attribute, TAG.sequence).children;
      parts.push(`${readOid(type)}=${comparable(value)}`);
    }
  }
  return parts.join(',');
}

function comparable(value: Tlv | undefined): string {
  if (value === undefined) malformed('name without a value');
  const known: readonly number[] = [TAG.utf8String, TAG.printableString, TAG.ia5String, TAG.teletexString];
  if (!known.includes(value.tag)) return toHex(value.raw);
  return readString(value).trim().replace(/\s+/g, ' ').toLowerCase().replace(/[,=\\]/g, '\\$&');
}

function countryOf(name: Tlv | undefined): string | undefined {
  for (const set of name?.children ?? []) {
    const [type, value] = set.children[0]?.children ?? [];
    if (type?.tag === TAG.oid && readOid(type) === COUNTRY_NAME) return readString(value).trim().toUpperCase();
  }
  return undefined;
}

type Extensions = Pick<Certificate,
  'isAuthority' | 'keyUsage' | 'subjectKeyIdentifier' | 'authorityKeyIdentifier' | 'unknownCriticalExtension'>;

function readExtensions(wrapper: Tlv | undefined): Extensions {
  const found: { -readonly [Key in keyof Extensions]: Extensions[Key] } = {
    isAuthority: false, keyUsage: undefined, subjectKeyIdentifier: undefined, authorityKeyIdentifier: undefined,
    unknownCriticalExtension: undefined,
  };
  if (wrapper === undefined) return found;
  const seen = new Set<string>();
  for (const extension of expectTag(wrapper.children[0], TAG.sequence).children) {
    const parts = [...expectTag(extension, TAG.sequence).children];
    const oid = readOid(parts.shift());
    if (seen.has(oid)) malformed('extension twice');
    seen.add(oid);
    const critical = parts[0]?.tag === TAG.boolean ? readBoolean(parts.shift()) : false;
    const value = readOctetString(parts[0]);
    switch (oid) {
      case EXTENSION.keyUsage: {
        const bits = readTlv(value);
        found.keyUsage = { digitalSignature: namedBit(bits, 0), keyCertSign: namedBit(bits, 5) };
        break;
      }
      case EXTENSION.basicConstraints: {
        const authority = optionalChild(expectTag(readTlv(value), TAG.sequence), TAG.boolean);
        found.isAuthority = authority !== undefined && readBoolean(authority);
        break;
      }
      case EXTENSION.subjectKeyIdentifier:
        found.subjectKeyIdentifier = toHex(readOctetString(readTlv(value)));
        break;
      case EXTENSION.authorityKeyIdentifier: {
        const identifier = optionalChild(expectTag(readTlv(value), TAG.sequence), 0x80);
        found.authorityKeyIdentifier = identifier && toHex(identifier.value);
        break;
      }
      default:
        if (critical && !HARMLESS_EXTENSIONS.includes(oid)) found.unknownCriticalExtension = oid;
    }
  }
  return found;
}

/** Whether `issuer` signed `certificate`: names, key usage and signature; not the times. */
export function checkIssuedBy(certificate: Certificate, issuer: Certificate): SignatureCheck {
  if (certificate.issuer !== issuer.subject || !mayIssue(issuer)) return 'invalid';
  return verifySignature(certificate.signatureAlgorithm, issuer.publicKey, certificate.toBeSigned, certificate.signature);
}

export function mayIssue(certificate: Certificate): boolean {
  return certificate.isAuthority && certificate.unknownCriticalExtension === undefined
    && certificate.keyUsage?.keyCertSign !== false;
}

export function isValidAt(certificate: Certificate, time: number): boolean {
  return time >= certificate.notBefore && time <= certificate.notAfter;
}
