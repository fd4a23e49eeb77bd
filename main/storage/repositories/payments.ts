// Payments, one row an order at the gateway; the ledger, which follows from what changes in them; and the differences that
// staff have to look at. An order has one open difference at most about money that is owed.

import { entriesBetween } from '../../domain/payment/ledger.ts';
import type { LedgerEntry } from '../../domain/payment/ledger.ts';
import { DIFFERENCE_KINDS, isOwed } from '../../domain/payment/transition.ts';
import type { ComparisonRow, DifferenceRow, LedgerLine, PaymentRow, TransferReceipt } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { StoreError } from '../failures.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

const SELECT = `
  SELECT order_code AS orderCode, journey_id AS journeyId, amount, amount_paid AS amountPaid, state, description, qr,
    created_at AS createdAt, expires_at AS expiresAt, paid_at AS paidAt, updated_at AS updatedAt
  FROM payments`;
const DIFFERENCE = `
  SELECT id, order_code AS orderCode, journey_id AS journeyId, kind, differences.amount, opened_at AS openedAt,
    closed_at AS closedAt, closed_by AS closedBy, outcome, reason, reference
  FROM differences LEFT JOIN payments USING (order_code)`;
const OWED = `(${DIFFERENCE_KINDS.filter(isOwed).map((kind) => `'${kind}'`).join(', ')})`;
const ENTERED = 'this line of the statement was entered before';

export function payments(
  connection: Connection,
): Repository<
  'payment.save' | 'difference.open' | 'difference.openUnknown' | 'difference.resolve' | 'difference.close' | 'transfer.enter' | 'transfer.assign' | 'comparison.save',
  | 'payment.byJourney'
  | 'payment.byOrder'
  | 'payments.open'
  | 'payments.closedSince'
  | 'payments.madeBetween'
  | 'transfers.ofOrder'
  | 'comparison.last'
  | 'ledger.ofOrder'
  | 'ledger.since'
  | 'ledger.balances'
  | 'differences.list'
> {
  const save = connection.prepare(`
    INSERT INTO payments (
      order_code, journey_id, amount, amount_paid, state, description, qr, created_at, expires_at, paid_at, updated_at)
    VALUES (
      @orderCode, @journeyId, @amount, @amountPaid, @state, @description, @qr, @createdAt, @expiresAt, @paidAt, @updatedAt)
    ON CONFLICT (order_code) DO UPDATE SET
      amount_paid = excluded.amount_paid, state = excluded.state, description = excluded.description, qr = excluded.qr,
      expires_at = excluded.expires_at, paid_at = excluded.paid_at, updated_at = excluded.updated_at
    WHERE payments.journey_id = excluded.journey_id AND payments.amount = excluded.amount`);
  const byJourney = connection.prepare(`${SELECT} WHERE journey_id = ? ORDER BY created_at, order_code`);
  const byOrder = connection.prepare(`${SELECT} WHERE order_code = ?`);
  const open = connection.prepare(
    `${SELECT} WHERE state IN ('creating', 'shown', 'underPaid', 'unknown') ORDER BY created_at, order_code`,
  );
  const closedSince = connection.prepare(
    `${SELECT} WHERE state IN ('paid', 'expired', 'cancelled') AND updated_at >= ? ORDER BY created_at, order_code`,
  );
  const madeBetween = connection.prepare(`${SELECT} WHERE created_at >= @from AND created_at < @to ORDER BY created_at, order_code`);
  const enter = connection.prepare(`
    INSERT INTO ledger (at, order_code, reference, debit, credit, amount)
    VALUES (@at, @orderCode, @reference, @debit, @credit, @amount)`);
  const enterTransfer = connection.prepare(
    'INSERT INTO transfers (reference, order_code, amount, at, by) VALUES (@reference, @orderCode, @amount, @at, @by)',
  );
  const isEntered = connection.prepare(
    'SELECT 1 FROM transfers WHERE reference = @reference UNION ALL SELECT 1 FROM differences WHERE reference = @reference',
  );
  const transfersOf = connection.prepare('SELECT reference, amount, at, by FROM transfers WHERE order_code = ? ORDER BY at, reference');
  const saveComparison = connection.prepare(`
    INSERT INTO comparisons (day, at, listed, differences) VALUES (@day, @at, @listed, @differences)
    ON CONFLICT (day) DO UPDATE SET at = excluded.at, listed = excluded.listed, differences = excluded.differences`);
  const lastComparison = connection.prepare('SELECT day, at, listed, differences FROM comparisons ORDER BY day DESC LIMIT 1');
  const ofOrder = connection.prepare('SELECT at, debit, credit, amount FROM ledger WHERE order_code = ? ORDER BY entry');
  const since = connection.prepare(`
    SELECT * FROM (
      SELECT entry, at, order_code AS orderCode, reference, debit, credit, amount FROM ledger WHERE at >= @since ORDER BY entry DESC LIMIT @limit)
    ORDER BY entry`);
  const balances = connection.prepare(`
    SELECT account, sum(amount) AS balance FROM (
      SELECT debit AS account, amount FROM ledger UNION ALL SELECT credit, -amount FROM ledger) GROUP BY account`);
  const openOwed = connection.prepare(
    `SELECT id FROM differences WHERE order_code = ? AND closed_at IS NULL AND kind IN ${OWED}`,
  ).pluck();
  const openOfKind = connection.prepare(
    'SELECT id FROM differences WHERE order_code = ? AND closed_at IS NULL AND kind = ?',
  ).pluck();
  const settled = connection.prepare(`
    SELECT coalesce(sum(amount), 0) FROM differences
    WHERE order_code = ? AND kind IN ${OWED} AND outcome IN ('refunded', 'kept')`).pluck();
  const openDifference = connection.prepare(
    'INSERT INTO differences (order_code, kind, amount, opened_at) VALUES (@orderCode, @kind, @amount, @at)',
  );
  const openUnknown = connection.prepare(
    `INSERT INTO differences (reference, kind, amount, opened_at) VALUES (@reference, 'wrongReference', @amount, @at)`,
  );
  const changeDifference = connection.prepare('UPDATE differences SET kind = @kind, amount = @amount WHERE id = @id');
  const resolve = connection.prepare(`
    UPDATE differences SET closed_at = @at, closed_by = 'gateway', outcome = 'byGateway'
    WHERE order_code = @orderCode AND kind = @kind AND closed_at IS NULL`);
  const openById = connection.prepare(`${DIFFERENCE} WHERE id = ? AND closed_at IS NULL`);
  const close = connection.prepare(
    'UPDATE differences SET closed_at = @at, closed_by = @by, outcome = @outcome, reason = @reason WHERE id = @id',
  );
  const list = connection.prepare(`
    SELECT * FROM (
      SELECT * FROM (${DIFFERENCE} WHERE closed_at IS NULL)
      UNION ALL SELECT * FROM (${DIFFERENCE} WHERE closed_at IS NOT NULL ORDER BY closed_at DESC LIMIT @closedLimit))
    ORDER BY closedAt IS NOT NULL, closedAt DESC, openedAt, id`);
  const rows = (found: unknown[]) => found.map((row) => withoutNulls<PaymentRow>(row));
  const payment = (orderCode: number) => {
    const row = byOrder.get(orderCode);
    return row === undefined ? undefined : withoutNulls<PaymentRow>(row);
  };

  const openDifferenceOf = (id: number): DifferenceRow => {
    const found = openById.get(id);
    if (found === undefined) throw new StoreError('conflict', 'this difference is not open');
    return withoutNulls<DifferenceRow>(found);
  };

  return {
    writes: {
      'payment.save': ({ payment: next }, now) => {
        const entries = entriesBetween(payment(next.orderCode), next);
        const { changes } = save.run({ qr: null, paidAt: null, ...next });
        if (changes === 0) throw new Error('an order’s journey and amount never change');
        for (const entry of entries) enter.run({ ...entry, orderCode: next.orderCode, reference: null, at: now });
        return null;
      },
      'difference.open': ({ orderCode, kind, amount }, at) => {
        if (isOwed(kind)) {
          const left = amount - (settled.get(orderCode) as number);
          const id = openOwed.get(orderCode);
          if (id !== undefined) changeDifference.run({ id, kind, amount: left });
          else if (left > 0) openDifference.run({ orderCode, kind, amount: left, at });
        } else if (openOfKind.get(orderCode, kind) === undefined) openDifference.run({ orderCode, kind, amount, at });
        return null;
      },
      'difference.openUnknown': ({ reference, amount, enteredBy }, at) => {
        if (isEntered.get({ reference }) !== undefined) {
          if (enteredBy !== undefined) throw new StoreError('conflict', ENTERED);
          return null;
        }
        openUnknown.run({ reference, amount, at });
        enter.run({ debit: 'gatewayReceivable', credit: 'unallocated', amount, orderCode: null, reference, at });
        return null;
      },
      'transfer.enter': ({ orderCode, reference, amount, by }, at) => {
        if (isEntered.get({ reference }) !== undefined) throw new StoreError('conflict', ENTERED);
        enterTransfer.run({ orderCode, reference, amount, by, at });
        return null;
      },
      'transfer.assign': ({ id, orderCode, by }, at) => {
        const { kind, reference, amount } = openDifferenceOf(id);
        if (kind !== 'wrongReference' || reference === undefined) throw new StoreError('conflict', 'this money is an order’s already');
        close.run({ id, outcome: 'assigned', reason: String(orderCode), by, at });
        // Taken back from nobody; that it is the order's is entered when the order's state is found out.
        enter.run({ debit: 'unallocated', credit: 'gatewayReceivable', amount, orderCode: null, reference, at });
        enterTransfer.run({ orderCode, reference, amount, by, at });
        return null;
      },
      'comparison.save': ({ comparison }, at) => {
        saveComparison.run({ ...comparison, at });
        return null;
      },
      'difference.resolve': ({ orderCode, kinds }, at) => {
        for (const kind of kinds) resolve.run({ orderCode, kind, at });
        return null;
      },
      'difference.close': ({ id, outcome, reason, by }, at) => {
        const row = openDifferenceOf(id);
        if (isOwed(row.kind) === (outcome === 'settled')) throw new StoreError('conflict', 'this outcome is not for this kind');
        close.run({ id, outcome, reason, by, at });
        if (!isOwed(row.kind)) return null;
        const { orderCode, reference } = row;
        const debit = orderCode === undefined ? 'unallocated' : payment(orderCode)?.state === 'paid' ? 'overPayments' : 'refundsDue';
        const credit = outcome === 'refunded' ? 'gatewayReceivable' : 'writeOffs';
        enter.run({ debit, credit, amount: row.amount, orderCode: orderCode ?? null, reference: reference ?? null, at });
        return null;
      },
    },
    queries: {
      'payment.byJourney': ({ journeyId }) => rows(byJourney.all(journeyId)),
      'payment.byOrder': ({ orderCode }) => payment(orderCode) ?? null,
      'payments.open': () => rows(open.all()),
      'payments.closedSince': ({ since }) => rows(closedSince.all(since)),
      'payments.madeBetween': (args) => rows(madeBetween.all(args)),
      'transfers.ofOrder': ({ orderCode }) => transfersOf.all(orderCode) as TransferReceipt[],
      'comparison.last': () => (lastComparison.get() as ComparisonRow | undefined) ?? null,
      'ledger.ofOrder': ({ orderCode }) => ofOrder.all(orderCode) as (LedgerEntry & { readonly at: number })[],
      'ledger.since': (args) => since.all(args).map((row) => withoutNulls<LedgerLine>(row)),
      'ledger.balances': () =>
        Object.fromEntries((balances.all() as { account: string; balance: number }[]).map(({ account, balance }) => [account, balance])),
      'differences.list': (args) => list.all(args).map((row) => withoutNulls<DifferenceRow>(row)),
    },
  };
}
