// Citizens' ratings.

import type { Connection } from '../database.ts';
import { dossierDays } from './dossier-days.ts';
import type { Repository } from './handlers.ts';

type Rated = { readonly unit: string; readonly procedure: string; readonly channel: string; readonly doneAt: number };

export function ratings(connection: Connection): Repository<'rating.add', never> {
  const add = connection.prepare(`
    INSERT INTO ratings (journey_id, stars, at) VALUES (@journeyId, @stars, @now)
    ON CONFLICT (journey_id) DO UPDATE SET stars = excluded.stars, at = excluded.at`);
  const days = dossierDays(connection);
  const rated = connection.prepare(`
    SELECT unit, procedure, channel, done_at AS doneAt, (SELECT stars FROM ratings WHERE journey_id = dossiers.id) AS before
    FROM dossiers WHERE id = ? AND done_at IS NOT NULL AND status <> 'notReceived'`);
  return {
    writes: {
      'rating.add': ({ journeyId, stars }, now) => {
        const dossier = rated.get(journeyId) as (Rated & { before: number | null }) | undefined;
        add.run({ journeyId, stars, now });
        if (dossier) days.rated(dossier, dossier.doneAt, dossier.before, stars);
        return null;
      },
    },
    queries: {},
  };
}
