// What is known of a journey's documents; their bytes lie in the vault.

import type { DocumentRow } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { StoreError } from '../failures.ts';
import type { Repository } from './handlers.ts';

const SELECT = `
  SELECT id, journey_id AS journeyId, paper_id AS paperId, mime, pages, bytes, sha256, created_at AS createdAt
  FROM documents`;

export function documents(
  connection: Connection,
): Repository<'document.add' | 'document.remove', 'documents.ofJourney' | 'document.byId'> {
  const add = connection.prepare(`
    INSERT INTO documents (id, journey_id, paper_id, mime, pages, bytes, sha256, created_at)
    VALUES (@id, @journeyId, @paperId, @mime, @pages, @bytes, @sha256, @createdAt)
    ON CONFLICT (id) DO UPDATE SET id = id WHERE sha256 = excluded.sha256 AND journey_id = excluded.journey_id`);
  const remove = connection.prepare('DELETE FROM documents WHERE id = ?');
  const ofJourney = connection.prepare(`${SELECT} WHERE journey_id = ? ORDER BY created_at, rowid`);
  const byId = connection.prepare(`${SELECT} WHERE id = ?`);
  return {
    writes: {
      'document.add': ({ document }) => {
        if (add.run(document).changes === 0) throw new StoreError('conflict', 'another document has this id');
        return null;
      },
      'document.remove': ({ id }) => {
        remove.run(id);
        return null;
      },
    },
    queries: {
      'documents.ofJourney': ({ journeyId }) => ofJourney.all(journeyId) as DocumentRow[],
      'document.byId': ({ id }) => (byId.get(id) as DocumentRow | undefined) ?? null,
    },
  };
}
