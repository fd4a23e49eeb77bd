// Journeys, their effects in the outbox, dossiers with their running numbers, payments, print jobs, documents with the
// keys of their sealed files, lockouts and the audit log.

import type { Migration } from './migration.ts';

export const tables: Migration = {
  version: 1,
  name: 'tables',
  up(connection) {
    connection.exec(`
      CREATE TABLE meta (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE journeys (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('selfService', 'assisted')),
        officer_id TEXT,
        station TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        revision INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        ended_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX journeys_open ON journeys (started_at) WHERE ended_at IS NULL;

      CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        stream TEXT NOT NULL,
        subject TEXT NOT NULL,
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'setAside', 'done')),
        attempts INTEGER NOT NULL,
        not_before INTEGER NOT NULL,
        last_error TEXT,
        created_at INTEGER NOT NULL,
        done_at INTEGER,
        priority INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX outbox_streams ON outbox (stream, id) WHERE state <> 'done';
      CREATE INDEX outbox_done ON outbox (done_at) WHERE state = 'done';

      CREATE TABLE running_numbers (
        unit TEXT NOT NULL,
        day TEXT NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (unit, day)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE dossiers (
        id TEXT PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        unit TEXT NOT NULL,
        day TEXT NOT NULL,
        running INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        portal TEXT NOT NULL CHECK (portal IN ('waiting', 'accepted', 'setAside')),
        data TEXT NOT NULL,
        UNIQUE (unit, day, running)
      ) STRICT;
      CREATE INDEX dossiers_received ON dossiers (received_at);

      CREATE TABLE payments (
        order_code INTEGER PRIMARY KEY,
        journey_id TEXT NOT NULL REFERENCES journeys (id) DEFERRABLE INITIALLY DEFERRED,
        amount INTEGER NOT NULL,
        amount_paid INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('creating', 'shown', 'paid', 'underPaid', 'expired', 'cancelled', 'unknown')),
        description TEXT NOT NULL,
        qr TEXT,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        paid_at INTEGER,
        updated_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX payments_journey ON payments (journey_id);
      CREATE INDEX payments_open ON payments (created_at) WHERE state IN ('creating', 'shown', 'underPaid', 'unknown');

      CREATE TABLE print_jobs (
        id TEXT PRIMARY KEY,
        subject TEXT NOT NULL,
        slip TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'printed', 'notConfirmed', 'failed', 'canceled')),
        attempts INTEGER NOT NULL,
        copy INTEGER NOT NULL CHECK (copy IN (0, 1)),
        reason TEXT,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX print_jobs_subject ON print_jobs (subject, created_at);

      CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        journey_id TEXT NOT NULL REFERENCES journeys (id) DEFERRABLE INITIALLY DEFERRED,
        paper_id TEXT NOT NULL,
        mime TEXT NOT NULL,
        pages INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX documents_journey ON documents (journey_id, created_at);

      CREATE TABLE vault_keys (
        journey_id TEXT PRIMARY KEY,
        key BLOB NOT NULL CHECK (length(key) = 32)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE lockouts (
        subject TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        locked_until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE audit (
        line INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        details TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
    `);
  },
};
