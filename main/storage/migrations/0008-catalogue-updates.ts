// Updates of the catalogue of procedures, as they were signed.

import type { Migration } from './migration.ts';

export const catalogueUpdates: Migration = {
  version: 8,
  name: 'catalogue updates',
  up(connection) {
    connection.exec(`
      CREATE TABLE catalogue_updates (
        serial INTEGER PRIMARY KEY,
        text TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('file', 'portal')),
        held_at INTEGER NOT NULL,
        held_by TEXT NOT NULL,
        taken_back_at INTEGER,
        taken_back_by TEXT
      ) STRICT;
    `);
  },
};
