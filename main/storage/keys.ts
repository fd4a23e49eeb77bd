// The database's key: 32 random bytes, made once. Sealed by the operating system's keeper where there is one (DPAPI,
// Keychain, a keyring), else in a file that only this user may read. A key that is lost is never replaced while there is
// a database that it opened.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from '../services/store.ts';
import { storeFailureOf } from './failures.ts';
import { databaseExists, KEY_BYTES, storagePaths } from './paths.ts';
import type { StoragePaths } from './paths.ts';
import { writeWholeFile } from '../base/whole-file.ts';

/** The operating system's keeper of secrets; Electron's safeStorage, handed in by main/app. */
export type KeyKeeper = {
  isAvailable(): boolean;
  encrypt(text: string): Uint8Array;
  /** Throws where the text was sealed by another user or machine. */
  decrypt(sealed: Uint8Array): string;
};

export type KeyFrom = 'safeStorage' | 'file';
export type DatabaseKey = { readonly key: Uint8Array; readonly keyFrom: KeyFrom };

/** The key of the database in `dir`, made if this is a new data directory. */
export function databaseKey(dir: string, keeper: KeyKeeper | null): Result<DatabaseKey, StoreFailure> {
  return named(() => {
    const paths = storagePaths(dir);
    if (existsSync(paths.sealedKey) || existsSync(paths.key) || databaseExists(paths)) return presentKey(paths, keeper);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const key = new Uint8Array(randomBytes(KEY_BYTES));
    const text = Buffer.from(key).toString('hex');
    if (keeper?.isAvailable()) {
      writeWholeFile(paths.sealedKey, keeper.encrypt(text));
      return ok({ key, keyFrom: 'safeStorage' });
    }
    writeWholeFile(paths.key, `${text}\n`);
    return ok({ key, keyFrom: 'file' });
  });
}

/** The key that is there; never makes one. */
export function presentDatabaseKey(dir: string, keeper: KeyKeeper | null): Result<DatabaseKey, StoreFailure> {
  return named(() => presentKey(storagePaths(dir), keeper));
}

function presentKey(paths: StoragePaths, keeper: KeyKeeper | null): Result<DatabaseKey, StoreFailure> {
  if (existsSync(paths.sealedKey)) return openSealed(readFileSync(paths.sealedKey), keeper);
  if (existsSync(paths.key)) return parsed(readFileSync(paths.key, 'latin1'), 'file');
  return fail('wrongKey', 'there is no key; if there was one, restore it from where it was kept');
}

function named(work: () => Result<DatabaseKey, StoreFailure>): Result<DatabaseKey, StoreFailure> {
  try {
    return work();
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure === null) throw error;
    return fail(failure.code, failure.detail);
  }
}

function openSealed(sealed: Uint8Array, keeper: KeyKeeper | null): Result<DatabaseKey, StoreFailure> {
  if (!keeper?.isAvailable())
    return fail('wrongKey', 'the key is sealed by the operating system, whose keeper is not available');
  let text: string;
  try {
    text = keeper.decrypt(sealed);
  } catch {
    return fail('wrongKey', 'the operating system does not open the sealed key');
  }
  return parsed(text, 'safeStorage');
}

function parsed(text: string, keyFrom: KeyFrom): Result<DatabaseKey, StoreFailure> {
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) return fail('wrongKey', 'the key file is damaged');
  return ok({ key: new Uint8Array(Buffer.from(hex, 'hex')), keyFrom });
}
