import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDay } from '../../../../main/domain/payment/compare-day.ts';
import type { ListedMoney } from '../../../../main/domain/payment/compare-day.ts';

const line = (reference: string, amount: number, transaction = `FT-${reference}-${amount}`): ListedMoney => ({ reference, amount, transaction });
const compare = (given: Partial<Parameters<typeof compareDay>[0]>) => compareDay({ ofDay: [], other: [], listed: [], listedAfter: [], ...given });

describe('a day compared with the gateway’s list', () => {
  it('agrees where both have the same, in one payment or in parts, before or after midnight', () => {
    const ofDay = [{ orderCode: 1, amountPaid: 8000 }, { orderCode: 2, amountPaid: 16_000 }, { orderCode: 3, amountPaid: 0 }];
    expect(compare({ ofDay, listed: [line('1', 8000), line('2', 6000)], listedAfter: [line('2', 10_000)] })).toEqual([]);
  });

  it.each([
    ['is not on the list', { ofDay: [{ orderCode: 1, amountPaid: 8000 }] }, { kind: 'notListed', orderCode: 1, amount: 8000 }],
    ['is on the list and not counted here', { ofDay: [{ orderCode: 1, amountPaid: 0 }], listed: [line('1', 8000)] }, { kind: 'notCounted', orderCode: 1, amount: 8000 }],
    ['differs', { ofDay: [{ orderCode: 1, amountPaid: 8000 }], listed: [line('1', 8500)] }, { kind: 'amountDiffers', orderCode: 1, amount: 500 }],
    ['came under a reference that is no order’s', { listed: [line('NOP TIEN', 8000, 'FT9')] }, { kind: 'wrongReference', reference: 'FT9', amount: 8000 }],
    ['came for an older order and is not counted', { other: [{ orderCode: 7, amountPaid: 0 }], listed: [line('7', 8000)] }, { kind: 'notCounted', orderCode: 7, amount: 8000 }],
  ] as const)('finds money that %s', (_, given, found) => {
    expect(compare(given)).toEqual([found]);
  });

  it('of an older order is a part of what is counted for it', () => {
    expect(compare({ other: [{ orderCode: 7, amountPaid: 16_000 }], listed: [line('7', 8000)] })).toEqual([]);
  });

  it('finds nothing in a true list, and each single thing that is changed in it', () => {
    const orders = fc.uniqueArray(fc.record({ orderCode: fc.integer({ min: 1, max: 999 }), amountPaid: fc.integer({ min: 1, max: 1e7 }) }), { selector: ({ orderCode }) => orderCode, minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(orders, fc.nat(), fc.constantFrom('drop', 'more', 'rename'), (ofDay, at, change) => {
        const listed = ofDay.map(({ orderCode, amountPaid }) => line(String(orderCode), amountPaid));
        expect(compare({ ofDay, listed })).toEqual([]);
        const index = at % listed.length;
        const was = listed[index]!;
        const changed = change === 'drop' ? [] : change === 'more' ? [{ ...was, amount: was.amount + 1 }] : [{ ...was, reference: 'x' }];
        const kinds = compare({ ofDay, listed: [...listed.slice(0, index), ...changed, ...listed.slice(index + 1)] }).map(({ kind }) => kind);
        expect(kinds).toEqual({ drop: ['notListed'], more: ['amountDiffers'], rename: ['notListed', 'wrongReference'] }[change]);
      }),
    );
  });
});
