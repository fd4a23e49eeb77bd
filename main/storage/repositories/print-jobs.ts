// Print jobs, with the slip as data.

import type { PrintJobRow } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { readJson, slipSchema, toJson } from '../json-columns.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

const SELECT = `
  SELECT id, subject, slip, state, attempts, copy, reason, created_at AS createdAt, updated_at AS updatedAt
  FROM print_jobs`;

export function printJobs(connection: Connection): Repository<'print.save', 'print.byId' | 'print.bySubject'> {
  const save = connection.prepare(`
    INSERT INTO print_jobs (id, subject, slip, state, attempts, copy, reason, created_at, updated_at)
    VALUES (@id, @subject, @slip, @state, @attempts, @copy, @reason, @createdAt, @updatedAt)
    ON CONFLICT (id) DO UPDATE SET
      slip = excluded.slip, state = excluded.state, attempts = excluded.attempts, copy = excluded.copy,
      reason = excluded.reason, updated_at = excluded.updated_at`);
  const byId = connection.prepare(`${SELECT} WHERE id = ?`);
  const bySubject = connection.prepare(`${SELECT} WHERE subject = ? ORDER BY created_at, rowid`);

  const read = (row: unknown): PrintJobRow => {
    const { slip, copy, ...rest } = withoutNulls<Omit<PrintJobRow, 'slip' | 'copy'> & { slip: string; copy: number }>(
      row,
    );
    return { ...rest, copy: copy === 1, slip: readJson(slipSchema, slip, 'print_jobs.slip') };
  };
  return {
    writes: {
      'print.save': ({ job }) => {
        save.run({
          reason: null,
          ...job,
          slip: toJson(slipSchema, job.slip, 'print_jobs.slip'),
          copy: job.copy ? 1 : 0,
        });
        return null;
      },
    },
    queries: {
      'print.byId': ({ id }) => {
        const row = byId.get(id);
        return row === undefined ? null : read(row);
      },
      'print.bySubject': ({ subject }) => bySubject.all(subject).map(read),
    },
  };
}
