// PACE (ICAO Doc 9303-11 §4.4, BSI TR-03110-3 B.1): password-authenticated key agreement over elliptic curves, with
// generic mapping, integrated mapping and chip-authentication mapping. It opens the chip with the card access number
// or the machine readable zone, and leaves nothing from which either could be guessed.

import { fail, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { mrzInformation } from '../access-key.ts';
import type { AccessKey } from '../access-key.ts';
import { refusedProof } from '../access.ts';
import type { AccessFailure } from '../access.ts';
import { concat, equalBytes, toBigInt } from '../bytes.ts';
import { curveByParameterId, decodePoint, encodePoint, encodeX, generateKey, multiply, randomScalar } from '../crypto/curve.ts';
import type { Curve, CurvePoint, RandomSource } from '../crypto/curve.ts';
import { digest } from '../crypto/hash.ts';
import {
  blockBytes, computeMac, decryptCbc, deriveKey, deriveSessionKeys, encryptCbc, keyBytes, unpad, zeroIv,
} from '../crypto/symmetric.ts';
import type { SessionKeys } from '../crypto/symmetric.ts';
import type { Channel } from '../iso7816/channel.ts';
import { formatStatusWord, retriesLeft, STATUS } from '../iso7816/status-word.ts';
import type { PaceInfo, PaceMapping } from '../lds/security-infos.ts';
import { Malformed } from '../malformed.ts';
import { secureChannel } from '../secure-messaging/secure-messaging.ts';
import { encodeOid, encodeOidValue } from '../tlv/asn1.ts';
import { encodeTlv, optionalChild, readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';
import { pointFromField, pseudoRandomNumber } from './integrated-mapping.ts';

/** From chip-authentication mapping: what the chip's static key must fit (§4.4.3.5). */
export type ChipMappingProof = {
  readonly curve: Curve;
  /** CA_IC, the chip's private key over its mapping key. */
  readonly chipScalar: bigint;
  readonly mappingPoint: CurvePoint;
};

/** `chipProof`: undefined with the other mappings, `missing` if the chip left out what it offered. */
export type PaceOutcome = { readonly channel: Channel; readonly chipProof: ChipMappingProof | 'missing' | undefined };

export type PaceChoice = {
  readonly info: PaceInfo;
  readonly curve: Curve;
  /** Whether the card offers this protocol on several curves, so that the command must name one. */
  readonly ambiguous: boolean;
};

const PASSWORD_MRZ = 1;
const PASSWORD_CAN = 2;
// Chip-authentication mapping proves the chip on the way; integrated mapping costs the most arithmetic here.
const MAPPING_ORDER: readonly PaceMapping[] = ['chipAuthentication', 'generic', 'integrated'];
const SUITE_ORDER = ['AES-256', 'AES-192', 'AES-128', '3DES'] as const;

type AccessResult<T> = Result<T, AccessFailure>;

/** The best protocol that both sides speak, or undefined. */
export function choosePace(offers: readonly PaceInfo[]): PaceChoice | undefined {
  const usable = offers.flatMap((info) => {
    const curve = info.agreement === 'ECDH' && info.parameterId !== undefined
      ? curveByParameterId(info.parameterId) : undefined;
    if (curve === undefined || (info.mapping === 'integrated' && curve.p % 4n !== 3n)) return [];
    return [{ info, curve, ambiguous: offers.some((other) => other !== info && other.oid === info.oid) }];
  });
  const rank = ({ info }: PaceChoice): number =>
    MAPPING_ORDER.indexOf(info.mapping) * SUITE_ORDER.length + SUITE_ORDER.indexOf(info.suite);
  return usable.sort((one, other) => rank(one) - rank(other))[0];
}

/** f(π) of §9.7.3: the password as key material. */
export function passwordSecret(key: AccessKey): Uint8Array {
  return 'can' in key
    ? Buffer.from(key.can, 'latin1')
    : digest('SHA-1', Buffer.from(mrzInformation(key.mrz), 'latin1'));
}

export type AccessOptions = {
  readonly random: RandomSource;
  readonly signal?: AbortSignal;
  /** Go on although the chip says that this is the last attempt it allows. */
  readonly spendLastAttempt?: boolean;
};

/** Opens the chip; `channel` is plain and the master file is selected. */
export async function pace(
  channel: Channel, choice: PaceChoice, key: AccessKey, options: AccessOptions,
): Promise<AccessResult<PaceOutcome>> {
  const { info, curve } = choice;
  const { random, signal } = options;
  const started = await setAuthenticationTemplate(channel, choice, key, options);
  if (!started.ok) return started;

  const mapped = info.mapping === 'integrated'
    ? await mapIntegrated(channel, choice, key, random, signal)
    : await mapGeneric(channel, choice, key, random, signal);
  if (!mapped.ok) return mapped;

  const agreed = await agree(channel, curve, mapped.value, random, signal);
  if (!agreed.ok) return agreed;
  const { terminalPoint, chipPoint, secret } = agreed.value;
  const keys = deriveSessionKeys(info.suite, secret);
  const last = await authenticate(channel, info, keys, chipPoint, terminalPoint, signal);
  if (!last.ok) return last;

  let chipProof: PaceOutcome['chipProof'];
  if (info.mapping === 'chipAuthentication') {
    const chipScalar = decryptChipScalar(keys, optionalChild(last.value, 0x8a)?.value);
    const mappingPoint = mapped.value.chipPoint;
    chipProof = chipScalar === undefined || mappingPoint === undefined ? 'missing' : { curve, chipScalar, mappingPoint };
  }
  return ok({ channel: secureChannel(channel, keys, zeroIv(info.suite)), chipProof });
}

async function setAuthenticationTemplate(
  channel: Channel, { info, curve, ambiguous }: PaceChoice, key: AccessKey, options: AccessOptions,
): Promise<AccessResult<void>> {
  const objects = [
    encodeTlv(0x80, encodeOidValue(info.oid)),
    encodeTlv(0x83, Uint8Array.of('can' in key ? PASSWORD_CAN : PASSWORD_MRZ)),
  ];
  if (ambiguous) objects.push(encodeTlv(0x84, Uint8Array.of(curve.parameterId)));
  const response = await channel.send({
    cla: 0, ins: 0x22, p1: 0xc1, p2: 0xa4, data: concat(...objects),
  }, options.signal);
  if (!response.ok) return response;
  const { statusWord } = response.value;
  if (statusWord === STATUS.success) return ok();
  const retries = retriesLeft(statusWord);
  // The chip warns of the attempts left before one is spent (TR-03110-3 B.14.1).
  if (retries !== undefined && (retries > 1 || (retries === 1 && options.spendLastAttempt === true))) return ok();
  if (retries !== undefined || statusWord === STATUS.authenticationBlocked) {
    return { ok: false, error: { code: 'accessBlocked', detail: formatStatusWord(statusWord), retriesLeft: retries ?? 0 } };
  }
  return fail('accessNotSupported', `MSE:Set AT ${formatStatusWord(statusWord)}`);
}

/** One step of GENERAL AUTHENTICATE: the dynamic authentication data that the chip sends back. */
async function generalAuthenticate(
  channel: Channel, object: Uint8Array, last: boolean, signal?: AbortSignal,
): Promise<AccessResult<Tlv>> {
  const response = await channel.send({
    cla: last ? 0x00 : 0x10, ins: 0x86, p1: 0, p2: 0, data: encodeTlv(0x7c, object), le: 256,
  }, signal);
  if (!response.ok) return response;
  const { statusWord, data } = response.value;
  if (statusWord !== STATUS.success) {
    return last ? refusedProof(statusWord) : fail('accessRefused', `GENERAL AUTHENTICATE ${formatStatusWord(statusWord)}`);
  }
  try {
    const template = readTlv(data.length === 0 ? Uint8Array.of(0x7c, 0) : data, { maxDepth: 1, maxObjects: 6 });
    return template.tag === 0x7c ? ok(template) : fail('chipAnswerWrong', 'no dynamic authentication data');
  } catch (error) {
    if (error instanceof Malformed) return fail('chipAnswerWrong', error.message);
    throw error;
  }
}

async function fetchNonce(
  channel: Channel, info: PaceInfo, key: AccessKey, signal?: AbortSignal,
): Promise<AccessResult<Uint8Array>> {
  const answer = await generalAuthenticate(channel, new Uint8Array(0), false, signal);
  if (!answer.ok) return answer;
  const enciphered = optionalChild(answer.value, 0x80)?.value;
  if (enciphered === undefined || enciphered.length === 0 || enciphered.length > 32
    || enciphered.length % blockBytes(info.suite) !== 0) return fail('chipAnswerWrong', 'nonce');
  const passwordKey = deriveKey(info.suite, passwordSecret(key), 3);
  return ok(decryptCbc(info.suite, passwordKey, zeroIv(info.suite), enciphered));
}

type Mapped = {
  /** A scalar times the mapped generator. */
  readonly multiplyGenerator: (scalar: bigint) => CurvePoint;
  readonly chipPoint: CurvePoint | undefined;
};

// Curve arithmetic takes as long as a short answer of the chip, so what does not need the answer is computed meanwhile.

async function mapGeneric(
  channel: Channel, { info, curve }: PaceChoice, key: AccessKey, random: RandomSource, signal?: AbortSignal,
): Promise<AccessResult<Mapped>> {
  const coming = fetchNonce(channel, info, key, signal);
  const own = generateKey(curve, curve.generator, random);
  const nonce = await coming;
  if (!nonce.ok) return nonce;
  const answer = await generalAuthenticate(channel, encodeTlv(0x81, encodePoint(own.publicPoint)), false, signal);
  if (!answer.ok) return answer;
  const chipPoint = decodePoint(curve, optionalChild(answer.value, 0x82)?.value ?? new Uint8Array(0));
  if (chipPoint === undefined) return fail('chipAnswerWrong', 'mapping point');
  // The mapped generator is s·G + x·C, with the nonce s, the own secret x and the chip's point C. A multiple of it is taken
  // as a sum: multiples of G come from a table, so that only C's costs a whole multiplication.
  const s = toBigInt(nonce.value);
  return ok({
    chipPoint,
    multiplyGenerator: (scalar) =>
      multiply(curve.generator, (scalar * s) % curve.n).add(multiply(chipPoint, (scalar * own.secret) % curve.n)),
  });
}

async function mapIntegrated(
  channel: Channel, { info, curve }: PaceChoice, key: AccessKey, random: RandomSource, signal?: AbortSignal,
): Promise<AccessResult<Mapped>> {
  const nonce = await fetchNonce(channel, info, key, signal);
  if (!nonce.ok) return nonce;
  const own = random(keyBytes(info.suite));
  const coming = generalAuthenticate(channel, encodeTlv(0x81, own), false, signal);
  const generator = pointFromField(curve, pseudoRandomNumber(info.suite, nonce.value, own, curve.p));
  const answer = await coming;
  if (!answer.ok) return answer;
  if (generator === undefined) return fail('chipAnswerWrong', 'nonce without a point');
  return ok({ chipPoint: undefined, multiplyGenerator: (scalar) => multiply(generator, scalar) });
}

type Agreed = { readonly terminalPoint: CurvePoint; readonly chipPoint: CurvePoint; readonly secret: Uint8Array };

async function agree(
  channel: Channel, curve: Curve, { multiplyGenerator }: Mapped, random: RandomSource, signal?: AbortSignal,
): Promise<AccessResult<Agreed>> {
  const ownSecret = randomScalar(curve, random);
  const ownPoint = multiplyGenerator(ownSecret);
  if (ownPoint.is0()) return fail('chipAnswerWrong', 'generator at infinity');
  const answer = await generalAuthenticate(channel, encodeTlv(0x83, encodePoint(ownPoint)), false, signal);
  if (!answer.ok) return answer;
  const chipPoint = decodePoint(curve, optionalChild(answer.value, 0x84)?.value ?? new Uint8Array(0));
  // A chip that sends our own point back would make both tokens equal (§4.4.3.4).
  if (chipPoint === undefined || chipPoint.equals(ownPoint)) return fail('chipAnswerWrong', 'agreement point');
  return ok({ terminalPoint: ownPoint, chipPoint, secret: encodeX(curve, multiply(chipPoint, ownSecret)) });
}

/** The token of §4.4.3.4: a checksum over the other side's point. */
export function authenticationToken(info: PaceInfo, keys: SessionKeys, point: CurvePoint): Uint8Array {
  const data = encodeTlv(0x7f49, encodeOid(info.oid), encodeTlv(0x86, encodePoint(point)));
  return computeMac(info.suite, keys.mac, data);
}

async function authenticate(
  channel: Channel, info: PaceInfo, keys: SessionKeys, chipPoint: CurvePoint, terminalPoint: CurvePoint,
  signal?: AbortSignal,
): Promise<AccessResult<Tlv>> {
  const token = authenticationToken(info, keys, chipPoint);
  const answer = await generalAuthenticate(channel, encodeTlv(0x85, token), true, signal);
  if (!answer.ok) return answer;
  const chipToken = optionalChild(answer.value, 0x86)?.value ?? new Uint8Array(0);
  return equalBytes(chipToken, authenticationToken(info, keys, terminalPoint))
    ? answer
    : fail('chipAnswerWrong', 'authentication token');
}

// §4.4.3.5.1: enciphered with the session key, starting from an enciphered counter of -1.
function decryptChipScalar(keys: SessionKeys, enciphered: Uint8Array | undefined): bigint | undefined {
  const block = blockBytes(keys.suite);
  if (enciphered === undefined || enciphered.length === 0 || enciphered.length > 256 || enciphered.length % block !== 0) {
    return undefined;
  }
  const iv = encryptCbc(keys.suite, keys.encryption, zeroIv(keys.suite), new Uint8Array(block).fill(0xff));
  const plain = unpad(decryptCbc(keys.suite, keys.encryption, iv, enciphered));
  return plain === undefined ? undefined : toBigInt(plain);
}

/** Whether the chip's static public key fits what it proved during chip-authentication mapping. */
export function fitsChipKey(proof: ChipMappingProof, staticPoint: CurvePoint): boolean {
  const scalar = proof.chipScalar % proof.curve.n;
  return scalar !== 0n && multiply(staticPoint, scalar).equals(proof.mappingPoint);
}
