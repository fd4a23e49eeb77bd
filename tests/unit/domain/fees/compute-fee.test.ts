import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountBeforeWaivers, computeFee } from '../../../../main/domain/fees/compute-fee.ts';
import type { FeeQuestion } from '../../../../main/domain/fees/compute-fee.ts';
import type { FeeRule, Procedure } from '../../../../main/domain/procedures/procedure.ts';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';

const catalogue = createCatalogue(shippedProcedures());

function fee(code: string, question: Partial<FeeQuestion>) {
  const date = question.date ?? '2026-11-24';
  const procedure = catalogue.on(code, date);
  if (procedure === undefined) throw new Error(code);
  return computeFee(procedure, { answers: {}, date, channel: 'inPerson', ...question });
}

describe('certified copies: 2,000 đ for pages 1–2, 1,000 đ from page 3, at most 200,000 đ a copy', () => {
  it.each([
    [1, 1, 2000],
    [2, 1, 4000],
    [3, 1, 5000],
    [10, 1, 12_000],
    [10, 3, 36_000],
    [198, 1, 200_000],
    [199, 1, 200_000],
    [500, 2, 400_000],
  ])('%i pages, %i copies: %i đ', (pages, copies, total) => {
    expect(fee('2.000815', { answers: { pages: String(pages), copies: String(copies) } }).total).toBe(total);
  });

  it('shows the pages that cost otherwise as a line of their own', () => {
    const { lines } = fee('2.000815', { answers: { pages: '4', copies: '2' } });
    expect(lines.map(({ name, unitAmount, quantity }) => [name.vi, unitAmount, quantity])).toEqual([
      ['Phí chứng thực bản sao, trang 1–2', 2000, 4],
      ['Phí chứng thực bản sao, trang 3–4', 1000, 4],
    ]);
  });

  it('says when the most is taken', () => {
    const { lines } = fee('2.000815', { answers: { pages: '300', copies: '2' } });
    expect(lines).toEqual([expect.objectContaining({ unitAmount: 200_000, quantity: 2, amount: 400_000 })]);
    expect(lines[0]?.name.vi).toContain('mức tối đa');
  });
});

describe('civil-status extract: 8,000 đ a copy, waived for VNeID level 2 from 15/8/2026 to 28/2/2027', () => {
  const answers = { copies: '3', vneidLevel2: 'yes' };

  it.each([
    ['2026-08-14', 24_000],
    ['2026-08-15', 0],
    ['2026-11-24', 0],
    ['2027-02-28', 0],
    ['2027-03-01', 24_000],
  ])('on %s: %i đ', (date, total) => {
    expect(fee('2.000635', { answers, date }).total).toBe(total);
  });

  it('is waived only for those who say yes', () => {
    expect(fee('2.000635', { answers: { ...answers, vneidLevel2: 'no' } }).total).toBe(24_000);
    expect(fee('2.000635', { answers: { copies: '3' } }).total).toBe(24_000);
  });

  it('keeps the line and its reason, so that the citizen sees what was waived', () => {
    const statement = fee('2.000635', { answers });
    expect(statement.lines[0]).toMatchObject({ quantity: 3, amount: 24_000 });
    expect(statement.lines[0]?.waiver?.vi).toContain('VNeID');
    expect(amountBeforeWaivers(statement)).toBe(24_000);
  });

  it('takes the nearest number that fits for one that is missing or out of range', () => {
    for (const [copies, total] of [['', 8000], ['x', 8000], ['0', 8000], ['999', 160_000], ['-5', 8000], ['2', 16_000]] as const) {
      expect(fee('2.000635', { answers: { copies } }).total).toBe(total);
    }
  });
});

describe('channels', () => {
  it('cost what they cost', () => {
    expect(fee('1.004222', { channel: 'inPerson' }).total).toBe(20_000);
    expect(fee('1.004222', { channel: 'online' }).total).toBe(10_000);
    expect(fee('1.004194', { channel: 'counter' }).total).toBe(15_000);
    expect(fee('1.004194', { channel: 'kiosk' }).total).toBe(7000);
  });
});

describe('an amount that only the officer knows', () => {
  it('is named and not counted as nothing', () => {
    expect(fee('1.001193', { answers: { lateRegistration: 'no' } })).toEqual({ lines: [], total: 0 });
    const late = fee('1.001193', { answers: { lateRegistration: 'yes' } });
    expect(late.total).toBe(0);
    expect(late.unknown?.[0]?.vi).toContain('quá hạn');
  });
});

describe('for any rule', () => {
  const template = catalogue.version('2.000815', '1')!;
  const text = { vi: 'Phí', en: 'Charge' };
  const amount = fc.integer({ min: 0, max: 100_000 });
  const rule: fc.Arbitrary<FeeRule> = fc
    .record({
      unitAmount: amount,
      steps: fc.option(fc.record({ from: fc.integer({ min: 2, max: 9 }), unitAmount: amount }).map((step) => [step]), { nil: undefined }),
      cap: fc.option(amount, { nil: undefined }),
      waivers: fc.option(fc.constant([{ reason: text, validFrom: '2026-01-01', validTo: '2026-06-30' }]), { nil: undefined }),
    })
    .map((fields) => ({
      code: 'A', name: text, kind: 'fee', perUnitField: 'pages', timesField: 'copies', verified: true, ...fields,
    }));
  const count = fc.integer({ min: 1, max: 49 });
  const withFees = (fees: FeeRule[]): Procedure => ({ ...template, fees });
  const statementOf = (fees: FeeRule[], pages: number, copies: number, date = '2026-11-24') =>
    computeFee(withFees(fees), { answers: { pages: String(pages), copies: String(copies) }, date, channel: 'inPerson' });

  it('lines are unit × quantity and add up to the total', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), count, count, fc.constantFrom('2026-03-01', '2026-11-24'), (rules, pages, copies, date) => {
        const { lines, total } = statementOf(rules, pages, copies, date);
        for (const line of lines) expect(line.amount).toBe(line.unitAmount * line.quantity);
        expect(lines.filter((line) => line.waiver === undefined).reduce((sum, line) => sum + line.amount, 0)).toBe(total);
      }),
    );
  });

  it('matches a count page by page', () => {
    fc.assert(
      fc.property(rule, count, count, (one, pages, copies) => {
        let expected = 0;
        for (let page = 1; page <= pages; page += 1) {
          const step = one.steps?.[0];
          expected += step !== undefined && page >= step.from ? step.unitAmount : one.unitAmount;
        }
        expected = Math.min(expected, one.cap ?? Infinity) * copies;
        expect(statementOf([one], pages, copies).total).toBe(expected);
      }),
    );
  });

  it('more pages or copies never cost less, a waived day never more', () => {
    fc.assert(
      fc.property(rule, count, count, (one, pages, copies) => {
        const { total } = statementOf([one], pages, copies);
        expect(statementOf([one], pages + 1, copies).total).toBeGreaterThanOrEqual(total);
        expect(statementOf([one], pages, copies + 1).total).toBeGreaterThanOrEqual(total);
        expect(statementOf([one], pages, copies, '2026-03-01').total).toBeLessThanOrEqual(total);
      }),
    );
  });
});
