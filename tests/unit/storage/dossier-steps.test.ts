// What happens to a dossier, as the database keeps it: events, standing, search, the day's sums.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../main/domain/calendar/vietnam-time.ts';
import type { DossierStatus } from '../../../main/domain/dossier/dossier.ts';
import { clockStandsStill, doneAt, nextStatuses } from '../../../main/domain/dossier/status.ts';
import { dong } from '../../../main/domain/money.ts';
import { addCounts, countRows, NO_COUNTS } from '../../../main/domain/statistics/statistics.ts';
import type { StatisticRow } from '../../../main/domain/statistics/statistics.ts';
import { unwrap } from '../../../main/domain/result.ts';
import type { Store } from '../../../main/services/store.ts';
import { connect } from '../../../main/storage/database.ts';
import { guarded, openEngine } from '../../../main/storage/engine.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { inProcess, newDossier, NOW, temporaryDirectory, TEST_KEY } from './helpers.ts';

const step = (store: Store, id: string, n: number, status: DossierStatus, more = {}) =>
  store.write([{ write: 'dossier.step', id, event: { n, actor: 'an', kind: 'step', status, ...more } }]);
const found = async (store: Store, text: string) => unwrap(await store.read('dossiers.search', { text, limit: 20 })).found.map(({ dossier }) => dossier.id);

describe('a step', () => {
  it('is kept with its actor, time and reason, and is what the dossier then says', async () => {
    const { store } = inProcess(temporaryDirectory());
    unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-1') }]));
    unwrap(await step(store, 'd-1', 1, 'supplementsRequested', { reason: 'Thiếu bản sao', dueAt: NOW + 5 }));
    expect(unwrap(await store.read('dossier.events', { id: 'd-1' }))).toEqual([
      { n: 0, at: NOW, actor: 'citizen', kind: 'filed', status: 'newlyRegistered', dueAt: NOW + 86_400_000 },
      { n: 1, at: NOW, actor: 'an', kind: 'step', status: 'supplementsRequested', reason: 'Thiếu bản sao', dueAt: NOW + 5 },
    ]);
    expect(unwrap(await store.read('dossier.byId', { id: 'd-1' }))?.dossier).toMatchObject({ status: 'supplementsRequested', dueAt: NOW + 5 });
  });

  it('is refused where another came first, and nothing of its transaction stays', async () => {
    const { store } = inProcess(temporaryDirectory());
    unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-1') }]));
    unwrap(await step(store, 'd-1', 1, 'received'));
    const both = await store.write([
      { write: 'audit', line: { actor: 'binh', action: 'dossier.stepped', subject: 'd-1', details: {} } },
      { write: 'dossier.step', id: 'd-1', event: { n: 1, actor: 'binh', kind: 'step', status: 'withdrawn' } },
    ]);
    expect(both).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(unwrap(await store.read('audit.verify')).lines).toBe(0);
    expect(await found(store, 'da tiep nhan')).toEqual(['d-1']);
  });
});

describe('the search', () => {
  it('finds by name without marks, by code, number, telephone, day and status, the newest first', async () => {
    const { store } = inProcess(temporaryDirectory());
    const person = (number: string, name: string) => ({ number: { value: number, source: 'qr' as const }, fullName: { value: name, source: 'qr' as const } });
    unwrap(
      await store.write([
        { write: 'dossier.register', dossier: newDossier('d-1', { phone: '0912 345 678' }) },
        { write: 'dossier.register', dossier: newDossier('d-2', { applicant: person('001085012345', 'Đặng Quốc Đạt') }) },
        { write: 'dossier.register', dossier: newDossier('d-3', { applicant: person('068190009999', 'Đỗ Thị Hà'), receivedAt: NOW + 86_400_000, day: '2026-11-25' }) },
      ]),
    );
    unwrap(await step(store, 'd-2', 1, 'inProcess'));
    expect(await found(store, 'đỗ thị')).toEqual(['d-3', 'd-1']);
    expect(await found(store, 'do thi hang')).toEqual(['d-1']);
    expect(await found(store, 'dang dat')).toEqual(['d-2']);
    expect(await found(store, 'H36.12-261124-0002')).toEqual(['d-2']);
    expect(await found(store, '0681900')).toEqual(['d-3', 'd-1']);
    expect(await found(store, '0912345')).toEqual(['d-1']);
    expect(await found(store, '25/11/2026')).toEqual(['d-3']);
    expect(await found(store, '11/2026')).toEqual(['d-3', 'd-2', 'd-1']);
    expect(await found(store, 'đang giải quyết')).toEqual(['d-2']);
    expect(await found(store, 'Mới đăng ký 24/11/2026')).toEqual(['d-1']);
    expect(await found(store, 'do thi hang 25/11/2026')).toEqual([]);
    expect(await found(store, '" OR text:* NEAR(')).toEqual([]);
  });

  it('looks through a large register part by part, each once, and says when the end is reached', async () => {
    const dir = temporaryDirectory();
    const { store } = inProcess(dir);
    const raw = connect(storagePaths(dir).database, { key: TEST_KEY });
    const gap = raw.prepare(`
      INSERT INTO dossiers (seq, id, code, unit, day, running, received_at, portal, procedure, channel, status, data)
      SELECT max(seq) + @dossiers, 'gap-' || @dossiers, 'gap-' || @dossiers, unit, day, @dossiers, received_at, portal, procedure, channel, status, data FROM dossiers`);
    unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-1') }]));
    gap.run({ dossiers: 99_999 });
    unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-2') }]));
    gap.run({ dossiers: 150_000 });
    raw.close();
    unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-3') }]));

    const parts: string[][] = [];
    let before: number | undefined;
    do {
      const part = unwrap(await store.read('dossiers.search', { text: 'do thi hang', limit: 20, ...(before !== undefined && { before }) }));
      parts.push(part.found.map(({ dossier }) => dossier.id));
      before = part.olderThan;
    } while (before !== undefined);
    expect(parts).toEqual([['d-3'], ['d-2'], ['d-1']]);
    expect(unwrap(await store.read('dossiers.search', { text: 'do thi hang', limit: 1 })).olderThan).toBeUndefined();
    // From beyond the newest it begins with the newest.
    expect(unwrap(await store.read('dossiers.search', { text: 'nobody', limit: 20, before: Number.MAX_SAFE_INTEGER })).olderThan).toBe(unwrap(await store.read('dossiers.search', { text: 'nobody', limit: 20 })).olderThan);
  });
});

describe('the day’s sums', () => {
  const DAY = 86_400_000;
  const from = momentOf('2026-11-20', '00:00');
  const procedures = ['1.004873', '2.000635'];

  it('give the same statistics as counting every dossier, for any histories and period', async () => {
    const one = fc.record({
      procedure: fc.constantFrom(...procedures),
      received: fc.integer({ min: 0, max: 9 * DAY }),
      due: fc.option(fc.integer({ min: 0, max: 5 * DAY }), { nil: undefined }),
      paid: fc.boolean(),
      rating: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      ratedLate: fc.boolean(),
      electronic: fc.boolean(),
      steps: fc.array(fc.record({ after: fc.integer({ min: 0, max: 4 * DAY }), pick: fc.nat() }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 8 }), async (dossiers, start, days) => {
        const engine = unwrap(openEngine({ dir: temporaryDirectory(), key: TEST_KEY, firstStart: true, now: NOW }));
        const period = { from: from + start * DAY, to: from + (start + days) * DAY };
        const rows: StatisticRow[] = [];
        for (const [at, { procedure, received, due, paid, rating, ratedLate, electronic, steps }] of dossiers.entries()) {
          const id = `d-${at}`;
          const receivedAt = from + received;
          const dueAt = due === undefined ? undefined : receivedAt + due;
          const write = (list: Parameters<typeof engine.write>[0], now: number) => unwrap(guarded(() => engine.write(list, now)));
          const rate = (now: number) => rating !== undefined && write([{ write: 'rating.add', journeyId: id, stars: rating }], now);
          write([{ write: 'journey.save', journey: { id, kind: 'selfService', station: 'over', snapshot: '{}', revision: 1, startedAt: 1, updatedAt: 1, endedAt: 1 } }], receivedAt);
          write([{ write: 'dossier.register', dossier: newDossier(id, { procedure: { code: procedure, version: '1' }, receivedAt, dueAt, ...(paid && { payment: { orderCode: at + 1, paidAt: 1 } }), fee: { lines: [], total: dong(0) } }) }], receivedAt);
          if (!ratedLate) rate(receivedAt);
          const history: { at: number; status: DossierStatus }[] = [{ at: receivedAt, status: 'newlyRegistered' }];
          let now = receivedAt;
          for (const { after, pick } of steps) {
            const next = nextStatuses(history.at(-1)!.status, 'officer');
            if (next.length === 0) break;
            now += after;
            const status = next[pick % next.length]!;
            write([{ write: 'dossier.step', id, event: { n: history.length, actor: 'an', kind: 'step', status, ...(dueAt !== undefined && { dueAt }) }, electronic }], now);
            history.push({ at: now, status });
          }
          if (ratedLate) rate(now);
          const refused = history.find(({ status }) => status === 'notReceived');
          const settled = doneAt(history) ?? refused?.at;
          const atEnd = history.filter((change) => change.at < period.to).at(-1);
          rows.push({
            count: 1, procedureCode: procedure, field: '', unit: 'H36.12', channel: 'kiosk', receivedAt, paidOnline: paid, digitised: false,
            resultElectronic: electronic,
            ...(dueAt !== undefined && { dueAt }),
            ...(settled !== undefined && { doneAt: settled }),
            ...(refused && { notReceived: true }),
            ...(atEnd && clockStandsStill(atEnd.status) && { paused: true }),
            ...(rating !== undefined && { rating }),
          });
        }
        const groups = engine.read('statistics.groups', period);
        engine.close();
        expect(groups.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS)).toEqual(countRows(rows, period));
      }),
      { numRuns: 25 },
    );
  });

  it('reproduce the figures published for 2023', async () => {
    const { engine } = inProcess(temporaryDirectory());
    const received = momentOf('2023-05-10', '09:00');
    const due = momentOf('2023-05-15', '17:00');
    const groups = [
      { count: 78_245, doneAt: momentOf('2023-05-14', '10:00'), paid: 17_739 },
      { count: 9_341, doneAt: momentOf('2023-05-15', '10:00'), paid: 0 },
      { count: 308, doneAt: momentOf('2023-05-16', '10:00'), paid: 0 },
      { count: 88_738 - 78_245 - 9_341 - 308, doneAt: undefined, paid: 0 },
    ];
    // A hundredth of each, unless the whole year is asked for.
    const scale = Number(process.env['MOT_CUA_WHOLE_YEAR'] ?? 0) === 1 ? 1 : 100;
    let id = 0;
    for (const { count, doneAt: done, paid } of groups) {
      for (let at = 0; at < Math.round(count / scale); at += 1) {
        const dossier = newDossier(`y-${(id += 1)}`, { receivedAt: received, dueAt: due, day: '2023-05-10', ...(at < Math.round(paid / scale) && { payment: { orderCode: id, paidAt: received } }) });
        engine.write([{ write: 'dossier.register', dossier }], received);
        if (done !== undefined) engine.write([{ write: 'dossier.step', id: dossier.id, event: { n: 1, actor: 'an', kind: 'step', status: 'withdrawn', dueAt: due } }], done);
      }
    }
    const [year] = engine.read('statistics.groups', { from: momentOf('2023-01-01', '00:00'), to: momentOf('2024-01-01', '00:00') });
    const part = (count: number) => Math.round(count / scale);
    expect(year?.counts).toMatchObject({ settledEarly: part(78_245), settledOnTime: part(9_341), settledLate: part(308), overdue: part(844), paidOnline: part(17_739) });
  }, 600_000);
});
