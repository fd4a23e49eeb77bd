// Runs journeys: takes events one at a time, writes the next snapshot with its effects and its audit line in one
// transaction, then shows it. Nothing is shown that is not on disk. One journey holds the screen; those that wait for
// money behind the scenes go on beside it.

import { getInitialSnapshot, transition } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Problem } from '../../domain/journey/problem.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, Random } from '../ports.ts';
import type { AuditLine, JourneyRecord, Store, StoreFailure, Write } from '../store.ts';
import type { Attention, AttentionTimes } from './attention.ts';
import { attentionAt, attentionDue, touched, warned } from './attention.ts';
import type { JourneyContext } from './context.ts';
import { deadlineOf, isAttended, isForeground } from './deadlines.ts';
import type { JourneyTimes } from './deadlines.ts';
import type { Activity, Effect } from './effects.ts';
import { effectKey, effectPriority, effectStream } from './effects.ts';
import type { JourneyEvent } from './events.ts';
import type { JourneyMachine, Step } from './machine.ts';

type Snapshot = SnapshotFrom<JourneyMachine>;

/** An event as it is handed in; the runner adds the moment. */
export type NewEvent = JourneyEvent extends infer E ? (E extends JourneyEvent ? Omit<E, 'at'> : never) : never;

/** A journey as the rest of the program sees it. */
export type JourneyState = {
  readonly step: Step;
  readonly context: JourneyContext;
  readonly attention: Attention;
  /** What the machine would take now. */
  readonly can: { readonly back: boolean; readonly next: boolean; readonly leave: boolean };
  /** The last step could not be kept: the disk is full or broken. */
  readonly storageProblem?: Problem;
  readonly revision: number;
};

export type Decision = { readonly event: NewEvent | null; readonly writes: readonly Write[] };

export type Journeys = {
  /** Takes up what was running when the program stopped. */
  resume(): Promise<Result<void, StoreFailure>>;
  /** The journey that holds the screen. */
  foreground(): JourneyState;
  contextOf(journeyId: string): JourneyContext | null;
  stepOf(journeyId: string): Step | null;
  /** An event for the journey that holds the screen; false when it does not fit there. */
  send(event: NewEvent): Promise<boolean>;
  /**
   * What came of an effect, with the writes that belong to it, in one transaction. When the journey is over or does not
   * take the event, the writes are kept all the same.
   */
  deliver(journeyId: string, event: NewEvent | null, writes: readonly Write[]): Promise<Result<void, StoreFailure>>;
  /**
   * The same, where event and writes depend on how the journey stands and on what is kept: nothing comes in between.
   * `decide` gets the journey's context, or null when it is over.
   */
  decide(journeyId: string, decide: (context: JourneyContext | null) => Promise<Result<Decision, StoreFailure>>): Promise<Result<void, StoreFailure>>;
  /** Somebody touched the screen. */
  touch(): void;
  /** Something that is shown beside the journey has changed, such as how far the chip has been read. */
  refresh(): void;
  onChanged(listener: (state: JourneyState) => void): () => void;
  close(): void;
};

export type JourneysOptions = {
  readonly machine: JourneyMachine;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly times: JourneyTimes & AttentionTimes;
  /** Starts and stops what lives in memory only. */
  readonly activity: (activity: Activity, journeyId: string) => void;
  /** New rows are in the outbox. */
  readonly outboxChanged: () => void;
};

type Held = { snapshot: Snapshot; revision: number; cancelDeadline: () => void };

export function createJourneys(options: JourneysOptions): Journeys {
  const { machine, store, clock, log, times } = options;
  const listeners = new Set<(state: JourneyState) => void>();
  const held = new Map<string, Held>();
  let revision = 0;
  let foreground: Held = atAttract();
  let attention: Attention = touched(clock.now());
  let cancelAttention = () => {};
  let storageProblem: Problem | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  function atAttract(): Held {
    return { snapshot: getInitialSnapshot(machine), revision: ++revision, cancelDeadline: () => {} };
  }

  const stateOf = ({ snapshot, revision: at }: Held): JourneyState => ({
    step: stepOf(snapshot),
    context: snapshot.context,
    attention,
    can: {
      back: snapshot.can({ type: 'back', at: clock.now() }),
      next: snapshot.can({ type: 'next', orderCode: 0, at: clock.now() }),
      leave: snapshot.can({ type: 'leave', at: clock.now() }),
    },
    ...(storageProblem && { storageProblem }),
    revision: at,
  });

  function publish() {
    const state = stateOf(foreground);
    for (const listener of [...listeners]) listener(state);
  }

  /** One after another, whatever comes. */
  function serialised<T>(work: () => Promise<T>): Promise<T> {
    const next = queue.then(work, work);
    queue = next.catch(() => {});
    return next;
  }

  function scheduleDeadline(journey: Held) {
    journey.cancelDeadline();
    const due = closed ? null : deadlineOf(stepOf(journey.snapshot), journey.snapshot.context, times);
    if (due === null) return;
    const step = stepOf(journey.snapshot);
    journey.cancelDeadline = clock.after(Math.max(0, due - clock.now()), () => {
      void serialised(async () => {
        if (stepOf(journey.snapshot) === step) await take(journey, { type: 'deadline' }, []);
      });
    });
  }

  function scheduleAttention() {
    cancelAttention();
    if (closed || !isAttended(stepOf(foreground.snapshot))) return;
    cancelAttention = clock.after(Math.max(0, attentionDue(attention, times) - clock.now()), () => {
      const next = attentionAt(attention, clock.now(), times);
      if (next !== 'gone') {
        attention = next;
        bump();
        scheduleAttention();
        return;
      }
      attention = touched(clock.now());
      void send({ type: 'inactive' });
    });
  }

  function bump() {
    foreground.revision = ++revision;
    publish();
  }

  /** The core: next state and effects, written together. Only ever called from the queue. */
  async function take(journey: Held, event: NewEvent | null, extra: readonly Write[]): Promise<{ accepted: boolean; result: Result<void, StoreFailure> }> {
    const at = clock.now();
    const stamped = event && ({ ...event, at } as JourneyEvent);
    const before = journey.snapshot;
    const accepted = stamped !== null && before.status === 'active' && before.can(stamped);
    if (stamped && !accepted) {
      log('journey.refused', { journey: before.context.id, at: stepOf(before), cause: stamped.type, reason: 'notHere' });
    }
    if (!accepted) return { accepted: false, result: extra.length === 0 ? ok() : discard(await store.write(extra)) };

    const [after, actions] = transition(machine, before, stamped);
    const { id } = after.context;
    const effects = actions.filter(({ type }) => type === 'effect').map(({ params }) => params as unknown as Effect);
    const activities = actions.filter(({ type }) => type === 'activity').map(({ params }) => params as unknown as Activity);
    const from = stepOf(before);
    const to = stepOf(after);

    // Before the first touch there is nothing to keep.
    const writes: Write[] = to === 'attract' ? [] : [{ write: 'journey.save', journey: recordOf(after, revision + 1, at) }];
    writes.push(...documentWrites(before.context, after.context, at));
    for (const effect of effects) {
      writes.push({
        write: 'outbox.add',
        row: {
          key: effectKey(id, effect),
          kind: effect.kind,
          stream: effectStream(id, effect),
          subject: id,
          payload: JSON.stringify(effect),
          priority: effectPriority(effect),
        },
      });
    }
    if (stamped.type === 'rate') writes.push({ write: 'rating.add', journeyId: id, stars: stamped.stars });
    if (from !== to && to !== 'attract') writes.push({ write: 'audit', line: auditLine(after.context, from, to, stamped) });
    if (stamped.type === 'pagesCopied' && stamped.pages.some(({ saved }) => saved)) writes.push({ write: 'audit', line: savedLine(before.context, stamped.paperId) });
    if (stamped.type === 'keepPage') writes.push({ write: 'audit', line: keptLine(before.context, stamped) });
    writes.push(...extra);

    if (writes.length > 0) {
      const written = await store.write(writes);
      if (!written.ok) {
        storageProblem = written.error.code === 'full' ? 'storageFull' : 'storageFailed';
        log('journey.problem', { journey: id, at: from, problem: storageProblem });
        bump();
        return { accepted: false, result: written };
      }
    }
    storageProblem = undefined;
    journey.snapshot = after;
    journey.revision = ++revision;
    if (from === 'attract' && to !== 'attract') held.set(id, journey);
    if (from !== to) log('journey.moved', { journey: id, from, to, cause: stamped.type });
    if (after.context.problem && after.context.problem !== before.context.problem) {
      log('journey.problem', { journey: id, at: to, problem: after.context.problem });
    }
    if (after.status === 'done') {
      journey.cancelDeadline();
      held.delete(id);
      log('journey.ended', { journey: id, outcome: after.context.outcome ?? 'completed', took: at - after.context.startedAt });
    } else {
      scheduleDeadline(journey);
    }
    if (journey === foreground && !isForeground(to)) foreground = atAttract();
    if (effects.length > 0) options.outboxChanged();
    for (const activity of activities) options.activity(activity, id);
    publish();
    scheduleAttention();
    return { accepted: true, result: ok() };
  }

  async function send(event: NewEvent): Promise<boolean> {
    return serialised(async () => (await take(foreground, event, [])).accepted);
  }

  return {
    foreground: () => stateOf(foreground),
    contextOf: (id) => held.get(id)?.snapshot.context ?? null,
    stepOf: (id) => (held.has(id) ? stepOf(held.get(id)!.snapshot) : null),
    send,
    touch() {
      if (attention.state === 'warned') {
        attention = touched(clock.now());
        bump();
      } else {
        attention = touched(clock.now());
      }
      scheduleAttention();
    },
    deliver: (journeyId, event, writes) =>
      serialised(async () => {
        const journey = held.get(journeyId);
        if (journey) return (await take(journey, event, writes)).result;
        return writes.length === 0 ? ok() : discard(await store.write(writes));
      }),
    decide: (journeyId, decide) =>
      serialised(async () => {
        const journey = held.get(journeyId);
        const decided = await decide(journey?.snapshot.context ?? null);
        if (!decided.ok) return decided;
        const { event, writes } = decided.value;
        if (journey && event) return (await take(journey, event, writes)).result;
        return writes.length === 0 ? ok() : discard(await store.write(writes));
      }),
    refresh: bump,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    resume: () =>
      serialised(async () => {
        const open = await store.read('journeys.open');
        if (!open.ok) return open;
        for (const record of open.value) {
          const kept = JSON.parse(record.snapshot) as { value: Snapshot['value']; context: JourneyContext };
          const journey: Held = {
            snapshot: machine.resolveState({ value: kept.value, context: kept.context }),
            revision: ++revision,
            cancelDeadline: () => {},
          };
          held.set(record.id, journey);
          log('journey.resumed', { journey: record.id, at: stepOf(journey.snapshot) });
          if (isForeground(stepOf(journey.snapshot))) foreground = journey;
        }
        attention = isAttended(stepOf(foreground.snapshot)) ? warned(clock.now(), times) : touched(clock.now());
        for (const journey of [...held.values()]) {
          const interrupted = { type: 'interrupted', at: clock.now() } as const;
          if (journey.snapshot.can(interrupted)) await take(journey, { type: 'interrupted' }, []);
          else scheduleDeadline(journey);
        }
        publish();
        scheduleAttention();
        return ok();
      }),
    close() {
      closed = true;
      cancelAttention();
      for (const journey of held.values()) journey.cancelDeadline();
      listeners.clear();
    },
  };
}

/** `pay.shown`: the value of a machine whose states nest at most once. */
export function stepOf(snapshot: Pick<Snapshot, 'value'>): Step {
  const value = snapshot.value as string | Record<string, string>;
  if (typeof value === 'string') return value;
  const [[station, inner]] = Object.entries(value) as [[string, string]];
  return `${station}.${inner}`;
}

/** What is kept of a journey; when it is over, nothing personal. */
function recordOf(snapshot: Snapshot, revision: number, at: number): JourneyRecord {
  const { context } = snapshot;
  const over = snapshot.status === 'done';
  return {
    id: context.id,
    kind: context.kind,
    ...(context.officerId && { officerId: context.officerId }),
    station: stepOf(snapshot),
    snapshot: over ? JSON.stringify({ outcome: context.outcome }) : JSON.stringify({ value: snapshot.value, context }),
    revision,
    startedAt: context.startedAt,
    updatedAt: at,
    ...(over && { endedAt: at }),
  };
}

function documentWrites(before: JourneyContext, after: JourneyContext, at: number): Write[] {
  if (before.documents === after.documents || after.id !== before.id) return [];
  const gone = before.documents.filter(({ id }) => !after.documents.some((document) => document.id === id));
  const come = after.documents.filter(({ id }) => !before.documents.some((document) => document.id === id));
  return [
    ...gone.map(({ id }): Write => ({ write: 'document.remove', id })),
    ...come.map(({ id, paperId, mime, bytes, sha256 }): Write => ({
      write: 'document.add',
      document: { id, journeyId: after.id, paperId, mime, pages: 1, bytes, sha256, createdAt: at },
    })),
  ];
}

function auditLine(context: JourneyContext, from: Step, to: Step, event: JourneyEvent): AuditLine {
  const proved = event.type === 'chipRead' ? { overall: event.verdict.overall, ...event.verdict.checks } : {};
  const answer: AuditLine['details'] = event.type === 'answerSaving' ? { save: event.save } : {};
  return { actor: context.officerId ?? 'citizen', action: 'journey.moved', subject: context.id, details: { from, to, event: event.type, ...proved, ...answer } };
}

/** A paper that was not scanned but taken from what its owner lets be kept. */
function savedLine({ id, officerId }: JourneyContext, paper: string): AuditLine {
  return { actor: officerId ?? 'citizen', action: 'savedPaper.used', subject: id, details: { paper } };
}

/** A page that is kept for all its flaws, and who answers for it. */
function keptLine({ id, documents }: JourneyContext, { documentId, by, reason }: Extract<JourneyEvent, { type: 'keepPage' }>): AuditLine {
  const page = documents.find((candidate) => candidate.id === documentId);
  return { actor: by, action: 'page.kept', subject: id, details: { page: documentId, paper: page?.paperId ?? '', flaws: page?.flaws?.join(' ') ?? '', reason } };
}

function discard(result: Result<unknown, StoreFailure>): Result<void, StoreFailure> {
  return result.ok ? ok() : result;
}
