// CMS SignedData (RFC 5652 §5) as document security objects, EF.CardSecurity and master lists use it: one signer, the
// content inside, the signer's certificate beside it.

import { equalBytes, toHex } from '../bytes.ts';
import { digest } from '../crypto/hash.ts';
import type { HashName } from '../crypto/hash.ts';
import { readHashAlgorithm, readSignatureAlgorithm, verifySignature } from '../crypto/signature.ts';
import type { SignatureAlgorithm, SignatureCheck } from '../crypto/signature.ts';
import { malformed } from '../malformed.ts';
import { expectTag, readOctetString, readOid, TAG } from '../tlv/asn1.ts';
import { child, optionalChild } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';
import { readCertificate, readName } from './certificate.ts';
import type { Certificate } from './certificate.ts';

export type SignedData = {
  /** eContentType, dotted. */
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly signer: Signer;
  /** The signer's certificate, if it is inside. */
  readonly signerCertificate: Certificate | undefined;
};

type Signer = {
  readonly digestHash: HashName | undefined;
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
  readonly signedAttributes: Tlv | undefined;
};

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const MAX_CERTIFICATES = 16;

/** Raises Malformed. `contentInfo`: the outermost SEQUENCE. */
export function readSignedData(contentInfo: Tlv): SignedData {
  const [type, wrapped] = expectTag(contentInfo, TAG.sequence).children;
  if (readOid(type) !== SIGNED_DATA) malformed('not SignedData');
  const signedData = expectTag(expectTag(wrapped, 0xa0).children[0], TAG.sequence);
  const encapsulated = expectTag(signedData.children[2], TAG.sequence);
  const certificates = (optionalChild(signedData, 0xa0)?.children ?? []).filter((object) => object.tag === TAG.sequence);
  if (certificates.length > MAX_CERTIFICATES) malformed('too many certificates');
  const signers = expectTag(signedData.children.at(-1), TAG.set).children;
  // Doc 9303-10 §4.6.2.2 asks for one signer; of several the first is taken, since one valid signature is enough.
  const signerInfo = expectTag(signers[0], TAG.sequence);
  return {
    contentType: readOid(encapsulated.children[0]),
    content: readOctetString(expectTag(encapsulated.children[1], 0xa0).children[0]),
    signer: readSigner(signerInfo),
    signerCertificate: findSigner(signerInfo, certificates.map(readCertificate)),
  };
}

function readSigner(signerInfo: Tlv): Signer {
  const [, , digestAlgorithm, ...rest] = signerInfo.children;
  const digestHash = readHashAlgorithm(digestAlgorithm);
  const signedAttributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined;
  const [algorithm, signature] = rest;
  return {
    digestHash,
    signedAttributes,
    algorithm: readSignatureAlgorithm(algorithm, digestHash),
    signature: readOctetString(signature),
  };
}

function findSigner(signerInfo: Tlv, certificates: readonly Certificate[]): Certificate | undefined {
  const identifier = signerInfo.children[1];
  if (identifier?.tag === 0x80) {
    return certificates.find((certificate) => certificate.subjectKeyIdentifier === toHex(identifier.value));
  }
  const [issuer, serial] = expectTag(identifier, TAG.sequence).children;
  const serialNumber = toHex(expectTag(serial, TAG.integer).value.subarray(0, 32));
  const issuerName = readName(issuer);
  return certificates.find((certificate) =>
    certificate.serialNumber === serialNumber && certificate.issuer === issuerName);
}

export type SignedDataCheck = SignatureCheck | 'signerMissing' | 'digestWrong';

/** Whether the signer signed the content (§5.4, §5.6). */
export function verifySignedData(data: SignedData): SignedDataCheck {
  const { signer, signerCertificate } = data;
  if (signerCertificate === undefined) return 'signerMissing';
  const { signedAttributes, digestHash } = signer;
  if (signedAttributes === undefined) {
    return verifySignature(signer.algorithm, signerCertificate.publicKey, data.content, signer.signature);
  }
  if (digestHash === undefined) return 'unsupported';
  const [contentType] = attributeValues(signedAttributes, CONTENT_TYPE);
  const [messageDigest] = attributeValues(signedAttributes, MESSAGE_DIGEST);
  if (contentType?.tag !== TAG.oid || readOid(contentType) !== data.contentType) return 'digestWrong';
  if (messageDigest?.tag !== TAG.octetString
    || !equalBytes(messageDigest.value, digest(digestHash, data.content))) return 'digestWrong';
  // They are signed as the SET OF that they are, not with the tag that they are sent under (§5.4).
  const message = signedAttributes.raw.slice();
  message[0] = TAG.set;
  return verifySignature(signer.algorithm, signerCertificate.publicKey, message, signer.signature);
}

function attributeValues(attributes: Tlv, wanted: string): readonly Tlv[] {
  const found = attributes.children.filter((attribute) =>
    attribute.tag === TAG.sequence && attribute.children[0]?.tag === TAG.oid && readOid(attribute.children[0]) === wanted);
  if (found.length > 1) return [];
  return found[0] === undefined ? [] : child(found[0], TAG.set).children;
}
