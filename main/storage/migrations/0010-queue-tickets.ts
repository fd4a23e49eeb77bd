// Numbers of the day's queue.

import type { Migration } from './migration.ts';

export const queueTickets: Migration = {
  version: 10,
  name: 'queue tickets',
  up(connection) {
    connection.exec(`
      CREATE TABLE queue_tickets (
        id TEXT PRIMARY KEY,
        unit TEXT NOT NULL,
        day TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        issued_at INTEGER NOT NULL,
        issued_by TEXT NOT NULL,
        UNIQUE (unit, day, number)
      ) STRICT;
    `);
  },
};
