// RSA signatures (RFC 8017): PKCS #1 v1.5 and PSS. The public operation is plain modular exponentiation with caps,
// so that no key of a chip reaches the runtime's own crypto library.

import { concat, equalBytes, fromBigInt, fromHex, toBigInt, xor } from '../bytes.ts';
import { digest } from './hash.ts';
import type { HashName } from './hash.ts';
import { modPow } from './modular.ts';

export type RsaPublicKey = { readonly modulus: bigint; readonly exponent: bigint };

const MIN_MODULUS_BITS = 1024;
const MAX_MODULUS_BITS = 8192;
// Larger exponents exist in no card, and would let a chip buy minutes of the processor.
const MAX_EXPONENT = 1n << 64n;

/** Whether the key is of a size that is computed with at all. */
export function isUsableRsaKey(key: RsaPublicKey): boolean {
  const bits = key.modulus.toString(2).length;
  return bits >= MIN_MODULUS_BITS && bits <= MAX_MODULUS_BITS && (key.modulus & 1n) === 1n
    && key.exponent >= 3n && key.exponent < MAX_EXPONENT && (key.exponent & 1n) === 1n;
}

export function modulusBytes(key: RsaPublicKey): number {
  return Math.ceil(key.modulus.toString(16).length / 2);
}

/** signature^e mod n as long as the modulus, or undefined for an unusable key or a signature out of range. */
export function recoverRsa(key: RsaPublicKey, signature: Uint8Array): Uint8Array | undefined {
  if (!isUsableRsaKey(key) || signature.length !== modulusBytes(key)) return undefined;
  const value = toBigInt(signature);
  if (value >= key.modulus) return undefined;
  return fromBigInt(modPow(value, key.exponent, key.modulus), modulusBytes(key));
}

// DER of DigestInfo up to the digest (RFC 8017 §9.2 note 1).
const DIGEST_INFO_PREFIX: Record<HashName, Uint8Array> = {
  'SHA-1': fromHex('3021300906052b0e03021a05000414'),
  'SHA-224': fromHex('302d300d06096086480165030402040500041c'),
  'SHA-256': fromHex('3031300d060960864801650304020105000420'),
  'SHA-384': fromHex('3041300d060960864801650304020205000430'),
  'SHA-512': fromHex('3051300d060960864801650304020305000440'),
};

/** RSASSA-PKCS1-v1_5 (§8.2.2): the one right encoding is built and compared, nothing is parsed. */
export function verifyPkcs1(key: RsaPublicKey, hash: HashName, messageDigest: Uint8Array, signature: Uint8Array): boolean {
  const recovered = recoverRsa(key, signature);
  if (recovered === undefined) return false;
  const info = concat(DIGEST_INFO_PREFIX[hash], messageDigest);
  const fill = recovered.length - info.length - 3;
  if (fill < 8) return false;
  return equalBytes(recovered, concat(Uint8Array.of(0, 1), new Uint8Array(fill).fill(0xff), Uint8Array.of(0), info));
}

export type PssParameters = { readonly hash: HashName; readonly mgfHash: HashName; readonly saltLength: number };

/** RSASSA-PSS (§8.1.2, §9.1.2) with MGF1. */
export function verifyPss(
  key: RsaPublicKey, parameters: PssParameters, messageDigest: Uint8Array, signature: Uint8Array,
): boolean {
  const recovered = recoverRsa(key, signature);
  if (recovered === undefined) return false;
  const encodedBits = key.modulus.toString(2).length - 1;
  const encodedLength = Math.ceil(encodedBits / 8);
  const encoded = recovered.subarray(recovered.length - encodedLength);
  if (recovered.length > encodedLength && recovered[0] !== 0) return false;

  const hashLength = messageDigest.length;
  const { saltLength } = parameters;
  if (encodedLength < hashLength + saltLength + 2 || encoded[encodedLength - 1] !== 0xbc) return false;
  const maskedLength = encodedLength - hashLength - 1;
  const seed = encoded.subarray(maskedLength, maskedLength + hashLength);
  const block = xor(encoded.subarray(0, maskedLength), mgf1(parameters.mgfHash, seed, maskedLength));
  const unusedBits = encodedLength * 8 - encodedBits;
  if (((encoded[0] ?? 0) & ~(0xff >> unusedBits) & 0xff) !== 0) return false;
  block[0] = (block[0] ?? 0) & (0xff >> unusedBits);
  const saltStart = maskedLength - saltLength;
  if (block[saltStart - 1] !== 0x01) return false;
  if (block.subarray(0, saltStart - 1).some((byte) => byte !== 0)) return false;
  const expected = digest(parameters.hash, new Uint8Array(8), messageDigest, block.subarray(saltStart));
  return equalBytes(expected, seed);
}

function mgf1(hash: HashName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0, made = 0; made < length; counter += 1) {
    const block = digest(hash, seed, fromBigInt(BigInt(counter), 4));
    blocks.push(block);
    made += block.length;
  }
  return concat(...blocks).subarray(0, length);
}
