// SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) of the kinds that chips and their issuers use: RSA (also with the PSS
// identifier), elliptic curves by name, by standardized number or written out (RFC 3279 §2.3.5, TR-03110-3 A.2.1.1),
// and Diffie-Hellman groups (RFC 3279 §2.3.3, PKCS #3).

import { toBigInt } from '../bytes.ts';
import { curveByOid, curveByParameterId, curveByParameters, decodePoint } from './curve.ts';
import type { Curve, CurvePoint } from './curve.ts';
import type { RsaPublicKey } from './rsa.ts';
import { malformed } from '../malformed.ts';
import {
  expectTag, readBitString, readInteger, readOctetString, readOid, readSmallInteger, TAG,
} from '../tlv/asn1.ts';
import { readTlv } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';

export type DhGroup = { readonly p: bigint; readonly g: bigint; readonly q: bigint | undefined };

export type PublicKey =
  | { readonly kind: 'rsa'; readonly rsa: RsaPublicKey }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: CurvePoint }
  | { readonly kind: 'dh'; readonly group: DhGroup; readonly value: bigint };

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';
const STANDARDIZED_PARAMETERS = '0.4.0.127.0.7.1.2';
const DH_X942 = '1.2.840.10046.2.1';
const DH_PKCS3 = '1.2.840.113549.1.3.1';
const PRIME_FIELD = '1.2.840.10045.1.1';

const MAX_DH_BITS = 4096;

/** The key, or undefined if it is of a kind or on a curve that this reader does not know. Raises Malformed. */
export function readPublicKey(info: Tlv): PublicKey | undefined {
  const [algorithm, bits] = expectTag(info, TAG.sequence).children;
  const [oidObject, parameters] = expectTag(algorithm, TAG.sequence).children;
  const oid = readOid(oidObject);
  const encoded = readBitString(bits);
  switch (oid) {
    case RSA:
    case RSA_PSS: {
      const [modulus, exponent] = expectTag(readTlv(encoded), TAG.sequence).children;
      return { kind: 'rsa', rsa: { modulus: readInteger(modulus), exponent: readInteger(exponent) } };
    }
    case EC:
    case STANDARDIZED_PARAMETERS: {
      const curve = parameters && readCurve(parameters);
      if (curve === undefined) return undefined;
      const point = decodePoint(curve, encoded);
      if (point === undefined) malformed('public point is not on its curve');
      return { kind: 'ec', curve, point };
    }
    case DH_X942:
    case DH_PKCS3: {
      const [p, g, q] = expectTag(parameters, TAG.sequence).children;
      const group: DhGroup = {
        p: readInteger(p), g: readInteger(g), q: oid === DH_X942 ? readInteger(q) : undefined,
      };
      const value = readInteger(readTlv(encoded));
      if (group.p.toString(2).length > MAX_DH_BITS) return undefined;
      if ((group.p & 1n) === 0n || value <= 1n || value >= group.p - 1n) malformed('public value out of range');
      return { kind: 'dh', group, value };
    }
    default:
      return undefined;
  }
}

function readCurve(parameters: Tlv): Curve | undefined {
  if (parameters.tag === TAG.oid) return curveByOid(readOid(parameters));
  if (parameters.tag === TAG.integer) return curveByParameterId(readSmallInteger(parameters));
  const [, field, coefficients, base, order, cofactor] = expectTag(parameters, TAG.sequence).children;
  const [fieldType, prime] = expectTag(field, TAG.sequence).children;
  if (readOid(fieldType) !== PRIME_FIELD) return undefined;
  const [a, b] = expectTag(coefficients, TAG.sequence).children;
  const generator = readOctetString(base);
  const half = (generator.length - 1) / 2;
  if (generator[0] !== 0x04 || !Number.isInteger(half) || half > 80) return undefined;
  return curveByParameters({
    p: readInteger(prime),
    a: toBigInt(readOctetString(a).subarray(0, 80)),
    b: toBigInt(readOctetString(b).subarray(0, 80)),
    Gx: toBigInt(generator.subarray(1, 1 + half)),
    Gy: toBigInt(generator.subarray(1 + half)),
    n: readInteger(order),
    h: cofactor?.tag === TAG.integer ? readInteger(cofactor) : undefined,
  });
}
