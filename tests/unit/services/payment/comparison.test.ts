// The daily comparison on the real database, with a gateway's list as a test wants it.

import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../main/domain/calendar/vietnam-time.ts';
import { fail, ok, unwrap } from '../../../../main/domain/result.ts';
import { createComparison } from '../../../../main/services/payment/comparison.ts';
import type { ListedPayment } from '../../../../main/services/ports.ts';
import type { PaymentRow, Store } from '../../../../main/services/store.ts';
import { guarded } from '../../../../main/storage/engine.ts';
import { virtualTime } from '../../../simulation/kernel/virtual-time.ts';
import { inProcess, journey, later, temporaryDirectory } from '../../storage/helpers.ts';

const HOUR = 3_600_000;
const paid = (orderCode: number, amountPaid: number, day = '2026-11-23'): PaymentRow => {
  const at = momentOf(day as never, '10:00');
  return { orderCode, journeyId: 'j', amount: 8000, amountPaid, state: amountPaid > 0 ? 'paid' : 'expired', description: `MC${orderCode}`, createdAt: at, expiresAt: at, updatedAt: at };
};
const line = (reference: string, amount: number): ListedPayment => ({ reference, amount, transaction: `FT${reference}` });

async function world(payments: readonly PaymentRow[], startAt = momentOf('2026-11-24', '08:00')) {
  const time = virtualTime(startAt);
  const { engine } = inProcess(temporaryDirectory());
  const store: Store = {
    write: async (writes) => guarded(() => engine.write(writes, time.now())),
    read: async (query, ...args) => guarded(() => engine.read(query, args[0] as never)),
  };
  unwrap(await store.write([{ write: 'journey.save', journey: journey('j') }, ...payments.map((payment) => ({ write: 'payment.save', payment }) as const)]));
  const lists = new Map<string, readonly ListedPayment[]>();
  const asked: string[] = [];
  const looked: number[] = [];
  let answers = true;
  const comparison = createComparison({
    list: async (day) => {
      asked.push(day);
      return answers ? ok(lists.get(day) ?? []) : fail('unreachable');
    },
    lookNow: async (orderCode) => void looked.push(orderCode),
    store,
    clock: time,
    log: () => {},
  });
  later(() => comparison.close());
  return {
    time,
    lists,
    asked,
    looked,
    comparison,
    answers: (value: boolean) => void (answers = value),
    found: async () => unwrap(await store.read('differences.list', { closedLimit: 10 })).map(({ kind, orderCode, reference, amount }) => ({ kind, of: orderCode ?? reference, amount })),
    last: async () => unwrap(await store.read('comparison.last')),
  };
}

describe('the daily comparison', () => {
  it('finds every kind of difference of yesterday, asks for those orders once more, and does it once', async () => {
    const { time, lists, asked, looked, comparison, found, last } = await world([paid(1, 8000), paid(2, 8000), paid(3, 0), paid(4, 8000)]);
    lists.set('2026-11-23', [line('1', 8000), line('3', 8000), line('4', 9000), line('NOP TIEN', 20_000)]);
    comparison.start();
    await time.run(1000);
    expect(await found()).toEqual([
      { kind: 'notListed', of: 2, amount: 8000 },
      { kind: 'notCounted', of: 3, amount: 8000 },
      { kind: 'amountDiffers', of: 4, amount: 1000 },
      { kind: 'wrongReference', of: 'FTNOP TIEN', amount: 20_000 },
    ]);
    expect(looked).toEqual([2, 3, 4]);
    expect(await last()).toMatchObject({ day: '2026-11-23', listed: 4, differences: 4 });
    await time.run(12 * HOUR);
    expect(asked).toEqual(['2026-11-23', '2026-11-24']);
    expect(await found()).toHaveLength(4);
  });

  it('waits until the day is surely over, and tries again when the gateway did not answer', async () => {
    const { time, asked, comparison, answers, last } = await world([paid(1, 8000)], momentOf('2026-11-24', '00:10'));
    answers(false);
    comparison.start();
    await time.run(HOUR / 2);
    expect(asked).not.toContain('2026-11-23');
    await time.run(HOUR);
    expect(asked).toContain('2026-11-23');
    expect(await last()).toBeNull();
    answers(true);
    await time.run(HOUR);
    expect(await last()).toMatchObject({ day: '2026-11-23', differences: 1 });
  });

  it('catches up on the days on which the counter was switched off', async () => {
    const { time, asked, comparison, last } = await world([]);
    comparison.start();
    await time.run(1000);
    asked.length = 0;
    await time.run(3 * 24 * HOUR);
    expect(await last()).toMatchObject({ day: '2026-11-26' });
    expect(new Set(asked)).toEqual(new Set(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']));
  });
});
