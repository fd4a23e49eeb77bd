// One backup a day: soon after the start if the last is older than a day, then every day; a failed one is tried again
// in an hour.

import type { Result } from '../domain/result.ts';
import type { Clock } from '../services/ports.ts';

const DAY_MS = 24 * 3_600_000;
const RETRY_MS = 3_600_000;
/** The start is for the citizen. */
const AFTER_START_MS = 60_000;

/** Returns its stop. */
export function keepBackingUp(parts: {
  readonly backup: () => Promise<Result<unknown, unknown>>;
  readonly lastBackupAt: number | null;
  readonly clock: Clock;
}): () => void {
  const { backup, lastBackupAt, clock } = parts;
  const sinceLast = lastBackupAt === null ? DAY_MS : clock.now() - lastBackupAt;
  // A clock that was set back must not put the backup off.
  const untilDue = sinceLast < 0 ? 0 : DAY_MS - sinceLast;
  let stopped = false;
  let stopTimer = clock.after(Math.max(AFTER_START_MS, untilDue), run);
  return () => {
    stopped = true;
    stopTimer();
  };

  function run(): void {
    const again = (wait: number): void => {
      if (!stopped) stopTimer = clock.after(wait, run);
    };
    backup().then(
      (made) => again(made.ok ? DAY_MS : RETRY_MS),
      () => again(RETRY_MS),
    );
  }
}
