// What a technician does to the database while the program does not run.

import { existsSync } from 'node:fs';
import { fail } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from '../services/store.ts';
import { makeBackup, restoreBackup } from './backup.ts';
import type { Backup } from './backup.ts';
import { connect } from './database.ts';
import type { Connection } from './database.ts';
import { guarded } from './engine.ts';
import { storeFailureOf } from './failures.ts';
import { databaseExists, storagePaths } from './paths.ts';

type MaintenanceOptions = { readonly key: Uint8Array; readonly nativeBinding?: string; readonly now: number };

export function backupDatabase(dir: string, options: MaintenanceOptions): Result<Backup, StoreFailure> {
  const paths = storagePaths(dir);
  if (!databaseExists(paths)) return fail('corrupt', 'there is no database in this folder');
  return guarded(() => {
    const connection = connect(paths.database, options);
    try {
      return makeBackup(connection, paths, options, options.now);
    } finally {
      connection.close();
    }
  });
}

/** `busy` while the program has the database open. What was there is put aside, see `restoreBackup`. */
export function restoreDatabase(
  dir: string,
  file: string,
  options: MaintenanceOptions,
): Result<{ readonly setAside: string | null }, StoreFailure> {
  const paths = storagePaths(dir);
  return guarded(() => {
    refuseWhileOpen(paths.database, options);
    return restoreBackup(paths, file, options, options.now);
  });
}

/** Throws SQLITE_BUSY where another process has the file open; one that is damaged or has another key nobody can have open. */
function refuseWhileOpen(file: string, options: MaintenanceOptions): void {
  if (!existsSync(file)) return;
  let connection: Connection | null = null;
  try {
    connection = connect(file, options);
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    if (storeFailureOf(error)?.code !== 'corrupt') throw error;
  } finally {
    connection?.close();
  }
}
