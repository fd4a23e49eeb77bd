// Block ciphers, message authentication and key derivation of an eMRTD (Doc 9303 part 11, clauses 9.7 and 9.8).
// OpenSSL's ciphers underneath; CMAC (NIST SP 800-38B) and the retail MAC (ISO 9797-1 algorithm 3) are built here.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { concat, integerBytes } from './bytes.ts';

export type CipherName = '3des' | 'aes-128' | 'aes-192' | 'aes-256';

export const cipherNames: readonly CipherName[] = ['3des', 'aes-128', 'aes-192', 'aes-256'];

const keyLengths: Record<CipherName, number> = { '3des': 16, 'aes-128': 16, 'aes-192': 24, 'aes-256': 32 };

/** Bytes of a key. */
export const keyLength = (cipher: CipherName): number => keyLengths[cipher];
/** Bytes of a block, and of a send sequence counter. */
export const blockLength = (cipher: CipherName): number => (cipher === '3des' ? 8 : 16);

/** KDF(K, c): 1 encryption, 2 authentication, 3 from a password (clause 9.7.1). */
export function deriveKey(cipher: CipherName, secret: Uint8Array, counter: 1 | 2 | 3): Uint8Array {
  const hash = cipher === 'aes-192' || cipher === 'aes-256' ? 'sha256' : 'sha1';
  const digest = createHash(hash).update(secret).update(integerBytes(counter, 4)).digest();
  const key = new Uint8Array(digest.subarray(0, keyLengths[cipher]));
  return cipher === '3des' ? key.map(oddParity) : key;
}

/** CBC without padding; `data` is a multiple of the block. */
export function encryptCbc(cipher: CipherName, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const [name, material] = openSslKey(cipher, key);
  const engine = createCipheriv(name, material, iv).setAutoPadding(false);
  return concat(engine.update(data), engine.final());
}

export function decryptCbc(cipher: CipherName, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const [name, material] = openSslKey(cipher, key);
  const engine = createDecipheriv(name, material, iv).setAutoPadding(false);
  return concat(engine.update(data), engine.final());
}

/** Padding method 2 of ISO/IEC 9797-1: 80 and zeros up to the block. */
export function pad(data: Uint8Array, block: number): Uint8Array {
  return concat(data, Uint8Array.of(0x80), new Uint8Array(block - 1 - (data.length % block)));
}

/** Takes padding method 2 off; undefined when there is none. */
export function unpad(data: Uint8Array): Uint8Array | undefined {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end -= 1;
  return end > 0 && data[end - 1] === 0x80 ? data.slice(0, end - 1) : undefined;
}

/** Eight bytes: retail MAC with 3DES over data that is padded already, CMAC with AES over data of any length. */
export function mac(cipher: CipherName, key: Uint8Array, data: Uint8Array): Uint8Array {
  return (cipher === '3des' ? retailMac(key, data) : cmac(cipher, key, data)).slice(0, 8);
}

function retailMac(key: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.length === 0 || data.length % 8) throw new Error('a retail MAC needs whole blocks');
  const left = key.slice(0, 8);
  const zero = new Uint8Array(8);
  const single = concat(left, left, left);
  const head = data.slice(0, -8);
  const chained = head.length ? cbc('des-ede3-cbc', single, zero, head).slice(-8) : zero;
  return cbc('des-ede3-cbc', concat(key, left), chained, data.slice(-8));
}

function cmac(cipher: CipherName, key: Uint8Array, data: Uint8Array): Uint8Array {
  const zero = new Uint8Array(16);
  const first = doubled(encryptCbc(cipher, key, zero, zero));
  const whole = data.length > 0 && data.length % 16 === 0;
  const message = whole ? data.slice() : pad(data, 16);
  const subkey = whole ? first : doubled(first);
  const last = message.length - 16;
  for (let index = 0; index < 16; index += 1) message[last + index] = (message[last + index] ?? 0) ^ (subkey[index] ?? 0);
  return encryptCbc(cipher, key, zero, message).slice(-16);
}

// Multiplication by x in GF(2^128), SP 800-38B clause 6.1.
function doubled(block: Uint8Array): Uint8Array {
  const result = new Uint8Array(16);
  for (let index = 0; index < 16; index += 1) {
    result[index] = (((block[index] ?? 0) << 1) | ((block[index + 1] ?? 0) >> 7)) & 0xff;
  }
  if ((block[0] ?? 0) & 0x80) result[15] = (result[15] ?? 0) ^ 0x87;
  return result;
}

// OpenSSL 3 has no single DES outside its legacy provider: three-key 3DES with one key thrice is the same function.
function openSslKey(cipher: CipherName, key: Uint8Array): [string, Uint8Array] {
  if (cipher === '3des') return ['des-ede3-cbc', concat(key, key.slice(0, 8))];
  return [`${cipher}-cbc`, key];
}

function cbc(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const engine = createCipheriv(name, key, iv).setAutoPadding(false);
  return concat(engine.update(data), engine.final());
}

function oddParity(byte: number): number {
  let ones = 0;
  for (let bits = byte >> 1; bits; bits >>= 1) ones += bits & 1;
  return (byte & 0xfe) | (ones % 2 ? 0 : 1);
}
