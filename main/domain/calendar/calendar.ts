// The calendar of working days as data: no library knows Vietnam's compensation days and swapped Saturdays, and the
// government changes them yearly. A technician replaces this file; it is checked whole before it is used.

import { z } from 'zod';
import type { IsoDate } from '../identity/identity.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import starter from './calendar.json' with { type: 'json' };
import { isIsoDate, weekday, yearOf } from './iso-date.ts';
import { millisecondsOfDay } from './vietnam-time.ts';

const date = z.string().refine(isIsoDate, 'not a date YYYY-MM-DD');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time HH:MM');

const calendarSchema = z.strictObject({
  note: z.string().max(2000).optional(),
  /** Office hours of a working day, in order, not overlapping. */
  officeHours: z.array(z.strictObject({ from: timeOfDay, to: timeOfDay })).min(1).max(4),
  years: z.record(
    z.string().regex(/^20\d{2}$/),
    z.strictObject({
      /** Weekdays that are days off. */
      off: z.array(date).max(120),
      /** Saturdays or Sundays that are worked. */
      worked: z.array(date).max(60),
      source: z.string().min(1).max(500),
    }),
  ),
});

export type CalendarData = z.infer<typeof calendarSchema>;

/** A piece of office time, milliseconds since midnight. */
export type OfficeHours = { readonly from: number; readonly to: number };

export type Calendar = {
  readonly officeHours: readonly OfficeHours[];
  /** Undefined where the data does not reach. */
  readonly isWorkingDay: (day: IsoDate) => boolean | undefined;
  readonly years: readonly { readonly year: number; readonly source: string }[];
};

/** A calendar from data of outside; the detail names the place and the reason. */
export function parseCalendar(data: unknown): Result<Calendar, Failure<'badCalendar'>> {
  const parsed = calendarSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail('badCalendar', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a calendar'}`);
  }
  const { years } = parsed.data;
  for (const [year, { off, worked }] of Object.entries(years)) {
    for (const day of [...off, ...worked]) {
      if (yearOf(day) !== Number(year)) return fail('badCalendar', `years.${year}: ${day} is of another year`);
    }
    for (const day of off) if (isWeekend(day)) return fail('badCalendar', `years.${year}.off: ${day} is a weekend`);
    for (const day of worked) if (!isWeekend(day)) return fail('badCalendar', `years.${year}.worked: ${day} is a weekday`);
    if (new Set(off).size !== off.length) return fail('badCalendar', `years.${year}.off: a day occurs twice`);
    if (new Set(worked).size !== worked.length) return fail('badCalendar', `years.${year}.worked: a day occurs twice`);
  }

  const officeHours = parsed.data.officeHours.map(({ from, to }) => ({
    from: millisecondsOfDay(from),
    to: millisecondsOfDay(to),
  }));
  let end = -1;
  for (const hours of officeHours) {
    if (hours.from >= hours.to || hours.from <= end) return fail('badCalendar', 'officeHours: not in order');
    end = hours.to;
  }

  const off = new Set(Object.values(years).flatMap((year) => year.off));
  const worked = new Set(Object.values(years).flatMap((year) => year.worked));
  const known = new Set(Object.keys(years).map(Number));
  return ok({
    officeHours,
    years: Object.entries(years).map(([year, { source }]) => ({ year: Number(year), source })),
    isWorkingDay: (day) => {
      if (!known.has(yearOf(day))) return undefined;
      return isWeekend(day) ? worked.has(day) : !off.has(day);
    },
  });
}

/** The calendar that the program is delivered with. */
export function starterCalendar(): Calendar {
  const parsed = parseCalendar(starter);
  if (!parsed.ok) throw new Error(`starter calendar: ${parsed.error.detail}`);
  return parsed.value;
}

function isWeekend(day: IsoDate): boolean {
  const name = weekday(day);
  return name === 0 || name === 6;
}
