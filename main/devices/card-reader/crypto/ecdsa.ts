// Verification of ECDSA signatures (FIPS 186-4 §6.4, TR-03111 §4.2.1) on any known curve: by the runtime on the three
// NIST curves that every runtime has, ten times as fast as the curve arithmetic that serves for all others.
// Both halves of s are accepted: issuers do not normalise it.

import { createPublicKey, verify } from 'node:crypto';
import { concat, fromBigInt, toBigInt } from '../bytes.ts';
import type { Curve, CurvePoint } from './curve.ts';
import type { CurveName } from './curve-parameters.ts';
import { digest, nodeHashName } from './hash.ts';
import type { HashName } from './hash.ts';
import { mod, modInverse } from './modular.ts';

export type EcdsaSignature = { readonly r: bigint; readonly s: bigint };

const NATIVE: { readonly [Name in CurveName]?: string } = { 'P-256': 'P-256', 'P-384': 'P-384', 'P-521': 'P-521' };

/** Whether `signature` over the message was made by the key's owner. */
export function verifyEcdsa(
  curve: Curve, publicKey: CurvePoint, hash: HashName, message: Uint8Array, signature: EcdsaSignature,
): boolean {
  const { r, s } = signature;
  if (r <= 0n || r >= curve.n || s <= 0n || s >= curve.n) return false;
  const crv = NATIVE[curve.name];
  return crv === undefined
    ? verifyOnCurve(curve, publicKey, digest(hash, message), signature)
    : verifyNatively(curve, crv, publicKey, hash, message, signature);
}

// The point has been found on the curve, and r and s in range, before they are handed over.
function verifyNatively(
  curve: Curve, crv: string, publicKey: CurvePoint, hash: HashName, message: Uint8Array, { r, s }: EcdsaSignature,
): boolean {
  const { x, y } = publicKey.toAffine();
  const coordinate = (value: bigint): string => Buffer.from(fromBigInt(value, curve.fieldBytes)).toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv, x: coordinate(x), y: coordinate(y) } });
  const plain = concat(fromBigInt(r, curve.orderBytes), fromBigInt(s, curve.orderBytes));
  return verify(nodeHashName(hash), message, { key, dsaEncoding: 'ieee-p1363' }, plain);
}

/** The same by curve arithmetic. */
export function verifyOnCurve(
  curve: Curve, publicKey: CurvePoint, messageDigest: Uint8Array, { r, s }: EcdsaSignature,
): boolean {
  const orderBits = curve.n.toString(2).length;
  const excess = BigInt(Math.max(0, messageDigest.length * 8 - orderBits));
  const e = toBigInt(messageDigest) >> excess;
  const w = modInverse(s, curve.n);
  if (w === undefined) return false;
  const sum = curve.generator.mulAddUnsafe(mod(e * w, curve.n), publicKey, mod(r * w, curve.n));
  return !sum.is0() && mod(sum.toAffine().x, curve.n) === r;
}

/** Plain signature r‖s (TR-03111 §5.2.1), both as long as the order. */
export function decodePlainSignature(curve: Curve, bytes: Uint8Array): EcdsaSignature | undefined {
  if (bytes.length !== curve.orderBytes * 2) return undefined;
  return { r: toBigInt(bytes.subarray(0, curve.orderBytes)), s: toBigInt(bytes.subarray(curve.orderBytes)) };
}
