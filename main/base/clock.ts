// The machine's own clock, and waits that end: every wait in the program has a time-out and can be cancelled.

import type { Clock } from '../services/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  /** Calls back after what had arrived by then: who was held up must not take the own pause for another's silence. */
  after(ms, callback) {
    let turn: NodeJS.Immediate | undefined;
    const timer = setTimeout(() => {
      turn = setImmediate(callback);
    }, ms);
    return () => {
      clearTimeout(timer);
      clearImmediate(turn);
    };
  },
};

export type Deadline = {
  /** Aborts when the time is over or the parent aborts. */
  readonly signal: AbortSignal;
  readonly timedOut: () => boolean;
  /** Ends the wait; must be called, else the timer and the parent keep it. */
  readonly done: () => void;
};

export function deadline(clock: Clock, ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  let late = false;
  const stopTimer = clock.after(ms, () => {
    late = !controller.signal.aborted;
    controller.abort();
  });
  const onAbort = (): void => controller.abort();
  if (parent?.aborted) controller.abort();
  else parent?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    timedOut: () => late,
    done() {
      stopTimer();
      parent?.removeEventListener('abort', onAbort);
    },
  };
}

/** Resolves after `ms`, or at once when the signal aborts; tells which by its value. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<'elapsed' | 'aborted'> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve('aborted');
    const stopTimer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve('elapsed');
    });
    const onAbort = (): void => {
      stopTimer();
      resolve('aborted');
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The promise's value, or `aborted` as soon as the signal aborts. A later rejection is swallowed. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> {
  let onAbort: () => void = () => {};
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => resolve('aborted');
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
