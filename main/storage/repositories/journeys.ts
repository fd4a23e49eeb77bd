// Journeys: the state machine's snapshot, replaced at each step.

import type { JourneyRecord } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

const COLUMNS = `
  id, kind, officer_id AS officerId, station, snapshot, revision,
  started_at AS startedAt, updated_at AS updatedAt, ended_at AS endedAt`;

export function journeys(connection: Connection): Repository<'journey.save', 'journeys.open'> {
  const save = connection.prepare(`
    INSERT INTO journeys (id, kind, officer_id, station, snapshot, revision, started_at, updated_at, ended_at)
    VALUES (@id, @kind, @officerId, @station, @snapshot, @revision, @startedAt, @updatedAt, @endedAt)
    ON CONFLICT (id) DO UPDATE SET
      kind = excluded.kind, officer_id = excluded.officer_id, station = excluded.station,
      snapshot = excluded.snapshot,
      revision = excluded.revision, started_at = excluded.started_at, updated_at = excluded.updated_at,
      ended_at = excluded.ended_at`);
  const open = connection.prepare(`SELECT ${COLUMNS} FROM journeys WHERE ended_at IS NULL ORDER BY started_at, id`);
  return {
    writes: {
      'journey.save': ({ journey }) => {
        save.run({ officerId: null, endedAt: null, ...journey });
        return null;
      },
    },
    queries: {
      'journeys.open': () => open.all().map((row) => withoutNulls<JourneyRecord>(row)),
    },
  };
}
