// Integrated mapping (ICAO Doc 9303-11 §4.4.3.3.2 and appendix B): two nonces are turned into a field element, and the
// field element into a point of the curve.

import { concat, fromHex, toBigInt } from '../bytes.ts';
import type { Curve, CurvePoint } from '../crypto/curve.ts';
import { mod, modPow } from '../crypto/modular.ts';
import { encryptCbc, keyBytes, zeroIv } from '../crypto/symmetric.ts';
import type { CipherSuite } from '../crypto/symmetric.ts';

// Constants of appendix B for nonces of 128 and of 256 bits.
const CONSTANTS_128 = [fromHex('a668892a7c41e3ca739f40b057d85904'), fromHex('a4e136ac725f738b01c1f60217c188ad')] as const;
const CONSTANTS_256 = [
  fromHex('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
  fromHex('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
] as const;

/** Bits of the pseudo-random number beyond those of the field, so that the remainder is nearly uniform. */
const SURPLUS_BITS = 64;

/** R_p(s, t). `s`: the chip's nonce, `t`: the terminal's, as long as the suite's key. */
export function pseudoRandomNumber(suite: CipherSuite, s: Uint8Array, t: Uint8Array, p: bigint): bigint {
  const [c0, c1] = s.length > 16 ? CONSTANTS_256 : CONSTANTS_128;
  const encrypt = (key: Uint8Array, data: Uint8Array): Uint8Array =>
    encryptCbc(suite, key.subarray(0, keyBytes(suite)), zeroIv(suite), data);
  const bits = p.toString(2).length + SURPLUS_BITS;
  const blocks: Uint8Array[] = [];
  let key = encrypt(t, s);
  while (blocks.length * c1.length * 8 < bits) {
    blocks.push(encrypt(key, c1));
    key = encrypt(key, c0);
  }
  return toBigInt(concat(...blocks)) % p;
}

/** f_G: the curve's point for a field element. Only for p ≡ 3 mod 4, else undefined. */
export function pointFromField(curve: Curve, t: bigint): CurvePoint | undefined {
  const { p, a, b } = curve;
  if (p % 4n !== 3n || t === 0n) return undefined;
  const power = (base: bigint, exponent: bigint): bigint => modPow(base, exponent, p);
  const alpha = mod(-(t * t), p);
  const denominator = power(mod(alpha + alpha * alpha, p), p - 2n);
  const x2 = mod(-b * power(a, p - 2n) * (1n + denominator), p);
  const x3 = mod(alpha * x2, p);
  const h2 = mod(x2 * x2 * x2 + a * x2 + b, p);
  const root = power(h2, p - 1n - (p + 1n) / 4n);
  const point = mod(root * root * h2, p) === 1n
    ? { x: x2, y: mod(root * h2, p) }
    : { x: x3, y: mod(root * power(t, 3n) * h2, p) };
  return point.y === 0n ? undefined : curve.Point.fromAffine(point);
}
