// Password Authenticated Connection Establishment from the card's side, on elliptic curves: generic, integrated and chip
// authentication mapping (Doc 9303 part 11, clause 4.4).
import { createHash } from 'node:crypto';
import { ascii, bytesInteger, concat, equal, integerBytes } from './bytes.ts';
import { blockLength, deriveKey, encryptCbc, keyLength, mac, pad } from './ciphers.ts';
import type { CipherName } from './ciphers.ts';
import { curveByParameterId, inverse, modulo, pointBytes, pointFromBytes, xCoordinate } from './curves.ts';
import type { Curve, Point } from './curves.ts';
import { integratedGenerator } from './integrated-mapping.ts';
import type { Random } from './random.ts';
import type { SessionKeys } from './secure-messaging.ts';
import { dataObjects, integer, objectIdentifier, objectIdentifierBytes, sequence, tlv, valueOf } from './tlv.ts';

export type PaceMapping = 'generic' | 'integrated' | 'chip-authentication';

export interface PaceOffer {
  readonly mapping: PaceMapping;
  readonly cipher: CipherName;
  /** Standardised domain parameters, 8…18. */
  readonly parameterId: number;
}

const mappingArcs: Record<PaceMapping, number> = { generic: 2, integrated: 4, 'chip-authentication': 6 };
const cipherArcs: Record<CipherName, number> = { '3des': 1, 'aes-128': 2, 'aes-192': 3, 'aes-256': 4 };

export function paceObjectIdentifier(offer: PaceOffer): string {
  return `0.4.0.127.0.7.2.2.4.${mappingArcs[offer.mapping]}.${cipherArcs[offer.cipher]}`;
}

/** PACEInfo (clause 9.2.1). */
export function paceInfo(offer: PaceOffer): Uint8Array {
  return sequence(objectIdentifier(paceObjectIdentifier(offer)), integer(2), integer(offer.parameterId));
}

export const passwordReferences = { mrz: 1, can: 2 } as const;

/** f(π) (clause 4.4.3.1): the hash of the MRZ information, the digits of the CAN. */
export function passwordSecret(kind: 'mrz' | 'can', text: string): Uint8Array {
  return kind === 'mrz' ? new Uint8Array(createHash('sha1').update(ascii(text)).digest()) : ascii(text);
}

export type PaceStep =
  | { readonly sw: number }
  | { readonly data: Uint8Array; readonly keys?: SessionKeys };

export interface PaceRun {
  /** One GENERAL AUTHENTICATE: the contents of its template 7C, and whether it was the last of the chain. */
  step(template: Uint8Array, last: boolean): PaceStep;
}

/** Starts a run; `chipKey` is the static key of the chip authentication mapping. */
export function startPace(
  offer: PaceOffer, secret: Uint8Array, random: Random, wrongToken: () => number, chipKey?: bigint,
): PaceRun {
  const on = curveByParameterId(offer.parameterId);
  if (!on) throw new Error(`no domain parameters ${offer.parameterId}`);
  const curve: Curve = on;
  const { cipher } = offer;
  const protocol = objectIdentifierBytes(paceObjectIdentifier(offer));
  let expected: 'nonce' | 'map' | 'agree' | 'confirm' | 'nothing' = 'nonce';
  let nonce: Uint8Array = new Uint8Array(0);
  let mappingKey = 0n;
  let generator: Point = curve.generator;
  let ephemeralPoint: Uint8Array = new Uint8Array(0);
  let terminalPoint: Uint8Array = new Uint8Array(0);
  let keys: SessionKeys | undefined;

  function step(template: Uint8Array, last: boolean): PaceStep {
    const now = expected;
    expected = 'nothing';
    if (now === 'nothing') return { sw: 0x6985 };
    if (last !== (now === 'confirm')) return { sw: 0x6883 };
    const objects = dataObjects(template);
    const answer = steps[now](objects.length === 0 ? undefined : (tag: number) => valueOf(objects, tag));
    if (!('sw' in answer)) expected = following[now];
    return answer;
  }

  type Given = ((tag: number) => Uint8Array | undefined) | undefined;
  const steps: Record<'nonce' | 'map' | 'agree' | 'confirm', (given: Given) => PaceStep> = {
    nonce(given) {
      if (given) return { sw: 0x6a80 };
      nonce = random.bytes(nonceLength(cipher));
      const key = deriveKey(cipher, secret, 3);
      return { data: tlv(0x80, encryptCbc(cipher, key, new Uint8Array(blockLength(cipher)), nonce)) };
    },
    map(given) {
      const data = given?.(0x81);
      if (!data) return { sw: 0x6a80 };
      if (offer.mapping === 'integrated') {
        if (data.length !== keyLength(cipher)) return { sw: 0x6a80 };
        generator = integratedGenerator(cipher, curve, nonce, data);
        return { data: tlv(0x82) };
      }
      const terminal = pointFromBytes(curve, data);
      if (!terminal) return { sw: 0x6a80 };
      mappingKey = random.scalar(curve.order);
      const shared = terminal.multiply(mappingKey);
      generator = curve.generator.multiplyUnsafe(bytesInteger(nonce) % curve.order).add(shared);
      return { data: tlv(0x82, pointBytes(curve, curve.generator.multiply(mappingKey))) };
    },
    agree(given) {
      terminalPoint = given?.(0x83) ?? terminalPoint;
      const terminal = pointFromBytes(curve, terminalPoint);
      if (!terminal) return { sw: 0x6a80 };
      const key = random.scalar(curve.order);
      ephemeralPoint = pointBytes(curve, generator.multiply(key));
      if (equal(ephemeralPoint, terminalPoint)) return { sw: 0x6a80 };
      const agreed = xCoordinate(curve, terminal.multiply(key));
      keys = {
        cipher,
        encryption: deriveKey(cipher, agreed, 1),
        authentication: deriveKey(cipher, agreed, 2),
        sendSequenceCounter: new Uint8Array(blockLength(cipher)),
      };
      return { data: tlv(0x84, ephemeralPoint) };
    },
    confirm(given) {
      const token = given?.(0x85);
      if (!token || !keys) return { sw: 0x6a80 };
      if (!equal(token, authenticationToken(cipher, keys.authentication, protocol, ephemeralPoint))) {
        return { sw: wrongToken() };
      }
      const own = tlv(0x86, authenticationToken(cipher, keys.authentication, protocol, terminalPoint));
      if (offer.mapping !== 'chip-authentication' || chipKey === undefined) return { data: own, keys };
      const proof = chipAuthenticationData(curve, chipKey, mappingKey);
      return { data: concat(own, tlv(0x8a, encryptChipAuthenticationData(keys, proof))), keys };
    },
  };

  return { step };
}

const following = { nonce: 'map', map: 'agree', agree: 'confirm', confirm: 'nothing' } as const;

// The smallest multiple of the block that is no shorter than the key.
function nonceLength(cipher: CipherName): number {
  return cipher === 'aes-192' || cipher === 'aes-256' ? 32 : 16;
}

/** MAC over the public key data object 7F49 of the other side's ephemeral point (clause 4.4.3.4). */
export function authenticationToken(
  cipher: CipherName, key: Uint8Array, protocol: Uint8Array, point: Uint8Array,
): Uint8Array {
  const object = tlv(0x7f49, tlv(0x06, protocol), tlv(0x86, point));
  return mac(cipher, key, cipher === '3des' ? pad(object, 8) : object);
}

/** CA_IC = s_IC⁻¹ · s_Map,IC mod n (clause 4.4.3.5). */
export function chipAuthenticationData(on: Curve, chipKey: bigint, mappingKey: bigint): Uint8Array {
  return integerBytes(modulo(inverse(chipKey, on.order) * mappingKey, on.order), on.fieldLength);
}

/** A_IC: CBC with the initial vector E(KSenc, −1). */
export function encryptChipAuthenticationData(keys: SessionKeys, proof: Uint8Array): Uint8Array {
  const { cipher, encryption } = keys;
  const iv = encryptCbc(cipher, encryption, new Uint8Array(16), new Uint8Array(16).fill(0xff));
  return encryptCbc(cipher, encryption, iv, pad(proof, 16));
}
