// Passive authentication (ICAO Doc 9303-11 §5.1): the document security object is signed by a document signer, and the
// signer's certificate by a country signing authority that is in the trust store.

import { isValidAt, mayIssue } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { verifySignedData } from './signed-data.ts';
import type { SignedData } from './signed-data.ts';
import { verifySignature } from '../crypto/signature.ts';
import type { TrustStore } from '../trust-store.ts';

export type SignatureReason =
  /** The object itself: `failed`. */
  | 'signatureWrong' | 'signerCertificateMissing' | 'signerMayNotSign'
  /** An authority of this name and key is trusted, and did not sign the signer's certificate: `failed`. */
  | 'issuerSignatureWrong'
  /** Nothing is proved either way: `notChecked`. */
  | 'issuerNotInTrustStore' | 'trustStoreEmpty' | 'signerCertificateNotValidNow' | 'issuerNotValidNow' | 'algorithmNotSupported';

export type SignatureVerdict =
  | { readonly state: 'passed' }
  | { readonly state: 'failed'; readonly reason: SignatureReason }
  | {
    readonly state: 'notChecked';
    readonly reason: SignatureReason;
    /** Whether the object's own signature, at least, is right. */
    readonly signatureValid: boolean;
  };

/** @param now milliseconds since the epoch */
export function authenticatePassively(data: SignedData, trustStore: TrustStore, now: number): SignatureVerdict {
  const signature = verifySignedData(data);
  const signer = data.signerCertificate;
  if (signature === 'signerMissing' || signer === undefined) return { state: 'failed', reason: 'signerCertificateMissing' };
  if (signature === 'unsupported') return notChecked('algorithmNotSupported', false);
  if (signature !== 'valid') return { state: 'failed', reason: 'signatureWrong' };
  if (signer.keyUsage?.digitalSignature === false || signer.unknownCriticalExtension !== undefined) {
    return { state: 'failed', reason: 'signerMayNotSign' };
  }
  return checkIssuer(signer, trustStore, now);
}

function checkIssuer(signer: Certificate, trustStore: TrustStore, now: number): SignatureVerdict {
  if (trustStore.authorities.length === 0) return notChecked('trustStoreEmpty');
  const sameName = trustStore.authorities.filter((authority) => authority.subject === signer.issuer && mayIssue(authority));
  // An authority renews its key under the same name: the key identifier, where there is one, says which key it was.
  const sameKey = sameName.filter((authority) => signer.authorityKeyIdentifier === undefined
    || authority.subjectKeyIdentifier === undefined
    || authority.subjectKeyIdentifier === signer.authorityKeyIdentifier);
  const checks = sameKey.map((authority) => ({
    authority,
    check: verifySignature(signer.signatureAlgorithm, authority.publicKey, signer.toBeSigned, signer.signature),
  }));
  const issuers = checks.filter(({ check }) => check === 'valid').map(({ authority }) => authority);
  if (issuers.length > 0) {
    // The clock of a counter may be wrong, so a date proves no forgery; it proves nothing.
    if (!isValidAt(signer, now)) return notChecked('signerCertificateNotValidNow');
    return issuers.some((issuer) => isValidAt(issuer, now)) ? { state: 'passed' } : notChecked('issuerNotValidNow');
  }
  if (checks.some(({ check }) => check === 'unsupported')) return notChecked('algorithmNotSupported');
  const certain = checks.some(({ authority }) => signer.authorityKeyIdentifier !== undefined
    && authority.subjectKeyIdentifier === signer.authorityKeyIdentifier);
  return certain ? { state: 'failed', reason: 'issuerSignatureWrong' } : notChecked('issuerNotInTrustStore');
}

function notChecked(reason: SignatureReason, signatureValid = true): SignatureVerdict {
  return { state: 'notChecked', reason, signatureValid };
}
