import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../main/domain/calendar/vietnam-time.ts';
import { checkFigures } from '../../../../main/domain/statistics/figures.ts';
import {
  NO_COUNTS,
  addCounts,
  countBy,
  countRows,
  settled,
  shares,
} from '../../../../main/domain/statistics/statistics.ts';
import type { Counts, StatisticRow } from '../../../../main/domain/statistics/statistics.ts';

const year = { from: momentOf('2023-01-01', '00:00'), to: momentOf('2024-01-01', '00:00') };
const row: StatisticRow = {
  count: 1,
  procedureCode: '2.000635',
  field: 'civilStatus',
  unit: 'H36.12',
  channel: 'counter',
  receivedAt: momentOf('2023-05-10', '09:00'),
  dueAt: momentOf('2023-05-15', '17:00'),
  paidOnline: false,
  digitised: true,
  resultElectronic: false,
};
const count = (rows: StatisticRow[], period = year): Partial<Counts> =>
  Object.fromEntries(Object.entries(countRows(rows, period)).filter(([, value]) => value !== 0));

describe('one dossier', () => {
  it.each<[string, Partial<StatisticRow>, Partial<Counts>]>([
    ['settled the day before', { doneAt: momentOf('2023-05-14', '16:00') }, { received: 1, settledEarly: 1 }],
    ['settled on the day', { doneAt: momentOf('2023-05-15', '16:00') }, { received: 1, settledOnTime: 1 }],
    ['settled a day late', { doneAt: momentOf('2023-05-16', '08:00') }, { received: 1, settledLate: 1 }],
    ['open past its time', {}, { received: 1, overdue: 1 }],
    ['open, the clock standing still', { paused: true }, { received: 1, inProcess: 1 }],
    ['open, due next year', { dueAt: momentOf('2024-01-02', '17:00') }, { received: 1, inProcess: 1 }],
    ['open, without a due time', { dueAt: undefined }, { received: 1, inProcess: 1 }],
    ['settled without a due time', { dueAt: undefined, doneAt: momentOf('2023-06-01', '08:00') }, { received: 1, settledOnTime: 1 }],
    ['settled after the year, due in it', { doneAt: momentOf('2024-01-05', '08:00') }, { received: 1, overdue: 1 }],
    ['of last year, settled in this one', { receivedAt: momentOf('2022-12-30', '09:00'), doneAt: momentOf('2023-01-03', '08:00') },
      { carriedOver: 1, settledEarly: 1 }],
    ['of last year, settled in it', { receivedAt: momentOf('2022-12-30', '09:00'), doneAt: momentOf('2022-12-31', '08:00') }, {}],
    ['of next year', { receivedAt: momentOf('2024-01-01', '00:00') }, {}],
  ])('%s', (_, changes, expected) => {
    expect(count([{ ...row, digitised: false, ...changes }])).toEqual(expected);
  });

  it('counts payment and digitising where it came, result and rating where it was settled', () => {
    const carried = { ...row, receivedAt: momentOf('2022-12-30', '09:00'), doneAt: momentOf('2023-01-03', '08:00') };
    const full = { ...carried, paidOnline: true, resultElectronic: true, rating: 4 };
    expect(count([full])).toEqual({ carriedOver: 1, settledEarly: 1, resultElectronic: 1, ratings: 1, ratingSum: 4 });
    expect(count([{ ...full, receivedAt: year.from, doneAt: undefined }])).toEqual({
      received: 1,
      overdue: 1,
      paidOnline: 1,
      digitised: 1,
    });
  });
});

describe('the figures published for 2023', () => {
  const early = { ...row, doneAt: momentOf('2023-05-14', '10:00') };
  const rows: StatisticRow[] = [
    { ...early, count: 17_739, channel: 'kiosk', paidOnline: true },
    { ...early, count: 78_245 - 17_739 },
    { ...row, count: 9341, doneAt: momentOf('2023-05-15', '10:00') },
    { ...row, count: 308, doneAt: momentOf('2023-05-16', '10:00') },
    { ...row, count: 88_738 - 78_245 - 9341 - 308, receivedAt: momentOf('2023-12-29', '09:00'), dueAt: momentOf('2024-01-03', '17:00') },
  ];
  const published = {
    received: 88_738,
    settledEarly: 78_245,
    settledOnTime: 9341,
    overdue: 308,
    shares: [{ name: 'paidOnline', count: 17_739, percent: 32.97 }],
  };

  it('are reproduced by counting, dossier by dossier or in groups', () => {
    const counts = countRows(rows, year);
    expect(counts).toMatchObject({
      received: 88_738,
      settledEarly: 78_245,
      settledOnTime: 9341,
      settledLate: 308,
      inProcess: 844,
      overdue: 0,
      paidOnline: 17_739,
    });
    const single = rows.flatMap((group) => Array.from({ length: group.count }, () => ({ ...group, count: 1 })));
    expect(countRows(single, year)).toEqual(counts);
  });

  it('do not add up: 844 dossiers are not accounted for, and 32.97 % is of another whole', () => {
    expect(checkFigures(published)).toEqual([
      { code: 'unaccounted', count: 844 },
      {
        code: 'percentOfAnotherWhole',
        name: 'paidOnline',
        printedPercent: 32.97,
        actualPercent: 19.99,
        impliedWhole: 53_803,
      },
    ]);
  });

  it('add up once the open ones are said and the share is taken of the received', () => {
    expect(
      checkFigures({ ...published, inProcess: 844, shares: [{ name: 'paidOnline', count: 17_739, percent: 19.99 }] }),
    ).toEqual([]);
    expect(shares(countRows(rows, year)).paidOnline).toBeCloseTo(0.1999, 4);
  });
});

describe('figures that do not add up', () => {
  const good = { received: 10, settledEarly: 5, settledOnTime: 3, overdue: 1, inProcess: 1 };

  it('are told with both sides', () => {
    expect(checkFigures(good)).toEqual([]);
    expect(checkFigures({ ...good, inProcess: 2 })).toEqual([{ code: 'partsDoNotAddUp', sum: 11, whole: 10 }]);
    expect(checkFigures({ ...good, carriedOver: 1, inProcess: 2 })).toEqual([]);
    expect(checkFigures({ ...good, settledEarly: 7, inProcess: undefined })).toEqual([
      { code: 'partsDoNotAddUp', sum: 11, whole: 10 },
    ]);
    expect(checkFigures({ ...good, shares: [{ name: 'digitised', count: 11 }] })).toEqual([
      { code: 'partAboveWhole', name: 'digitised', count: 11, whole: 10 },
    ]);
  });

  it('rounding to two decimals is no finding', () => {
    const three = { received: 3, settledEarly: 0, settledOnTime: 0, overdue: 3 };
    const shareOf = (count: number, percent: number) => checkFigures({ ...three, shares: [{ name: 'x', count, percent }] });
    expect(shareOf(1, 33.33)).toEqual([]);
    expect(shareOf(2, 66.67)).toEqual([]);
    expect(shareOf(2, 66.66)).toHaveLength(1);
  });
});

describe('for any rows', () => {
  const moment = fc.integer({ min: momentOf('2022-11-01', '00:00'), max: momentOf('2024-03-01', '00:00') });
  const anyRow = fc
    .record({
      count: fc.integer({ min: 1, max: 50 }),
      field: fc.constantFrom('civilStatus', 'certification'),
      channel: fc.constantFrom('kiosk', 'counter'),
      receivedAt: moment,
      dueAt: fc.option(moment, { nil: undefined }),
      processing: fc.option(fc.integer({ min: 0, max: 5_000_000_000 }), { nil: undefined }),
      paused: fc.boolean(),
      paidOnline: fc.boolean(),
      rating: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    })
    .map(({ processing, ...rest }): StatisticRow => ({
      ...row,
      ...(rest as Partial<StatisticRow>),
      ...(processing === undefined ? {} : { doneAt: rest.receivedAt + processing }),
    }));
  const anyRows = fc.array(anyRow, { maxLength: 40 });

  it('what came in is what was settled and what is open', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const counts = countRows(rows, year);
        expect(counts.carriedOver + counts.received).toBe(settled(counts) + counts.inProcess + counts.overdue);
      }),
    );
  });

  it('what one period leaves open the next carries over', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const first = countRows(rows, year);
        const second = countRows(rows, { from: year.to, to: momentOf('2025-01-01', '00:00') });
        expect(second.carriedOver).toBe(first.inProcess + first.overdue);
      }),
    );
  });

  it('groups add up to the whole', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const groups = [...countBy(rows, year, ({ field, channel }) => `${field} ${channel}`).values()];
        expect(groups.reduce(addCounts, NO_COUNTS)).toEqual(countRows(rows, year));
      }),
    );
  });

  it('shares lie between nothing and all, and are left out where there is nothing', () => {
    expect(shares(NO_COUNTS)).toEqual({});
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { satisfaction = 1, ...rest } = shares(countRows(rows, year));
        for (const share of Object.values(rest)) expect(share >= 0 && share <= 1).toBe(true);
        expect(satisfaction >= 1 && satisfaction <= 5).toBe(true);
      }),
    );
  });
});
