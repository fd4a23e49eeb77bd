// What an officer does with a dossier: the step that the rules allow, with its reason, in one transaction with its message to
// the portal and its audit line. The clock stands still where the rules say so: when it runs again, the due time has moved by
// the office hours that passed.

import type { Calendar } from '../../domain/calendar/calendar.ts';
import { addWorkingTime, workingTimeBetween } from '../../domain/calendar/working-time.ts';
import type { DossierStatus } from '../../domain/dossier/dossier.ts';
import { clockStandsStill, isDone, isFinal, mayFollow } from '../../domain/dossier/status.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { updateRow } from '../submission/portal-rows.ts';
import type { Clock } from '../ports.ts';
import type { DossierEvent, Store, Write } from '../store.ts';

export type DossierAction =
  | { readonly action: 'step'; readonly to: DossierStatus; readonly reason: string; readonly electronic?: boolean }
  /** The office is late: it apologises and names a new due time, ms. */
  | { readonly action: 'extend'; readonly dueAt: number; readonly reason: string };

export type StepFailure = Failure<'noDossier' | 'notAllowed' | 'reasonMissing' | 'badDueTime' | 'calendarEnds' | 'changedMeanwhile' | 'notKept'>;

/** Steps that somebody must be able to account for. */
const NEED_REASON: readonly DossierStatus[] = ['notReceived', 'supplementsRequested', 'stopped', 'withdrawn'];
const LONGEST_EXTENSION_MS = 366 * 86_400_000;

export function needsReason(to: DossierStatus): boolean {
  return NEED_REASON.includes(to);
}

/** The due time once the clock runs again: later by the office hours in which it stood still; one that was missed before stays. */
export function dueAfter(events: readonly DossierEvent[], to: DossierStatus, now: number, calendar: Calendar): Result<number | undefined, Failure<'calendarEnds'>> {
  const last = events.at(-1)!;
  const { dueAt } = last;
  if (dueAt === undefined || !clockStandsStill(last.status) || clockStandsStill(to)) return ok(dueAt);
  let since = last.at;
  for (const event of [...events].reverse()) {
    if (!clockStandsStill(event.status)) break;
    since = event.at;
  }
  if (since >= dueAt) return ok(dueAt);
  const stood = workingTimeBetween(since, now, calendar);
  if (!stood.ok || stood.value === 0) return stood.ok ? ok(dueAt) : stood;
  return addWorkingTime(dueAt, stood.value, calendar);
}

export function createDossierSteps(options: {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly calendar: () => Calendar;
  readonly clock: Clock;
  readonly outboxChanged: () => void;
}) {
  const { store, clock } = options;

  return async function act(dossierId: string, wish: DossierAction, officerId: string): Promise<Result<void, StepFailure>> {
    const kept = await store.read('dossier.events', { id: dossierId });
    if (!kept.ok) return fail('notKept', kept.error.code);
    const last = kept.value.at(-1);
    if (!last) return fail('noDossier');
    const reason = wish.reason.trim();
    const event = nextEvent(kept.value, last, wish, reason);
    if (!event.ok) return event;
    const n = last.n + 1;
    const writes: Write[] = [
      {
        write: 'dossier.step',
        id: dossierId,
        event: { n, actor: officerId, ...event.value, ...(reason && { reason }) },
        ...(wish.action === 'step' && wish.electronic && { electronic: true }),
      },
      {
        write: 'outbox.add',
        row: { key: `${dossierId}:portal.progress:${n}`, kind: 'portal.progress', stream: `portal:${dossierId}`, subject: dossierId, payload: JSON.stringify({ n }), priority: 3 },
      },
      // The portal's appointment follows ours.
      ...(event.value.dueAt === last.dueAt ? [] : [{ write: 'outbox.add' as const, row: updateRow(dossierId, n, []) }]),
      { write: 'audit', line: { actor: officerId, action: wish.action === 'extend' ? 'dossier.extended' : 'dossier.stepped', subject: dossierId, details: { from: last.status, to: event.value.status } } },
    ];
    const written = await store.write(writes);
    if (!written.ok) return written.error.code === 'conflict' ? fail('changedMeanwhile') : fail('notKept', written.error.code);
    options.outboxChanged();
    return ok();
  };

  function nextEvent(events: readonly DossierEvent[], last: DossierEvent, wish: DossierAction, reason: string): Result<Pick<DossierEvent, 'status' | 'dueAt'> & { kind: 'step' | 'extended' }, StepFailure> {
    const now = clock.now();
    if (wish.action === 'extend') {
      if (isDone(last.status) || isFinal(last.status)) return fail('notAllowed');
      if (reason === '') return fail('reasonMissing');
      if (wish.dueAt <= now || wish.dueAt <= (last.dueAt ?? 0) || wish.dueAt > now + LONGEST_EXTENSION_MS) return fail('badDueTime');
      return ok({ kind: 'extended', status: last.status, dueAt: wish.dueAt });
    }
    if (!mayFollow(last.status, wish.to, 'officer')) return fail('notAllowed');
    if (needsReason(wish.to) && reason === '') return fail('reasonMissing');
    const due = dueAfter(events, wish.to, now, options.calendar());
    if (!due.ok) return due;
    return ok({ kind: 'step', status: wish.to, ...(due.value !== undefined && { dueAt: due.value }) });
  }
}
