// Where the counter's data lies, all of it under one data directory.

import { join } from 'node:path';

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
