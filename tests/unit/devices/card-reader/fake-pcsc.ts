// pcsc-mini's interface with nothing behind it: readers, cards and faults as a test wants them.

import { EventEmitter } from 'node:events';
import type { PcscModule } from '../../../../main/devices/card-reader/transport-pcsc.ts';

const FLAGS = { UNKNOWN: 4, UNAVAILABLE: 8, EMPTY: 16, PRESENT: 32, EXCLUSIVE: 128, IN_USE: 256, MUTE: 512 };

export class PcscError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

class Status {
  readonly raw: number;
  constructor(raw: number) {
    this.raw = raw;
  }
  has(...flags: number[]): boolean {
    return flags.every((flag) => (this.raw & flag) !== 0);
  }
  hasAny(...flags: number[]): boolean {
    return flags.some((flag) => (this.raw & flag) !== 0);
  }
}

export type FakeCard = {
  readonly atr: Uint8Array;
  /** A string is an error's code; undefined never settles. */
  transmit(command: Uint8Array): Promise<Uint8Array> | string | undefined;
  /** Called at a reset. */
  reset?(): void;
};

export class FakeReader extends EventEmitter {
  readonly #name: string;
  card: FakeCard | undefined;
  /** What connect does instead of connecting. */
  connectFault: (() => Promise<never>) | undefined;
  connected = 0;
  resets = 0;
  constructor(name: string) {
    super();
    this.#name = name;
  }
  name(): string {
    return this.#name;
  }
  insert(card: FakeCard): void {
    this.card = card;
    this.change(FLAGS.PRESENT);
  }
  remove(): void {
    this.card = undefined;
    this.change(FLAGS.EMPTY);
  }
  mute(): void {
    this.change(FLAGS.PRESENT | FLAGS.MUTE);
  }
  takenByAnother(): void {
    this.change(FLAGS.PRESENT | FLAGS.EXCLUSIVE | FLAGS.IN_USE);
  }
  change(flags: number): void {
    this.emit('change', new Status(flags), new Uint8Array(33));
  }
  async connect(): Promise<object> {
    if (this.connectFault !== undefined) return this.connectFault();
    const { card } = this;
    if (card === undefined) throw new PcscError('NoSmartCard');
    this.connected += 1;
    this.change(FLAGS.PRESENT | FLAGS.EXCLUSIVE | FLAGS.IN_USE);
    const there = (): FakeCard => {
      if (this.card !== card) throw new PcscError('RemovedCard');
      return card;
    };
    return {
      state: async () => ({ atr: there().atr }),
      transmit: async (command: Uint8Array) => {
        const answer = there().transmit(command);
        if (answer === undefined) return new Promise(() => {});
        if (typeof answer === 'string') throw new PcscError(answer);
        return answer;
      },
      reconnect: async () => {
        there().reset?.();
        this.resets += 1;
      },
      disconnect: async () => {
        this.connected -= 1;
        if (this.card !== card) return;
        card.reset?.();
        this.change(FLAGS.PRESENT);
      },
    };
  }
}

export class FakePcsc {
  readonly clients: FakeClient[] = [];
  readonly readers = new Map<string, FakeReader>();
  /** Thrown by the next calls of start(). */
  startFault: string | undefined;
  load = async (): Promise<PcscModule> => {
    const { clients, readers } = this;
    const fault = (): string | undefined => this.startFault;
    class Client extends FakeClient {
      constructor() {
        super(readers, fault);
        clients.push(this);
      }
    }
    return { Client, CardMode: { EXCLUSIVE: 1 }, CardDisposition: { RESET: 1 }, ReaderStatus: FLAGS } as unknown as PcscModule;
  };
  get client(): FakeClient {
    const client = this.clients.at(-1);
    if (client === undefined) throw new Error('no client');
    return client;
  }
  plug(name: string): FakeReader {
    const reader = new FakeReader(name);
    this.readers.set(name, reader);
    if (this.clients.length > 0 && this.client.running) this.client.announce(reader);
    return reader;
  }
  unplug(name: string): void {
    this.readers.get(name)?.emit('disconnect');
    this.readers.get(name)?.removeAllListeners();
    this.readers.delete(name);
  }
  /** The service dies: the client is told, and is of no more use. */
  die(): void {
    this.startFault = 'NoService';
    this.client.running = false;
    this.client.emit('error', new PcscError('CommError'));
  }
}

class FakeClient extends EventEmitter {
  running = false;
  readonly #readers: Map<string, FakeReader>;
  readonly #fault: () => string | undefined;
  constructor(readers: Map<string, FakeReader>, fault: () => string | undefined) {
    super();
    this.#readers = readers;
    this.#fault = fault;
  }
  start(): this {
    const fault = this.#fault();
    if (fault !== undefined) throw new PcscError(fault);
    this.running = true;
    queueMicrotask(() => {
      for (const reader of this.#readers.values()) this.announce(reader);
    });
    return this;
  }
  announce(reader: FakeReader): void {
    this.emit('reader', reader);
    reader.change(reader.card === undefined ? FLAGS.EMPTY : FLAGS.PRESENT);
  }
  stop(): void {
    if (!this.running) throw new PcscError('NotStarted');
    this.running = false;
  }
}
