// Shared by the drivers' tests: a clock that runs faster than the wall, a log that is kept, waiting for a state.

import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../main/base/clock.ts';
import type { Log } from '../../../main/logging/catalogue.ts';
import type { Clock } from '../../../main/services/ports.ts';

/**
 * The machine's clock with waits from `fromMs` to `toMs` passing `factor` times as fast; sockets stay real. A time-out that is
 * cut short ends what goes well on a loaded machine: a test cuts only those that it waits for.
 */
export function fastClock(factor: number, fromMs = 0, toMs = Infinity): Clock {
  return {
    now: systemClock.now,
    after: (ms, callback) => systemClock.after(ms >= fromMs && ms <= toMs ? ms / factor : ms, callback),
  };
}

export const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

export type KeptLog = Log & {
  readonly lines: readonly { readonly event: string; readonly fields: Record<string, unknown> }[];
};

export function keptLog(): KeptLog {
  const lines: { event: string; fields: Record<string, unknown> }[] = [];
  const log: Log = (event, fields) => void lines.push({ event, fields: { ...fields } });
  return Object.assign(log, { lines });
}

/** Waits until the condition holds; fails loudly if it does not in time. */
export async function until(condition: () => boolean, what: string, timeoutMs = 12_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

export const never = (): AbortSignal => new AbortController().signal;
