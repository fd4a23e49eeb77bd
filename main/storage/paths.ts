// Where the counter's data lies, all of it under one data directory, and whether it is there. Main needs this in its own thread,
// where the database's native module is never loaded.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const KEY_BYTES = 32;

export type StoragePaths = {
  readonly dir: string;
  readonly database: string;
  /** Tells a wrong key from a damaged file, and that there has been a database. */
  readonly keyCheck: string;
  readonly key: string;
  readonly sealedKey: string;
  /** Which dossiers were erased, for a backup that is restored. */
  readonly erasures: string;
  readonly vault: string;
  readonly backups: string;
};

export function storagePaths(dir: string): StoragePaths {
  return {
    dir,
    database: join(dir, 'mot-cua.db'),
    keyCheck: join(dir, 'mot-cua.db.key-check'),
    key: join(dir, 'database.key'),
    sealedKey: join(dir, 'database.key.sealed'),
    erasures: join(dir, 'erasures.jsonl'),
    vault: join(dir, 'vault'),
    backups: join(dir, 'backups'),
  };
}

/** Whether there is, or has been, a database in this place. */
export function databaseExists(paths: { readonly database: string; readonly keyCheck: string }): boolean {
  return existsSync(paths.keyCheck) || sizeOf(paths.database) > 0;
}

/** Bytes; 0 where there is no such file. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
