// Active authentication (ICAO Doc 9303-11 §6.1): the chip signs a challenge with a private key that cannot be copied;
// the public key is in data group 15. RSA by ISO/IEC 9796-2 scheme 1, elliptic curves by plain ECDSA.

import { fail, ok } from '../../../domain/result.ts';
import type { Failure, Result } from '../../../domain/result.ts';
import { equalBytes, fromBigInt, toBigInt } from '../bytes.ts';
import type { RandomSource } from '../crypto/curve.ts';
import { decodePlainSignature, verifyEcdsa } from '../crypto/ecdsa.ts';
import { digest, HASH_NAMES } from '../crypto/hash.ts';
import type { HashName } from '../crypto/hash.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { recoverRsa } from '../crypto/rsa.ts';
import type { RsaPublicKey } from '../crypto/rsa.ts';
import { decodeDerSignature } from '../crypto/signature.ts';
import { SHORT_MAX_LE } from '../iso7816/apdu.ts';
import type { Channel, ChannelFailureCode } from '../iso7816/channel.ts';
import { formatStatusWord, STATUS } from '../iso7816/status-word.ts';

export type ActiveAuthenticationFailureCode =
  | ChannelFailureCode
  /** The chip would not sign although it has the key's data group. */
  | 'activeAuthenticationRefused'
  /** What it sent is no signature of the challenge. */
  | 'activeAuthenticationWrong';

const CHALLENGE_BYTES = 8;

/** ECDSA algorithms of TR-03111 §5.2.1, by the last arc of their identifier. */
const PLAIN_ECDSA = '0.4.0.127.0.7.1.1.4.1.';
const PLAIN_ECDSA_HASHES: readonly HashName[] = ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'];

/** @param algorithm from data group 14, if it has one for active authentication */
export async function activeAuthentication(
  channel: Channel, key: PublicKey, algorithm: string | undefined, random: RandomSource, signal?: AbortSignal,
): Promise<Result<void, Failure<ActiveAuthenticationFailureCode>>> {
  const challenge = random(CHALLENGE_BYTES);
  // A signature longer than the room in a short response is fetched in pieces or by extended length.
  const le = channel.limits.extended() ? Math.max(SHORT_MAX_LE, channel.maxReadLength()) : SHORT_MAX_LE;
  const response = await channel.send({ cla: 0, ins: 0x88, p1: 0, p2: 0, data: challenge, le }, signal);
  if (!response.ok) return response;
  const { data, statusWord } = response.value;
  if (statusWord !== STATUS.success) return fail('activeAuthenticationRefused', formatStatusWord(statusWord));
  return verifyActiveAuthentication(key, algorithm, challenge, data)
    ? ok()
    : fail('activeAuthenticationWrong', `${data.length} bytes for ${key.kind}`);
}

export function verifyActiveAuthentication(
  key: PublicKey, algorithm: string | undefined, challenge: Uint8Array, signature: Uint8Array,
): boolean {
  if (key.kind === 'rsa') return verifyRecovery(key.rsa, challenge, signature);
  if (key.kind === 'ec') {
    const decoded = decodePlainSignature(key.curve, signature) ?? decodeDerSignature(signature);
    if (decoded === undefined) return false;
    return hashesFor(algorithm).some((hash) => verifyEcdsa(key.curve, key.point, hash, challenge, decoded));
  }
  return false;
}

// Without the entry in data group 14 the hash is not said (Doc 9303-11 §6.1.2.3 wants it, not all cards have it).
function hashesFor(algorithm: string | undefined): readonly HashName[] {
  if (algorithm?.startsWith(PLAIN_ECDSA) !== true) return HASH_NAMES;
  const hash = PLAIN_ECDSA_HASHES[Number(algorithm.slice(PLAIN_ECDSA.length)) - 1];
  return hash === undefined ? [] : [hash];
}

/** Hash functions of ISO/IEC 10118-3 as the trailer of ISO/IEC 9796-2 numbers them. */
const TRAILER_HASH: Readonly<Record<number, HashName>> = {
  0x33: 'SHA-1', 0x34: 'SHA-256', 0x35: 'SHA-512', 0x36: 'SHA-384', 0x38: 'SHA-224',
};

/** ISO/IEC 9796-2 §8, partial recovery: the signature holds M1 and the hash of M1‖challenge. */
function verifyRecovery(key: RsaPublicKey, challenge: Uint8Array, signature: Uint8Array): boolean {
  const recovered = recoverRsa(key, signature);
  if (recovered === undefined) return false;
  // The signer may have sent the smaller of s and n - s (annex B).
  const representative = ((recovered.at(-1) ?? 0) & 0x0f) === 0x0c
    ? recovered
    : fromBigInt(key.modulus - toBigInt(recovered), recovered.length);
  return verifyRepresentative(representative, challenge);
}

export function verifyRepresentative(representative: Uint8Array, challenge: Uint8Array): boolean {
  const last = representative.at(-1) ?? 0;
  const trailerBytes = last === 0xbc ? 1 : last === 0xcc ? 2 : 0;
  const hash = trailerBytes === 1 ? 'SHA-1' : TRAILER_HASH[representative.at(-2) ?? 0];
  if (trailerBytes === 0 || hash === undefined) return false;

  const start = messageStart(representative);
  const hashLength = digest(hash).length;
  const hashStart = representative.length - trailerBytes - hashLength;
  if (start === undefined || hashStart < start) return false;
  const embedded = representative.subarray(hashStart, hashStart + hashLength);
  return equalBytes(digest(hash, representative.subarray(start, hashStart), challenge), embedded);
}

// 01 for the scheme, 1 for "more message outside", then fill nibbles B and an A before the message.
function messageStart(representative: Uint8Array): number | undefined {
  const first = representative[0] ?? 0;
  if (first === 0x6a) return 1;
  if (first !== 0x6b) return undefined;
  for (let index = 1; index < representative.length; index += 1) {
    if (representative[index] === 0xba) return index + 1;
    if (representative[index] !== 0xbb) return undefined;
  }
  return undefined;
}
