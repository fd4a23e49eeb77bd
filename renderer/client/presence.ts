// Someone who reads, scrolls or types is there, though nothing is asked of main: main is told now and then, so that the
// inactivity clock does not throw out a reader.

import { useEffect } from 'react';
import { lastSentAt, send } from './views.ts';

/** A touch mostly leads to an intent by itself; only one that did not by then is told of. */
const SETTLE_MS = 4_000;
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const;

/** `tell` must not change from one drawing to the next. */
export function usePresence(active: boolean, tell: () => void = tellJourney): void {
  useEffect(() => {
    if (!active) return;
    let timer = 0;
    const seen = (): void => {
      if (timer !== 0) return;
      timer = window.setTimeout(() => {
        timer = 0;
        if (Date.now() - lastSentAt() > SETTLE_MS) tell();
      }, SETTLE_MS);
    };
    for (const sign of SIGNS) document.addEventListener(sign, seen, { capture: true, passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const sign of SIGNS) document.removeEventListener(sign, seen, { capture: true });
    };
  }, [active, tell]);
}

function tellJourney(): void {
  void send({ type: 'stillHere' });
}
