// The smart-card service (PC/SC part 5; pcsc-lite, winscard) through pcsc-mini: the only file that knows the package.
// What is awkward there is dealt with here: the answer to reset in change events is wrong, so it is asked for; the
// default receive buffer is too short for extended length; starting and stopping throw; after an error the client is
// dead and a new one is needed; a card that is being talked to cannot be disconnected; and any call may hang, so each
// has a limit, after which the whole link is given up.

import type * as Pcsc from 'pcsc-mini';
import type { Card, Client, Err, Reader } from 'pcsc-mini';
import { orAborted, deadline } from '../../base/clock.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import type { Link } from '../supervisor.ts';
import { DELAYS } from './delays.ts';
import { cardFailure } from './failure.ts';
import type { CardFailure, CardReason } from './failure.ts';
import type { CardPresence, ReaderEvent } from './status.ts';
import type { Transceiver, TransceiverFailureCode } from './transceiver.ts';

/** As much of pcsc-mini as is used, so that tests can put something else in its place. */
export type PcscModule = Pick<typeof Pcsc, 'Client' | 'CardMode' | 'CardDisposition' | 'ReaderStatus'>;

export type CardConnection = Transceiver & {
  readonly atr: Uint8Array;
  /** Resets the chip: everything agreed with it is forgotten. */
  reset(): Promise<Result<void, CardFailure>>;
  /** Lets the card go; safe to call again and after it was lifted. */
  disconnect(): Promise<void>;
};

export type PcscLink = Link & {
  /** What is there now, then every change. */
  readonly onReader: (listener: (event: ReaderEvent) => void) => void;
  readonly connect: (reader: string, signal: AbortSignal) => Promise<Result<CardConnection, CardFailure>>;
};

/** Extended length with its status word; pcsc-mini takes the buffer as it is. */
const RECEIVE_BUFFER_BYTES = 65_536 + 2;

/**
 * Clients whose service died. When the garbage collector takes one, the package's finalizer fails, and that ends the
 * process as an uncaught error; so they are kept. Services die rarely.
 */
const deadClients = new Set<Client>();

/** Loads the package on first use: where the smart-card library is not installed, only the card reader is missing. */
export async function loadPcsc(): Promise<PcscModule> {
  return import('pcsc-mini');
}

export async function openPcsc(clock: Clock, load: () => Promise<PcscModule> = loadPcsc): Promise<Result<PcscLink, DeviceFailure>> {
  let pcsc: PcscModule;
  let client: Client;
  try {
    pcsc = await load();
    client = new pcsc.Client();
  } catch (error) {
    return { ok: false, error: { code: 'deviceNotReady', reason: 'notInstalled', detail: nameOf(error) } };
  }
  const link = createLink(pcsc, client, clock);
  try {
    link.start();
  } catch (error) {
    await link.close();
    return { ok: false, error: { code: 'deviceNotReady', reason: 'serviceDown', detail: nameOf(error) } };
  }
  return ok(link);
}

function createLink(pcsc: PcscModule, client: Client, clock: Clock): PcscLink & { readonly start: () => void } {
  const readers = new Map<string, { readonly reader: Reader; presence: CardPresence }>();
  const connections = new Map<string, { readonly lose: (reason: TransceiverFailureCode) => void }>();
  let listener: (event: ReaderEvent) => void = () => {};
  let lost: string | undefined;
  let onLost: ((detail: string) => void) | undefined;
  let started = false;
  let closed = false;

  function lose(detail: string): void {
    if (lost !== undefined || closed) return;
    lost = detail;
    for (const connection of connections.values()) connection.lose('serviceDown');
    onLost?.(detail);
  }

  client.on('error', (error) => lose(nameOf(error)));
  client.on('reader', (reader) => {
    const name = reader.name();
    const known = { reader, presence: 'absent' as CardPresence };
    readers.set(name, known);
    listener({ event: 'reader', name, presence: known.presence });
    reader.on('change', (status) => {
      const presence = presenceOf(pcsc, status, connections.has(name));
      if (presence === 'absent') connections.get(name)?.lose('mediaRemoved');
      if (presence === known.presence || closed) return;
      known.presence = presence;
      listener({ event: 'reader', name, presence });
    });
    reader.on('disconnect', () => {
      connections.get(name)?.lose('readerRemoved');
      readers.delete(name);
      if (!closed) listener({ event: 'readerGone', name });
    });
  });

  /** Runs a native call under a limit; a call that hangs takes the link with it. */
  async function bounded<T>(ms: number, call: () => Promise<T>, signal?: AbortSignal): Promise<T | 'aborted' | 'hung'> {
    const wait = deadline(clock, ms, signal);
    try {
      const result = await orAborted(call(), wait.signal);
      if (result !== 'aborted' || !wait.timedOut()) return result;
      lose('a call hangs');
      return 'hung';
    } finally {
      wait.done();
    }
  }

  async function connect(name: string, signal: AbortSignal): Promise<Result<CardConnection, CardFailure>> {
    const known = readers.get(name);
    if (known === undefined) return { ok: false, error: cardFailure('readerRemoved') };
    const connecting = known.reader.connect(pcsc.CardMode.EXCLUSIVE);
    let card: Card | 'aborted' | 'hung';
    try {
      card = await bounded(DELAYS.connectMs, () => connecting, signal);
    } catch (error) {
      return { ok: false, error: cardFailure(connectReason(error), { detail: nameOf(error) }) };
    }
    if (card === 'aborted' || card === 'hung') {
      // What comes after all is let go, so that the card is not held by nobody.
      connecting.then((late) => late.disconnect(pcsc.CardDisposition.RESET), () => {}).catch(() => {});
      return { ok: false, error: cardFailure(card === 'hung' ? 'transportError' : 'canceled', { detail: 'connect' }) };
    }
    const connected = card;
    try {
      const state = await bounded(DELAYS.connectMs, () => connected.state(), signal);
      if (state === 'aborted' || state === 'hung') throw new Error(state);
      return ok(createConnection(name, connected, Uint8Array.from(state.atr)));
    } catch (error) {
      await letGo(connected);
      return { ok: false, error: cardFailure(signal.aborted ? 'canceled' : connectReason(error), { detail: nameOf(error) }) };
    }
  }

  /** Waits for what is still under way, however long that takes, since the card stays held until then. */
  async function letGo(card: Card, underWay: Promise<unknown> = Promise.resolve()): Promise<void> {
    const released = underWay.then(() => card.disconnect(pcsc.CardDisposition.RESET)).catch(() => {
      // The card or the reader is gone: nothing is held.
    });
    await bounded(DELAYS.disconnectMs, () => released);
  }

  function createConnection(name: string, card: Card, atr: Uint8Array): CardConnection {
    const buffer = new ArrayBuffer(RECEIVE_BUFFER_BYTES);
    let ended: TransceiverFailureCode | undefined;
    let released = false;
    let underWay: Promise<unknown> = Promise.resolve();
    connections.set(name, { lose: (reason) => { ended ??= reason; } });
    return {
      atr,
      async transmit(command, signal) {
        if (ended !== undefined) return fail(ended);
        if (released) return fail('transportError', 'disconnected');
        if (signal?.aborted === true) return fail('canceled');
        let response: Uint8Array | 'aborted' | 'hung';
        try {
          const transmitting = card.transmit(command, buffer);
          underWay = transmitting.catch(() => {});
          response = await bounded(DELAYS.transmitMs, () => transmitting, signal);
        } catch (error) {
          return fail(ended ?? transmitReason(error), nameOf(error));
        }
        if (response === 'hung') return fail('timeOut', 'the chip does not answer');
        // The command is still on its way, and so is the buffer: nothing more can be sent.
        if (response === 'aborted') {
          ended ??= 'canceled';
          return fail('canceled');
        }
        // What a card says that is being lifted.
        if (response.length === 0) return fail(ended ?? 'transportError', 'empty response');
        return ok(response.slice());
      },
      async reset() {
        try {
          const done = await bounded(DELAYS.connectMs, () => card.reconnect(pcsc.CardMode.EXCLUSIVE, pcsc.CardDisposition.RESET));
          if (done === 'hung' || done === 'aborted') return { ok: false, error: cardFailure('transportError', { detail: 'reset' }) };
          return ok();
        } catch (error) {
          return { ok: false, error: cardFailure(ended ?? connectReason(error), { detail: nameOf(error) }) };
        }
      },
      async disconnect() {
        if (released) return;
        released = true;
        connections.delete(name);
        await letGo(card, underWay);
      },
    };
  }

  return {
    /** Throws what the package throws. */
    start() {
      client.start();
      started = true;
    },
    onReader(next) {
      listener = next;
      for (const [name, { presence }] of readers) next({ event: 'reader', name, presence });
    },
    connect,
    onLost(next) {
      onLost = next;
      if (lost !== undefined) next(lost);
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const connection of connections.values()) connection.lose('serviceDown');
      if (lost !== undefined) deadClients.add(client);
      try {
        client.stop();
      } catch {
        // It was dead already, or never came alive.
        if (started) deadClients.add(client);
      }
      for (const { reader } of readers.values()) reader.removeAllListeners();
      readers.clear();
      client.removeAllListeners('reader');
      // An error may still be on its way from the library's thread, and one that nobody listens to would be thrown.
      client.removeAllListeners('error').on('error', () => {});
    },
  };
}

function presenceOf(pcsc: PcscModule, status: { has(...flags: number[]): boolean }, ours: boolean): CardPresence {
  const { ReaderStatus } = pcsc;
  if (!status.has(ReaderStatus.PRESENT)) return 'absent';
  if (status.has(ReaderStatus.MUTE)) return 'mute';
  return !ours && status.has(ReaderStatus.EXCLUSIVE) ? 'inUse' : 'present';
}

function codeOf(error: unknown): string {
  return error instanceof Error && typeof (error as Err).code === 'string' ? (error as Err).code : '';
}

function connectReason(error: unknown): CardReason {
  switch (codeOf(error)) {
    case 'NoSmartCard':
    case 'RemovedCard':
      return 'mediaRemoved';
    case 'SharingViolation':
      return 'inUse';
    case 'UnresponsiveCard':
    case 'UnpoweredCard':
    case 'UnsupportedCard':
    case 'CardUnsupported':
    case 'InvalidAtr':
    case 'ProtoMismatch':
      return 'atrNotObtained';
    case 'ReaderUnavailable':
    case 'UnknownReader':
    case 'NoReadersAvailable':
      return 'readerRemoved';
    case 'NoService':
    case 'ServiceStopped':
    case 'CommError':
    case 'InvalidHandle':
      return 'serviceDown';
    default:
      return 'transportError';
  }
}

function transmitReason(error: unknown): TransceiverFailureCode {
  switch (connectReason(error)) {
    case 'mediaRemoved':
    case 'atrNotObtained':
      return 'mediaRemoved';
    case 'readerRemoved':
      return 'readerRemoved';
    case 'serviceDown':
      return 'serviceDown';
    default:
      return 'transportError';
  }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'thrown';
  return [codeOf(error), error.message].filter((part) => part !== '').join(': ').slice(0, 200);
}
