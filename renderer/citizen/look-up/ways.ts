// The ways out of the look-up: to the first screen, and to the question how to look up.

import { ask, bridge } from '../../client/bridge.ts';

export function close(): void {
  void ask(() => bridge().lookUp.close());
}

export function askAgain(): void {
  void ask(() => bridge().lookUp.open());
}
