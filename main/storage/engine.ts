// Everything that happens to the data, on one connection and in one order. The worker is a shell around it.

import { mkdirSync, statfsSync } from 'node:fs';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Queries, QueryName, StoreFailure, Write, WriteReply } from '../services/store.ts';
import { listBackups, makeBackup } from './backup.ts';
import { cipherOf, configureForWriting, damageAtStart, openOrCreate, schemaVersion, writeKeyCheck } from './database.ts';
import type { Connection } from './database.ts';
import { beginErasureNotes, forgetErasures, noteErasures } from './erasure-notes.ts';
import type { ErasureNote } from './erasure-notes.ts';
import { storeFailureOf, StoreError } from './failures.ts';
import { readMeta, writeMeta } from './meta.ts';
import { LATEST_VERSION, migrate, refuseNewer } from './migrations/index.ts';
import { storagePaths } from './paths.ts';
import { forgetOldDoneRows } from './repositories/outbox.ts';
import { repositories } from './repositories/index.ts';
import { sealedFiles, sweepTemporaryFiles } from './vault.ts';
import type { SealedFiles } from './vault.ts';

/** With less, the next scanned paper would fill the disk again. */
const ROOM_AFTER_FULL_BYTES = 16 * 1024 * 1024;
const ORPHANS_KEPT_AFTER_RESTORE_MS = 30 * 24 * 3_600_000;

export type EngineOptions = {
  readonly dir: string;
  readonly key: Uint8Array;
  readonly nativeBinding?: string;
  /** The program's start, not a worker's: nothing is under way, so what a kill left behind may be swept. */
  readonly firstStart: boolean;
  readonly now: number;
};

export type OpenReport = {
  readonly schemaVersion: number;
  readonly migratedFrom: number;
  readonly cipher: string;
  readonly lastBackupAt: number | null;
};

export type Engine = {
  readonly report: OpenReport;
  /** One transaction; all replies or none. */
  write(writes: readonly Write[], now: number): WriteReply;
  read<Q extends QueryName>(query: Q, args: Queries[Q]['args']): Queries[Q]['reply'];
  readonly vault: Omit<SealedFiles, 'sweep'>;
  /** After a backup: what neither it nor a restart needs. */
  tidy(now: number): void;
  /** Writes a little, where there is room for more than a little: whether a disk that failed has come back. */
  tryWriting(now: number): void;
  close(): void;
};

/** Named failures as values, bugs thrown. */
export function guarded<T>(work: () => T): Result<T, StoreFailure> {
  try {
    return ok(work());
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure === null) throw error;
    return fail(failure.code, failure.detail);
  }
}

export function openEngine(options: EngineOptions): Result<Engine, StoreFailure> {
  return guarded(() => {
    const paths = storagePaths(options.dir);
    mkdirSync(paths.dir, { recursive: true, mode: 0o700 });
    const connection = openOrCreate(paths, options);
    try {
      return build(connection);
    } catch (error) {
      connection.close();
      throw error;
    }

    function build(connection: Connection): Engine {
      refuseNewer(connection);
      const damage = damageAtStart(connection);
      if (damage !== null) throw new StoreError('corrupt', damage);
      configureForWriting(connection);
      const migrated = migrateSafely(connection, schemaVersion(connection));
      // A real write: a disk that is full or read-only is named now and not in the middle of a journey.
      writeMeta(connection, 'openedAt', String(options.now));
      writeKeyCheck(paths.keyCheck, options.key);
      beginErasureNotes(paths.erasures, connection);
      const { writes, queries } = repositories(connection);
      const vault = sealedFiles(connection, paths.vault);
      if (options.firstStart) sweep(connection, vault);

      const apply = connection.transaction((list: readonly Write[], now: number): WriteReply =>
        list.map((write) => (writes[write.write] as (write: Write, now: number) => WriteReply[number])(write, now)),
      );
      return {
        report: {
          schemaVersion: migrated.to,
          migratedFrom: migrated.from,
          cipher: cipherOf(connection),
          lastBackupAt: listBackups(paths)[0]?.madeAt ?? null,
        },
        write(list, now) {
          const notes = list.flatMap((write) => erasureNotes(write, now));
          if (notes.length === 0) return apply.immediate(list, now);
          noteErasures(paths.erasures, notes);
          try {
            return apply.immediate(list, now);
          } catch (error) {
            noteErasures(paths.erasures, notes, true);
            throw error;
          }
        },
        read: (query, args) => (queries[query] as (args: unknown) => never)(args),
        vault,
        tidy(now) {
          forgetOldDoneRows(connection, now);
          forgetErasures(paths.erasures, listBackups(paths).at(-1)?.madeAt ?? now);
        },
        tryWriting(now) {
          const { bavail, bsize } = statfsSync(paths.dir);
          if (bavail * bsize < ROOM_AFTER_FULL_BYTES) throw new StoreError('full', 'still too little room on the disk');
          writeMeta(connection, 'triedAt', String(now));
        },
        close: () => void connection.close(),
      };
    }

    /** A file that holds data is copied before its layout changes. */
    function migrateSafely(connection: Connection, from: number): { from: number; to: number } {
      if (from > 0 && from < LATEST_VERSION) makeBackup(connection, paths, options, options.now);
      return migrate(connection);
    }

    function sweep(connection: Connection, vault: SealedFiles): void {
      const restoredAt = Number(readMeta(connection, 'restoredAt') ?? -Infinity);
      if (options.now - restoredAt > ORPHANS_KEPT_AFTER_RESTORE_MS) vault.sweep();
      else sweepTemporaryFiles(paths.vault);
    }
  });
}

function erasureNotes(write: Write, at: number): readonly ErasureNote[] {
  if (write.write === 'dossier.erase') return [{ id: write.id, what: write.what, at, actor: write.actor }];
  return write.write === 'saved.withdraw' ? [{ id: write.owner, what: 'saved', at, actor: write.actor }] : [];
}
