// The outbox: effects to be carried out. A done row keeps its key, so that the same effect never comes back, and loses
// its payload. A row that is set aside holds up its own stream and no other.

import type { OutboxRow } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

const COLUMNS = `
  id, key, kind, stream, subject, payload, state, attempts, not_before AS notBefore, last_error AS lastError,
  created_at AS createdAt, priority`;
const FIRST_OF_ITS_STREAM = `
  state = 'waiting' AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.stream = outbox.stream AND earlier.id < outbox.id AND earlier.state <> 'done')`;
/** Longer than any retry, portal outage or restored backup could bring a key back. */
const DONE_ROWS_KEPT_MS = 400 * 24 * 3_600_000;
const MAX_ERROR = 500;

export function outbox(
  connection: Connection,
): Repository<
  'outbox.add' | 'outbox.done' | 'outbox.retry' | 'outbox.setAside',
  'outbox.due' | 'outbox.next' | 'outbox.count'
> {
  const add = connection.prepare(`
    INSERT INTO outbox (key, kind, stream, subject, payload, state, attempts, not_before, created_at, priority)
    VALUES (@key, @kind, @stream, @subject, @payload, 'waiting', 0, @notBefore, @now, @priority)
    ON CONFLICT (key) DO NOTHING`);
  const done = connection.prepare(
    `UPDATE outbox SET state = 'done', payload = '', last_error = NULL, done_at = @now WHERE id = @id`,
  );
  const retry = connection.prepare(`
    UPDATE outbox SET state = 'waiting', attempts = attempts + 1, not_before = @notBefore, last_error = @error
    WHERE id = @id AND state <> 'done'`);
  const setAside = connection.prepare(`
    UPDATE outbox SET state = 'setAside', attempts = attempts + 1, last_error = @error WHERE id = @id AND state <> 'done'`);
  const due = connection.prepare(`
    SELECT ${COLUMNS} FROM outbox WHERE ${FIRST_OF_ITS_STREAM} AND not_before <= @now ORDER BY priority, id LIMIT @limit`);
  const next = connection.prepare(`SELECT min(not_before) FROM outbox WHERE ${FIRST_OF_ITS_STREAM}`).pluck();
  const count = connection.prepare(`
    SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'setAside') AS setAside
    FROM outbox WHERE state <> 'done'`);

  const changeOne = (changes: number, id: number): null => {
    if (changes !== 1) throw new Error(`no outbox row ${id} to change`);
    return null;
  };
  return {
    writes: {
      'outbox.add': ({ row }, now) => {
        add.run({ ...row, notBefore: row.notBefore ?? now, now });
        return null;
      },
      'outbox.done': ({ id }, now) => changeOne(done.run({ id, now }).changes, id),
      'outbox.retry': ({ id, notBefore, error }) =>
        changeOne(retry.run({ id, notBefore, error: error.slice(0, MAX_ERROR) }).changes, id),
      'outbox.setAside': ({ id, error }) =>
        changeOne(setAside.run({ id, error: error.slice(0, MAX_ERROR) }).changes, id),
    },
    queries: {
      'outbox.due': (args) => due.all(args).map((row) => withoutNulls<OutboxRow>(row)),
      'outbox.next': () => next.get() as number | null,
      'outbox.count': () => count.get() as { waiting: number; setAside: number },
    },
  };
}

export function forgetOldDoneRows(connection: Connection, now: number): void {
  connection.prepare(`DELETE FROM outbox WHERE state = 'done' AND done_at < ?`).run(now - DONE_ROWS_KEPT_MS);
}
