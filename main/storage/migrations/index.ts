// All steps of the database's layout, in order. A new one is a file and a line here, and a test that starts from the
// previous version's file.

import { schemaVersion } from '../database.ts';
import type { Connection } from '../database.ts';
import { StoreError } from '../failures.ts';
import { tables } from './0001-tables.ts';
import { ratings } from './0002-ratings.ts';
import { dossierSearch } from './0003-dossier-search.ts';
import { dossierEvents } from './0004-dossier-events.ts';
import { ledger } from './0005-ledger.ts';
import { retention } from './0006-retention.ts';
import { comparison } from './0007-comparison.ts';
import { catalogueUpdates } from './0008-catalogue-updates.ts';
import { savedPapers } from './0009-saved-papers.ts';
import { queueTickets } from './0010-queue-tickets.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [
  tables, ratings, dossierSearch, dossierEvents, ledger, retention, comparison, catalogueUpdates, savedPapers, queueTickets,
];
export const LATEST_VERSION = MIGRATIONS.length;

/** Throws `newer` for a file that a later program has written. */
export function refuseNewer(connection: Connection): void {
  const version = schemaVersion(connection);
  if (version > LATEST_VERSION)
    throw new StoreError('newer', `the file has version ${version}, this program knows ${LATEST_VERSION}`);
}

/** Brings the file to `target`, step by step; a step that fails leaves the file at the step before. */
export function migrate(
  connection: Connection,
  target = LATEST_VERSION,
): { readonly from: number; readonly to: number } {
  const from = schemaVersion(connection);
  for (const migration of MIGRATIONS.slice(from, target)) {
    connection
      .transaction(() => {
        migration.up(connection);
        connection.pragma(`user_version = ${migration.version}`);
      })
      .exclusive();
  }
  return { from, to: schemaVersion(connection) };
}
