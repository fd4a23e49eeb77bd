// Plain bank transfer: no gateway at all. The QR pays to the agency's account with our payment reference, and money is known
// when an officer has found it on the account's statement. Behind the port it is an order like any other: its record is what
// we keep ourselves, and the money is the statement's lines that officers entered for it.

import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Clock, Gateway, PaymentRecord, PaymentStatus, RemoteFailure } from '../services/ports.ts';
import type { PaymentRow, Store, TransferReceipt } from '../services/store.ts';

export type BankTransferOptions = {
  readonly store: Pick<Store, 'read'>;
  readonly payee: { readonly bin: string; readonly account: string; readonly name: string };
  readonly clock: Clock;
};

export function createBankTransfer({ store, payee, clock }: BankTransferOptions): Gateway {
  async function find(orderCode: number): Promise<Result<PaymentRecord | null, RemoteFailure>> {
    const [payment, receipts] = await Promise.all([store.read('payment.byOrder', { orderCode }), store.read('transfers.ofOrder', { orderCode })]);
    if (!payment.ok) return fail('unreachable', payment.error.code);
    if (!receipts.ok) return fail('unreachable', receipts.error.code);
    return ok(payment.value && { ...recordOf(payment.value, receipts.value, clock.now()), payee });
  }

  async function existing(orderCode: number): Promise<Result<PaymentRecord, RemoteFailure>> {
    const found = await find(orderCode);
    if (!found.ok) return found;
    return found.value ? ok(found.value) : fail('refused', 'an order that is not kept');
  }

  return {
    // An order is kept before any gateway hears of it, and so it is there.
    create: ({ orderCode }) => existing(orderCode),
    find,
    // A bank cannot be told to refuse: money that comes all the same is found on the statement, and is owed back.
    async cancel(orderCode) {
      const found = await existing(orderCode);
      if (!found.ok || found.value.status === 'paid') return found;
      return ok({ ...found.value, status: found.value.status === 'expired' ? 'expired' : 'cancelled' });
    },
    ping: async () => ok({ roundTripMs: 0 }),
  };
}

/** What an order is at `now` (ms), by its row and the statement's lines. Pure. */
export function recordOf(payment: PaymentRow, receipts: readonly TransferReceipt[], now: number): PaymentRecord {
  const { orderCode, amount, state } = payment;
  const amountPaid = receipts.reduce((sum, receipt) => sum + receipt.amount, 0);
  const status = ((): PaymentStatus => {
    if (amountPaid >= amount) return 'paid';
    if (state === 'cancelled' || state === 'expired') return state;
    if (now >= payment.expiresAt) return 'expired';
    return amountPaid > 0 ? 'underPaid' : 'pending';
  })();
  const paidAt = Math.max(...receipts.map(({ at }) => at));
  return { orderCode, status, amount, amountPaid, ...(status === 'paid' && { paidAt }) };
}
