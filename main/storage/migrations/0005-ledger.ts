// The book of the money, which is only ever added to, and the list of what staff have to look at. Payments that were kept
// before the book began are entered where they stand.

import { entriesBetween } from '../../domain/payment/ledger.ts';
import type { Paid } from '../../domain/payment/ledger.ts';
import type { Migration } from './migration.ts';

export const ledger: Migration = {
  version: 5,
  name: 'ledger',
  up(connection) {
    connection.exec(`
      CREATE TABLE ledger (
        entry INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        order_code INTEGER NOT NULL REFERENCES payments (order_code) DEFERRABLE INITIALLY DEFERRED,
        debit TEXT NOT NULL,
        credit TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        CHECK (debit <> credit)
      ) STRICT;
      CREATE INDEX ledger_order ON ledger (order_code);
      CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
      CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;

      CREATE TABLE differences (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        order_code INTEGER NOT NULL REFERENCES payments (order_code) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL,
        amount INTEGER NOT NULL,
        opened_at INTEGER NOT NULL,
        closed_at INTEGER,
        closed_by TEXT,
        outcome TEXT,
        reason TEXT
      ) STRICT;
      CREATE UNIQUE INDEX differences_open ON differences (order_code, kind) WHERE closed_at IS NULL;
    `);
    const insert = connection.prepare('INSERT INTO ledger (at, order_code, debit, credit, amount) VALUES (?, ?, ?, ?, ?)');
    const rows = connection.prepare('SELECT order_code, state, amount, amount_paid AS amountPaid, updated_at FROM payments').all();
    for (const row of rows as (Paid & { order_code: number; updated_at: number })[]) {
      for (const { debit, credit, amount } of entriesBetween(undefined, row)) insert.run(row.updated_at, row.order_code, debit, credit, amount);
    }
  },
};
