import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { starterCalendar } from '../../../../main/domain/calendar/calendar.ts';
import { dueAt, timeliness } from '../../../../main/domain/calendar/deadline.ts';
import { isoMoment, momentOf, parseVietnamMoment, vietnamTime } from '../../../../main/domain/calendar/vietnam-time.ts';
import { addWorkingTime, workingTimeBetween } from '../../../../main/domain/calendar/working-time.ts';
import type { TimeRule } from '../../../../main/domain/procedures/procedure.ts';
import { unwrap } from '../../../../main/domain/result.ts';

const calendar = starterCalendar();
const HOUR = 3_600_000;
const at = (text: string): number => {
  const moment = parseVietnamMoment(text);
  if (moment === undefined) throw new Error(text);
  return moment;
};
const sameDay: TimeRule = { kind: 'sameDay', cutOff: '15:00', verified: true };
const days = (count: number): TimeRule => ({ kind: 'workingDays', days: count, verified: true });
const hours = (count: number): TimeRule => ({ kind: 'workingHours', hours: count, verified: true });
const due = (time: TimeRule, received: string): string => isoMoment(unwrap(dueAt(time, at(received), calendar))).slice(0, 16);

describe('the 15:00 rule', () => {
  it.each([
    ['an ordinary morning', '2026-11-18T09:00', '2026-11-18T17:00'],
    ['before the office opens', '2026-11-18T06:00', '2026-11-18T17:00'],
    ['in the lunch break', '2026-11-18T12:00', '2026-11-18T17:00'],
    ['at 15:00 sharp', '2026-11-18T15:00', '2026-11-18T17:00'],
    ['a second later', '2026-11-18T15:00:01', '2026-11-19T17:00'],
    ['after the office closed', '2026-11-18T20:00', '2026-11-19T17:00'],
    ['late on a Friday', '2026-11-20T15:01', '2026-11-23T17:00'],
    ['on a Saturday', '2026-11-21T09:00', '2026-11-23T17:00'],
    ['late on a Sunday', '2026-11-22T16:00', '2026-11-23T17:00'],
    ['late on the last day before Tết 2026', '2026-02-13T15:10', '2026-02-23T17:00'],
    ['on the first day of Tết 2026', '2026-02-17T09:00', '2026-02-23T17:00'],
    ['late on Friday before a worked Saturday', '2026-08-21T16:00', '2026-08-22T17:00'],
    ['on a worked Saturday', '2026-01-10T10:00', '2026-01-10T17:00'],
    ['late on the day before 30/4 2026', '2026-04-29T15:30', '2026-05-04T17:00'],
    ['late on 28/8/2026, before the swapped days', '2026-08-28T16:30', '2026-09-03T17:00'],
    ['late on New Year’s Eve 2025', '2025-12-31T15:01', '2026-01-05T17:00'],
  ])('%s', (_, received, expected) => {
    expect(due(sameDay, received)).toBe(expected);
  });
});

describe('working days', () => {
  it.each([
    [3, '2026-11-16T09:00', '2026-11-19T17:00'],
    [3, '2026-11-20T09:00', '2026-11-25T17:00'],
    [3, '2026-11-16T17:00', '2026-11-19T17:00'],
    [3, '2026-11-16T17:00:01', '2026-11-20T17:00'],
    [3, '2026-02-13T15:10', '2026-02-25T17:00'],
    [3, '2026-02-13T18:00', '2026-02-26T17:00'],
    [3, '2026-08-20T10:00', '2026-08-24T17:00'],
    [1, '2026-08-28T10:00', '2026-09-03T17:00'],
    [7, '2026-04-22T10:00', '2026-05-06T17:00'],
    [5, '2024-04-25T10:00', '2024-05-06T17:00'],
    [5, '2025-04-25T08:00', '2025-05-06T17:00'],
    [3, '2026-11-23T09:00', '2026-11-26T17:00'],
  ])('%i from %s', (count, received, expected) => {
    expect(due(days(count), received)).toBe(expected);
  });
});

describe('working hours', () => {
  it.each([
    [2, '2026-11-18T08:00', '2026-11-18T10:00'],
    [4, '2026-11-18T07:30', '2026-11-18T11:30'],
    [4, '2026-11-18T08:00', '2026-11-18T14:00'],
    [2, '2026-11-18T12:00', '2026-11-18T15:30'],
    [2, '2026-11-18T16:00', '2026-11-19T08:30'],
    [8, '2026-11-20T07:30', '2026-11-23T08:00'],
    [1, '2026-11-21T10:00', '2026-11-23T08:30'],
    [4, '2026-02-13T16:00', '2026-02-23T10:30'],
  ])('%i from %s', (count, received, expected) => {
    expect(due(hours(count), received)).toBe(expected);
  });
});

describe('the clock that stands still', () => {
  const received = at('2026-11-16T09:00');
  const paused = (...pauses: [string, string][]): string =>
    isoMoment(
      unwrap(dueAt(days(3), received, calendar, pauses.map(([from, to]) => ({ from: at(from), to: at(to) })))),
    ).slice(0, 16);

  it.each<[string, [string, string][], string]>([
    ['a working day moves it by a day', [['2026-11-17T07:30', '2026-11-18T07:30']], '2026-11-20T17:00'],
    ['two hours move it into the next morning', [['2026-11-17T08:00', '2026-11-17T10:00']], '2026-11-20T09:30'],
    ['a night moves nothing', [['2026-11-17T17:00', '2026-11-18T07:30']], '2026-11-19T17:00'],
    ['a weekend moves nothing', [['2026-11-14T00:00', '2026-11-15T23:59']], '2026-11-19T17:00'],
    ['an hour counted twice counts once', [['2026-11-17T08:00', '2026-11-17T10:00'], ['2026-11-17T09:00', '2026-11-17T10:00']], '2026-11-20T09:30'],
    ['one that began after the deadline does not help', [['2026-11-20T08:00', '2026-11-20T10:00']], '2026-11-19T17:00'],
    ['one that began at the very deadline does not', [['2026-11-19T17:00', '2026-11-20T10:00']], '2026-11-19T17:00'],
    ['one that began within a moved deadline does', [['2026-11-17T08:00', '2026-11-17T10:00'], ['2026-11-20T08:30', '2026-11-20T09:30']], '2026-11-20T10:30'],
    ['one that ends before it began is none', [['2026-11-18T10:00', '2026-11-17T10:00']], '2026-11-19T17:00'],
  ])('%s', (_, pauses, expected) => {
    expect(paused(...pauses)).toBe(expected);
  });
});

describe('where nothing can be said', () => {
  it('names the unknown time', () => {
    expect(dueAt({ kind: 'unknown', verified: false }, at('2026-11-18T09:00'), calendar)).toMatchObject({
      error: { code: 'timeUnknown' },
    });
  });

  it('names the first day the calendar does not know', () => {
    expect(dueAt(days(3), at('2027-12-30T09:00'), calendar)).toEqual({
      ok: false,
      error: { code: 'calendarEnds', detail: '2028-01-01' },
    });
    expect(dueAt(sameDay, at('2023-05-05T09:00'), calendar)).toMatchObject({ error: { code: 'calendarEnds' } });
    expect(dueAt(hours(5000), at('2026-05-05T09:00'), calendar)).toMatchObject({ error: { code: 'calendarEnds' } });
  });
});

describe('for any receipt', () => {
  const moment = fc.integer({ min: momentOf('2024-01-01', '00:00'), max: momentOf('2027-09-30', '23:59') });
  const rule = fc.oneof(
    fc.constant(sameDay),
    fc.integer({ min: 1, max: 25 }).map(days),
    fc.integer({ min: 1, max: 120 }).map(hours),
  );

  it('the deadline is in office hours of a working day, after the receipt', () => {
    fc.assert(
      fc.property(rule, moment, (time, received) => {
        const reached = unwrap(dueAt(time, received, calendar));
        const { day, ofDay } = vietnamTime(reached);
        expect(calendar.isWorkingDay(day)).toBe(true);
        expect(calendar.officeHours.some(({ from, to }) => ofDay >= from && ofDay <= to)).toBe(true);
        expect(reached).toBeGreaterThan(received);
      }),
      { numRuns: 500 },
    );
  });

  it('a later receipt is never due earlier', () => {
    fc.assert(
      fc.property(rule, moment, fc.nat({ max: 30 * 24 * HOUR }), (time, received, later) => {
        const first = unwrap(dueAt(time, received, calendar));
        expect(unwrap(dueAt(time, received + later, calendar))).toBeGreaterThanOrEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('more days are never due earlier, each exactly one working day later', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 20 }), (received, count) => {
        const first = unwrap(dueAt(days(count), received, calendar));
        const second = unwrap(dueAt(days(count + 1), received, calendar));
        expect(unwrap(workingTimeBetween(first, second, calendar))).toBe(7.5 * HOUR);
      }),
    );
  });

  it('pausing n working hours moves the deadline by n working hours', () => {
    fc.assert(
      fc.property(rule, moment, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 60 }), (time, received, share, count) => {
        const planned = unwrap(dueAt(time, received, calendar));
        const from = Math.floor(received + share * (planned - received - 1));
        const to = unwrap(addWorkingTime(from, count * HOUR, calendar));
        const moved = unwrap(dueAt(time, received, calendar, [{ from, to }]));
        expect(unwrap(workingTimeBetween(planned, moved, calendar))).toBe(count * HOUR);
      }),
      { numRuns: 500 },
    );
  });

  it('two pauses apart move it as much as both together', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (received, one, two) => {
        const split = unwrap(addWorkingTime(received, one * HOUR, calendar));
        const end = unwrap(addWorkingTime(split, two * HOUR, calendar));
        const apart = unwrap(dueAt(days(5), received, calendar, [{ from: split, to: end }, { from: received, to: split }]));
        expect(apart).toBe(unwrap(dueAt(days(5), received, calendar, [{ from: received, to: end }])));
      }),
    );
  });
});

describe('how a dossier stands', () => {
  const dueMoment = at('2026-11-19T17:00');

  it.each([
    ['early', { doneAt: at('2026-11-18T16:59') }],
    ['onTime', { doneAt: at('2026-11-19T08:00') }],
    ['onTime', { doneAt: dueMoment }],
    ['late', { doneAt: dueMoment + 1 }],
    ['inProcess', {}],
    ['overdue', { now: dueMoment + 1 }],
    ['inProcess', { now: dueMoment + 1, paused: true }],
    ['late', { doneAt: dueMoment + 1, paused: true }],
  ] as const)('%s: %j', (expected, state) => {
    expect(timeliness({ dueAt: dueMoment, now: dueMoment, ...state })).toBe(expected);
  });
});
