// Carries out what the outbox holds: streams side by side, a stream's rows one after another, each until it is done or
// set aside. A row and what came of it are written together, so a kill at any moment repeats an effect at most, and
// every effect is idempotent by its key. Kinds that go to one far end share a lane, which spares it when it is away and
// does not storm it when it is back.

import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { NewEvent } from '../journey/journeys.ts';
import type { Clock } from '../ports.ts';
import { BULK_PRIORITY } from '../store.ts';
import type { OutboxPick, OutboxRow, Store, StoreFailure, Write } from '../store.ts';
import { waitBefore } from './backoff.ts';
import type { Backoff } from './backoff.ts';

/** What came of one try. `event` goes to the journey named by the row's subject; `writes` are kept with it. */
export type Outcome = {
  readonly writes?: readonly Write[];
  readonly event?: NewEvent;
  /** Whether the far end of the row's lane understood and answered, or not. */
  readonly far?: 'answered' | 'silent';
  /** Kept instead when a row that alone fails, while others get through, is set aside. */
  readonly ifSetAside?: readonly Write[];
} & (
  | { readonly row: 'done' }
  | { readonly row: 'retry'; readonly afterMs: number; readonly reason: string; readonly detail?: string }
  | { readonly row: 'setAside'; readonly reason: string; readonly detail?: string }
);

export type EffectHandler = (row: OutboxRow, signal: AbortSignal) => Promise<Outcome>;

/**
 * Kinds that go to one far end. While it is silent one row at a time knocks, ever more rarely, however many wait; only a
 * row that somebody waits for knocks at once. When it answers, rows follow with a pause between them.
 */
export type Lane = {
  readonly kinds: readonly string[];
  /** Rows under way at the same time; of those that nobody waits for, fewer. */
  readonly atOnce: number;
  readonly bulkAtOnce: number;
  /** Between two starts: from half of it to the whole. */
  readonly gapMs: number;
  readonly knock: Backoff;
  /** How long somebody is taken to wait for a new row. */
  readonly freshMs: number;
};

export type Dispatcher = {
  start(): void;
  /** Something may be due now. */
  wake(): void;
  /** Ends running work and resolves when it has ended. */
  close(): Promise<void>;
};

export type DispatcherOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly handlers: Readonly<Record<string, EffectHandler>>;
  readonly deliver: (journeyId: string, event: NewEvent | null, writes: readonly Write[]) => Promise<Result<void, StoreFailure>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly lanes?: readonly Lane[];
  /** In [0, 1), for jitter. */
  readonly chance?: () => number;
  /** How much waits has changed. */
  readonly onProgress?: () => void;
};

const BATCH = 16;
/** A handler that threw is a bug; it is logged and tried again slowly. */
const AFTER_BUG_MS = 30_000;
/** Streams that are carried out at the same time, of kinds without a lane. */
const MAX_RUNNING = 64;
/** A row that fails this often, while others of its lane get through in between, is not the far end's fault. */
const LONE_FAILURES = 6;
/** While something runs: whether another stream has something due. */
const LOOK_AGAIN_MS = 250;
/** When the store itself failed. */
const AFTER_STORE_FAILURE_MS = 2_000;

/** How a lane is doing. In memory only: a restart knocks at once. */
type LaneState = {
  readonly lane: Lane;
  running: number;
  bulk: number;
  failures: number;
  downUntil: number;
  nextStart: number;
  successes: number;
  /** Of rows that failed: how often alone, and the lane's successes then. */
  readonly lone: Map<number, { readonly times: number; readonly successes: number }>;
};

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, handlers, deliver, clock, log, onProgress, chance = () => 0.5 } = options;
  const lanes = (options.lanes ?? []).map(
    (lane): LaneState => ({ lane, running: 0, bulk: 0, failures: 0, downUntil: 0, nextStart: 0, successes: 0, lone: new Map() }),
  );
  const laneOf = (kind: string) => lanes.find(({ lane }) => lane.kinds.includes(kind));
  const withoutLane: OutboxPick = lanes.length === 0 ? {} : { except: lanes.flatMap(({ lane }) => lane.kinds) };
  const running = new Map<number, Promise<void>>();
  let runningWithoutLane = 0;
  const stopping = new AbortController();
  let started = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let cancelTimer = () => {};

  function wake() {
    if (!started || stopping.signal.aborted) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = look().finally(() => {
      looking = null;
      if (lookAgain) {
        lookAgain = false;
        wake();
      }
    });
  }

  async function look() {
    const waits = [await lookWithoutLane()];
    for (const state of lanes) waits.push(await lookInLane(state));
    const soonest = Math.min(...waits);
    cancelTimer();
    if (soonest !== Infinity && !stopping.signal.aborted) cancelTimer = clock.after(soonest, wake);
  }

  /** How long until there may be something to do again, ms. */
  async function lookWithoutLane(): Promise<number> {
    const due = await store.read('outbox.due', { ...withoutLane, now: clock.now(), limit: BATCH + runningWithoutLane });
    if (!due.ok) return AFTER_STORE_FAILURE_MS;
    for (const row of due.value) {
      if (running.has(row.id) || stopping.signal.aborted || runningWithoutLane >= MAX_RUNNING) continue;
      runningWithoutLane += 1;
      begin(row, () => void (runningWithoutLane -= 1));
    }
    const next = await store.read('outbox.next', withoutLane);
    if (!next.ok) return AFTER_STORE_FAILURE_MS;
    if (next.value === null) return Infinity;
    // A row may have become due between the two questions; one that runs is due too, so there is a pause between looks.
    const wait = next.value - clock.now();
    return wait > 0 ? wait : runningWithoutLane > 0 ? LOOK_AGAIN_MS : 1;
  }

  async function lookInLane(state: LaneState): Promise<number> {
    const { lane } = state;
    const now = clock.now();
    // A clock that was set back does not hold up a lane for longer than it would have waited.
    state.downUntil = Math.min(state.downUntil, now + lane.knock.ceilingMs);
    state.nextStart = Math.min(state.nextStart, now + lane.gapMs);
    const isDown = now < state.downUntil;
    const freshAfter = now - lane.freshMs;
    const pick: OutboxPick = { kinds: lane.kinds, ...(isDown && { onlyFreshAfter: freshAfter }) };
    const atOnce = state.failures > 0 ? 1 : lane.atOnce;
    if (state.running < atOnce && now >= state.nextStart) {
      const due = await store.read('outbox.due', { ...pick, now, limit: state.running + BATCH, freshAfter });
      if (!due.ok) return AFTER_STORE_FAILURE_MS;
      const row = due.value.find(
        ({ id, priority }) => !running.has(id) && (priority < BULK_PRIORITY || state.bulk < lane.bulkAtOnce),
      );
      if (row && !stopping.signal.aborted) {
        const bulk = row.priority >= BULK_PRIORITY ? 1 : 0;
        state.running += 1;
        state.bulk += bulk;
        state.nextStart = now + lane.gapMs * (0.5 + 0.5 * chance());
        begin(row, () => {
          state.running -= 1;
          state.bulk -= bulk;
        });
      }
    }
    // What ends wakes us; so a lane that is busy needs no timer.
    if (state.running >= atOnce) return Infinity;
    const next = await store.read('outbox.next', pick);
    if (!next.ok) return AFTER_STORE_FAILURE_MS;
    const then = Math.min(next.value ?? Infinity, isDown ? state.downUntil : Infinity);
    if (then === Infinity) return Infinity;
    const wait = Math.max(then, state.nextStart) - clock.now();
    return wait > 0 ? Math.ceil(wait) : state.running > 0 ? LOOK_AGAIN_MS : 1;
  }

  function begin(row: OutboxRow, ended: () => void) {
    const work = carryOut(row).finally(() => {
      running.delete(row.id);
      ended();
      onProgress?.();
      wake();
    });
    running.set(row.id, work);
  }

  /** What a row's end says of its lane; a row that alone fails is set aside. */
  function learn(row: OutboxRow, outcome: Outcome): Outcome {
    const state = laneOf(row.kind);
    if (!state || outcome.far === undefined) return outcome;
    if (outcome.far === 'answered') {
      state.failures = 0;
      state.downUntil = 0;
      state.successes += 1;
      state.lone.delete(row.id);
      return outcome;
    }
    const now = clock.now();
    if (now >= state.downUntil) {
      state.failures += 1;
      state.downUntil = now + waitBefore(state.failures, state.lane.knock, chance());
    }
    const before = state.lone.get(row.id);
    const times = (before?.times ?? 0) + (before && state.successes > before.successes ? 1 : 0);
    state.lone.set(row.id, { times, successes: state.successes });
    if (outcome.row !== 'retry' || times < LONE_FAILURES) return outcome;
    state.lone.delete(row.id);
    return { row: 'setAside', reason: outcome.reason, ...(outcome.detail && { detail: outcome.detail }), ...(outcome.ifSetAside && { writes: outcome.ifSetAside }) };
  }

  async function carryOut(row: OutboxRow) {
    const startedAt = clock.now();
    const attempts = row.attempts + 1;
    const handler = handlers[row.kind];
    let outcome: Outcome;
    try {
      outcome = handler ? await handler(row, stopping.signal) : { row: 'setAside', reason: 'unknownKind' };
    } catch (error) {
      log('app.failed', { where: `outbox.${row.kind}`, detail: String((error as Error)?.stack ?? error) });
      outcome = { row: 'retry', afterMs: AFTER_BUG_MS, reason: 'threw' };
    }
    if (stopping.signal.aborted && outcome.row !== 'done') return;
    outcome = learn(row, outcome);

    const write: Write =
      outcome.row === 'done'
        ? { write: 'outbox.done', id: row.id }
        : outcome.row === 'retry'
          ? { write: 'outbox.retry', id: row.id, notBefore: clock.now() + outcome.afterMs, error: outcome.reason }
          : { write: 'outbox.setAside', id: row.id, error: outcome.reason };
    const kept = await deliver(row.subject, outcome.event ?? null, [...(outcome.writes ?? []), write]);
    if (!kept.ok) {
      // The row is still there and comes again; what it did is idempotent.
      await new Promise<void>((resolve) => void clock.after(AFTER_STORE_FAILURE_MS, resolve));
      return;
    }
    const common = { row: row.id, kind: row.kind, subject: row.subject, attempts };
    if (outcome.row === 'done') log('outbox.done', { ...common, took: clock.now() - startedAt });
    else if (outcome.row === 'retry') log('outbox.retry', { ...common, wait: outcome.afterMs, reason: outcome.reason, detail: outcome.detail });
    else log('outbox.setAside', { ...common, reason: outcome.reason, detail: outcome.detail });
  }

  return {
    start() {
      started = true;
      wake();
    },
    wake,
    async close() {
      stopping.abort();
      cancelTimer();
      await looking;
      await Promise.allSettled([...running.values()]);
    },
  };
}
