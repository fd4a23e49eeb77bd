// A source of "random" bytes for worked examples.

import { fromHex } from '../../../../main/devices/card-reader/bytes.ts';
import type { RandomSource } from '../../../../main/devices/card-reader/crypto/curve.ts';

/** Gives these bytes one after another; throws when asked for another length or too often. */
export function fixedRandom(values: readonly string[]): RandomSource {
  const rest = values.map(fromHex);
  return (length) => {
    const next = rest.shift();
    if (next === undefined || next.length !== length) throw new Error(`no ${length} random bytes left`);
    return next;
  };
}

/** Random bytes from which generateKey makes exactly this secret on a curve whose order is `orderBytes` long. */
export function randomForSecret(secret: string, orderBytes = 32): string {
  return (BigInt(`0x${secret}`) - 1n).toString(16).padStart((orderBytes + 8) * 2, '0');
}
