// When a dossier is due (hạn trả kết quả). Rules of Decree 118/2025/NĐ-CP and its predecessor: working days and hours;
// "same day, or the next working day if received after 15:00". What the texts leave open is decided here and said:
// a dossier that comes outside office hours counts as received at the next opening; the day of receipt is not counted;
// a term in days ends when the office closes. The clock stands still while the citizen has to act (see dossier/status).

import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import type { TimeRule } from '../procedures/procedure.ts';
import type { Calendar } from './calendar.ts';
import { momentOf, vietnamDay, vietnamDayNumber } from './vietnam-time.ts';
import { addWorkingDays, addWorkingTime, officeCloses, officeMoment, workingTimeBetween } from './working-time.ts';

const HOUR_MS = 3_600_000;

/** A time in which the clock stands still; one that still lasts ends `now`. */
export type Pause = { readonly from: number; readonly to: number };

export type DeadlineProblem = 'calendarEnds' | 'timeUnknown';

export function dueAt(
  time: TimeRule,
  receivedAt: number,
  calendar: Calendar,
  pauses: readonly Pause[] = [],
): Result<number, Failure<DeadlineProblem>> {
  const first = withoutPauses(time, receivedAt, calendar);
  if (!first.ok) return first;
  let due = first.value;
  for (const pause of merged(pauses)) {
    // A pause after the deadline does not make a late dossier timely.
    if (pause.from >= due) break;
    const stood = workingTimeBetween(Math.max(pause.from, receivedAt), pause.to, calendar);
    if (!stood.ok) return stood;
    if (stood.value === 0) continue;
    const moved = addWorkingTime(due, stood.value, calendar);
    if (!moved.ok) return moved;
    due = moved.value;
  }
  return ok(due);
}

function withoutPauses(
  time: TimeRule,
  receivedAt: number,
  calendar: Calendar,
): Result<number, Failure<DeadlineProblem>> {
  if (time.kind === 'unknown') return fail('timeUnknown');
  const received = officeMoment(receivedAt, calendar);
  if (!received.ok) return received;
  if (time.kind === 'workingHours') return addWorkingTime(received.value, time.hours * HOUR_MS, calendar);

  const day = vietnamDay(received.value);
  const days = time.kind === 'workingDays' ? time.days : received.value > momentOf(day, time.cutOff) ? 1 : 0;
  const due = addWorkingDays(day, days, calendar);
  return due.ok ? ok(officeCloses(due.value, calendar)) : due;
}

/** In order, overlapping ones made one, so that no hour counts twice. */
function merged(pauses: readonly Pause[]): Pause[] {
  const inOrder = pauses.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const result: Pause[] = [];
  for (const pause of inOrder) {
    const last = result[result.length - 1];
    if (last !== undefined && pause.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, pause.to) };
    } else result.push(pause);
  }
  return result;
}

/** How a dossier stands to its deadline. Early: done on a day before the day it is due. */
export type Timeliness = 'early' | 'onTime' | 'late' | 'inProcess' | 'overdue';

export function timeliness(dossier: {
  readonly dueAt: number;
  /** When it was done (processed, withdrawn or handed over); absent while it is in process. */
  readonly doneAt?: number;
  /** The clock stands still: such a dossier is not overdue. */
  readonly paused?: boolean;
  readonly now: number;
}): Timeliness {
  const { doneAt, now, paused = false } = dossier;
  if (doneAt === undefined) return now > dossier.dueAt && !paused ? 'overdue' : 'inProcess';
  if (doneAt > dossier.dueAt) return 'late';
  return vietnamDayNumber(doneAt) < vietnamDayNumber(dossier.dueAt) ? 'early' : 'onTime';
}
