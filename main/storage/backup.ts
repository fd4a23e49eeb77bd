// Daily copies of the database: a consistent copy by VACUUM INTO under the same key, checked, on the disk before it gets
// its name; the last seven are kept. Restoring is a technician's act and puts the present file aside, never away.

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { connect, damageOf, schemaVersion, writeKeyCheck } from './database.ts';
import type { Connection, ConnectionOptions } from './database.ts';
import { readErasures } from './erasure-notes.ts';
import type { ErasureNote } from './erasure-notes.ts';
import { StoreError } from './failures.ts';
import { raiseRunningFloor, writeMeta } from './meta.ts';
import { LATEST_VERSION, migrate } from './migrations/index.ts';
import type { StoragePaths } from './paths.ts';
import { repositories } from './repositories/index.ts';
import { syncDirectory, syncFile, TEMPORARY_SUFFIX } from '../base/whole-file.ts';

export const BACKUPS_KEPT = 7;
const NAME = /^mot-cua-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/;
/** As an officer reads it in the log of erasures. */
const ERASED_AGAIN = 'Xóa lại sau khi khôi phục bản sao lưu';
const VIETNAM_MS = 7 * 3_600_000;

export type Backup = { readonly file: string; readonly madeAt: number; readonly bytes: number };

/** Throws SQLite's and the file system's errors; then no file is left and the older backups stay. */
export function makeBackup(
  connection: Connection,
  paths: StoragePaths,
  options: ConnectionOptions,
  now: number,
): Backup {
  mkdirSync(paths.backups, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(paths.backups))
    if (name.endsWith(TEMPORARY_SUFFIX)) rmSync(join(paths.backups, name), { force: true });
  const file = join(paths.backups, `mot-cua-${stamp(now)}.db`);
  const temporary = `${file}${TEMPORARY_SUFFIX}`;
  try {
    connection.prepare('VACUUM INTO ?').run(temporary);
    checkBackup(temporary, options);
    syncFile(temporary);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(paths.backups);
  for (const old of listBackups(paths).slice(BACKUPS_KEPT)) rmSync(old.file, { force: true });
  return { file, madeAt: now, bytes: statSync(file).size };
}

/** Newest first. */
export function listBackups(paths: StoragePaths): readonly Backup[] {
  if (!existsSync(paths.backups)) return [];
  return readdirSync(paths.backups)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => ({
      file: join(paths.backups, name),
      madeAt: madeAt(name),
      bytes: statSync(join(paths.backups, name)).size,
    }));
}

/** Opens the copy with its key and checks it whole. Throws `wrongKey`, `corrupt` or `newer`. */
export function checkBackup(file: string, options: ConnectionOptions): { readonly schemaVersion: number } {
  let copy: Connection;
  try {
    copy = connect(file, { ...options, readonly: true });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_NOTADB')
      throw new StoreError('wrongKey', 'the key does not open the backup');
    throw error;
  }
  try {
    const damage = damageOf(copy, 'full');
    const version = schemaVersion(copy);
    if (damage !== null || version === 0) throw new StoreError('corrupt', damage ?? 'the backup is empty');
    if (version > LATEST_VERSION) throw new StoreError('newer', `the backup has version ${version}`);
    return { schemaVersion: version };
  } finally {
    copy.close();
  }
}

/**
 * Puts a backup in the database's place; the program must not run. What was erased since it was made is erased from it
 * before anything opens it. What is there now goes into a folder `set-aside-<time>`. Dossier codes of the day go on well above those of the backup, because dossiers registered after
 * it have been filed under theirs. Throws named failures and then has changed nothing.
 */
export function restoreBackup(
  paths: StoragePaths,
  backupFile: string,
  options: ConnectionOptions,
  now: number,
): { readonly setAside: string | null } {
  if (!existsSync(backupFile)) throw new StoreError('corrupt', 'there is no such backup');
  checkBackup(backupFile, options);
  const copy = `${paths.database}.restore${TEMPORARY_SUFFIX}`;
  rmSync(copy, { force: true });
  try {
    copyFileSync(backupFile, copy);
    const connection = connect(copy, options);
    try {
      connection.pragma('secure_delete = ON');
      migrate(connection);
      connection.transaction(() => {
        eraseAgain(connection, readErasures(paths.erasures));
        writeMeta(connection, 'restoredAt', String(now));
        raiseRunningFloor(connection, new Date(now + VIETNAM_MS).toISOString().slice(0, 10));
      })();
    } finally {
      connection.close();
    }
    syncFile(copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
  const setAside = putAside(paths, now);
  renameSync(copy, paths.database);
  syncDirectory(paths.dir);
  writeKeyCheck(paths.keyCheck, options.key);
  return { setAside };
}

function eraseAgain(connection: Connection, notes: readonly ErasureNote[]): void {
  const { writes, queries } = repositories(connection);
  const owners = connection.prepare('SELECT 1 FROM paper_owners WHERE id = ?').pluck();
  for (const { id, what, at, actor } of notes) {
    if (what === 'saved') {
      if (owners.get(id) !== undefined) writes['saved.withdraw']({ write: 'saved.withdraw', owner: id, actor, reason: ERASED_AGAIN }, at);
      continue;
    }
    const erased = queries['dossier.byId']({ id })?.dossier;
    if (erased === undefined || erased.erased === 'all' || erased.erased === what) continue;
    const n = 1 + (queries['dossier.events']({ id }).at(-1)?.n ?? 0);
    writes['dossier.erase']({ write: 'dossier.erase', id, n, actor, what, reason: ERASED_AGAIN }, at);
    const line = { actor, action: 'dossier.erased', subject: id, details: { what, again: true } };
    writes.audit({ write: 'audit', line }, at);
  }
}

function putAside(paths: StoragePaths, now: number): string | null {
  const present = [paths.database, `${paths.database}-wal`, `${paths.database}-shm`].filter((file) => existsSync(file));
  if (present.length === 0) return null;
  const folder = join(paths.dir, `set-aside-${stamp(now)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The log first: the database without its log is an older state, a log without its database is nothing.
  for (const file of present.slice().reverse()) renameSync(file, join(folder, basename(file)));
  syncDirectory(folder);
  return folder;
}

function stamp(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function madeAt(name: string): number {
  const [, year, month, day, hour, minute, second] = NAME.exec(name)!.map(Number);
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
}
