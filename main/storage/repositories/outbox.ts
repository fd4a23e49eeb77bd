// The outbox: effects to be carried out. A done row keeps its key, so that the same effect never comes back, and loses
// its payload. A row that is set aside holds up its own stream and no other.

import type { OutboxPick, OutboxRow, Queries } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

const COLUMNS = `
  id, key, kind, stream, subject, payload, state, attempts, not_before AS notBefore, last_error AS lastError,
  created_at AS createdAt, priority`;
/** What is not done has an index of its own, which is used only where it is asked for in its own words. */
const FIRST_OF_ITS_STREAM = `
  state <> 'done' AND state = 'waiting' AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.stream = outbox.stream AND earlier.id < outbox.id AND earlier.state <> 'done')`;
/** The port's BULK_PRIORITY: from here on nobody waits for a row. */
const BULK_PRIORITY = 5;
const PICKED = `
  (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
  AND (@except IS NULL OR kind NOT IN (SELECT value FROM json_each(@except)))
  AND (@onlyFreshAfter IS NULL OR (created_at >= @onlyFreshAfter AND priority < ${BULK_PRIORITY}))`;
/** Longer than any retry, portal outage or restored backup could bring a key back. */
const DONE_ROWS_KEPT_MS = 400 * 24 * 3_600_000;
const MAX_ERROR = 500;

export function outbox(
  connection: Connection,
): Repository<
  'outbox.add' | 'outbox.done' | 'outbox.retry' | 'outbox.setAside' | 'outbox.release' | 'outbox.close',
  'outbox.due' | 'outbox.next' | 'outbox.count' | 'outbox.open' | 'outbox.byId' | 'outbox.ofStream' | 'outbox.backlog'
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
  const release = connection.prepare(`
    UPDATE outbox SET state = 'waiting', attempts = 0, not_before = @now, last_error = NULL WHERE id = @id AND state = 'setAside'`);
  const close = connection.prepare(`
    UPDATE outbox SET state = 'done', payload = '', last_error = @reason, done_at = @now WHERE id = @id AND state <> 'done'`);
  const due = connection.prepare(`
    SELECT ${COLUMNS} FROM outbox WHERE ${FIRST_OF_ITS_STREAM} AND not_before <= @now AND ${PICKED}
    ORDER BY (created_at >= @freshAfter AND priority < ${BULK_PRIORITY}) DESC, priority, id LIMIT @limit`);
  const next = connection
    .prepare(`SELECT min(not_before) FROM outbox WHERE ${FIRST_OF_ITS_STREAM} AND ${PICKED}`)
    .pluck();
  const open = connection.prepare(`
    SELECT ${COLUMNS} FROM outbox WHERE state <> 'done' AND kind IN (SELECT value FROM json_each(@kinds))
    ORDER BY state, id LIMIT @limit`);
  const byId = connection.prepare(`SELECT ${COLUMNS} FROM outbox WHERE id = @id AND state <> 'done'`);
  const ofStream = connection.prepare(`SELECT ${COLUMNS} FROM outbox WHERE stream = @stream AND state <> 'done' ORDER BY id`);
  const backlog = connection.prepare(`
    SELECT count(DISTINCT subject) AS subjects, count(*) AS rows, count(*) FILTER (WHERE state = 'setAside') AS setAside,
      min(created_at) AS since
    FROM outbox WHERE state <> 'done' AND kind IN (SELECT value FROM json_each(@kinds))`);
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
      'outbox.release': ({ id }, now) => changeOne(release.run({ id, now }).changes, id),
      'outbox.close': ({ id, reason }, now) => changeOne(close.run({ id, now, reason: `closed: ${reason}` }).changes, id),
    },
    queries: {
      'outbox.due': ({ now, limit, freshAfter, ...pick }) =>
        due
          .all({ now, limit, freshAfter: freshAfter ?? Number.MAX_SAFE_INTEGER, ...picked(pick) })
          .map((row) => withoutNulls<OutboxRow>(row)),
      'outbox.next': (pick) => next.get(picked(pick)) as number | null,
      'outbox.open': ({ kinds, limit }) =>
        open.all({ kinds: JSON.stringify(kinds), limit }).map((row) => withoutNulls<OutboxRow>(row)),
      'outbox.byId': ({ id }) => {
        const row = byId.get({ id });
        return row === undefined ? null : withoutNulls<OutboxRow>(row);
      },
      'outbox.ofStream': ({ stream }) => ofStream.all({ stream }).map((row) => withoutNulls<OutboxRow>(row)),
      'outbox.backlog': ({ kinds }) =>
        backlog.get({ kinds: JSON.stringify(kinds) }) as Queries['outbox.backlog']['reply'],
      'outbox.count': () => count.get() as { waiting: number; setAside: number },
    },
  };
}

export function forgetOldDoneRows(connection: Connection, now: number): void {
  connection.prepare(`DELETE FROM outbox WHERE state = 'done' AND done_at < ?`).run(now - DONE_ROWS_KEPT_MS);
}

function picked({ kinds, except, onlyFreshAfter }: OutboxPick) {
  return {
    kinds: kinds === undefined ? null : JSON.stringify(kinds),
    except: except === undefined ? null : JSON.stringify(except),
    onlyFreshAfter: onlyFreshAfter ?? null,
  };
}
