// The chip's randomness: replayable from a seed, so that an exchange can be repeated byte for byte.
import { createHash } from 'node:crypto';
import { bytesInteger, concat, integerBytes, utf8 } from './bytes.ts';

export interface Random {
  /** `length` bytes. */
  bytes(length: number): Uint8Array;
  /** A private key: 1 ≤ value < `order`. */
  scalar(order: bigint): bigint;
}

/** SHA-256 in counter mode over the seed. The same seed gives the same sequence. */
export function seededRandom(seed: string | number): Random {
  const key = createHash('sha256').update(`chip ${seed}`).digest();
  let counter = 0;
  let pool: Uint8Array = new Uint8Array(0);
  function bytes(length: number): Uint8Array {
    const blocks = [pool];
    for (let held = pool.length; held < length; held += 32) {
      blocks.push(createHash('sha256').update(key).update(integerBytes(counter, 8)).digest());
      counter += 1;
    }
    const whole = concat(...blocks);
    pool = whole.slice(length);
    return whole.slice(0, length);
  }
  return { bytes, scalar: (order) => scalarFrom(bytes, order) };
}

/** A fixed key from words, for what a card carries for life: the same words give the same key. */
export function fixedScalar(words: string, order: bigint): bigint {
  return seededRandom(Buffer.from(utf8(words)).toString('base64')).scalar(order);
}

// Eight bytes more than the order make the bias of the reduction negligible.
function scalarFrom(bytes: (length: number) => Uint8Array, order: bigint): bigint {
  const length = Math.ceil(order.toString(16).length / 2) + 8;
  return (bytesInteger(bytes(length)) % (order - 1n)) + 1n;
}
