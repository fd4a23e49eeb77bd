// The integrated mapping of PACE on elliptic curves (Doc 9303 part 11, clause 4.4.3.3.2 and appendix B).
import { bytesInteger, concat, fromHex } from './bytes.ts';
import { encryptCbc, keyLength } from './ciphers.ts';
import type { CipherName } from './ciphers.ts';
import { inverse, modulo, power } from './curves.ts';
import type { Curve, Point } from './curves.ts';

const shortConstants = ['a668892a7c41e3ca739f40b057d85904', 'a4e136ac725f738b01c1f60217c188ad'] as const;
const longConstants = [
  'd463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676',
  '54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517',
] as const;

/** R(s, t): `s` is the card's nonce of l bits, `t` the terminal's of k bits. */
export function pseudoRandom(cipher: CipherName, s: Uint8Array, t: Uint8Array, fieldBits: number): Uint8Array {
  const [c0, c1] = (s.length === 16 ? shortConstants : longConstants).map(fromHex) as [Uint8Array, Uint8Array];
  const zero = new Uint8Array(cipher === '3des' ? 8 : 16);
  const key = (bytes: Uint8Array): Uint8Array => bytes.slice(0, keyLength(cipher));
  const rounds = Math.ceil((fieldBits + 64) / (s.length * 8));
  let current = encryptCbc(cipher, key(t), zero, s);
  const blocks: Uint8Array[] = [];
  for (let round = 0; round < rounds; round += 1) {
    blocks.push(encryptCbc(cipher, key(current), zero, c1));
    current = encryptCbc(cipher, key(current), zero, c0);
  }
  return concat(...blocks);
}

/** f_G(R_p(s, t)): the mapped generator. */
export function integratedGenerator(cipher: CipherName, on: Curve, s: Uint8Array, t: Uint8Array): Point {
  const random = pseudoRandom(cipher, s, t, on.p.toString(2).length);
  return encodePoint(on, bytesInteger(random) % on.p);
}

// Appendix B.2, affine coordinates; needs p ≡ 3 mod 4.
function encodePoint(on: Curve, t: bigint): Point {
  const { p, a, b } = on;
  const alpha = modulo(-(t * t), p);
  const sum = modulo(alpha + alpha * alpha, p);
  const x2 = modulo(-b * (1n + sum) * inverse(modulo(a * sum, p), p), p);
  const x3 = modulo(alpha * x2, p);
  const h2 = modulo(x2 ** 3n + a * x2 + b, p);
  const u = modulo(t ** 3n * h2, p);
  const root = power(h2, p - 1n - (p + 1n) / 4n, p);
  return modulo(root * root * h2, p) === 1n ? on.point(x2, modulo(root * h2, p)) : on.point(x3, modulo(root * u, p));
}
