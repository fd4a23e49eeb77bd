import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, formatDate, fromWritten, isIsoDate, isoDate, weekday } from '../../../../main/domain/calendar/iso-date.ts';

describe('dates', () => {
  it('exist or do not', () => {
    expect(isoDate(2024, 2, 29)).toBe('2024-02-29');
    expect(isoDate(2023, 2, 29)).toBeUndefined();
    expect(isoDate(2026, 13, 1)).toBeUndefined();
    expect(isIsoDate('2026-11-24')).toBe(true);
    expect(isIsoDate('2026-11-31')).toBe(false);
    expect(isIsoDate('2026-1-1')).toBe(false);
  });

  it.each(['20/5/1999', '20/05/1999', '20-05-1999', '20.5.1999', ' 20 / 05 / 1999 ', '20051999', '1999-05-20'])(
    'are read as people write them: %j',
    (text) => {
      expect(fromWritten(text)).toBe('1999-05-20');
    },
  );

  it.each(['', '5/20/1999', '20/5/99', '31/02/1999', '0/1/2000', 'hôm nay'])('are refused: %j', (text) => {
    expect(fromWritten(text)).toBeUndefined();
  });

  it('written and read again are the same', () => {
    const date = fc.date({ min: new Date('1800-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (value) => {
        const day = value.toISOString().slice(0, 10);
        expect(fromWritten(formatDate(day))).toBe(day);
      }),
    );
  });

  it('know their weekday and their neighbours', () => {
    expect(weekday('2026-11-24')).toBe(2);
    expect(weekday('1969-12-31')).toBe(3);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  });
});
