// Verification of ECDSA signatures (FIPS 186-4 §6.4, TR-03111 §4.2.1) on any known curve.
// Both halves of s are accepted: issuers do not normalise it.

import { toBigInt } from '../bytes.ts';
import type { Curve, CurvePoint } from './curve.ts';
import { mod, modInverse } from './modular.ts';

export type EcdsaSignature = { readonly r: bigint; readonly s: bigint };

/** Whether `signature` over the message with this digest was made by the key's owner. */
export function verifyEcdsa(
  curve: Curve, publicKey: CurvePoint, messageDigest: Uint8Array, signature: EcdsaSignature,
): boolean {
  const { r, s } = signature;
  if (r <= 0n || r >= curve.n || s <= 0n || s >= curve.n) return false;
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
