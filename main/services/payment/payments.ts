// Payments through the gateway: makes and closes orders (effects from the outbox) and watches those whose end is not
// known. What the gateway says and what it means for the journey are written in one transaction. Unknown is never guessed.

import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Effect } from '../journey/effects.ts';
import type { Journeys, NewEvent } from '../journey/journeys.ts';
import type { EffectHandler } from '../outbox/dispatcher.ts';
import { waitBefore } from '../outbox/backoff.ts';
import type { Clock, Gateway, PaymentRecord, RemoteFailure } from '../ports.ts';
import type { PaymentRow, PaymentState, Store, Write } from '../store.ts';
import { payableQr } from './payment-qr.ts';

type Create = Extract<Effect, { kind: 'payment.create' }>;
type Close = Extract<Effect, { kind: 'payment.close' }>;

export type Payments = {
  readonly handlers: { readonly 'payment.create': EffectHandler; readonly 'payment.close': EffectHandler };
  /** Looks at the open payments from now on. */
  start(): void;
  /** Whether the gateway answered when it was last asked. */
  reachable(): boolean;
  close(): Promise<void>;
};

export type PaymentsOptions = {
  readonly gateway: Gateway;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly journeys: Pick<Journeys, 'deliver' | 'stepOf'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly newOrderCode: () => number;
  /** In [0, 1), for jitter. */
  readonly chance: () => number;
  readonly pollMs: number;
  readonly onReachable?: (reachable: boolean) => void;
};

/** The citizen waits: few quick tries, then they are told and may ask again. */
const CREATE_TRIES = 3;
const CREATE_RETRY_MS = 800;
const CLOSE_BACKOFF = { firstMs: 1_000, ceilingMs: 60_000 };
/** A payment that nobody stands before is asked about less often. */
const PARKED_FACTOR = 10;
/** After its QR expired, a payment that the gateway never closed is asked about this rarely. */
const STALE_MS = 10 * 60_000;

export function createPayments(options: PaymentsOptions): Payments {
  const { gateway, store, journeys, clock, log, pollMs } = options;
  let reachable = true;
  let cancelTimer = () => {};
  let round: Promise<void> | null = null;
  let closed = false;
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

  const create: EffectHandler = async (row) => {
    const effect = JSON.parse(row.payload) as Create;
    const { orderCode, amount, description, expiresAt } = effect;
    const made = await ask('create', gateway.create({ orderCode, amount, description, expiresAt }));
    if (!made.ok) {
      const { code } = made.error;
      if (isSilence(code) && row.attempts + 1 < CREATE_TRIES) {
        return { row: 'retry', afterMs: CREATE_RETRY_MS, reason: code, ...(made.error.detail && { detail: made.error.detail }) };
      }
      return { row: 'done', event: { type: 'paymentUnavailable', orderCode } };
    }
    const base = newRow(row.subject, effect, clock.now());
    // A second asking finds the first one's order, and that may have moved on.
    const after = whatItMeans(base, made.value, clock.now());
    if (after.event) return { row: 'done', writes: after.writes, event: after.event };
    const payable = payableQr(made.value, amount, description);
    if (!payable.ok) {
      log('gateway.failed', { request: 'create', reason: payable.error.code, detail: payable.error.detail });
      // The first answer, which had the QR, was lost. Nobody has seen this order: it is closed and made anew.
      const cancelled = await ask('cancel', gateway.cancel(orderCode, 'lost'));
      if (!cancelled.ok || isOpen(cancelled.value)) return { row: 'done', event: { type: 'paymentUnavailable', orderCode } };
      return { row: 'done', event: { type: 'paymentLost', orderCode, newOrderCode: options.newOrderCode() } };
    }
    const shown: PaymentRow = { ...base, state: 'shown', qr: payable.value.qr };
    log('payment.state', { journey: row.subject, order: String(orderCode), from: 'creating', to: 'shown' });
    return {
      row: 'done',
      writes: [{ write: 'payment.save', payment: shown }],
      event: { type: 'paymentShown', orderCode, qr: payable.value.qr, payee: payable.value.payee, expiresAt },
    };
  };

  const close: EffectHandler = async (row) => {
    const { orderCode, because } = JSON.parse(row.payload) as Close;
    const known = await store.read('payment.byJourney', { journeyId: row.subject });
    if (!known.ok) return { row: 'retry', afterMs: 1_000, reason: known.error.code };
    const payment = known.value.find((candidate) => candidate.orderCode === orderCode);

    const found = await ask('find', gateway.find(orderCode));
    if (found.ok && found.value === null) return { row: 'done', event: { type: 'paymentClosed', orderCode, as: 'cancelled' } };
    let record = found;
    if (found.ok && found.value && isOpen(found.value)) record = await ask('cancel', gateway.cancel(orderCode, because));
    if (!record.ok || record.value === null || isOpen(record.value)) {
      const reason = record.ok ? 'stillOpen' : record.error.code;
      return { row: 'retry', afterMs: waitBefore(row.attempts + 1, CLOSE_BACKOFF, options.chance()), reason };
    }
    const base = payment ?? orphanRow(row.subject, record.value, clock.now());
    const after = whatItMeans(base, record.value, clock.now());
    return { row: 'done', writes: after.writes, ...(after.event && { event: after.event }) };
  };

  async function look() {
    const open = await store.read('payments.open');
    if (!open.ok || closed) return;
    for (const payment of open.value) {
      if (!isDue(payment)) continue;
      askedAt.set(payment.orderCode, clock.now());
      const found = await ask('find', gateway.find(payment.orderCode));
      if (closed) return;
      if (!found.ok || found.value === null) continue;
      const after = whatItMeans(payment, found.value, clock.now());
      if (after.writes.length === 0) continue;
      log('payment.state', { journey: payment.journeyId, order: String(payment.orderCode), from: payment.state, to: after.state });
      await journeys.deliver(payment.journeyId, after.event ?? null, after.writes);
      if (after.state === 'paid') askedAt.delete(payment.orderCode);
    }
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

/** An order that the gateway knows and we never kept: its making was acknowledged to nobody. */
function orphanRow(journeyId: string, { orderCode, amount }: PaymentRecord, now: number): PaymentRow {
  return { orderCode, journeyId, amount, amountPaid: 0, state: 'creating', description: '', createdAt: now, expiresAt: now, updatedAt: now };
}

/** What the gateway's word means for our row and for the journey; no writes when nothing is new. Pure. */
export function whatItMeans(
  payment: PaymentRow,
  record: PaymentRecord,
  now: number,
): { readonly state: PaymentState; readonly writes: readonly Write[]; readonly event?: NewEvent } {
  const { orderCode } = payment;
  const amountPaid = record.amountPaid;
  const save = (state: PaymentState, more: Partial<PaymentRow> = {}): Write => ({
    write: 'payment.save',
    payment: { ...payment, state, amountPaid, updatedAt: now, ...more },
  });
  const audit = (action: string): Write => ({
    write: 'audit',
    line: { actor: 'gateway', action, subject: payment.journeyId, details: { orderCode, amount: payment.amount, amountPaid } },
  });

  switch (record.status) {
    case 'paid': {
      const paidAt = record.paidAt ?? now;
      const extra = amountPaid > payment.amount ? [audit('payment.overPaid')] : [];
      return {
        state: 'paid',
        writes: [save('paid', { paidAt }), audit('payment.paid'), ...extra],
        event: { type: 'paymentPaid', orderCode, amountPaid, paidAt },
      };
    }
    case 'underPaid':
      if (payment.state === 'underPaid' && payment.amountPaid === amountPaid) return { state: 'underPaid', writes: [] };
      return {
        state: 'underPaid',
        writes: [save('underPaid'), audit('payment.underPaid')],
        event: { type: 'paymentUnderPaid', orderCode, amountPaid },
      };
    case 'expired':
    case 'cancelled':
    case 'failed': {
      const as = record.status === 'expired' ? 'expired' : 'cancelled';
      const extra = amountPaid > 0 ? [audit('payment.refundDue')] : [];
      return { state: as, writes: [save(as), audit(`payment.${as}`), ...extra], event: { type: 'paymentClosed', orderCode, as } };
    }
    case 'pending':
    case 'processing':
      return { state: payment.state, writes: [] };
  }
}
