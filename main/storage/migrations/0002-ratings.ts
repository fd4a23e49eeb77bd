// Citizens' ratings: one a journey, the last one counts.

import type { Migration } from './migration.ts';

export const ratings: Migration = {
  version: 2,
  name: 'ratings',
  up(connection) {
    connection.exec(`
      CREATE TABLE ratings (
        journey_id TEXT PRIMARY KEY REFERENCES journeys (id) DEFERRABLE INITIALLY DEFERRED,
        stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
