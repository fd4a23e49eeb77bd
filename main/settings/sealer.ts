// Seals the secrets of the settings file with this counter's key: AES-256-GCM under a key derived from the database's
// (HKDF-SHA-256, RFC 5869), the setting's path as associated data. A file copied to another counter does not open.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Secret } from './schema.ts';

export type Sealer = {
  seal(path: string, text: string): string;
  open(path: string, sealed: string): Result<string, Failure<'cannotOpen'>>;
};

const PREFIX = 'v1.';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSealer(databaseKey: Uint8Array): Sealer {
  const key = new Uint8Array(hkdfSync('sha256', databaseKey, new Uint8Array(0), 'mot-cua settings secrets 1', 32));
  return {
    seal(path, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(path));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return PREFIX + Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64');
    },
    open(path, sealed) {
      const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64');
      if (!sealed.startsWith(PREFIX) || bytes.length < NONCE_BYTES + TAG_BYTES)
        return fail('cannotOpen', `${path}: not a sealed secret`);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(path))
          .setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
        const body = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
        return ok(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'));
      } catch {
        return fail('cannotOpen', `${path}: sealed with another counter’s key`);
      }
    },
  };
}

/** The clear text of a secret of the settings; `path` as in `portal.session`. */
export function openSecret(sealer: Sealer, path: string, secret: Secret): Result<string, Failure<'cannotOpen'>> {
  return typeof secret === 'string' ? ok(secret) : sealer.open(path, secret.sealed);
}
