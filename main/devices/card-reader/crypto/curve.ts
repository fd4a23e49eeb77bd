// Elliptic curves for chips, on noble's point arithmetic: Electron's BoringSSL has neither brainpool nor P-192, and
// mapping a PACE nonce needs points, which node:crypto does not give.
// A curve written out in explicit parameters is accepted only if it is one of the known ones: computing on a curve
// that the chip made up would prove nothing and might never end.

import { randomBytes } from 'node:crypto';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import type { WeierstrassPoint, WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { fromBigInt, toBigInt } from '../bytes.ts';
import { CURVE_PARAMETERS } from './curve-parameters.ts';
import type { CurveName, CurveParameters } from './curve-parameters.ts';

export type CurvePoint = WeierstrassPoint<bigint>;

export type Curve = {
  readonly name: CurveName;
  readonly parameterId: number;
  readonly oid: string;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly fieldBytes: number;
  readonly orderBytes: number;
  readonly generator: CurvePoint;
  readonly Point: WeierstrassPointCons<bigint>;
};

/** Random bytes of this length; handed in so that worked examples and captured exchanges can be repeated. */
export type RandomSource = (length: number) => Uint8Array;

const built = new Map<CurveName, Curve>();

function build(parameters: CurveParameters): Curve {
  const known = built.get(parameters.name);
  if (known !== undefined) return known;
  const [p, a, b, Gx, Gy, n] = (['p', 'a', 'b', 'Gx', 'Gy', 'n'] as const).map((key) => BigInt(`0x${parameters[key]}`));
  if (p === undefined || a === undefined || b === undefined || Gx === undefined || Gy === undefined || n === undefined) {
    throw new Error('curve parameters are incomplete');
  }
  // noble blinds secret scalars with this; it is not the source of keys.
  const blinding = (length = 32): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));
  const Point = weierstrass({ p, n, h: 1n, a, b, Gx, Gy }, { randomBytes: blinding });
  const curve: Curve = {
    name: parameters.name,
    parameterId: parameters.parameterId,
    oid: parameters.oid,
    p, a, b, n, Point,
    generator: Point.BASE,
    fieldBytes: parameters.p.length / 2,
    orderBytes: Math.ceil(n.toString(16).length / 2),
  };
  built.set(parameters.name, curve);
  return curve;
}

function find(matches: (parameters: CurveParameters) => boolean): Curve | undefined {
  const parameters = CURVE_PARAMETERS.find(matches);
  return parameters && build(parameters);
}

export function curveByName(name: CurveName): Curve {
  const curve = find((parameters) => parameters.name === name);
  if (curve === undefined) throw new Error(`no curve ${name}`);
  return curve;
}

export function curveByOid(oid: string): Curve | undefined {
  return find((parameters) => parameters.oid === oid);
}

/** By the number of the standardized domain parameters, 8 to 18. */
export function curveByParameterId(parameterId: number): Curve | undefined {
  return find((parameters) => parameters.parameterId === parameterId);
}

/** The known curve with exactly these parameters. */
export function curveByParameters(
  wanted: { p: bigint; a: bigint; b: bigint; Gx: bigint; Gy: bigint; n: bigint; h: bigint | undefined },
): Curve | undefined {
  if (wanted.h !== undefined && wanted.h !== 1n) return undefined;
  return find((parameters) => (['p', 'a', 'b', 'Gx', 'Gy', 'n'] as const)
    .every((key) => BigInt(`0x${parameters[key]}`) === wanted[key]));
}

/** An uncompressed point (04 X Y) that lies on the curve and is not infinity, or undefined. */
export function decodePoint(curve: Curve, encoded: Uint8Array): CurvePoint | undefined {
  if (encoded.length !== 1 + 2 * curve.fieldBytes || encoded[0] !== 0x04) return undefined;
  const x = toBigInt(encoded.subarray(1, 1 + curve.fieldBytes));
  const y = toBigInt(encoded.subarray(1 + curve.fieldBytes));
  if (x >= curve.p || y >= curve.p || y === 0n) return undefined;
  if ((y * y - (x * x * x + curve.a * x + curve.b)) % curve.p !== 0n) return undefined;
  return curve.Point.fromAffine({ x, y });
}

export function encodePoint(point: CurvePoint): Uint8Array {
  return point.toBytes(false);
}

/** The x coordinate as an octet string as long as the field: what ECDH agrees on (TR-03111 §4.3.1). */
export function encodeX(curve: Curve, point: CurvePoint): Uint8Array {
  return fromBigInt(point.toAffine().x, curve.fieldBytes);
}

export type EphemeralKey = { readonly secret: bigint; readonly publicPoint: CurvePoint };

/**
 * A point times a scalar. The faster way, which does not hide how long it takes: our secrets serve one contact only, and
 * who could time this program could read its memory.
 */
export function multiply(point: CurvePoint, scalar: bigint): CurvePoint {
  return point.multiplyUnsafe(scalar);
}

/** 1 to n - 1, from 64 more random bits than the order has, so that the bias is negligible. */
export function randomScalar(curve: Curve, random: RandomSource): bigint {
  return (toBigInt(random(curve.orderBytes + 8)) % (curve.n - 1n)) + 1n;
}

/** A fresh key pair on `generator`. */
export function generateKey(curve: Curve, generator: CurvePoint, random: RandomSource): EphemeralKey {
  const secret = randomScalar(curve, random);
  return { secret, publicPoint: multiply(generator, secret) };
}
