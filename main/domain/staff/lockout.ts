// When a PIN may be tried again: one pure rule for officers and technicians. Five wrong PINs lock for a minute; each
// further wrong one doubles the wait, up to an hour. A right PIN clears the count.

const TRIES_BEFORE_LOCK = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 60 * 60_000;

export type Lockout = { readonly failures: number; readonly lockedUntil: number };

export const NOT_LOCKED: Lockout = { failures: 0, lockedUntil: 0 };

export function isLocked(lockout: Lockout, now: number): boolean {
  // A clock set back must not lock for longer than the longest lock.
  return now < lockout.lockedUntil && lockout.lockedUntil - now <= LONGEST_LOCK_MS;
}

export function afterWrongPin({ failures }: Lockout, now: number): Lockout {
  const count = failures + 1;
  if (count < TRIES_BEFORE_LOCK) return { failures: count, lockedUntil: 0 };
  const wait = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(20, count - TRIES_BEFORE_LOCK));
  return { failures: count, lockedUntil: now + wait };
}

/** Tries before the next lock; 0 when the next wrong one locks at once again. */
export function triesLeft({ failures }: Lockout): number {
  return Math.max(0, TRIES_BEFORE_LOCK - failures);
}
