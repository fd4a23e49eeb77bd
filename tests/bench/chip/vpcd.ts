// A card in a slot of the virtual PC/SC reader: a TCP client of vpcd, the driver of the vsmartcard project. Messages are a
// big-endian u16 length and that many bytes; one byte is power off, power on, reset or "send the ATR", more are a command.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { concat, integerBytes } from './bytes.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { Exchange, FaultyCard } from './faults.ts';
import { pacedMilliseconds } from './profiles.ts';
import type { Pacing } from './profiles.ts';

/** vpcd's port for its first slot; the second is the next port. */
export const firstPort = 35_963;

const controls = { off: 0, on: 1, reset: 2, atr: 4 } as const;
/** How long to wait before looking for a smart-card service that is not there (yet, or any more). */
const reconnectMs = 100;

const longestLatenessMs = 20;

export type SlotState = 'empty' | 'waiting-for-service' | 'inserted' | 'lifted';

export interface Slot {
  readonly state: SlotState;
  /** Lays the card down; it stays across restarts of the smart-card service until it is removed. */
  insert(card: FaultyCard, pacing: Pacing | undefined): void;
  /** Takes the card away; resolves when the connection is closed. */
  remove(): Promise<void>;
  /** Puts other faults around the same chip. */
  exchange(card: FaultyCard): void;
}

export interface SlotOptions {
  readonly reader: number;
  readonly log: ExchangeLog;
  readonly host?: string;
  readonly port?: number;
}

export function createSlot(options: SlotOptions): Slot {
  const { reader, log } = options;
  const host = options.host ?? '127.0.0.1';
  const port = options.port ?? firstPort + reader;
  let state: SlotState = 'empty';
  let laid: { card: FaultyCard; pacing: Pacing | undefined } | undefined;
  let socket: Socket | undefined;
  let retry: NodeJS.Timeout | undefined;
  // What the last paced reply came too late is taken off the next wait: a busy machine must not make the card slower.
  let latenessMs = 0;

  function open(): void {
    if (!laid) return;
    state = 'waiting-for-service';
    const opened = connect({ host, port, noDelay: true });
    socket = opened;
    let buffered: Uint8Array = new Uint8Array(0);
    let queue = Promise.resolve();
    opened.on('connect', () => {
      state = 'inserted';
      log.event(reader, 'connected');
    });
    opened.on('data', (chunk: Buffer) => {
      buffered = concat(buffered, chunk);
      for (;;) {
        const length = ((buffered[0] ?? 0) << 8) | (buffered[1] ?? 0);
        if (buffered.length < 2 || buffered.length < 2 + length) return;
        const message = buffered.slice(2, 2 + length);
        buffered = buffered.slice(2 + length);
        const arrivedMs = performance.now();
        queue = queue.then(() => answer(opened, message, arrivedMs));
      }
    });
    opened.on('error', () => {});
    opened.on('close', () => {
      if (socket !== opened) return;
      socket = undefined;
      if (state === 'inserted') log.event(reader, 'disconnected');
      if (laid && state !== 'lifted') {
        state = 'waiting-for-service';
        retry = setTimeout(open, reconnectMs);
      }
    });
  }

  async function answer(over: Socket, message: Uint8Array, arrivedMs: number): Promise<void> {
    if (!laid || over !== socket) return;
    const { card, pacing } = laid;
    if (message.length === 1) {
      control(over, card, message[0] ?? 0);
      return;
    }
    const startMs = performance.now();
    const exchange = exchanged(card, message);
    const chipMs = performance.now() - startMs;
    if (exchange.kind === 'lift') {
      log.event(reader, 'lifted');
      lift(exchange.backAfterMs);
      return;
    }
    const pacedMs = pacing ? pacedMilliseconds(pacing, message.length, exchange.reply.length) : 0;
    const dueMs = arrivedMs + Math.max(0, pacedMs - latenessMs) + exchange.delayMs;
    await until(dueMs);
    latenessMs = pacing ? Math.min(performance.now() - dueMs, longestLatenessMs) : 0;
    if (over !== socket || over.destroyed) return;
    over.write(concat(integerBytes(exchange.reply.length, 2), exchange.reply));
    log.apdu({ reader, command: message, reply: exchange.reply, arrivedMs, departedMs: performance.now(), chipMs, pacedMs });
  }

  function control(over: Socket, card: FaultyCard, byte: number): void {
    if (byte === controls.atr) {
      over.write(concat(integerBytes(card.atr.length, 2), card.atr));
      return;
    }
    if (byte !== controls.off && byte !== controls.on && byte !== controls.reset) return;
    card.reset();
    log.event(reader, byte === controls.off ? 'power-off' : byte === controls.on ? 'power-on' : 'reset');
  }

  function lift(backAfterMs: number | undefined): void {
    state = 'lifted';
    disconnect();
    if (backAfterMs !== undefined) retry = setTimeout(open, backAfterMs);
  }

  function disconnect(): Socket | undefined {
    clearTimeout(retry);
    const closing = socket;
    socket = undefined;
    closing?.destroy();
    return closing;
  }

  return {
    get state() {
      return state;
    },
    insert(card, pacing) {
      disconnect();
      laid = { card, pacing };
      log.event(reader, 'inserted');
      open();
    },
    async remove() {
      const had = laid !== undefined;
      laid = undefined;
      state = 'empty';
      const closing = disconnect();
      if (closing && !closing.closed) await new Promise((resolve) => closing.once('close', resolve));
      if (had) log.event(reader, 'removed');
    },
    exchange(card) {
      if (laid) laid = { ...laid, card };
    },
  };
}

// A defect of the chip must not end the process: it is reported, and the reader sees a technical problem.
function exchanged(card: FaultyCard, command: Uint8Array): Exchange {
  try {
    return card.exchange(command);
  } catch (error) {
    console.error('the bench chip failed at', Buffer.from(command).toString('hex'), error);
    return { kind: 'reply', reply: Uint8Array.of(0x6f, 0x00), delayMs: 0 };
  }
}

// Timers are a millisecond coarse: the last part is waited for in turns of the event loop.
async function until(timeMs: number): Promise<void> {
  const left = timeMs - performance.now();
  if (left > 2) await new Promise((resolve) => setTimeout(resolve, Math.floor(left) - 1));
  while (performance.now() < timeMs) await new Promise((resolve) => setImmediate(resolve));
}
