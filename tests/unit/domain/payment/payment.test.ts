import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, entriesBetween, placesOf } from '../../../../main/domain/payment/ledger.ts';
import { afterDenial, afterSilence, afterWord, isClosed } from '../../../../main/domain/payment/transition.ts';
import type { GatewayWord, Order, PaymentState } from '../../../../main/domain/payment/transition.ts';

const STATES = ['creating', 'shown', 'paid', 'underPaid', 'expired', 'cancelled', 'unknown'] as const;
const amount = fc.integer({ min: 1, max: 10_000_000 });
const order: fc.Arbitrary<Order> = fc.record({ state: fc.constantFrom(...STATES), amount, amountPaid: fc.integer({ min: 0, max: 30_000_000 }) });
const word: fc.Arbitrary<GatewayWord> = fc.record({
  status: fc.constantFrom('pending' as const, 'processing', 'underPaid', 'paid', 'expired', 'cancelled', 'failed'),
  amountPaid: fc.integer({ min: 0, max: 30_000_000 }),
  amount: fc.constant(0),
});

describe('the ledger', () => {
  it('has every đồng that came in one place', () => {
    fc.assert(fc.property(order, (one) => {
      expect(Object.values(placesOf(one)).reduce((sum, place) => sum + place, 0)).toBe(one.amountPaid);
    }));
  });

  it('comes by its entries to where the order stands, whatever the way', () => {
    fc.assert(fc.property(fc.array(order, { minLength: 1, maxLength: 8 }), amount, (steps, price) => {
      const balance = new Map<string, number>(ACCOUNTS.map((account) => [account, 0]));
      let before: Order | undefined;
      for (const step of steps) {
        const after = { ...step, amount: price };
        for (const entry of entriesBetween(before, after)) {
          expect(entry.amount).toBeGreaterThan(0);
          expect(entry.debit).not.toBe(entry.credit);
          balance.set(entry.debit, balance.get(entry.debit)! - entry.amount);
          balance.set(entry.credit, balance.get(entry.credit)! + entry.amount);
        }
        before = after;
      }
      expect(balance.get('gatewayReceivable')).toBe(-before!.amountPaid || 0);
      for (const [account, credit] of Object.entries(placesOf(before!))) expect(balance.get(account), account).toBe(credit);
    }));
  });

  it('enters nothing when nothing has changed', () => {
    fc.assert(fc.property(order, (one) => {
      expect(entriesBetween(one, one)).toEqual([]);
    }));
  });
});

describe('what the gateway’s word means', () => {
  const shown = (state: PaymentState, amountPaid = 0): Order => ({ state, amount: 8000, amountPaid });

  it.each<[string, Order, Omit<GatewayWord, 'amount'>, boolean, object]>([
    ['paid', shown('shown'), { status: 'paid', amountPaid: 8000 }, true, { state: 'paid', tell: 'paid' }],
    ['a part', shown('shown'), { status: 'underPaid', amountPaid: 5000 }, true, { state: 'underPaid', tell: 'underPaid' }],
    ['too much', shown('shown'), { status: 'paid', amountPaid: 9000 }, true, { state: 'paid', difference: { kind: 'overPaid', amount: 1000 } }],
    ['twice', shown('paid', 8000), { status: 'paid', amountPaid: 16_000 }, false, { state: 'paid', difference: { kind: 'double', amount: 8000 } }],
    ['expired with a part', shown('underPaid', 5000), { status: 'expired', amountPaid: 5000 }, true, { state: 'expired', difference: { kind: 'refundDue', amount: 5000 } }],
    ['late', shown('expired'), { status: 'expired', amountPaid: 8000 }, false, { state: 'expired', difference: { kind: 'late', amount: 8000 } }],
    ['paid after all, and still wanted', shown('expired'), { status: 'paid', amountPaid: 8000 }, true, { state: 'paid', tell: 'paid' }],
    ['paid after all, when the citizen has paid another', shown('expired'), { status: 'paid', amountPaid: 8000 }, false, { state: 'expired', difference: { kind: 'late', amount: 8000 } }],
    ['paid, when nobody waits for it', shown('unknown'), { status: 'paid', amountPaid: 8000 }, false, { state: 'cancelled', difference: { kind: 'late', amount: 8000 } }],
    ['old', shown('underPaid', 5000), { status: 'pending', amountPaid: 0 }, true, { state: 'underPaid', amountPaid: 5000 }],
  ])('%s', (_, before, said, wanted, after) => {
    expect(afterWord(before, { amount: before.amount, ...said }, wanted)).toMatchObject(after);
  });

  it('never loses money, never files what is not wanted, and puts what is owed before staff', () => {
    fc.assert(fc.property(order, word, fc.boolean(), (before, said, wanted) => {
      const after = afterWord(before, { ...said, amount: before.amount }, wanted);
      expect(after.amountPaid).toBe(Math.max(before.amountPaid, said.amountPaid));
      if (before.state === 'paid') expect(after.state).toBe('paid');
      if (before.state !== 'paid' && after.state === 'paid') expect({ wanted, status: said.status }).toEqual({ wanted: true, status: 'paid' });
      if (isClosed(before.state) || isClosed(after.state)) expect(isClosed(after.state)).toBe(true);
      const { fees } = placesOf({ ...before, ...after });
      const owed = isClosed(after.state) ? after.amountPaid - fees : 0;
      if (owed > 0 && said.amountPaid > before.amountPaid) expect(after.difference?.amount).toBe(owed);
    }), { numRuns: 1000 });
  });

  it('does not believe a word about another amount', () => {
    expect(afterWord(shown('shown'), { status: 'paid', amount: 9000, amountPaid: 9000 }, true)).toEqual({ state: 'shown', amountPaid: 0 });
  });

  it('does not guess from silence, and believes a denial only where nobody could have paid', () => {
    fc.assert(fc.property(order, (before) => {
      const silent = afterSilence(before);
      const denied = afterDenial(before);
      if (isClosed(before.state)) expect([silent.state, denied.state]).toEqual([before.state, before.state]);
      else {
        expect(silent).toMatchObject({ state: 'unknown', difference: { kind: 'unknown' } });
        if (before.state !== 'creating') expect(denied).toMatchObject({ state: 'unknown', difference: { kind: 'missing' } });
      }
    }));
  });
});
