// What goes wrong between card and reader: chosen replies fail, are garbled, late or never come, the card is lifted, or the
// chip talks nonsense for ever. Pure: waiting and lifting are told to the caller.
import { concat } from './bytes.ts';
import type { Chip } from './chip.ts';
import type { Random } from './random.ts';

/** `at` counts the commands since the card was laid down, from 1. Each fault happens once; `always` from `at` on. */
export type Fault =
  /** The reply is this status word, in the clear, and the chip never sees the command. */
  | { readonly kind: 'status-word'; readonly at: number; readonly statusWord: string; readonly always?: boolean }
  /** The card leaves the field instead of answering; it comes back after `backAfterMs`, else stays away. */
  | { readonly kind: 'lift'; readonly at: number; readonly backAfterMs?: number }
  /** Random bytes for a reply, of this length (default 40). */
  | { readonly kind: 'garbage'; readonly at: number; readonly length?: number; readonly always?: boolean }
  /** One bit of the reply's secure-messaging checksum. */
  | { readonly kind: 'wrong-checksum'; readonly at: number; readonly always?: boolean }
  /** The reply without its last byte; an empty one, for which vpcd waits until the card is taken away. */
  | { readonly kind: 'cut-reply'; readonly at: number; readonly always?: boolean }
  | { readonly kind: 'empty-reply'; readonly at: number; readonly always?: boolean }
  /** The right reply this much later. */
  | { readonly kind: 'mute'; readonly at: number; readonly forMs: number; readonly always?: boolean };

export const faultKinds = ['status-word', 'lift', 'garbage', 'wrong-checksum', 'cut-reply', 'empty-reply', 'mute'] as const;

/** Longer than the 33 bytes that an ATR may have: pcscd then calls the card mute, as it does with a dead chip. */
const unusableAnswerToReset = new Uint8Array(40).fill(0xff);

/** A chip that has gone mad: the same nonsense to every command, or (`no-atr`) no answer to reset that counts. */
export const madnesses = [
  'no-atr',
  'random-bytes', 'always-9000', 'always-61', 'always-6c', 'one-byte', 'empty', 'longest-reply', 'echo',
] as const;
export type Madness = (typeof madnesses)[number];

export type Exchange =
  | { readonly kind: 'reply'; readonly reply: Uint8Array; readonly delayMs: number }
  | { readonly kind: 'lift'; readonly backAfterMs: number | undefined };

export interface FaultyCard {
  readonly atr: Uint8Array;
  /** Commands answered or not since the card was laid down. */
  readonly commands: number;
  reset(): void;
  exchange(command: Uint8Array): Exchange;
}

export function withFaults(chip: Chip, faults: readonly Fault[], madness: Madness | undefined, random: Random): FaultyCard {
  const left = new Set(faults);
  let commands = 0;
  function due(): Fault | undefined {
    for (const fault of left) {
      const always = 'always' in fault && fault.always === true;
      if (commands === fault.at || (always && commands > fault.at)) {
        if (!always) left.delete(fault);
        return fault;
      }
    }
    return undefined;
  }
  function ask(command: Uint8Array): Uint8Array {
    const reply = chip.process(command);
    return reply === 'mute' ? new Uint8Array(0) : reply;
  }
  function exchange(command: Uint8Array): Exchange {
    commands += 1;
    const answer = (reply: Uint8Array, delayMs = 0): Exchange => ({ kind: 'reply', reply, delayMs });
    const fault = due();
    if (madness && !fault) return answer(madReply(madness, command, random));
    switch (fault?.kind) {
      case undefined: return answer(ask(command));
      case 'status-word': return answer(new Uint8Array(Buffer.from(fault.statusWord, 'hex')));
      case 'lift': return { kind: 'lift', backAfterMs: fault.backAfterMs };
      case 'garbage': return answer(random.bytes(fault.length ?? 40));
      case 'wrong-checksum': return answer(wrongChecksum(ask(command)));
      case 'cut-reply': return answer(ask(command).slice(0, -1));
      case 'empty-reply': return answer(new Uint8Array(0));
      case 'mute': return answer(ask(command), fault.forMs);
    }
  }
  return {
    atr: madness === 'no-atr' ? unusableAnswerToReset : chip.atr,
    get commands() {
      return commands;
    },
    reset: () => chip.reset(),
    exchange,
  };
}

// The checksum's last byte stands before the status word.
function wrongChecksum(reply: Uint8Array): Uint8Array {
  const changed = reply.slice();
  const at = changed.length - 3;
  if (at >= 0) changed[at] = (changed[at] ?? 0) ^ 0x01;
  return changed;
}

function madReply(madness: Madness, command: Uint8Array, random: Random): Uint8Array {
  switch (madness) {
    case 'random-bytes': return random.bytes(2 + ((random.bytes(1)[0] ?? 0) % 254));
    case 'always-9000': return Uint8Array.of(0x90, 0x00);
    case 'always-61': return Uint8Array.of(0x00, 0x61, 0x10);
    case 'always-6c': return Uint8Array.of(0x6c, 0x10);
    case 'one-byte': return Uint8Array.of(0x90);
    case 'empty': case 'no-atr': return new Uint8Array(0);
    case 'longest-reply': return concat(new Uint8Array(256).fill(0x30), Uint8Array.of(0x90, 0x00));
    case 'echo': return concat(command, Uint8Array.of(0x90, 0x00));
  }
}
