// A day's money as the gateway lists it, held against our own records. Pure. An order lives for minutes, but money may come
// for it after midnight: what we count for an order of the day is looked for on the lists of the day and the one after.

import type { DifferenceKind } from './transition.ts';

/** `reference` is the order's code, or whatever the payer wrote; `transaction` is unique for ever. Amounts in whole đồng. */
export type ListedMoney = { readonly reference: string; readonly transaction: string; readonly amount: number };
export type CountedMoney = { readonly orderCode: number; readonly amountPaid: number };

export type FoundDifference =
  | { readonly kind: Extract<DifferenceKind, 'notListed' | 'notCounted' | 'amountDiffers'>; readonly orderCode: number; readonly amount: number }
  | { readonly kind: Extract<DifferenceKind, 'wrongReference'>; readonly reference: string; readonly amount: number };

/**
 * `ofDay`: our orders that were made on the day. `other`: what we know of the other orders that the day's list names.
 * `listed`: the day's list; `listedAfter`: the list of the next day, as far as it goes.
 */
export function compareDay({ ofDay, other, listed, listedAfter }: {
  readonly ofDay: readonly CountedMoney[];
  readonly other: readonly CountedMoney[];
  readonly listed: readonly ListedMoney[];
  readonly listedAfter: readonly ListedMoney[];
}): readonly FoundDifference[] {
  const onDay = sums(listed);
  const onBoth = sums([...listed, ...listedAfter]);
  const known = new Set([...ofDay, ...other].map(({ orderCode }) => String(orderCode)));
  const differs = (orderCode: number, there: number, here: number): FoundDifference => {
    if (there === 0) return { kind: 'notListed', orderCode, amount: here };
    if (here === 0) return { kind: 'notCounted', orderCode, amount: there };
    return { kind: 'amountDiffers', orderCode, amount: Math.abs(there - here) };
  };
  return [
    ...ofDay.flatMap(({ orderCode, amountPaid }) => {
      const there = onBoth.get(String(orderCode)) ?? 0;
      return there === amountPaid ? [] : [differs(orderCode, there, amountPaid)];
    }),
    // Of an older order the day's list has a part only: no more than what we count for it in all.
    ...other.flatMap(({ orderCode, amountPaid }) => {
      const there = onDay.get(String(orderCode)) ?? 0;
      return there <= amountPaid ? [] : [differs(orderCode, there, amountPaid)];
    }),
    ...listed
      .filter(({ reference }) => !known.has(reference))
      .map(({ transaction, amount }): FoundDifference => ({ kind: 'wrongReference', reference: transaction, amount })),
  ];
}

function sums(lines: readonly ListedMoney[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { reference, amount } of lines) found.set(reference, (found.get(reference) ?? 0) + amount);
  return found;
}
