// Payments through the gateway: makes and closes orders (effects from the outbox) and watches those whose end is not
// known, and for money that comes after all. What the gateway says and what it means for the journey, the ledger and the
// work list are written in one transaction; domain/payment/transition is the rule.

import { afterDenial, afterSilence, afterWord, isClosed } from '../../domain/payment/transition.ts';
import type { PaymentState, Step } from '../../domain/payment/transition.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Effect } from '../journey/effects.ts';
import type { Journeys, NewEvent } from '../journey/journeys.ts';
import type { EffectHandler, Outcome } from '../outbox/dispatcher.ts';
import { waitBefore } from '../outbox/backoff.ts';
import type { Clock, Gateway, OrderContent, PaymentRecord, RemoteFailure } from '../ports.ts';
import type { PaymentRow, Store, StoreFailure, Write } from '../store.ts';
import { payableQr } from './payment-qr.ts';

type Create = Extract<Effect, { kind: 'payment.create' }>;
type Close = Extract<Effect, { kind: 'payment.close' }>;

export type Payments = {
  readonly handlers: { readonly 'payment.create': EffectHandler; readonly 'payment.close': EffectHandler };
  /** Looks at the open payments from now on. */
  start(): void;
  /** Asks for one order now, and takes in what is said. */
  lookNow(orderCode: number): Promise<void>;
  /** Whether the gateway answered when it was last asked. */
  reachable(): boolean;
  close(): Promise<void>;
};

export type PaymentsOptions = {
  readonly gateway: Gateway;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly journeys: Pick<Journeys, 'decide' | 'stepOf'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly newOrderCode: () => number;
  /** What a journey's order is for, for a gateway that issues the receipt. */
  readonly contentOf?: (journeyId: string) => OrderContent | undefined;
  /** In [0, 1), for jitter. */
  readonly chance: () => number;
  readonly pollMs: number;
  readonly onReachable?: (reachable: boolean) => void;
};

/** The citizen waits: few quick tries, then they are told and may ask again. */
const CREATE_TRIES = 3;
const CREATE_RETRY_MS = 800;
const MISSING_AGAIN_MS = 60 * 60_000;
const CLOSE_BACKOFF = { firstMs: 1_000, ceilingMs: 60_000 };
/** A payment that nobody stands before is asked about less often. */
const PARKED_FACTOR = 10;
/** After its QR expired, a payment that the gateway never closed is asked about this rarely. */
const STALE_MS = 10 * 60_000;
/** An order that the gateway has not ended this long after its time is unknown, and staff are told. */
const UNKNOWN_AFTER_MS = 60_000;
/** Money that comes after an order was closed is looked for this often on its day, then daily for this many days. */
const RECHECK_MS = 15 * 60_000;
const YOUNG_MS = 2 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const RECHECK_DAYS = 30;

export function createPayments(options: PaymentsOptions): Payments {
  const { gateway, store, journeys, clock, log, pollMs } = options;
  let reachable = true;
  let cancelTimer = () => {};
  let round: Promise<void> | null = null;
  let closed = false;
  let recheckedAt = clock.now();
  const askedAt = new Map<number, number>();

  /** Asks the gateway; a failure is logged and tells whether it is there at all. */
  async function ask<T>(request: string, asked: Promise<Result<T, RemoteFailure>>): Promise<Result<T, RemoteFailure>> {
    const reply = await asked;
    if (!reply.ok) log('gateway.failed', { request, reason: reply.error.code, detail: reply.error.detail });
    heard(reply.ok || !isSilence(reply.error.code));
    return reply;
  }

  function heard(answered: boolean) {
    if (answered === reachable) return;
    reachable = answered;
    options.onReachable?.(answered);
  }

  /** Takes in a word (or its absence) about an order: state, ledger, work list and journey in one transaction. */
  async function learn(journeyId: string, orderCode: number, about: (order: PaymentRow, wanted: boolean) => Step, paidAt?: number): Promise<Result<PaymentState | null, StoreFailure>> {
    let state: PaymentState | null = null;
    const kept = await journeys.decide(journeyId, async (context) => {
      const known = await store.read('payment.byOrder', { orderCode });
      if (!known.ok) return known;
      if (known.value === null) return ok({ event: null, writes: [] });
      const current = context?.payment?.orderCode === orderCode ? context.payment : undefined;
      const wanted = current !== undefined && current.paidAt === undefined && context?.dossier === undefined;
      const step = about(known.value, wanted);
      state = step.state;
      const { event, writes } = consequences(known.value, step, clock.now(), paidAt);
      if (step.state !== known.value.state) log('payment.state', { journey: journeyId, order: String(orderCode), from: known.value.state, to: step.state });
      return ok({ event: current || step.state !== known.value.state ? event : null, writes });
    });
    return kept.ok ? ok(state) : kept;
  }

  const create: EffectHandler = async (row) => {
    const effect = JSON.parse(row.payload) as Create;
    const { orderCode, amount, description, expiresAt } = effect;
    // Kept before the gateway hears of it: there is no order there that is not known here.
    const known = await store.read('payment.byOrder', { orderCode });
    if (!known.ok) return { row: 'retry', afterMs: CREATE_RETRY_MS, reason: known.error.code };
    const base = known.value ?? newRow(row.subject, effect, clock.now());
    if (!known.value) {
      const begun = await store.write([{ write: 'payment.save', payment: base }]);
      if (!begun.ok) return { row: 'retry', afterMs: CREATE_RETRY_MS, reason: begun.error.code };
    }
    const content = options.contentOf?.(row.subject);
    const made = await ask('create', gateway.create({ orderCode, amount, description, expiresAt, ...(content && { content }) }));
    if (!made.ok) {
      const { code } = made.error;
      if (isSilence(code) && row.attempts + 1 < CREATE_TRIES) {
        return { row: 'retry', afterMs: CREATE_RETRY_MS, reason: code, ...(made.error.detail && { detail: made.error.detail }) };
      }
      return { row: 'done', event: { type: 'paymentUnavailable', orderCode } };
    }
    // A second asking finds the first one's order, and that may have moved on.
    if (made.value.status !== 'pending' && made.value.status !== 'processing') {
      const learnt = await learn(row.subject, orderCode, (order, wanted) => afterWord(order, made.value, wanted), made.value.paidAt);
      return learnt.ok ? { row: 'done' } : { row: 'retry', afterMs: CREATE_RETRY_MS, reason: learnt.error.code };
    }
    const payable = payableQr(made.value, amount, description);
    if (!payable.ok) {
      log('gateway.failed', { request: 'create', reason: payable.error.code, detail: payable.error.detail });
      // The first answer, which had the QR, was lost. Nobody has seen this order: it is closed and made anew.
      const cancelled = await ask('cancel', gateway.cancel(orderCode, 'lost'));
      if (!cancelled.ok || isOpen(cancelled.value)) return { row: 'done', event: { type: 'paymentUnavailable', orderCode } };
      const closed: PaymentRow = { ...base, state: 'cancelled', updatedAt: clock.now() };
      return { row: 'done', writes: [{ write: 'payment.save', payment: closed }], event: { type: 'paymentLost', orderCode, newOrderCode: options.newOrderCode() } };
    }
    const event = { type: 'paymentShown', orderCode, qr: payable.value.qr, payee: payable.value.payee, expiresAt } as const;
    if (base.state !== 'creating') return { row: 'done', event };
    const shown: PaymentRow = { ...base, state: 'shown', qr: payable.value.qr, updatedAt: clock.now() };
    log('payment.state', { journey: row.subject, order: String(orderCode), from: 'creating', to: 'shown' });
    return { row: 'done', writes: [{ write: 'payment.save', payment: shown }], event };
  };

  const close: EffectHandler = async (row) => {
    const { orderCode, because } = JSON.parse(row.payload) as Close;
    const again = (reason: string): Outcome => ({ row: 'retry', afterMs: waitBefore(row.attempts + 1, CLOSE_BACKOFF, options.chance()), reason });
    const found = await ask('find', gateway.find(orderCode));
    if (found.ok && found.value === null) {
      const learnt = await learn(row.subject, orderCode, afterDenial);
      if (!learnt.ok) return again(learnt.error.code);
      // Denied though it may have been shown: staff look into it, and the journey waits. Nobody hurries the gateway for it.
      return learnt.value === 'unknown' ? { row: 'retry', afterMs: MISSING_AGAIN_MS, reason: 'missing' } : { row: 'done', event: { type: 'paymentClosed', orderCode, as: 'cancelled' } };
    }
    let record = found;
    if (found.ok && found.value && isOpen(found.value)) record = await ask('cancel', gateway.cancel(orderCode, because));
    if (!record.ok || record.value === null || isOpen(record.value)) return again(record.ok ? 'stillOpen' : record.error.code);
    const word = record.value;
    const known = await store.read('payment.byOrder', { orderCode });
    const now = clock.now();
    // An order from before orders were kept ahead of their making.
    const orphan: PaymentRow = { orderCode, journeyId: row.subject, amount: word.amount, amountPaid: 0, state: 'creating', description: '', createdAt: now, expiresAt: now, updatedAt: now };
    if (known.ok && known.value === null) await store.write([{ write: 'payment.save', payment: orphan }]);
    const learnt = await learn(row.subject, orderCode, (order, wanted) => afterWord(order, word, wanted), word.paidAt);
    if (!learnt.ok) return again(learnt.error.code);
    // An answer from before the last money says nothing of how it ended.
    return learnt.value !== null && !isClosed(learnt.value) ? again('oldAnswer') : { row: 'done' };
  };

  async function look() {
    const open = await store.read('payments.open');
    if (!open.ok || closed) return;
    for (const payment of open.value) {
      if (isDue(payment)) await lookAt(payment);
      if (closed) return;
    }
    if (clock.now() - recheckedAt < RECHECK_MS) return;
    recheckedAt = clock.now();
    const settled = await store.read('payments.closedSince', { since: clock.now() - RECHECK_DAYS * DAY_MS });
    if (!settled.ok) return;
    for (const payment of settled.value) {
      // Soon after it was closed money is most likely; later it is looked for once a day.
      const young = clock.now() - payment.updatedAt < YOUNG_MS;
      if (clock.now() - (askedAt.get(payment.orderCode) ?? 0) >= (young ? RECHECK_MS : DAY_MS)) await lookAt(payment);
      if (closed) return;
    }
  }

  async function lookAt(payment: PaymentRow) {
    const { journeyId, orderCode } = payment;
    askedAt.set(orderCode, clock.now());
    const found = await ask('find', gateway.find(orderCode));
    if (closed) return;
    const overdue = clock.now() - payment.expiresAt > UNKNOWN_AFTER_MS;
    if (!found.ok) {
      if (overdue) await learn(journeyId, orderCode, afterSilence);
      return;
    }
    const word = found.value;
    if (word === null) {
      if (overdue) await learn(journeyId, orderCode, afterDenial);
      return;
    }
    await learn(journeyId, orderCode, (order, wanted) => {
      const step = afterWord(order, word, wanted);
      return overdue && !isClosed(step.state) ? afterSilence({ ...order, ...step }) : step;
    }, word.paidAt);
  }

  function isDue(payment: PaymentRow): boolean {
    const watched = journeys.stepOf(payment.journeyId)?.startsWith('pay.') ?? false;
    const wait = watched ? 0 : clock.now() > payment.expiresAt ? STALE_MS : pollMs * PARKED_FACTOR;
    return clock.now() - (askedAt.get(payment.orderCode) ?? 0) >= wait;
  }

  function schedule() {
    if (closed) return;
    cancelTimer = clock.after(pollMs, () => {
      round = look()
        .catch((error: unknown) => log('app.failed', { where: 'payments', detail: String(error) }))
        .finally(() => {
          round = null;
          schedule();
        });
    });
  }

  return {
    handlers: { 'payment.create': create, 'payment.close': close },
    start: schedule,
    async lookNow(orderCode) {
      const payment = await store.read('payment.byOrder', { orderCode });
      if (payment.ok && payment.value && !closed) await lookAt(payment.value);
    },
    reachable: () => reachable,
    async close() {
      closed = true;
      cancelTimer();
      await round;
    },
  };
}

const isSilence = (code: string) => code === 'unreachable' || code === 'timeOut' || code === 'serverError';
const isOpen = ({ status }: PaymentRecord) => status === 'pending' || status === 'processing' || status === 'underPaid';

function newRow(journeyId: string, { orderCode, amount, description, expiresAt }: Create, now: number): PaymentRow {
  return { orderCode, journeyId, amount, amountPaid: 0, state: 'creating', description, createdAt: now, expiresAt, updatedAt: now };
}

/** What is to be written and told when an order takes this step; no writes when nothing is new. Pure. */
export function consequences(payment: PaymentRow, step: Step, now: number, paidAt: number | undefined): { readonly event: NewEvent | null; readonly writes: readonly Write[] } {
  const { orderCode, journeyId, amount } = payment;
  const { state, amountPaid, difference } = step;
  const writes: Write[] = [];
  if (state !== payment.state || amountPaid !== payment.amountPaid) {
    const paid = state === 'paid' && payment.paidAt === undefined ? { paidAt: paidAt ?? now } : {};
    writes.push(
      { write: 'payment.save', payment: { ...payment, state, amountPaid, updatedAt: now, ...paid } },
      { write: 'audit', line: { actor: 'gateway', action: `payment.${state}`, subject: journeyId, details: { orderCode, amount, amountPaid } } },
    );
    if (state !== 'unknown') writes.push({ write: 'difference.resolve', orderCode, kinds: state === 'paid' && !difference ? ['unknown', 'missing', 'late', 'refundDue'] : ['unknown', 'missing'] });
  }
  if (difference) writes.push({ write: 'difference.open', orderCode, ...difference });
  switch (step.tell) {
    case undefined:
      return { event: null, writes };
    case 'paid':
      return { event: { type: 'paymentPaid', orderCode, amountPaid, paidAt: payment.paidAt ?? paidAt ?? now }, writes };
    case 'underPaid':
      // The journey is told of new money only: it would else begin to wait anew with each answer.
      return { event: amountPaid === payment.amountPaid ? null : { type: 'paymentUnderPaid', orderCode, amountPaid }, writes };
    default:
      return { event: { type: 'paymentClosed', orderCode, as: step.tell }, writes };
  }
}
