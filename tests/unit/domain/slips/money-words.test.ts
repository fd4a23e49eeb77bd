import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DONG, dong } from '../../../../main/domain/money.ts';
import { moneyWords, vietnameseNumber } from '../../../../main/domain/slips/money-words.ts';

describe('an amount in words', () => {
  it.each([
    [0, 'Không đồng', 'Zero dong'],
    [1, 'Một đồng', 'One dong'],
    [5, 'Năm đồng', 'Five dong'],
    [10, 'Mười đồng', 'Ten dong'],
    [14, 'Mười bốn đồng', 'Fourteen dong'],
    [15, 'Mười lăm đồng', 'Fifteen dong'],
    [21, 'Hai mươi mốt đồng', 'Twenty-one dong'],
    [24, 'Hai mươi tư đồng', 'Twenty-four dong'],
    [55, 'Năm mươi lăm đồng', 'Fifty-five dong'],
    [101, 'Một trăm linh một đồng', 'One hundred one dong'],
    [110, 'Một trăm mười đồng', 'One hundred ten dong'],
    [3000, 'Ba nghìn đồng', 'Three thousand dong'],
    [8000, 'Tám nghìn đồng', 'Eight thousand dong'],
    [24_000, 'Hai mươi tư nghìn đồng', 'Twenty-four thousand dong'],
    [105_000, 'Một trăm linh năm nghìn đồng', 'One hundred five thousand dong'],
    [200_005, 'Hai trăm nghìn không trăm linh năm đồng', 'Two hundred thousand five dong'],
    [1_000_000, 'Một triệu đồng', 'One million dong'],
    [1_050_000, 'Một triệu không trăm năm mươi nghìn đồng', 'One million fifty thousand dong'],
    [2_000_000_015, 'Hai tỷ không trăm mười lăm đồng', 'Two billion fifteen dong'],
    [1_234_567_891_000, 'Một nghìn hai trăm ba mươi tư tỷ năm trăm sáu mươi bảy triệu tám trăm chín mươi mốt nghìn đồng',
      'One trillion two hundred thirty-four billion five hundred sixty-seven million eight hundred ninety-one thousand dong'],
  ])('%i', (amount, vi, en) => {
    expect(moneyWords(dong(amount), 'vi')).toBe(vi);
    expect(moneyWords(dong(amount), 'en')).toBe(en);
  });

  const DIGITS: Record<string, number> = {
    không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, tư: 4, năm: 5, lăm: 5, sáu: 6, bảy: 7, tám: 8, chín: 9,
  };

  /** Reads Vietnamese number words from the largest unit down: written apart from what writes them. */
  function readVietnamese(words: string[]): number {
    for (const [unit, size] of [['tỷ', 1e9], ['triệu', 1e6], ['nghìn', 1e3], ['trăm', 100], ['mươi', 10]] as const) {
      const at = words.lastIndexOf(unit);
      if (at >= 0) return readVietnamese(words.slice(0, at)) * size + readVietnamese(words.slice(at + 1));
    }
    return words.reduce((sum, word) => (word === 'linh' ? sum : word === 'mười' ? 10 : sum + DIGITS[word]!), 0);
  }

  it('reads back as the same number, and no two numbers sound alike', () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: MAX_DONG }),
      fc.integer({ min: 0, max: 99_999 }),
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 12 })).map(([digit, power]) => digit * 10 ** power + digit),
    );
    fc.assert(
      fc.property(amount, (value) => {
        expect(readVietnamese(vietnameseNumber(value).split(' '))).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });
});
