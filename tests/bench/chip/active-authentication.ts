// Active Authentication from the card's side (Doc 9303 part 11, clause 6.1): RSA after ISO/IEC 9796-2 scheme 1, and ECDSA.
import { constants, createHash, createPublicKey, privateEncrypt } from 'node:crypto';
import { concat } from './bytes.ts';
import { curve, pointBytes } from './curves.ts';
import type { CurveName } from './curves.ts';
import { signPlain, subjectPublicKeyInfo } from './public-keys.ts';
import type { Random } from './random.ts';
import { integer, objectIdentifier, sequence } from './tlv.ts';

export type AuthenticationHash = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export type ActiveAuthenticationKey =
  | { readonly kind: 'rsa'; readonly hash: AuthenticationHash; /** PKCS#8 in PEM. */ readonly privateKey: string }
  | {
    readonly kind: 'ec'; readonly hash: AuthenticationHash; readonly curve: CurveName; readonly privateKey: bigint;
    readonly explicitParameters?: boolean;
  };

// ISO/IEC 9796-2 trailers: BC alone means SHA-1 by agreement, else the hash identifier of ISO/IEC 10118 and CC.
const trailers: Record<AuthenticationHash, Uint8Array> = {
  sha1: Uint8Array.of(0xbc),
  sha224: Uint8Array.of(0x38, 0xcc),
  sha256: Uint8Array.of(0x34, 0xcc),
  sha384: Uint8Array.of(0x36, 0xcc),
  sha512: Uint8Array.of(0x35, 0xcc),
};

const plainArcs: Record<AuthenticationHash, number> = { sha1: 1, sha224: 2, sha256: 3, sha384: 4, sha512: 5 };

/** F = 6A ‖ M1 ‖ H(M1 ‖ M2) ‖ trailer, as long as the modulus. `m1` is as long as `recoverableLength` says. */
export function messageRepresentative(hash: AuthenticationHash, m1: Uint8Array, m2: Uint8Array): Uint8Array {
  const digest = createHash(hash).update(m1).update(m2).digest();
  return concat(Uint8Array.of(0x6a), m1, digest, trailers[hash]);
}

export function recoverableLength(hash: AuthenticationHash, modulusLength: number): number {
  return modulusLength - 1 - createHash(hash).digest().length - trailers[hash].length;
}

/** The answer to INTERNAL AUTHENTICATE over the terminal's challenge. */
export function answerActiveAuthentication(
  key: ActiveAuthenticationKey, challenge: Uint8Array, random: Random,
): Uint8Array {
  if (key.kind === 'ec') return signPlain(curve(key.curve), key.privateKey, key.hash, challenge, random);
  const m1 = random.bytes(recoverableLength(key.hash, modulusLength(key.privateKey)));
  const representative = messageRepresentative(key.hash, m1, challenge);
  return new Uint8Array(privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, representative));
}

/** The SubjectPublicKeyInfo that DG15 holds. */
export function activeAuthenticationPublicKey(key: ActiveAuthenticationKey): Uint8Array {
  if (key.kind === 'rsa') return new Uint8Array(createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' }));
  const on = curve(key.curve);
  return subjectPublicKeyInfo(on, pointBytes(on, on.generator.multiply(key.privateKey)), key.explicitParameters ?? false);
}

/** ActiveAuthenticationInfo for DG14 (clause 9.2.7), which names the hash; for ECDSA only. */
export function activeAuthenticationInfo(key: ActiveAuthenticationKey): Uint8Array | undefined {
  if (key.kind === 'rsa') return undefined;
  return sequence(
    objectIdentifier('2.23.136.1.1.5'), integer(1), objectIdentifier(`0.4.0.127.0.7.1.1.4.1.${plainArcs[key.hash]}`),
  );
}

function modulusLength(privateKey: string): number {
  return (createPublicKey(privateKey).asymmetricKeyDetails?.modulusLength ?? 0) / 8;
}
