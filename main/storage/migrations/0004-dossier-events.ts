// What happens to a dossier, kept as events; how it stands, in columns to look for; the day's sums for the statistics; a
// search that also knows telephone, day and status. A dossier's number `seq` is kept by every copy of the file.

import { timeliness } from '../../domain/calendar/deadline.ts';
import { vietnamDayNumber } from '../../domain/calendar/vietnam-time.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import { searchWords } from '../search-text.ts';
import type { Migration } from './migration.ts';

export const dossierEvents: Migration = {
  version: 4,
  name: 'dossier events',
  up(connection) {
    connection.exec(`
      CREATE TABLE dossiers_4 (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL UNIQUE,
        unit TEXT NOT NULL,
        day TEXT NOT NULL,
        running INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        portal TEXT NOT NULL CHECK (portal IN ('waiting', 'accepted', 'setAside')),
        procedure TEXT NOT NULL,
        channel TEXT NOT NULL,
        status TEXT NOT NULL,
        due_at INTEGER,
        done_at INTEGER,
        data TEXT NOT NULL,
        UNIQUE (unit, day, running)
      ) STRICT;
      INSERT INTO dossiers_4
        SELECT rowid, id, code, unit, day, running, received_at, portal, data ->> '$.procedure.code', data ->> '$.channel',
          data ->> '$.status', data ->> '$.dueAt', NULL, data
        FROM dossiers ORDER BY rowid;
      DROP TABLE dossiers;
      ALTER TABLE dossiers_4 RENAME TO dossiers;
      CREATE INDEX dossiers_received ON dossiers (received_at);
      CREATE INDEX dossiers_open ON dossiers (due_at) WHERE done_at IS NULL;
      CREATE INDEX dossiers_late ON dossiers (done_at) WHERE done_at > due_at;

      CREATE TABLE dossier_events (
        dossier INTEGER NOT NULL REFERENCES dossiers (seq),
        n INTEGER NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('filed', 'step', 'extended', 'erased')),
        status TEXT NOT NULL,
        reason TEXT,
        due_at INTEGER,
        PRIMARY KEY (dossier, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE dossier_days (
        day INTEGER NOT NULL,
        unit TEXT NOT NULL,
        procedure TEXT NOT NULL,
        channel TEXT NOT NULL,
        received INTEGER NOT NULL DEFAULT 0,
        paid_online INTEGER NOT NULL DEFAULT 0,
        digitised INTEGER NOT NULL DEFAULT 0,
        early INTEGER NOT NULL DEFAULT 0,
        on_time INTEGER NOT NULL DEFAULT 0,
        late INTEGER NOT NULL DEFAULT 0,
        not_received INTEGER NOT NULL DEFAULT 0,
        electronic INTEGER NOT NULL DEFAULT 0,
        ratings INTEGER NOT NULL DEFAULT 0,
        rating_sum INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (day, unit, procedure, channel)
      ) STRICT, WITHOUT ROWID;

      DROP TABLE dossier_search;
      CREATE VIRTUAL TABLE dossier_search USING fts5 (text, content = '', detail = none, prefix = '2 3 4 5 6 7');
    `);
    const search = connection.prepare('INSERT INTO dossier_search (rowid, text) VALUES (?, ?)');
    const event = connection.prepare(
      `INSERT INTO dossier_events VALUES (@seq, @n, @at, @actor, @kind, @status, NULL, @dueAt)`,
    );
    const settle = connection.prepare('UPDATE dossiers SET done_at = ? WHERE seq = ?');
    const day = connection.prepare(`
      INSERT INTO dossier_days (day, unit, procedure, channel, received, paid_online, digitised, early, on_time, late, not_received)
      VALUES (@day, @unit, @procedure, @channel, @received, @paid, @digitised, @early, @onTime, @late, @notReceived)
      ON CONFLICT DO UPDATE SET received = received + excluded.received, paid_online = paid_online + excluded.paid_online,
        digitised = digitised + excluded.digitised, early = early + excluded.early, on_time = on_time + excluded.on_time,
        late = late + excluded.late, not_received = not_received + excluded.not_received`);
    const none = { received: 0, paid: 0, digitised: 0, early: 0, onTime: 0, late: 0, notReceived: 0 };
    const rows = connection.prepare('SELECT seq, unit, data FROM dossiers').all() as { seq: number; unit: string; data: string }[];
    for (const { seq, unit, data } of rows) {
      const dossier = JSON.parse(data) as Dossier;
      const { receivedAt: at, status } = dossier;
      const dueAt = dossier.dueAt ?? null;
      search.run(seq, searchWords(dossier));
      event.run({ seq, n: 0, at, actor: dossier.officerId ?? 'citizen', kind: 'filed', status: 'newlyRegistered', dueAt });
      if (status !== 'newlyRegistered') event.run({ seq, n: 1, at, actor: 'system', kind: 'step', status, dueAt });
      const group = { day: vietnamDayNumber(at), unit, procedure: dossier.procedure.code, channel: dossier.channel };
      day.run({ ...none, ...group, received: 1, paid: dossier.payment ? 1 : 0, digitised: dossier.documents.length > 0 ? 1 : 0 });
      // Until now nothing was settled here: a dossier that says so is taken as settled when it came.
      if (!['withdrawn', 'processed', 'resultHandedOver', 'notReceived'].includes(status)) continue;
      settle.run(at, seq);
      const how = status === 'notReceived' ? 'notReceived' : dueAt === null ? 'onTime' : timeliness({ dueAt, doneAt: at, now: at });
      day.run({ ...none, ...group, [how]: 1 });
    }
  },
};
