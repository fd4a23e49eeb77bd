// The one SQLite file, encrypted in SQLCipher's format 4 (AES-256-CBC and HMAC-SHA-512 for each page) with a raw 256-bit
// key, so that no key derivation delays the start (https://www.zetetic.net/sqlcipher/design/).

import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { storeFailureOf, StoreError } from './failures.ts';
import { KEY_BYTES, sizeOf } from './paths.ts';
import { writeWholeFile } from '../base/whole-file.ts';

export type Connection = Database.Database;

const CACHE_KIB = 32 * 1024;
const BUSY_TIMEOUT_MS = 2_000;

export type ConnectionOptions = {
  readonly key: Uint8Array;
  readonly nativeBinding?: string;
  readonly readonly?: boolean;
};

/** Opens the file and proves the key by a first read. Throws SQLite's errors; SQLITE_NOTADB where the key does not fit. */
export function connect(file: string, { key, nativeBinding, readonly = false }: ConnectionOptions): Connection {
  if (key.length !== KEY_BYTES) throw new RangeError(`a database key has ${KEY_BYTES} bytes`);
  const connection = new Database(file, {
    readonly,
    timeout: BUSY_TIMEOUT_MS,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    connection.pragma(`cipher = 'sqlcipher'`);
    connection.pragma('legacy = 4');
    connection.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
    connection.pragma('foreign_keys = ON');
    schemaVersion(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** One connection, every commit on disk before it returns, deleted content overwritten. */
export function configureForWriting(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('secure_delete = ON');
  connection.pragma('temp_store = MEMORY');
  // Deciphered pages: the upper levels of a million dossiers' indexes stay at hand.
  connection.pragma(`cache_size = -${CACHE_KIB}`);
}

export function schemaVersion(connection: Connection): number {
  return connection.pragma('user_version', { simple: true }) as number;
}

export function cipherOf(connection: Connection): string {
  return String(connection.pragma('cipher', { simple: true }));
}

const CHECKED_WHOLE_BYTES = 32 * 1024 * 1024;
/** What grows with the years. Each page is proved by its HMAC when it is read, and the daily backup checks the whole. */
const GROWING = /^(dossiers|dossier_events|dossier_search.*|audit|outbox|documents|print_jobs|journeys|payments|ratings)$/;

/** At the start: the whole of a small file; of a large one, whose check would take minutes, the tables that stay small. */
export function damageAtStart(connection: Connection): string | null {
  const pages = connection.pragma('page_count', { simple: true }) as number;
  const bytes = pages * (connection.pragma('page_size', { simple: true }) as number);
  if (bytes <= CHECKED_WHOLE_BYTES) return damageOf(connection, 'quick');
  try {
    const tables = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).pluck().all() as string[];
    for (const table of tables) {
      if (GROWING.test(table)) continue;
      const first = String(connection.pragma(`quick_check("${table}")`, { simple: true }));
      if (first !== 'ok') return first.replace(/\s+/g, ' ').slice(0, 200);
    }
    return null;
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure?.code === 'corrupt') return failure.detail ?? 'corrupt';
    throw error;
  }
}

/** SQLite's own check of the file: null where it is sound, else its first complaint. */
export function damageOf(connection: Connection, depth: 'quick' | 'full'): string | null {
  try {
    // What is checked is the disk, not the pages that lie in memory.
    if (depth === 'full') connection.pragma('shrink_memory');
    const first = String(
      connection.pragma(depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)', { simple: true }),
    );
    if (first !== 'ok') return first.replace(/\s+/g, ' ').slice(0, 200);
    const orphans = depth === 'full' ? (connection.pragma('foreign_key_check') as unknown[]).length : 0;
    return orphans === 0 ? null : `${orphans} rows refer to rows that are not there`;
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure?.code === 'corrupt') return failure.detail ?? 'corrupt';
    throw error;
  }
}

/**
 * Opens what is there or begins a new file, and tells a wrong key from a damaged file by the key check beside it.
 * A file that was there and is gone or empty is damage too: it is never silently begun anew.
 */
export function openOrCreate(
  paths: { readonly database: string; readonly keyCheck: string },
  options: ConnectionOptions,
): Connection {
  const marked = existsSync(paths.keyCheck);
  if (marked && sizeOf(paths.database) === 0) throw new StoreError('corrupt', 'the database file is missing or empty');
  let connection: Connection;
  try {
    connection = connect(paths.database, options);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'SQLITE_NOTADB') throw error;
    if (marked && keyCheckFits(paths.keyCheck, options.key))
      throw new StoreError('corrupt', 'the key fits, the file is damaged');
    throw new StoreError('wrongKey', 'the key does not open the database');
  }
  if (marked && schemaVersion(connection) === 0) {
    connection.close();
    throw new StoreError('corrupt', 'the database file has lost its content');
  }
  return connection;
}

/** Written once the database has its tables. */
export function writeKeyCheck(file: string, key: Uint8Array): void {
  if (!keyCheckFits(file, key)) writeWholeFile(file, keyCheckOf(key));
}

function keyCheckFits(file: string, key: Uint8Array): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === keyCheckOf(key);
}

function keyCheckOf(key: Uint8Array): string {
  return `${createHmac('sha256', key).update('mot-cua database key check 1').digest('hex')}\n`;
}
