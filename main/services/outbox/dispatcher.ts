// Carries out what the outbox holds: streams side by side, a stream's rows one after another, each until it is done or
// set aside. A row and what came of it are written together, so a kill at any moment repeats an effect at most, and
// every effect is idempotent by its key.

import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { NewEvent } from '../journey/journeys.ts';
import type { Clock } from '../ports.ts';
import type { OutboxRow, Store, StoreFailure, Write } from '../store.ts';

/** What came of one try. `event` goes to the journey named by the row's subject; `writes` are kept with it. */
export type Outcome = {
  readonly writes?: readonly Write[];
  readonly event?: NewEvent;
} & (
  | { readonly row: 'done' }
  | { readonly row: 'retry'; readonly afterMs: number; readonly reason: string; readonly detail?: string }
  | { readonly row: 'setAside'; readonly reason: string; readonly detail?: string }
);

export type EffectHandler = (row: OutboxRow, signal: AbortSignal) => Promise<Outcome>;

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
  /** How much waits has changed. */
  readonly onProgress?: () => void;
};

const BATCH = 16;
/** A handler that threw is a bug; it is logged and tried again slowly. */
const AFTER_BUG_MS = 30_000;
/** While something runs: whether another stream has something due. */
const LOOK_AGAIN_MS = 250;
/** When the store itself failed. */
const AFTER_STORE_FAILURE_MS = 2_000;

export function createDispatcher({ store, handlers, deliver, clock, log, onProgress }: DispatcherOptions): Dispatcher {
  const running = new Map<number, Promise<void>>();
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

  function wakeAfter(ms: number) {
    cancelTimer();
    cancelTimer = clock.after(ms, wake);
  }

  async function look() {
    const due = await store.read('outbox.due', { now: clock.now(), limit: BATCH + running.size });
    if (!due.ok) return wakeAfter(AFTER_STORE_FAILURE_MS);
    for (const row of due.value) {
      if (running.has(row.id) || stopping.signal.aborted) continue;
      const work = carryOut(row).finally(() => {
        running.delete(row.id);
        onProgress?.();
        wake();
      });
      running.set(row.id, work);
    }
    const next = await store.read('outbox.next');
    if (!next.ok) return wakeAfter(AFTER_STORE_FAILURE_MS);
    if (next.value === null) return;
    // A row may have become due between the two questions; one that runs is due too, so there is a pause between looks.
    const wait = next.value - clock.now();
    wakeAfter(wait > 0 ? wait : running.size > 0 ? LOOK_AGAIN_MS : 1);
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
