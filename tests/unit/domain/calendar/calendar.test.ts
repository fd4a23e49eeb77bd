import { describe, expect, it } from 'vitest';
import { parseCalendar, starterCalendar } from '../../../../main/domain/calendar/calendar.ts';
import starter from '../../../../main/domain/calendar/calendar.json' with { type: 'json' };
import vectors from '../../../fixtures/vectors/calendar.json' with { type: 'json' };

describe('the starter calendar', () => {
  const calendar = starterCalendar();

  it('has every day off and every worked Saturday of its source', () => {
    for (const { off, worked } of Object.values(vectors.years)) {
      for (const day of off) expect([day, calendar.isWorkingDay(day)]).toEqual([day, false]);
      for (const day of worked) expect([day, calendar.isWorkingDay(day)]).toEqual([day, true]);
    }
  });

  it('works on other weekdays and rests on other weekends', () => {
    expect(calendar.isWorkingDay('2026-11-20')).toBe(true);
    expect(calendar.isWorkingDay('2026-11-21')).toBe(false);
    expect(calendar.isWorkingDay('2026-11-22')).toBe(false);
  });

  it('does not take an unconfirmed announcement for a day off', () => {
    expect(calendar.isWorkingDay('2026-11-24')).toBe(true);
  });

  it('does not know what lies beyond its years', () => {
    expect(calendar.isWorkingDay('2023-12-29')).toBeUndefined();
    expect(calendar.isWorkingDay('2028-01-03')).toBeUndefined();
  });
});

describe('a calendar from outside', () => {
  const year = { off: ['2026-01-01'], worked: ['2026-01-10'], source: 'test' };
  const data = { officeHours: [{ from: '08:00', to: '12:00' }], years: { '2026': year } };

  it('is taken when it is whole', () => {
    expect(parseCalendar(data).ok).toBe(true);
    expect(parseCalendar(starter).ok).toBe(true);
  });

  it.each([
    [null, ''],
    [{ ...data, extra: 1 }, 'extra'],
    [{ ...data, years: { '2026': { ...year, off: ['2026-02-30'] } } }, 'years.2026.off.0'],
    [{ ...data, years: { '2026': { ...year, off: ['2027-01-01'] } } }, 'another year'],
    [{ ...data, years: { '2026': { ...year, off: ['2026-01-03'] } } }, 'weekend'],
    [{ ...data, years: { '2026': { ...year, worked: ['2026-01-09'] } } }, 'weekday'],
    [{ ...data, years: { '2026': { ...year, off: ['2026-01-01', '2026-01-01'] } } }, 'twice'],
    [{ ...data, officeHours: [] }, 'officeHours'],
    [{ ...data, officeHours: [{ from: '12:00', to: '08:00' }] }, 'order'],
    [{ ...data, officeHours: [{ from: '12:00', to: '12:00' }] }, 'order'],
    [{ ...data, officeHours: [{ from: '08:00', to: '12:00' }, { from: '11:00', to: '17:00' }] }, 'order'],
    [{ ...data, officeHours: [{ from: '8:00', to: '12:00' }] }, 'officeHours.0.from'],
  ])('%j is refused, naming the place', (wrong, place) => {
    const parsed = parseCalendar(wrong);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'badCalendar' } });
    expect(!parsed.ok && parsed.error.detail).toContain(place);
  });
});
