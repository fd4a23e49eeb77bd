// How the questions are answered: none reads the whole of a table that grows with the years, unless it is one for which
// that is its purpose.

import { expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { openOrCreate } from '../../../main/storage/database.ts';
import { openEngine } from '../../../main/storage/engine.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { repositories } from '../../../main/storage/repositories/index.ts';
import { NOW, temporaryDirectory, TEST_KEY } from './helpers.ts';

const GROWING = /^SCAN (dossiers|dossier_events|outbox|documents|print_jobs|journeys|payments|ledger|audit|ratings)$/;
/** The audit's chain is verified from its first line on, and its last line read from behind; payments are looked at again once a day; a day's payments and the ledger's sums are read when an officer asks. */
const WHOLE_ON_PURPOSE = [/FROM audit ORDER BY line( DESC LIMIT 1)?$/, /FROM payments WHERE (state IN \('paid', 'expired', 'cancelled'\) AND updated_at|created_at) >=/, /FROM ledger (WHERE at >=|UNION ALL)/];

it('no question reads a whole table that grows', () => {
  const dir = temporaryDirectory();
  unwrap(openEngine({ dir, key: TEST_KEY, firstStart: true, now: NOW })).close();
  const connection = openOrCreate(storagePaths(dir), { key: TEST_KEY });
  const asked: string[] = [];
  const prepare = connection.prepare.bind(connection);
  connection.prepare = ((sql: string) => (asked.push(sql), prepare(sql))) as typeof connection.prepare;
  repositories(connection);
  connection.prepare = prepare as typeof connection.prepare;
  const whole = asked
    .map((sql) => sql.trim())
    .filter((sql) => /^(SELECT|UPDATE|DELETE|WITH)/.test(sql) && !WHOLE_ON_PURPOSE.some((pattern) => pattern.test(sql)))
    .filter((sql) => {
      const plan = connection.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/[@:$]\w+|\?/g, '1')}`).all() as { readonly detail: string }[];
      return plan.some(({ detail }) => GROWING.test(detail));
    });
  connection.close();
  expect(asked.length).toBeGreaterThan(50);
  expect(whole).toEqual([]);
});
