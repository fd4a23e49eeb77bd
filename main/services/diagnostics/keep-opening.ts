// A database that cannot be opened just now (another program holds it, the disk is full or read-only) is tried again by
// itself, ever more rarely. What does not pass by itself, such as damage or a wrong key, is left to people.

import type { Result } from '../../domain/result.ts';
import { waitBefore } from '../outbox/backoff.ts';
import type { Clock } from '../ports.ts';
import type { StoreFailure } from '../store.ts';

const PASSING: readonly StoreFailure['code'][] = ['busy', 'full', 'readOnly'];
const AGAIN = { firstMs: 2_000, ceilingMs: 60_000 };

/**
 * Opens until it is open or the failure is one that lasts; `onFailure` hears of each that is tried again. Returns what ends it.
 * @param chance in [0, 1)
 */
export function keepOpening<T>(options: {
  readonly open: () => Promise<Result<T, StoreFailure>>;
  readonly onFailure: (failure: StoreFailure) => void;
  readonly onEnd: (outcome: Result<T, StoreFailure>) => void;
  readonly clock: Clock;
  readonly chance: () => number;
}): () => void {
  let stopped = false;
  let cancelTimer = () => {};
  async function attempt(tries: number): Promise<void> {
    const outcome = await options.open();
    if (stopped && !outcome.ok) return;
    if (outcome.ok || !PASSING.includes(outcome.error.code)) return options.onEnd(outcome);
    options.onFailure(outcome.error);
    cancelTimer = options.clock.after(waitBefore(tries, AGAIN, options.chance()), () => void attempt(tries + 1));
  }
  void attempt(1);
  return () => {
    stopped = true;
    cancelTimer();
  };
}
