// A view that main keeps up to date: asked for once, then pushed. A push that came while the first answer was under way wins.

import { useEffect } from 'react';
import type { Envelope } from '../../preload/contract/channels.ts';
import { ask } from './bridge.ts';
import { createStore, useStore } from './store.ts';

export type Live<T> = {
  readonly use: (watching?: boolean) => T | null;
  readonly get: () => T | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Forgets what was shown, at signing out. */
  readonly clear: () => void;
};

type Source<T> = {
  readonly current: () => Promise<Envelope<T>>;
  readonly onChanged: (listener: (value: T) => void) => () => void;
  /** Whether `next` may replace `shown`. */
  readonly isNewer?: (next: T, shown: T) => boolean;
};

/** Several components may watch it; main is asked once. */
export function createLive<T>(source: () => Source<T>): Live<T> {
  const store = createStore<T | null>(null);
  let watchers = 0;
  let stop: (() => void) | null = null;

  function offer(next: T, isNewer: Source<T>['isNewer']): void {
    const shown = store.get();
    if (shown === null || !isNewer || isNewer(next, shown)) store.set(next);
  }

  function start(): () => void {
    const { current, onChanged, isNewer } = source();
    let pushed = false;
    let retry: number | undefined;
    let stopped = false;
    const unsubscribe = onChanged((value) => {
      pushed = true;
      offer(value, isNewer);
    });
    const first = async (): Promise<void> => {
      const answer = await ask(current);
      if (stopped || pushed) return;
      if (answer.ok) offer(answer.value, isNewer);
      else retry = window.setTimeout(() => void first(), 2_000);
    };
    void first();
    return () => {
      stopped = true;
      window.clearTimeout(retry);
      unsubscribe();
    };
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    clear: () => store.set(null),
    use(watching = true) {
      useEffect(() => {
        if (!watching) return;
        if (watchers++ === 0) stop = start();
        return () => {
          if (--watchers === 0) {
            stop?.();
            stop = null;
          }
        };
      }, [watching]);
      return useStore(store);
    },
  };
}
