// Double entry for payments: where the money of an order belongs in each of its states, and the entries that bring it there.
// An entry takes an amount from one account to another, so that the book balances by construction. Amounts in whole đồng.

export const ACCOUNTS = ['gatewayReceivable', 'deposits', 'fees', 'overPayments', 'refundsDue', 'unallocated', 'writeOffs'] as const;
/**
 * `gatewayReceivable`: what the gateway took for us. `deposits`: paid towards an order that is still open. `fees`: earned.
 * `overPayments`, `refundsDue`: owed to the citizen. `unallocated`: came under a reference that is no order's. `writeOffs`: kept, by an officer's decision.
 */
export type Account = (typeof ACCOUNTS)[number];

export type LedgerEntry = { readonly debit: Account; readonly credit: Account; readonly amount: number };

export type Paid = { readonly state: string; readonly amount: number; readonly amountPaid: number };

type Place = Exclude<Account, 'gatewayReceivable' | 'unallocated' | 'writeOffs'>;

/** Credit balances that an order in this state should have; they add up to what was paid. */
export function placesOf({ state, amount, amountPaid }: Paid): Readonly<Record<Place, number>> {
  const places = { deposits: 0, fees: 0, overPayments: 0, refundsDue: 0 };
  if (state === 'paid') return { ...places, fees: Math.min(amount, amountPaid), overPayments: Math.max(0, amountPaid - amount) };
  if (state === 'expired' || state === 'cancelled') return { ...places, refundsDue: amountPaid };
  return { ...places, deposits: amountPaid };
}

/** What is to be entered when an order goes from one state to another; nothing when no money moves. */
export function entriesBetween(before: Paid | undefined, after: Paid): readonly LedgerEntry[] {
  const from = placesOf(before ?? { ...after, amountPaid: 0 });
  const to = placesOf(after);
  const moves = (Object.keys(to) as Place[]).map((account): [Account, number] => [account, to[account] - from[account]]);
  const received = after.amountPaid - (before?.amountPaid ?? 0);
  const debits: [Account, number][] = [['gatewayReceivable', received], ...moves.map(([account, by]): [Account, number] => [account, -by])];
  const entries: LedgerEntry[] = [];
  const credits: [Account, number][] = [['gatewayReceivable', -received], ...moves];
  for (const debit of debits) {
    for (const credit of credits) {
      const amount = Math.min(debit[1], credit[1]);
      if (amount <= 0) continue;
      entries.push({ debit: debit[0], credit: credit[0], amount });
      debit[1] -= amount;
      credit[1] -= amount;
    }
  }
  return entries;
}
