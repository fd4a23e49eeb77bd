// Time that passes only when nothing else is left to do: a day takes as long as its work. Timers of one moment run in the
// order in which they were set; what a timer starts is carried to its end before the next one.

import type { Clock } from '../../../main/services/ports.ts';

export type VirtualTime = Clock & {
  /** Lets this much time pass. */
  run(ms: number): Promise<void>;
  /** Lets time pass until the condition holds, `ms` at most; says whether it came to hold. */
  until(condition: () => boolean, ms: number): Promise<boolean>;
  /** All that can happen without time passing. */
  settle(): Promise<void>;
};

type Timer = { readonly at: number; readonly order: number; readonly callback: () => void };

export function virtualTime(startAt: number): VirtualTime {
  let now = startAt;
  let order = 0;
  const timers = new Set<Timer>();

  const first = (): Timer | undefined => {
    let earliest: Timer | undefined;
    for (const timer of timers) {
      if (!earliest || timer.at < earliest.at || (timer.at === earliest.at && timer.order < earliest.order)) earliest = timer;
    }
    return earliest;
  };

  // A turn of the event loop ends only after every promise that could go on has gone on.
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  async function until(condition: () => boolean, ms: number): Promise<boolean> {
    const end = now + ms;
    await settle();
    while (!condition()) {
      const timer = first();
      if (!timer || timer.at > end) {
        now = end;
        return condition();
      }
      timers.delete(timer);
      now = Math.max(now, timer.at);
      timer.callback();
      await settle();
    }
    return true;
  }

  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + Math.max(0, ms), order: ++order, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    run: async (ms) => void (await until(() => false, ms)),
    until,
    settle,
  };
}
