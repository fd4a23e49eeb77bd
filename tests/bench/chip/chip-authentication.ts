// Chip Authentication version 1 on elliptic curves from the card's side (Doc 9303 part 11, clause 6.2).
import { blockLength, deriveKey } from './ciphers.ts';
import type { CipherName } from './ciphers.ts';
import { curve, pointBytes, pointFromBytes, xCoordinate } from './curves.ts';
import type { CurveName } from './curves.ts';
import type { SessionKeys } from './secure-messaging.ts';
import { subjectPublicKeyInfo } from './public-keys.ts';
import { integer, objectIdentifier, sequence } from './tlv.ts';

export interface ChipAuthenticationKey {
  readonly curve: CurveName;
  readonly privateKey: bigint;
  readonly cipher: CipherName;
  /** Absent when the chip has one key only. */
  readonly keyId?: number;
  /** Whether the public key in DG14 spells its curve out. */
  readonly explicitParameters?: boolean;
}

const cipherArcs: Record<CipherName, number> = { '3des': 1, 'aes-128': 2, 'aes-192': 3, 'aes-256': 4 };

export function chipAuthenticationObjectIdentifier(cipher: CipherName): string {
  return `0.4.0.127.0.7.2.2.3.2.${cipherArcs[cipher]}`;
}

/** ChipAuthenticationInfo and ChipAuthenticationPublicKeyInfo (clauses 9.2.5 and 9.2.6). */
export function chipAuthenticationInfos(key: ChipAuthenticationKey): { info: Uint8Array; publicKeyInfo: Uint8Array } {
  const identifier = key.keyId === undefined ? [] : [integer(key.keyId)];
  const on = curve(key.curve);
  const point = pointBytes(on, on.generator.multiply(key.privateKey));
  return {
    info: sequence(objectIdentifier(chipAuthenticationObjectIdentifier(key.cipher)), integer(1), ...identifier),
    publicKeyInfo: sequence(
      objectIdentifier('0.4.0.127.0.7.2.2.1.2'),
      subjectPublicKeyInfo(on, point, key.explicitParameters ?? false),
      ...identifier,
    ),
  };
}

/** The session after the terminal's ephemeral public key, or undefined when that is no point of the curve. */
export function agreeChipAuthentication(key: ChipAuthenticationKey, terminal: Uint8Array): SessionKeys | undefined {
  const on = curve(key.curve);
  const point = pointFromBytes(on, terminal);
  if (!point) return undefined;
  const secret = xCoordinate(on, point.multiply(key.privateKey));
  return {
    cipher: key.cipher,
    encryption: deriveKey(key.cipher, secret, 1),
    authentication: deriveKey(key.cipher, secret, 2),
    sendSequenceCounter: new Uint8Array(blockLength(key.cipher)),
  };
}
