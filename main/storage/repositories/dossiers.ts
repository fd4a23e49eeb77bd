// Dossiers. The running number of a unit and a day is taken inside the transaction that keeps the dossier: no number is
// lost, none is given twice.

import { dossierCode } from '../../domain/dossier/dossier-code.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import type { DossierPortalState, NewDossier, PrintState } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { dossierSchema, readJson, toJson } from '../json-columns.ts';
import { runningFloor } from '../meta.ts';
import { searchQuery, searchText } from '../search-text.ts';
import type { Repository } from './handlers.ts';

type Row = { readonly data: string; readonly portal: DossierPortalState };
type ListRow = Row & { readonly print: PrintState | null };

const LIST = `
  SELECT data, portal,
    (SELECT state FROM print_jobs WHERE print_jobs.subject = dossiers.id
      ORDER BY created_at DESC, rowid DESC LIMIT 1) AS print
  FROM dossiers`;

export function dossiers(
  connection: Connection,
): Repository<
  'dossier.register' | 'dossier.portal',
  'dossier.byId' | 'dossier.byCode' | 'dossiers.since' | 'dossiers.search'
> {
  const byId = connection.prepare('SELECT data, portal FROM dossiers WHERE id = ?');
  const byCode = connection.prepare('SELECT data, portal FROM dossiers WHERE code = ?');
  const since = connection.prepare(
    `${LIST} WHERE received_at >= @from ORDER BY received_at DESC, dossiers.rowid DESC LIMIT @limit`,
  );
  const search = connection.prepare(`
    ${LIST} WHERE dossiers.rowid IN (SELECT rowid FROM dossier_search WHERE dossier_search MATCH @query)
    ORDER BY received_at DESC, dossiers.rowid DESC LIMIT @limit`);
  const takeNumber = connection
    .prepare(
      `
      INSERT INTO running_numbers (unit, day, last) VALUES (@unit, @day, @floor + 1)
      ON CONFLICT (unit, day) DO UPDATE SET last = max(last, @floor) + 1
      RETURNING last`,
    )
    .pluck();
  const insert = connection.prepare(`
    INSERT INTO dossiers (id, code, unit, day, running, received_at, portal, data)
    VALUES (@id, @code, @unit, @day, @running, @receivedAt, 'waiting', @data)`);
  const insertSearch = connection.prepare('INSERT INTO dossier_search (rowid, text) VALUES (?, ?)');
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
    },
    queries: {
      'dossier.byId': ({ id }) => read(byId.get(id)),
      'dossier.byCode': ({ code }) => read(byCode.get(code)),
      'dossiers.since': (args) => readListed(since.all(args)),
      'dossiers.search': ({ text, limit }) => {
        const query = searchQuery(text);
        return query === null ? [] : readListed(search.all({ query, limit }));
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
      data,
    });
    insertSearch.run(lastInsertRowid, searchText(code, dossier));
    return dossier;
  }
}
