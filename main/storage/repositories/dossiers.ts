// Dossiers and what happens to them. The running number of a unit and a day is taken inside the transaction that keeps the
// dossier: no number is lost, none is given twice. A step writes the event, the dossier's standing, the day's sums and the
// words it is found by together.

import { dossierCode } from '../../domain/dossier/dossier-code.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import { hasEnded, erasedDossier } from '../../domain/retention/retention.ts';
import { isDone } from '../../domain/dossier/status.ts';
import type { DossierEvent, DossierPortalState, EndedDossier, ErasureLine, NewDossier, PrintState } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { StoreError } from '../failures.ts';
import { dossierSchema, readJson, toJson } from '../json-columns.ts';
import { readMeta, runningFloor, writeMeta } from '../meta.ts';
import { searchQuery, searchWords } from '../search-text.ts';
import { dossierDays } from './dossier-days.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

type Row = { readonly data: string; readonly portal: DossierPortalState };
type Standing = {
  readonly seq: number;
  readonly unit: string;
  readonly procedure: string;
  readonly channel: Dossier['channel'];
  readonly dueAt: number | null;
  readonly doneAt: number | null;
  readonly data: string;
  readonly n: number;
  readonly rating: number | null;
};
type ListRow = Row & { readonly print: PrintState | null };

/**
 * Words that many names have are common to few dossiers, and to find those few the index reads where each word is. In a
 * hundred thousand dossiers that is a few milliseconds; nothing else is read or written meanwhile.
 */
const SEARCHED_AT_ONCE = 100_000;

/** Whether words that were taken out of the search still lie in its parts: `wanted`, `begun`, or not. */
const MERGING = 'searchMerging';
/** Of 4 KB, at once. */
const MERGED_PAGES = 60;

const LIST = `
  SELECT data, portal,
    (SELECT state FROM print_jobs WHERE print_jobs.subject = dossiers.id AND slip ->> 'form' = 'receiptAndAppointment'
      ORDER BY created_at DESC, rowid DESC LIMIT 1) AS print
  FROM dossiers`;

export function dossiers(
  connection: Connection,
): Repository<
  'dossier.register' | 'dossier.portal' | 'dossier.step' | 'dossier.erase' | 'search.forget',
  'dossier.byId' | 'dossier.byCode' | 'dossier.events' | 'dossiers.ofPerson' | 'dossiers.ended' | 'dossiers.erasures' | 'dossiers.since' | 'dossiers.between' | 'dossiers.search' | 'search.toForget'
> {
  const byId = connection.prepare('SELECT data, portal FROM dossiers WHERE id = ?');
  const byCode = connection.prepare('SELECT data, portal FROM dossiers WHERE code = ?');
  const since = connection.prepare(
    `${LIST} WHERE received_at >= @from ORDER BY received_at DESC, seq DESC LIMIT @limit`,
  );
  const between = connection.prepare(`
    SELECT data, (SELECT max(at) FROM dossier_events WHERE dossier = seq AND kind = 'step' AND dossier_events.status = 'resultHandedOver') AS handedOverAt
    FROM dossiers WHERE received_at >= @from AND received_at < @to ORDER BY received_at, seq LIMIT @limit`);
  // Numbers rise as dossiers come, so the index itself gives the newest first and stops after a few, or at a bound: that only
  // where the bound is an INTEGER, and a number from JavaScript is bound as a REAL.
  const search = connection.prepare(`
    ${LIST} WHERE seq IN (
      SELECT rowid FROM dossier_search WHERE dossier_search MATCH @query AND rowid BETWEEN CAST(@from AS INTEGER) AND CAST(@to AS INTEGER)
      ORDER BY rowid DESC LIMIT @limit)
    ORDER BY seq DESC`);
  const newest = connection.prepare('SELECT max(seq) FROM dossiers').pluck();
  const takeNumber = connection
    .prepare(
      `
      INSERT INTO running_numbers (unit, day, last) VALUES (@unit, @day, @floor + 1)
      ON CONFLICT (unit, day) DO UPDATE SET last = max(last, @floor) + 1
      RETURNING last`,
    )
    .pluck();
  const insert = connection.prepare(`
    INSERT INTO dossiers (id, code, unit, day, running, received_at, portal, procedure, channel, status, due_at, data)
    VALUES (@id, @code, @unit, @day, @running, @receivedAt, 'waiting', @procedure, @channel, @status, @dueAt, @data)`);
  const insertSearch = connection.prepare('INSERT INTO dossier_search (rowid, text) VALUES (?, ?)');
  const deleteSearch = connection.prepare(`INSERT INTO dossier_search (dossier_search, rowid, text) VALUES ('delete', ?, ?)`);
  const mergeSearch = connection.prepare(`INSERT INTO dossier_search (dossier_search, rank) VALUES ('merge', ?)`);
  const totalChanges = connection.prepare('SELECT total_changes()').pluck();
  const days = dossierDays(connection);
  const insertEvent = connection.prepare(`
    INSERT INTO dossier_events (dossier, n, at, actor, kind, status, reason, due_at, erased)
    VALUES (@seq, @n, @at, @actor, @kind, @status, @reason, @dueAt, @erased)`);
  const events = connection.prepare(`
    SELECT n, at, actor, kind, dossier_events.status, reason, dossier_events.due_at AS dueAt, dossier_events.erased
    FROM dossier_events JOIN dossiers ON dossiers.seq = dossier_events.dossier WHERE dossiers.id = ? ORDER BY n`);
  const standing = connection.prepare(`
    SELECT seq, unit, procedure, channel, due_at AS dueAt, done_at AS doneAt, data,
      (SELECT max(n) FROM dossier_events WHERE dossier = seq) AS n,
      (SELECT stars FROM ratings WHERE journey_id = dossiers.id) AS rating
    FROM dossiers WHERE id = ?`);
  const move = connection.prepare(`
    UPDATE dossiers SET status = @status, due_at = @dueAt, done_at = @doneAt, ended_at = @endedAt, data = @data WHERE seq = @seq`);
  const setErased = connection.prepare('UPDATE dossiers SET erased = @what, data = @data WHERE seq = @seq');
  const forgetReasons = connection.prepare('UPDATE dossier_events SET reason = NULL WHERE dossier = ?');
  const deletePrints = connection.prepare('DELETE FROM print_jobs WHERE subject = ?');
  const deleteKey = connection.prepare('DELETE FROM vault_keys WHERE journey_id = ?');
  const deleteDocuments = connection.prepare('DELETE FROM documents WHERE journey_id = ?');
  const ended = connection.prepare(`
    SELECT id, procedure, data ->> '$.procedure.version' AS version, status, ended_at AS endedAt, portal,
      (SELECT max(n) FROM dossier_events WHERE dossier = seq) AS n,
      (SELECT count(*) FROM outbox WHERE stream = 'portal:' || dossiers.id AND state <> 'done') AS open
    FROM dossiers
    WHERE ended_at IS NOT NULL AND erased <> 'all' AND erased = @erased AND ended_at < @before AND (ended_at, id) > (@endedAt, @id)
    ORDER BY ended_at, id LIMIT @limit`);
  const erasures = connection.prepare(`
    SELECT code, at, actor, dossier_events.erased, reason
    FROM dossier_events JOIN dossiers ON dossiers.seq = dossier_events.dossier
    WHERE kind = 'erased'
    UNION ALL
    SELECT coalesce((SELECT code FROM dossiers WHERE id = dossier_id), ''), at, actor, 'saved', reason FROM saved_papers_erased
    ORDER BY at DESC, code LIMIT ?`);
  const setPortal = connection.prepare('UPDATE dossiers SET portal = @state WHERE id = @id');

  const read = (row: unknown): { dossier: Dossier; portal: DossierPortalState } | null => {
    if (row === undefined) return null;
    const { data, portal } = row as Row;
    return { dossier: readJson(dossierSchema, data, 'dossiers.data'), portal };
  };
  const readListed = (rows: unknown[]) =>
    (rows as ListRow[]).map((row) => ({
      dossier: readJson(dossierSchema, row.data, 'dossiers.data'),
      portal: row.portal,
      print: row.print,
    }));

  return {
    writes: {
      'dossier.register': ({ dossier }) => {
        const registered = read(byId.get(dossier.id))?.dossier ?? register(dossier);
        const { code, secret, receivedAt, dueAt } = registered;
        return { code, secret, receivedAt, ...(dueAt === undefined ? {} : { dueAt }) };
      },
      'dossier.portal': ({ id, state }) => {
        if (setPortal.run({ id, state }).changes !== 1) throw new Error(`no dossier ${id}`);
        return null;
      },
      'dossier.step': ({ id, event, electronic = false }, now) => {
        const found = standing.get(id) as Standing | undefined;
        if (found === undefined) throw new Error(`no dossier ${id}`);
        if (found.n + 1 !== event.n) throw new StoreError('conflict', 'something else has happened to the dossier');
        const { seq, unit, procedure, channel, rating } = found;
        const before = readJson(dossierSchema, found.data, 'dossiers.data');
        const { dueAt: _, ...rest } = before;
        const after: Dossier = { ...rest, status: event.status, ...(event.dueAt !== undefined && { dueAt: event.dueAt }) };
        const dueAt = event.dueAt ?? null;
        const notReceived = event.status === 'notReceived';
        const settles = found.doneAt === null && (isDone(event.status) || notReceived);
        insertEvent.run({ seq, reason: null, erased: null, ...event, at: now, dueAt });
        move.run({ seq, status: event.status, dueAt, doneAt: settles ? now : found.doneAt, endedAt: hasEnded(event.status) ? now : null, data: toJson(dossierSchema, after, 'dossiers.data') });
        if (settles) days.settled({ unit, procedure, channel }, { doneAt: now, dueAt, notReceived, electronic, rating });
        if (before.status !== after.status) {
          deleteSearch.run(seq, searchWords(before));
          insertSearch.run(seq, searchWords(after));
        }
        return null;
      },
      'search.forget': () => {
        const state = readMeta(connection, MERGING);
        if (state !== 'wanted' && state !== 'begun') return null;
        const before = totalChanges.get() as number;
        // Below zero: all parts into one, from here on.
        mergeSearch.run(state === 'wanted' ? -MERGED_PAGES : MERGED_PAGES);
        // Fewer than two rows changed: there was nothing left to merge (https://www.sqlite.org/fts5.html#the_merge_command).
        const isDone = (totalChanges.get() as number) - before < 2;
        writeMeta(connection, MERGING, isDone ? 'done' : 'begun');
        return null;
      },
      'dossier.erase': ({ id, n, actor, what, reason = null }, now) => {
        const found = standing.get(id) as Standing | undefined;
        if (found === undefined) throw new Error(`no dossier ${id}`);
        if (found.n + 1 !== n) throw new StoreError('conflict', 'something else has happened to the dossier');
        const { seq } = found;
        const before = readJson(dossierSchema, found.data, 'dossiers.data');
        const after = what === 'all' ? erasedDossier(before) : { ...before, erased: what };
        deleteKey.run(id);
        deleteDocuments.run(id);
        if (what === 'all') {
          forgetReasons.run(seq);
          deletePrints.run(id);
          // FTS5's secure-delete damages an index without details: the words leave the file when its parts are merged.
          deleteSearch.run(seq, searchWords(before));
          insertSearch.run(seq, searchWords(after));
          writeMeta(connection, MERGING, 'wanted');
        }
        setErased.run({ seq, what, data: toJson(dossierSchema, after, 'dossiers.data') });
        insertEvent.run({ seq, n, at: now, actor, kind: 'erased', status: before.status, reason, dueAt: before.dueAt ?? null, erased: what });
        return null;
      },
    },
    queries: {
      'dossier.events': ({ id }) => events.all(id).map((row) => withoutNulls<DossierEvent>(row)),
      'dossier.byId': ({ id }) => read(byId.get(id)),
      'dossier.byCode': ({ code }) => read(byCode.get(code)),
      'dossiers.ofPerson': ({ number, limit }) => {
        const query = searchQuery(number);
        // The same figures may be another's telephone or code.
        const found = query === null ? [] : readListed(search.all({ query, from: 1, to: newest.get() ?? 0, limit: 4 * limit }));
        return found.map(({ dossier }) => dossier).filter(({ applicant }) => applicant.number.value === number).slice(0, limit);
      },
      'dossiers.ended': ({ erased, before, after, limit }) =>
        (ended.all({ erased, before, limit, endedAt: after?.endedAt ?? 0, id: after?.id ?? '' }) as (Omit<EndedDossier, 'procedure'> & { procedure: string; version: string })[]).map(
          ({ procedure, version, ...rest }) => ({ ...rest, procedure: { code: procedure, version } }),
        ),
      'dossiers.erasures': ({ limit }) => erasures.all(limit).map((row) => withoutNulls<ErasureLine>(row)),
      'search.toForget': () => ['wanted', 'begun'].includes(readMeta(connection, MERGING) ?? ''),
      'dossiers.between': (args) =>
        (between.all(args) as { data: string; handedOverAt: number | null }[]).map(({ data, handedOverAt }) => ({
          dossier: readJson(dossierSchema, data, 'dossiers.data'),
          ...(handedOverAt !== null && { handedOverAt }),
        })),
      'dossiers.since': (args) => readListed(since.all(args)),
      'dossiers.search': ({ text, limit, before }) => {
        const query = searchQuery(text);
        if (query === null) return { found: [] };
        const to = Math.min((newest.get() as number | null) ?? 0, (before ?? Infinity) - 1);
        const from = Math.max(1, to - SEARCHED_AT_ONCE + 1);
        const found = readListed(search.all({ query, from, to, limit }));
        return { found, ...(found.length < limit && from > 1 && { olderThan: from }) };
      },
    },
  };

  function register({ unit, template, day, ...fields }: NewDossier): Dossier {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError('a running number’s day is YYYY-MM-DD');
    const running = takeNumber.get({ unit, day, floor: runningFloor(connection, day) }) as number;
    const code = dossierCode(template, { unit, day, running });
    const dossier: Dossier = { ...fields, code };
    const data = toJson(dossierSchema, dossier, 'dossiers.data');
    const { lastInsertRowid } = insert.run({
      id: dossier.id,
      code,
      unit,
      day,
      running,
      receivedAt: dossier.receivedAt,
      procedure: dossier.procedure.code,
      channel: dossier.channel,
      status: dossier.status,
      dueAt: dossier.dueAt ?? null,
      data,
    });
    const seq = Number(lastInsertRowid);
    insertSearch.run(seq, searchWords(dossier));
    const { status, receivedAt: at, dueAt = null } = dossier;
    insertEvent.run({ seq, n: 0, at, actor: dossier.officerId ?? 'citizen', kind: 'filed', status, reason: null, dueAt, erased: null });
    days.received({ unit, procedure: dossier.procedure.code, channel: dossier.channel }, dossier);
    return dossier;
  }
}
