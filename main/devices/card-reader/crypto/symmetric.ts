// The block ciphers of secure messaging (ICAO Doc 9303-11 §9.8): two-key 3DES in CBC with the retail MAC
// (ISO/IEC 9797-1 algorithm 3), AES in CBC with CMAC, padding method 2, and the key derivation of §9.7.1.
// Single DES is missing in OpenSSL 3's default provider, and CMAC in Electron's BoringSSL, so both are built
// from what every runtime has.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { cmac } from '@noble/ciphers/aes.js';
import { concat, equalBytes } from '../bytes.ts';
import { digest } from './hash.ts';

export type CipherSuite = '3DES' | 'AES-128' | 'AES-192' | 'AES-256';

export type SessionKeys = { readonly suite: CipherSuite; readonly encryption: Uint8Array; readonly mac: Uint8Array };

const KEY_BYTES: Record<CipherSuite, number> = { '3DES': 16, 'AES-128': 16, 'AES-192': 24, 'AES-256': 32 };
const MAC_BYTES = 8;

export function keyBytes(suite: CipherSuite): number {
  return KEY_BYTES[suite];
}

export function blockBytes(suite: CipherSuite): number {
  return suite === '3DES' ? 8 : 16;
}

/** KDF(K, c) of §9.7.1: counter 1 encryption, 2 MAC, 3 from a password (PACE). */
export function deriveKey(suite: CipherSuite, secret: Uint8Array, counter: 1 | 2 | 3): Uint8Array {
  const hash = KEY_BYTES[suite] > 16 ? 'SHA-256' : 'SHA-1';
  const key = digest(hash, secret, Uint8Array.of(0, 0, 0, counter)).slice(0, KEY_BYTES[suite]);
  return suite === '3DES' ? withOddParity(key) : key;
}

export function deriveSessionKeys(suite: CipherSuite, secret: Uint8Array): SessionKeys {
  return { suite, encryption: deriveKey(suite, secret, 1), mac: deriveKey(suite, secret, 2) };
}

function withOddParity(key: Uint8Array): Uint8Array {
  return key.map((byte) => {
    let ones = 0;
    for (let bits = byte >> 1; bits > 0; bits >>= 1) ones += bits & 1;
    return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
  });
}

function cbcName(suite: CipherSuite): string {
  return suite === '3DES' ? 'des-ede3-cbc' : `aes-${KEY_BYTES[suite] * 8}-cbc`;
}

function cipherKey(suite: CipherSuite, key: Uint8Array): Uint8Array {
  return suite === '3DES' ? concat(key, key.subarray(0, 8)) : key;
}

const ZERO_BLOCK = new Uint8Array(16);

export function zeroIv(suite: CipherSuite): Uint8Array {
  return ZERO_BLOCK.subarray(0, blockBytes(suite));
}

/** CBC without padding: the length of `data` is a multiple of the block. */
export function encryptCbc(suite: CipherSuite, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(cbcName(suite), cipherKey(suite, key), iv).setAutoPadding(false);
  return concat(cipher.update(data), cipher.final());
}

/** Reverse of encryptCbc. Throws if the length of `data` is no multiple of the block. */
export function decryptCbc(suite: CipherSuite, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(cbcName(suite), cipherKey(suite, key), iv).setAutoPadding(false);
  return concat(decipher.update(data), decipher.final());
}

/** The suite's 8-byte MAC. For 3DES the message is padded by method 2 first, as §9.8.6.1 has it. */
export function computeMac(suite: CipherSuite, key: Uint8Array, message: Uint8Array): Uint8Array {
  if (suite === '3DES') return retailMac(key, pad(message, 8));
  return cmac(message, key).slice(0, MAC_BYTES);
}

export function verifyMac(suite: CipherSuite, key: Uint8Array, message: Uint8Array, mac: Uint8Array): boolean {
  return equalBytes(computeMac(suite, key, message), mac);
}

// Single DES is triple DES with three equal keys; the last block of the retail MAC is a triple DES of its own.
function retailMac(key: Uint8Array, padded: Uint8Array): Uint8Array {
  const left = key.subarray(0, 8);
  const allButLast = padded.subarray(0, padded.length - 8);
  const single = createCipheriv('des-ede3-cbc', concat(left, left, left), zeroIv('3DES')).setAutoPadding(false);
  const chained = single.update(allButLast);
  const iv = chained.length === 0 ? zeroIv('3DES') : chained.subarray(chained.length - 8);
  return encryptCbc('3DES', key, iv, padded.subarray(padded.length - 8));
}

/** Padding method 2 of ISO/IEC 9797-1: 80 and zeros to a multiple of `block`. */
export function pad(data: Uint8Array, block: number): Uint8Array {
  const padded = new Uint8Array((Math.floor(data.length / block) + 1) * block);
  padded.set(data);
  padded[data.length] = 0x80;
  return padded;
}

/** What was padded by method 2, or undefined if it was not. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  return padded[end] === 0x80 ? padded.subarray(0, end) : undefined;
}
