// PINs hashed with scrypt (RFC 7914), as `scrypt$N$r$p$salt$hash` with salt and hash in base64.

import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';

/** 32 MiB and about a tenth of a second on a counter's PC: nothing to an officer, much to someone who tries them all. */
const COST = 32_768;
const BLOCK_SIZE = 8;
const PARALLELISM = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A settings file cannot make the program take more than this. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

type Parts = {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
};

export function hashPin(pin: string): string {
  const salt = randomBytes(SALT_BYTES);
  const hash = scryptSync(pin, salt, HASH_BYTES, { N: COST, r: BLOCK_SIZE, p: PARALLELISM, maxmem: MAX_MEMORY_BYTES });
  return ['scrypt', COST, BLOCK_SIZE, PARALLELISM, salt.toString('base64'), hash.toString('base64')].join('$');
}

/** False also where `hashed` is not a hash that this program could have made. Takes as long for a wrong PIN as for the right one. */
export async function verifyPin(pin: string, hashed: string): Promise<boolean> {
  const parts = partsOf(hashed);
  if (parts === null) return false;
  const { N, r, p, salt, hash } = parts;
  return new Promise((resolve) => {
    try {
      scrypt(pin, salt, hash.length, { N, r, p, maxmem: MAX_MEMORY_BYTES }, (error, found) => {
        resolve(error === null && timingSafeEqual(found, hash));
      });
    } catch {
      resolve(false);
    }
  });
}

function partsOf(hashed: string): Parts | null {
  const [name, N, r, p, salt, hash, ...rest] = hashed.split('$');
  if (name !== 'scrypt' || hash === undefined || rest.length > 0) return null;
  const parts = {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
  const sane = [parts.N, parts.r, parts.p].every((part) => Number.isSafeInteger(part) && part > 0) && parts.p <= 16;
  return sane && parts.salt.length >= 8 && parts.hash.length >= 16 && parts.hash.length <= 64 ? parts : null;
}
