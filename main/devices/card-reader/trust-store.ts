// The country signing authorities that a technician trusts: certificates in a folder (.cer, .crt, .der, .pem) and ICAO
// master lists (.ml; Doc 9303-12 §9). A self-signed certificate is trusted because it lies there; any other only if it
// is a link certificate that leads to a trusted one (Doc 9303-12 §7.1.1.3).

import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { Malformed, malformed, parseWith } from './malformed.ts';
import { checkIssuedBy, parseCertificate, readCertificate } from './passive-authentication/certificate.ts';
import type { Certificate } from './passive-authentication/certificate.ts';
import { readSignedData, verifySignedData } from './passive-authentication/signed-data.ts';
import { expectTag, TAG } from './tlv/asn1.ts';
import { readFirstTlv, readTlv } from './tlv/tlv.ts';
import type { TlvLimits } from './tlv/tlv.ts';

export type TrustStoreFile = { readonly name: string; readonly bytes: Uint8Array };

export type RejectedReason =
  | 'notACertificate' | 'notAnAuthority' | 'signatureWrong' | 'signatureUnsupported' | 'leadsToNoTrustedCertificate' | 'tooLarge';

export type TrustStore = {
  readonly authorities: readonly Certificate[];
  /** For the technician: what lies in the folder and is not used. */
  readonly rejected: readonly { readonly file: string; readonly reason: RejectedReason }[];
};

export const EMPTY_TRUST_STORE: TrustStore = { authorities: [], rejected: [] };

const MASTER_LIST = '2.23.136.1.1.2';
const MAX_FILES = 1000;
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_AUTHORITIES = 2000;
// A master list of every country has some 500 certificates of about 120 objects.
const MASTER_LIST_LIMITS: TlvLimits = { maxDepth: 24, maxObjects: 400_000 };

type Candidate = { readonly file: string; readonly certificate: Certificate };

/** Reads a folder's files through `read`, so that nothing here knows a file system. */
export async function loadTrustStore(read: () => Promise<readonly TrustStoreFile[]>): Promise<TrustStore> {
  return buildTrustStore(await read());
}

export function buildTrustStore(files: readonly TrustStoreFile[]): TrustStore {
  const rejected: { file: string; reason: RejectedReason }[] = [];
  const candidates: Candidate[] = [];
  for (const file of files.slice(0, MAX_FILES)) {
    const certificates = readFile(file.bytes);
    if (!certificates.ok) rejected.push({ file: file.name, reason: certificates.error });
    else candidates.push(...certificates.value.map((certificate) => ({ file: file.name, certificate })));
  }

  const authorities: Certificate[] = [];
  const trusted = new Set<string>();
  let waiting: Candidate[] = [];
  for (const candidate of candidates.slice(0, MAX_AUTHORITIES)) {
    const { certificate } = candidate;
    if (!certificate.isAuthority) {
      rejected.push({ file: candidate.file, reason: 'notAnAuthority' });
      continue;
    }
    if (certificate.issuer !== certificate.subject) {
      waiting.push(candidate);
      continue;
    }
    const check = checkIssuedBy(certificate, certificate);
    if (check === 'valid') add(certificate);
    else if (isLinkOfSameName(certificate)) waiting.push(candidate);
    else rejected.push({ file: candidate.file, reason: check === 'unsupported' ? 'signatureUnsupported' : 'signatureWrong' });
  }
  // Link certificates may lead over others, in any order.
  for (let found = true; found;) {
    const next = waiting.filter(({ certificate }) => !authorities.some((issuer) => checkIssuedBy(certificate, issuer) === 'valid'));
    found = next.length < waiting.length;
    for (const candidate of waiting) if (!next.includes(candidate)) add(candidate.certificate);
    waiting = next;
  }
  rejected.push(...waiting.map(({ file }) => ({ file, reason: 'leadsToNoTrustedCertificate' as const })));
  return { authorities, rejected };

  function add(certificate: Certificate): void {
    const key = Buffer.from(certificate.raw).toString('base64');
    if (!trusted.has(key)) authorities.push(certificate);
    trusted.add(key);
  }
}

// A link certificate keeps the authority's name and is signed with the key before.
function isLinkOfSameName(certificate: Certificate): boolean {
  return certificate.authorityKeyIdentifier !== undefined
    && certificate.authorityKeyIdentifier !== certificate.subjectKeyIdentifier;
}

function readFile(bytes: Uint8Array): Result<readonly Certificate[], RejectedReason> {
  if (bytes.length > MAX_FILE_BYTES) return { ok: false, error: 'tooLarge' };
  const pems = pemBodies(bytes);
  if (pems.length > 0) {
    const parsed = pems.map(parseCertificate);
    const certificates = parsed.flatMap((result) => (result.ok ? [result.value] : []));
    return certificates.length === parsed.length ? ok(certificates) : { ok: false, error: 'notACertificate' };
  }
  const certificate = parseCertificate(bytes);
  if (certificate.ok) return ok([certificate.value]);
  return readMasterList(bytes);
}

function pemBodies(bytes: Uint8Array): Uint8Array[] {
  if (bytes[0] === TAG.sequence) return [];
  const text = Buffer.from(bytes).toString('latin1');
  const bodies = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{0,65536}?)-----END CERTIFICATE-----/g);
  return Array.from(bodies, ([, body = '']) => new Uint8Array(Buffer.from(body, 'base64')));
}

function readMasterList(bytes: Uint8Array): Result<readonly Certificate[], RejectedReason> {
  const list = parseWith('master list', () => {
    const signedData = readSignedData(readFirstTlv(bytes, MASTER_LIST_LIMITS));
    if (signedData.contentType !== MASTER_LIST) malformed('another content');
    const [, certificates] = expectTag(readTlv(signedData.content, MASTER_LIST_LIMITS), TAG.sequence).children;
    return { signedData, certificates: expectTag(certificates, TAG.set).children };
  });
  if (!list.ok) return { ok: false, error: 'notACertificate' };
  const check = verifySignedData(list.value.signedData);
  if (check !== 'valid') {
    return { ok: false, error: check === 'unsupported' ? 'signatureUnsupported' : 'signatureWrong' };
  }
  return ok(list.value.certificates.flatMap((tlv) => {
    // One country's odd certificate must not take the others with it.
    try {
      return [readCertificate(tlv)];
    } catch (error) {
      if (error instanceof Malformed) return [];
      throw error;
    }
  }));
}
