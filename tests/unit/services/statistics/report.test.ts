import { expect, it } from 'vitest';
import { csvOf } from '../../../../main/base/sheet.ts';
import { momentOf } from '../../../../main/domain/calendar/vietnam-time.ts';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import { statisticsReport } from '../../../../main/services/statistics/report.ts';
import { statisticsSheet } from '../../../../main/services/statistics/statistics-sheet.ts';
import { guarded } from '../../../../main/storage/engine.ts';
import type { Store } from '../../../../main/services/store.ts';
import { inProcess, newDossier, temporaryDirectory } from '../../storage/helpers.ts';

it('reports by field, procedure, channel and month, and a period that has not ended ends now', async () => {
  const { engine } = inProcess(temporaryDirectory());
  const store: Pick<Store, 'read'> = { read: async (query, ...args) => guarded(() => engine.read(query, args[0] as never)) };
  const day = (date: string, time = '09:00') => momentOf(date, time);
  const file = (id: string, date: string, due: string, more = {}) =>
    engine.write([{ write: 'dossier.register', dossier: newDossier(id, { receivedAt: day(date), dueAt: day(due, '17:00'), day: date, ...more }) }], day(date));
  file('a', '2026-10-01', '2026-10-05');
  file('b', '2026-11-02', '2026-11-04', { procedure: { code: '2.000815', version: '1' }, channel: 'counter' });
  file('c', '2026-11-24', '2026-12-01');
  engine.write([{ write: 'dossier.step', id: 'a', event: { n: 1, actor: 'an', kind: 'step', status: 'withdrawn', dueAt: day('2026-10-05', '17:00') } }], day('2026-10-02'));

  const catalogue = createCatalogue(shippedProcedures());
  const report = unwrap(await statisticsReport({ store, catalogue, now: day('2026-11-25') }, { from: '2026-10-01', to: '2026-12-31' }));
  expect(report.total.counts).toMatchObject({ received: 3, settledEarly: 1, inProcess: 1, overdue: 1 });
  expect(report.findings).toEqual([]);
  expect(report.fields.map(({ name, counts }) => [name, counts.received])).toEqual([['Hộ tịch', 2], ['Chứng thực', 1]]);
  expect(report.channels.map(({ id, counts }) => [id, counts.received])).toEqual([['kiosk', 2], ['counter', 1]]);
  expect(report.months.map(({ id, counts }) => [id, counts.received, counts.settledEarly])).toEqual([['2026-10', 1, 1], ['2026-11', 2, 0], ['2026-12', 0, 0]]);
  expect(csvOf(statisticsSheet(report)).split('\r\n')[1]).toBe('Tổng số,,0,3,1,0,0,0,1,1,0,0,0,0,0,0,');
});
