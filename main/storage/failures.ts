// From what SQLite and the file system say to the store's named failures (https://www.sqlite.org/rescode.html).
// What is not in the tables is a bug and stays an exception.

import type { StoreFailure } from '../services/store.ts';

/** A named failure on its way out of a transaction, which it rolls back. */
export class StoreError extends Error {
  readonly failure: StoreFailure;
  constructor(code: StoreFailure['code'], detail: string) {
    super(`${code}: ${detail}`);
    this.failure = { code, detail };
  }
}

const BY_SQLITE_CODE: readonly (readonly [prefix: string, code: StoreFailure['code']])[] = [
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_IOERR', 'corrupt'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY', 'readOnly'],
  ['SQLITE_CANTOPEN', 'readOnly'],
  ['SQLITE_PERM', 'readOnly'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'conflict'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'conflict'],
];

const BY_SYSTEM_CODE: Readonly<Record<string, StoreFailure['code']>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  ENOTDIR: 'readOnly',
  EEXIST: 'readOnly',
  EIO: 'corrupt',
  EBUSY: 'busy',
  EMFILE: 'busy',
};

/** The named failure in an exception, or null where it is a bug. Details hold SQLite's own words, never values. */
export function storeFailureOf(error: unknown): StoreFailure | null {
  if (error instanceof StoreError) return error.failure;
  if (!(error instanceof Error)) return null;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return null;
  const known = BY_SQLITE_CODE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? BY_SYSTEM_CODE[code];
  if (known === undefined) return null;
  return { code: known, detail: code.startsWith('SQLITE_') ? `${code}: ${error.message}` : code };
}
