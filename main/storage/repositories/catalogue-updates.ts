// Updates of the catalogue. One that was taken back may hold again; none is ever deleted, since dossiers refer to it.

import type { CatalogueUpdateRow } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { StoreError } from '../failures.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

export function catalogueUpdates(connection: Connection): Repository<'catalogue.hold' | 'catalogue.takeBack', 'catalogue.updates'> {
  const hold = connection.prepare(`
    INSERT INTO catalogue_updates (serial, text, source, held_at, held_by) VALUES (@serial, @text, @source, @now, @by)
    ON CONFLICT (serial) DO UPDATE SET source = excluded.source, held_at = excluded.held_at, held_by = excluded.held_by, taken_back_at = NULL, taken_back_by = NULL
    WHERE text = excluded.text`);
  const takeBack = connection.prepare('UPDATE catalogue_updates SET taken_back_at = @now, taken_back_by = @by WHERE serial = @serial AND taken_back_at IS NULL');
  const all = connection.prepare(`
    SELECT serial, text, source, held_at AS heldAt, held_by AS heldBy, taken_back_at AS takenBackAt, taken_back_by AS takenBackBy
    FROM catalogue_updates ORDER BY serial`);
  return {
    writes: {
      'catalogue.hold': ({ serial, text, source, by }, now) => {
        if (hold.run({ serial, text, source, by, now }).changes !== 1) throw new StoreError('conflict', 'another file has this number');
        return null;
      },
      'catalogue.takeBack': ({ serial, by }, now) => {
        if (takeBack.run({ serial, by, now }).changes !== 1) throw new StoreError('conflict', 'it does not hold');
        return null;
      },
    },
    queries: { 'catalogue.updates': () => all.all().map((row) => withoutNulls<CatalogueUpdateRow>(row)) },
  };
}
