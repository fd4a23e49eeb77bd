// Citizens' ratings.

import type { Connection } from '../database.ts';
import type { Repository } from './handlers.ts';

export function ratings(connection: Connection): Repository<'rating.add', never> {
  const add = connection.prepare(`
    INSERT INTO ratings (journey_id, stars, at) VALUES (@journeyId, @stars, @now)
    ON CONFLICT (journey_id) DO UPDATE SET stars = excluded.stars, at = excluded.at`);
  return {
    writes: {
      'rating.add': ({ journeyId, stars }, now) => {
        add.run({ journeyId, stars, now });
        return null;
      },
    },
    queries: {},
  };
}
