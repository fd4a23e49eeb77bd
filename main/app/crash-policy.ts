// When a window that died is made again: soon at first, then later, and no more when it dies in a loop. Pure.

export type CrashPolicy = {
  readonly crashes: readonly number[];
};

const WINDOW_MS = 120_000;
const MOST_CRASHES = 5;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
/** After a loop the program rests and then tries once more: nobody may be there to restart it. */
export const LOOP_REST_MS = 300_000;

export const NO_CRASHES: CrashPolicy = { crashes: [] };

export function crashed({ crashes }: CrashPolicy, now: number): { readonly policy: CrashPolicy; readonly attempt: number; readonly waitMs: number | 'loop' } {
  const recent = [...crashes.filter((at) => now - at < WINDOW_MS), now];
  const attempt = recent.length;
  if (attempt > MOST_CRASHES) return { policy: NO_CRASHES, attempt, waitMs: 'loop' };
  return { policy: { crashes: recent }, attempt, waitMs: Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)) };
}
