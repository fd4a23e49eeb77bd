// A world to simulate in: one virtual time, one seed, one database, and lives of the program one after another. A life ends
// like a power cut: its timers never fire again, its answers never come, and the next one has the database and nothing else.
//
//     const world = createWorld({ seed: 7, startAt });
//     const life = world.begin();
//     const running = await startRunning({ store: life.store, vault: life.vault, clock: life.clock, … });
//     life.cutAtWrite(12, 'after');
//     await world.until(() => !life.alive(), 60_000);
//     const next = world.begin();

import { fail } from '../../../main/domain/result.ts';
import type { Failure, Result } from '../../../main/domain/result.ts';
import type { Clock, Random } from '../../../main/services/ports.ts';
import type { Store, StoreFailure, Vault } from '../../../main/services/store.ts';
import { guarded } from '../../../main/storage/engine.ts';
import type { Engine } from '../../../main/storage/engine.ts';
import { storeFailureOf } from '../../../main/storage/failures.ts';
import { createKept } from './kept.ts';
import { seeded } from './seeded.ts';
import type { Seeded } from './seeded.ts';
import { virtualTime } from './virtual-time.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Life = {
  /** This machine's clock; it may be wrong, see `clockIsWrongBy`. */
  readonly clock: Clock;
  readonly store: Store;
  readonly vault: Vault;
  readonly random: Random;
  /** In [0, 1). */
  readonly chance: () => number;
  alive(): boolean;
  /** The power goes. */
  end(): void;
  /** The power goes with the n-th change of what is kept (a transaction, a sealed file, its removal) from now, before it or when it is on disk and nobody knows yet. */
  cutAtWrite(nth: number, when: 'before' | 'after'): void;
  /** The disk is full for the next `writes` transactions. */
  diskFull(writes: number): void;
  /** From now on, ms; positive is fast. */
  clockIsWrongBy(ms: number): void;
  /** The promise's value, for as long as this life lasts; afterwards nothing comes. */
  bound<T>(promise: Promise<T>): Promise<T>;
};

export type World = Pick<VirtualTime, 'run' | 'until' | 'settle'> & {
  readonly seed: number;
  readonly chance: Seeded;
  /** True time, which the far ends live by. */
  readonly time: VirtualTime;
  /** The program starts. The life before must have ended. */
  begin(): Life;
  /** The open database, to look into. */
  engine(): Engine;
  /** Where the database and the sealed files lie. */
  readonly dir: string;
  close(): void;
};

export function createWorld({ seed, startAt }: { readonly seed: number; readonly startAt: number }): World {
  const time = virtualTime(startAt);
  const chance = seeded(seed);
  const kept = createKept();
  let present: Life | null = null;
  let engine: Engine | null = null;

  function begin(): Life {
    if (present?.alive()) throw new Error('the life before has not ended');
    engine?.close();
    engine = kept.open(time.now());
    present = createLife(time, engine, chance.fork(`life ${time.now()}`));
    return present;
  }

  return {
    seed,
    chance,
    time,
    begin,
    engine() {
      if (!engine) throw new Error('nothing has begun');
      return engine;
    },
    dir: kept.dir,
    run: time.run,
    until: time.until,
    settle: time.settle,
    close() {
      present?.end();
      engine?.close();
      kept.close();
    },
  };
}

function createLife(time: VirtualTime, engine: Engine, chance: Seeded): Life {
  let alive = true;
  let offset = 0;
  let full = 0;
  let cut: { left: number; readonly when: 'before' | 'after' } | null = null;
  const cancels = new Set<() => void>();
  const never = <T>(): Promise<T> => new Promise(() => {});

  function end(): void {
    alive = false;
    for (const cancel of cancels) cancel();
    cancels.clear();
  }

  async function answer<T>(work: () => T | Promise<T>): Promise<T> {
    if (!alive) return never();
    const value = await work();
    return alive ? value : never();
  }

  type Change = () => Result<never, StoreFailure> | ReturnType<typeof guarded>;
  function write(work: Change): ReturnType<Change> {
    if (full === 0) return change(work);
    full -= 1;
    return fail('full', 'the simulated disk');
  }

  function change(work: Change): ReturnType<Change> {
    const due = cut !== null && --cut.left === 0 ? cut : null;
    if (due) cut = null;
    if (due?.when === 'before') {
      end();
      return fail('closed');
    }
    const reply = work();
    if (due) end();
    return reply;
  }

  const store: Store = {
    write: (writes) => answer(() => write(() => guarded(() => engine.write(writes, clock.now())))) as ReturnType<Store['write']>,
    read: (query, ...args) => answer(() => guarded(() => engine.read(query, args[0] as never))),
  };
  const clock: Clock = {
    now: () => time.now() + offset,
    after(ms, callback) {
      if (!alive) return () => {};
      const cancel = time.after(ms, () => {
        cancels.delete(cancel);
        callback();
      });
      cancels.add(cancel);
      return () => {
        cancels.delete(cancel);
        cancel();
      };
    },
  };

  return {
    clock,
    store,
    vault: {
      put: (journeyId, documentId, bytes) => answer(() => write(() => guarded(() => engine.vault.put(journeyId, documentId, bytes)))) as ReturnType<Vault['put']>,
      get: (journeyId, documentId) => answer(() => attempt(() => engine.vault.get(journeyId, documentId))),
      remove: (journeyId, documentId) => answer(() => change(() => guarded(() => engine.vault.remove(journeyId, documentId)))) as ReturnType<Vault['remove']>,
      destroy: (journeyId) => answer(() => guarded(() => engine.vault.destroy(journeyId))),
    },
    random: (bytes) => chance.bytes(bytes),
    chance: () => chance.next(),
    alive: () => alive,
    end,
    cutAtWrite: (nth, when) => void (cut = { left: nth, when }),
    diskFull: (writes) => void (full = writes),
    clockIsWrongBy: (ms) => void (offset = ms),
    bound: (promise) => answer(() => promise),
  };
}

function attempt<T, E extends Failure>(work: () => Result<T, E>): Result<T, E | StoreFailure> {
  try {
    return work();
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure === null) throw error;
    return { ok: false, error: failure };
  }
}
