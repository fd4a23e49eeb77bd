// SubjectPublicKeyInfo of keys on elliptic curves (RFC 5480; explicit parameters after X9.62 and TR-03111), and ECDSA
// with nonces from the chip's own randomness.
import { createHash } from 'node:crypto';
import { bytesInteger, concat, integerBytes } from './bytes.ts';
import { inverse, modulo, pointBytes } from './curves.ts';
import type { Curve } from './curves.ts';
import type { Random } from './random.ts';
import { bitString, integer, objectIdentifier, octetString, sequence } from './tlv.ts';

export function subjectPublicKeyInfo(on: Curve, point: Uint8Array, explicit: boolean): Uint8Array {
  const parameters = explicit ? explicitParameters(on) : objectIdentifier(on.objectIdentifier);
  return sequence(sequence(objectIdentifier('1.2.840.10045.2.1'), parameters), bitString(point));
}

function explicitParameters(on: Curve): Uint8Array {
  const element = (value: bigint): Uint8Array => octetString(integerBytes(value, on.fieldLength));
  return sequence(
    integer(1),
    sequence(objectIdentifier('1.2.840.10045.1.1'), integer(on.p)),
    sequence(element(on.a), element(on.b)),
    octetString(pointBytes(on, on.generator)),
    integer(on.order),
    integer(1),
  );
}

/** r ‖ s, each as long as the order (TR-03111, plain format). */
export function signPlain(on: Curve, privateKey: bigint, hash: string, message: Uint8Array, random: Random): Uint8Array {
  const digest = createHash(hash).update(message).digest();
  const orderBits = on.order.toString(2).length;
  const excess = Math.max(0, digest.length * 8 - orderBits);
  const e = bytesInteger(digest) >> BigInt(excess);
  const length = Math.ceil(orderBits / 8);
  for (;;) {
    const k = random.scalar(on.order);
    const r = modulo(on.generator.multiply(k).toAffine().x, on.order);
    const s = modulo(inverse(k, on.order) * (e + r * privateKey), on.order);
    if (r !== 0n && s !== 0n) return concat(integerBytes(r, length), integerBytes(s, length));
  }
}
