// Arithmetic in working days and working hours over a calendar. A moment is milliseconds since 1970 UTC; a length of
// working time is milliseconds of office hours. `calendarEnds` names the first day that the data does not know.

import type { IsoDate } from '../identity/identity.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import type { Calendar } from './calendar.ts';
import { addDays } from './iso-date.ts';
import { momentOf, vietnamTime } from './vietnam-time.ts';

export type CalendarEnds = Failure<'calendarEnds'>;

/** The day itself if it is worked, else the next that is. */
export function workingDayFrom(day: IsoDate, calendar: Calendar): Result<IsoDate, CalendarEnds> {
  for (let candidate = day; ; candidate = addDays(candidate, 1)) {
    const worked = calendar.isWorkingDay(candidate);
    if (worked === undefined) return fail('calendarEnds', candidate);
    if (worked) return ok(candidate);
  }
}

/** The n-th working day after a day; 0 gives the day itself or the next that is worked. */
export function addWorkingDays(day: IsoDate, count: number, calendar: Calendar): Result<IsoDate, CalendarEnds> {
  let reached = workingDayFrom(day, calendar);
  if (!reached.ok) return reached;
  // From a day off, the first working day is already the first one after it.
  let left = reached.value === day ? count : Math.max(0, count - 1);
  while (left > 0 && reached.ok) {
    reached = workingDayFrom(addDays(reached.value, 1), calendar);
    left -= 1;
  }
  return reached;
}

export function officeOpens(day: IsoDate, calendar: Calendar): number {
  return midnight(day) + calendar.officeHours[0]!.from;
}

export function officeCloses(day: IsoDate, calendar: Calendar): number {
  return midnight(day) + calendar.officeHours[calendar.officeHours.length - 1]!.to;
}

/** The moment itself within a working day's office hours (lunch included), else the next opening. */
export function officeMoment(moment: number, calendar: Calendar): Result<number, CalendarEnds> {
  const { day } = vietnamTime(moment);
  const first = workingDayFrom(day, calendar);
  if (!first.ok) return first;
  if (first.value !== day) return ok(officeOpens(first.value, calendar));
  if (moment <= officeCloses(day, calendar)) return ok(Math.max(moment, officeOpens(day, calendar)));
  const next = workingDayFrom(addDays(day, 1), calendar);
  return next.ok ? ok(officeOpens(next.value, calendar)) : next;
}

/** The moment at which `length` of office time has passed; it lies within office hours, a closing included. */
export function addWorkingTime(from: number, length: number, calendar: Calendar): Result<number, CalendarEnds> {
  let left = length;
  let day = vietnamTime(from).day;
  for (;;) {
    const worked = calendar.isWorkingDay(day);
    if (worked === undefined) return fail('calendarEnds', day);
    if (worked) {
      for (const hours of calendar.officeHours) {
        const start = Math.max(from, midnight(day) + hours.from);
        const end = midnight(day) + hours.to;
        if (start > end) continue;
        if (left <= end - start) return ok(start + left);
        left -= end - start;
      }
    }
    day = addDays(day, 1);
  }
}

/** Office time between two moments. */
export function workingTimeBetween(from: number, to: number, calendar: Calendar): Result<number, CalendarEnds> {
  let total = 0;
  if (to <= from) return ok(0);
  const last = vietnamTime(to).day;
  for (let day = vietnamTime(from).day; day <= last; day = addDays(day, 1)) {
    const worked = calendar.isWorkingDay(day);
    if (worked === undefined) return fail('calendarEnds', day);
    if (!worked) continue;
    for (const hours of calendar.officeHours) {
      const start = Math.max(from, midnight(day) + hours.from);
      const end = Math.min(to, midnight(day) + hours.to);
      if (end > start) total += end - start;
    }
  }
  return ok(total);
}

function midnight(day: IsoDate): number {
  return momentOf(day, '00:00');
}
