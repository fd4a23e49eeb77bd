// Looks at a connected device again and again while nothing else is asked of it, so that its state is true before somebody
// needs it.

import type { Clock } from '../services/ports.ts';
import type { Lock } from './device.ts';

export type IdlePoll = {
  /** When the device is connected; anew, if it was under way. */
  readonly start: () => void;
  readonly stop: () => void;
};

/** `look` has its turn among the commands, `everyMs` after the last look has ended, as long as the device stays connected. */
export function createIdlePoll(options: {
  readonly everyMs: number;
  readonly look: () => Promise<void>;
  readonly isConnected: () => boolean;
  readonly lock: Lock;
  readonly clock: Clock;
  /** Of the driver's closing. */
  readonly signal: AbortSignal;
}): IdlePoll {
  const { everyMs, look, isConnected, lock, clock, signal } = options;
  let stop = (): void => {};
  function start(): void {
    stop();
    if (signal.aborted) return;
    stop = clock.after(everyMs, () => {
      void lock.run(signal, look).then(() => isConnected() && start());
    });
  }
  return { start, stop: () => stop() };
}
