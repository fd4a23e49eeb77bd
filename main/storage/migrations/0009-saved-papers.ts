// Papers that people let be kept for their next dossier: whose they are, when each was allowed, and what of them was erased.
// The sealed files lie in the vault under the owner's id, which says nothing of who it is, and under a key of its own.

import type { Migration } from './migration.ts';

export const savedPapers: Migration = {
  version: 9,
  name: 'saved papers',
  up(connection) {
    connection.exec(`
      CREATE TABLE paper_owners (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL UNIQUE
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE paper_consents (
        dossier_id TEXT PRIMARY KEY,
        owner TEXT NOT NULL REFERENCES paper_owners (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        asked_by TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX paper_consents_owner ON paper_consents (owner, at);

      CREATE TABLE saved_papers (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL REFERENCES paper_owners (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        saved_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX saved_papers_owner ON saved_papers (owner, kind);

      CREATE TABLE saved_pages (
        id TEXT PRIMARY KEY,
        paper TEXT NOT NULL REFERENCES saved_papers (id) ON DELETE CASCADE,
        n INTEGER NOT NULL,
        data TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX saved_pages_paper ON saved_pages (paper, n);

      CREATE TABLE saved_papers_erased (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        papers INTEGER NOT NULL,
        dossier_id TEXT,
        reason TEXT
      ) STRICT;
      CREATE INDEX saved_papers_erased_at ON saved_papers_erased (at);
    `);
  },
};
