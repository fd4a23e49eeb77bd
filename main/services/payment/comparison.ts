// Once a day, after the day is over: the gateway's list of its money is held against our own. What does not agree is asked
// for once more, and what then still differs is opened for staff in one transaction with the note that the day was compared,
// so that a day counts once however often the power fails. Only for gateways that offer a list.

import { addDays } from '../../domain/calendar/iso-date.ts';
import { momentOf, vietnamDay, vietnamTime } from '../../domain/calendar/vietnam-time.ts';
import type { IsoDate } from '../../domain/identity/identity.ts';
import { compareDay } from '../../domain/payment/compare-day.ts';
import type { CountedMoney, FoundDifference } from '../../domain/payment/compare-day.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, Gateway, ListedPayment, RemoteFailure } from '../ports.ts';
import type { Store, StoreFailure, Write } from '../store.ts';

export type Comparison = {
  /** Compares the days that are over and were not compared, from now on. */
  start(): void;
  close(): Promise<void>;
};

export type ComparisonOptions = {
  readonly list: NonNullable<Gateway['list']>;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly lookNow: (orderCode: number) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
};

const CHECK_MS = 15 * 60_000;
/** After midnight in Vietnam, so that the gateway has closed the day. */
const READY_MS = 3_600_000;
/** Days that a counter which was switched off catches up on. */
const MOST_DAYS = 14;

export function createComparison({ list, store, lookNow, clock, log }: ComparisonOptions): Comparison {
  let closed = false;
  let cancelTimer = () => {};
  let round: Promise<void> | null = null;

  async function compareDue(): Promise<void> {
    const now = clock.now();
    const last = await store.read('comparison.last');
    if (!last.ok) return;
    const today = vietnamDay(now);
    const newest = addDays(today, vietnamTime(now).ofDay < READY_MS ? -2 : -1);
    const oldest = addDays(today, -MOST_DAYS);
    let day = last.value ? addDays(last.value.day, 1) : newest;
    if (day < oldest) day = oldest;
    for (; day <= newest && !closed; day = addDays(day, 1)) {
      const compared = await compare(day);
      if (!compared.ok) return void log('gateway.failed', { request: 'list', reason: compared.error.code, detail: compared.error.detail });
    }
  }

  async function compare(day: IsoDate): Promise<Result<void, RemoteFailure | StoreFailure>> {
    const listed = await list(day);
    if (!listed.ok) return listed;
    const after = await list(addDays(day, 1));
    if (!after.ok) return after;
    const first = await differencesOf(day, listed.value, after.value);
    if (!first.ok) return first;
    // An answer may have been missed: the order itself has the last word before staff are asked.
    for (const difference of first.value) if (difference.kind !== 'wrongReference') await lookNow(difference.orderCode);
    const found = first.value.length === 0 ? first : await differencesOf(day, listed.value, after.value);
    if (!found.ok) return found;
    const opened = found.value.map((difference): Write => {
      if (difference.kind === 'wrongReference') return { write: 'difference.openUnknown', reference: difference.reference, amount: difference.amount };
      return { write: 'difference.open', orderCode: difference.orderCode, kind: difference.kind, amount: difference.amount };
    });
    const written = await store.write([...opened, { write: 'comparison.save', comparison: { day, listed: listed.value.length, differences: opened.length } }]);
    if (!written.ok) return written;
    log('payment.compared', { day, listed: listed.value.length, differences: opened.length });
    return ok();
  }

  async function differencesOf(day: IsoDate, listed: readonly ListedPayment[], listedAfter: readonly ListedPayment[]): Promise<Result<readonly FoundDifference[], StoreFailure>> {
    const ofDay = await store.read('payments.madeBetween', { from: momentOf(day, '00:00'), to: momentOf(addDays(day, 1), '00:00') });
    if (!ofDay.ok) return ofDay;
    const own = new Set(ofDay.value.map(({ orderCode }) => String(orderCode)));
    const other: CountedMoney[] = [];
    for (const reference of new Set(listed.map((line) => line.reference))) {
      if (own.has(reference) || !/^\d{1,16}$/.test(reference)) continue;
      const payment = await store.read('payment.byOrder', { orderCode: Number(reference) });
      if (!payment.ok) return payment;
      if (payment.value) other.push(payment.value);
    }
    return ok(compareDay({ ofDay: ofDay.value, other, listed, listedAfter }));
  }

  function schedule(ms: number): void {
    if (closed) return;
    cancelTimer = clock.after(ms, () => {
      round = compareDue()
        .catch((error: unknown) => log('app.failed', { where: 'comparison', detail: String(error) }))
        .finally(() => {
          round = null;
          schedule(CHECK_MS);
        });
    });
  }

  return {
    start: () => schedule(0),
    async close() {
      closed = true;
      cancelTimer();
      await round;
    },
  };
}
