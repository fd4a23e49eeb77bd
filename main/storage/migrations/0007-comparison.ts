// Money that belongs to no order of ours has a place in the book and on the work list; lines of the bank's statement that
// officers entered; the days that were compared with the gateway's list.

import type { Migration } from './migration.ts';

export const comparison: Migration = {
  version: 7,
  name: 'comparison',
  up(connection) {
    connection.exec(`
      CREATE TABLE ledger_7 (
        entry INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        order_code INTEGER REFERENCES payments (order_code) DEFERRABLE INITIALLY DEFERRED,
        reference TEXT,
        debit TEXT NOT NULL,
        credit TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        CHECK (debit <> credit),
        CHECK ((order_code IS NULL) <> (reference IS NULL))
      ) STRICT;
      INSERT INTO ledger_7 (entry, at, order_code, debit, credit, amount)
        SELECT entry, at, order_code, debit, credit, amount FROM ledger ORDER BY entry;
      DROP TABLE ledger;
      ALTER TABLE ledger_7 RENAME TO ledger;
      CREATE INDEX ledger_order ON ledger (order_code);
      CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
      CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;

      CREATE TABLE differences_7 (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        order_code INTEGER REFERENCES payments (order_code) DEFERRABLE INITIALLY DEFERRED,
        reference TEXT UNIQUE,
        kind TEXT NOT NULL,
        amount INTEGER NOT NULL,
        opened_at INTEGER NOT NULL,
        closed_at INTEGER,
        closed_by TEXT,
        outcome TEXT,
        reason TEXT,
        CHECK ((order_code IS NULL) <> (reference IS NULL))
      ) STRICT;
      INSERT INTO differences_7 (id, order_code, kind, amount, opened_at, closed_at, closed_by, outcome, reason)
        SELECT id, order_code, kind, amount, opened_at, closed_at, closed_by, outcome, reason FROM differences ORDER BY id;
      DROP TABLE differences;
      ALTER TABLE differences_7 RENAME TO differences;
      CREATE UNIQUE INDEX differences_open ON differences (order_code, kind) WHERE closed_at IS NULL;

      CREATE TABLE transfers (
        reference TEXT PRIMARY KEY,
        order_code INTEGER NOT NULL REFERENCES payments (order_code) DEFERRABLE INITIALLY DEFERRED,
        amount INTEGER NOT NULL CHECK (amount > 0),
        at INTEGER NOT NULL,
        by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX transfers_order ON transfers (order_code);

      CREATE TABLE comparisons (
        day TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        listed INTEGER NOT NULL,
        differences INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
