// When a dossier has ended and what of it has been erased, so that what is to go is found without looking at every dossier;
// and the log of erasures.

import type { Migration } from './migration.ts';

export const retention: Migration = {
  version: 6,
  name: 'retention',
  up(connection) {
    connection.exec(`
      ALTER TABLE dossiers ADD COLUMN ended_at INTEGER;
      ALTER TABLE dossiers ADD COLUMN erased TEXT NOT NULL DEFAULT 'nothing' CHECK (erased IN ('nothing', 'documents', 'all'));
      ALTER TABLE dossier_events ADD COLUMN erased TEXT CHECK (erased IN ('documents', 'all'));
      UPDATE dossiers SET ended_at = (SELECT max(at) FROM dossier_events WHERE dossier = seq)
        WHERE status IN ('notReceived', 'withdrawn', 'resultHandedOver');
      CREATE INDEX dossiers_ended ON dossiers (erased, ended_at) WHERE ended_at IS NOT NULL AND erased <> 'all';
      CREATE INDEX dossier_events_erased ON dossier_events (at) WHERE kind = 'erased';
    `);
  },
};
