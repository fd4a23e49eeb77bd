// Bank transfers that an officer confirms by the account's statement. Each line of the statement is entered once, for the
// order that it pays or as money of nobody known, with the officer's name; what it means for the order is found out at once,
// as if a gateway had said it.

import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { PaymentRow, Store, StoreFailure, Write } from '../store.ts';

export type AwaitedTransfer = Pick<PaymentRow, 'orderCode' | 'journeyId' | 'amount' | 'amountPaid' | 'state' | 'description' | 'createdAt'>;

/** A line of the statement. `orderCode`: the order that it pays; without one it belongs to nobody known. */
export type StatementLine = { readonly reference: string; readonly amount: number; readonly orderCode?: number };

export type Transfers = {
  /** Orders that money may come for: the open ones, then those that were closed of late, newest first. */
  awaited(): Promise<Result<readonly AwaitedTransfer[], StoreFailure>>;
  /** `alreadyEntered`: this line was entered before, and is not counted again. `unknownOrder`: there is no such order. */
  enter(line: StatementLine, officerId: string): Promise<Result<'done' | 'alreadyEntered' | 'unknownOrder', StoreFailure>>;
  /** Money of nobody known is an order's after all. `notOpen`: somebody has dealt with it meanwhile. */
  assign(differenceId: number, orderCode: number, officerId: string): Promise<Result<'done' | 'notOpen' | 'unknownOrder', StoreFailure>>;
};

export type TransfersOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  /** Asks for an order now instead of at the next round. */
  readonly lookNow: (orderCode: number) => Promise<void>;
};

/** Money for a closed order is found on the statement of its day or of the next ones. */
const CLOSED_SHOWN_MS = 3 * 24 * 3_600_000;

export function createTransfers({ store, clock, lookNow }: TransfersOptions): Transfers {
  return {
    async awaited() {
      const [open, closed] = await Promise.all([store.read('payments.open'), store.read('payments.closedSince', { since: clock.now() - CLOSED_SHOWN_MS })]);
      if (!open.ok) return open;
      return closed.ok ? ok([...open.value, ...closed.value.toReversed()]) : closed;
    },
    async enter({ reference, amount, orderCode }, officerId) {
      if (orderCode !== undefined) {
        const known = await store.read('payment.byOrder', { orderCode });
        if (!known.ok) return known;
        if (known.value === null) return ok('unknownOrder');
      }
      const entered: Write =
        orderCode === undefined
          ? { write: 'difference.openUnknown', reference, amount, enteredBy: officerId }
          : { write: 'transfer.enter', orderCode, reference, amount, by: officerId };
      const action = orderCode === undefined ? 'transfer.unknown' : 'transfer.confirm';
      const details = { reference, amount, ...(orderCode !== undefined && { orderCode }) };
      const written = await store.write([entered, { write: 'audit', line: { actor: officerId, action, subject: String(orderCode ?? reference), details } }]);
      if (!written.ok) return written.error.code === 'conflict' ? ok('alreadyEntered') : written;
      if (orderCode !== undefined) await lookNow(orderCode);
      return ok('done');
    },
    async assign(differenceId, orderCode, officerId) {
      const known = await store.read('payment.byOrder', { orderCode });
      if (!known.ok) return known;
      if (known.value === null) return ok('unknownOrder');
      const written = await store.write([
        { write: 'transfer.assign', id: differenceId, orderCode, by: officerId },
        { write: 'audit', line: { actor: officerId, action: 'transfer.assign', subject: String(orderCode), details: { difference: differenceId } } },
      ]);
      if (!written.ok) return written.error.code === 'conflict' ? ok('notOpen') : written;
      await lookNow(orderCode);
      return ok('done');
    },
  };
}
