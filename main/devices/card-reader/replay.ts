// A captured exchange as a transceiver: what was recorded at one counter can be run again at a desk.

import { fail, ok } from '../../domain/result.ts';
import { equalBytes, fromHex, toHex } from './bytes.ts';
import type { Transceiver } from './transceiver.ts';

/** One command and its response, both in hexadecimal. */
export type Exchange = { readonly command: string; readonly response: string };

/** Answers each command with the recorded response, and refuses one that was not recorded next. */
export function replayTransceiver(exchanges: readonly Exchange[]): Transceiver & { remaining(): number } {
  let next = 0;
  return {
    remaining: () => exchanges.length - next,
    async transmit(command) {
      const exchange = exchanges[next];
      if (exchange === undefined) return fail('replayMismatch', `nothing recorded after ${next} commands`);
      if (!equalBytes(fromHex(exchange.command), command)) {
        return fail('replayMismatch', `command ${next + 1} begins ${toHex(command.subarray(0, 4))}`);
      }
      next += 1;
      return ok(fromHex(exchange.response));
    },
  };
}
