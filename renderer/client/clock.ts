// Seconds left until a moment, redrawn each second and no more often.

import { useEffect, useState } from 'react';

const LOOK_EVERY_MS = 250;

const secondsUntil = (endsAt: number): number => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));

/** Whole seconds until `endsAt` (ms since 1970), never below 0. */
export function useSecondsLeft(endsAt: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(endsAt));
  useEffect(() => {
    setSeconds(secondsUntil(endsAt));
    const timer = window.setInterval(() => setSeconds(secondsUntil(endsAt)), LOOK_EVERY_MS);
    return () => window.clearInterval(timer);
  }, [endsAt]);
  return seconds;
}
