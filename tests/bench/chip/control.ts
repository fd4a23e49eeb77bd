// The bench chip's control interface: cards are chosen, laid down and taken away over HTTP with JSON, the exchange is read.
import { RawReply } from '../control.ts';
import type { Routes } from '../control.ts';
import { BadControlRequest } from '../faults.ts';
import { toHex } from './bytes.ts';
import { fileNames } from './card-order.ts';
import { makeCard } from './card.ts';
import type { Card, CardChoice } from './card.ts';
import { createExchangeLog } from './exchange-log.ts';
import { faultKinds, madnesses, withFaults } from './faults.ts';
import type { Fault, FaultyCard, Madness } from './faults.ts';
import { forgeries } from './forgeries.ts';
import { hostileKinds } from './hostile-files.ts';
import { machineReadableZone } from './machine-readable-zone.ts';
import { cardAccessNumber, personas, quickResponseText } from './personas.ts';
import { profile, profiles } from './profiles.ts';
import type { Pacing } from './profiles.ts';
import { trustSuiteNames } from './public-key-infrastructure.ts';
import type { Authority, PublicKeyInfrastructure } from './public-key-infrastructure.ts';
import { seededRandom } from './random.ts';
import { createSlot } from './vpcd.ts';
import type { Slot } from './vpcd.ts';

export interface InsertRequest extends CardChoice {
  /** Slot 0 or 1; default 0. */
  readonly reader?: number;
  /** The card that was there last, with its counter of wrong CANs; the card's own choices are then ignored. */
  readonly same?: boolean;
  readonly faults?: readonly Fault[];
  readonly madness?: Madness;
  /** Overrides the profile's; null for none. */
  readonly pacing?: Pacing | null;
}

/** pcscd looks for cards every 400 ms: one taken away for less would not be missed. */
const absenceMs = 900;

export interface ControlOptions {
  readonly infrastructure: PublicKeyInfrastructure;
  readonly host?: string;
  readonly firstPort?: number;
}

export interface Control {
  readonly routes: Routes;
  insert(request: InsertRequest): Promise<object>;
  close(): Promise<void>;
}

export function createControl(options: ControlOptions): Control {
  const log = createExchangeLog(() => performance.now());
  const slots: Slot[] = [0, 1].map((reader) => createSlot({
    reader, log,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.firstPort === undefined ? {} : { port: options.firstPort + reader }),
  }));
  const cards: (Card | undefined)[] = [];

  function slotOf(reader: number | undefined): [Slot, number] {
    const slot = slots[reader ?? 0];
    if (!slot) throw new BadControlRequest('reader is 0 or 1');
    return [slot, reader ?? 0];
  }

  async function insert(request: InsertRequest): Promise<object> {
    const [slot, reader] = slotOf(request.reader);
    const card = request.same ? cards[reader] : made(request);
    if (!card) throw new BadControlRequest('no card was there');
    if (slot.state !== 'empty') {
      await slot.remove();
      await new Promise((resolve) => setTimeout(resolve, absenceMs));
    }
    cards[reader] = card;
    const pacing = request.pacing === undefined ? card.profile.pacing : request.pacing ?? undefined;
    slot.insert(faulty(card, request), pacing);
    return { reader, ...about(card) };
  }

  function made(request: InsertRequest): Card {
    if (request.forgery !== undefined) oneOf('forgery', forgeries, request.forgery);
    if (request.hostile !== undefined) {
      oneOf('hostile.kind', hostileKinds, request.hostile.kind);
      if (request.hostile.file !== undefined) oneOf('hostile.file', fileNames, request.hostile.file);
    }
    if (request.profile !== undefined) oneOf('profile', profiles.map(({ name }) => name), request.profile);
    if (request.persona !== undefined) oneOf('persona', personas.map(({ id }) => id), request.persona);
    return makeCard(request, options.infrastructure);
  }

  function faulty(card: Card, request: InsertRequest): FaultyCard {
    if (request.madness !== undefined) oneOf('madness', madnesses, request.madness);
    for (const fault of request.faults ?? []) {
      oneOf('fault.kind', faultKinds, fault.kind);
      if (!Number.isInteger(fault.at) || fault.at < 1) throw new BadControlRequest('fault.at counts commands from 1');
    }
    return withFaults(card.chip, request.faults ?? [], request.madness, seededRandom(`faults ${card.seed}`));
  }

  function changeFaults(request: InsertRequest): object {
    const [slot, reader] = slotOf(request.reader);
    const card = cards[reader];
    if (!card) throw new BadControlRequest('no card is there');
    slot.exchange(faulty(card, request));
    return { reader };
  }

  function countrySigners(query: URLSearchParams): RawReply {
    const authority = (query.get('authority') ?? 'main') as Authority;
    oneOf('authority', ['main', 'other'], authority);
    const name = query.get('profile');
    if (name !== null) oneOf('profile', profiles.map((known) => known.name), name);
    const names = name === null ? trustSuiteNames : [profile(name).trustSuite];
    const certificates = names.map((suite) => options.infrastructure.countrySigner(suite, authority));
    if (query.get('format') !== 'der') {
      return new RawReply('application/x-pem-file', certificates.map((certificate) => certificate.pem).join(''));
    }
    if (name === null) throw new BadControlRequest('DER is one certificate: name a profile');
    return new RawReply('application/pkix-cert', certificates[0]?.der ?? new Uint8Array(0));
  }

  const state = (): object => ({
    name: 'chip',
    readers: slots.map((slot, index) => ({
      reader: index, state: slot.state, card: cards[index] && about(cards[index]),
    })),
    totals: log.totals(),
  });
  const readerOf = (query: URLSearchParams): number | undefined => {
    const text = query.get('reader');
    return text === null ? undefined : Number(text);
  };
  async function remove(reader: number | undefined): Promise<object> {
    const [slot, index] = slotOf(reader);
    await slot.remove();
    return { reader: index };
  }

  const routes: Routes = {
    'GET /state': state,
    'GET /profiles': () => profiles.map(({ name, about, trustSuite }) => ({ name, about, trustSuite })),
    'GET /personas': () => personas.map((holder) => ({
      ...holder, can: cardAccessNumber(holder), mrz: machineReadableZone(holder).lines, qr: quickResponseText(holder),
    })),
    'GET /choices': () => ({ forgeries, hostileKinds, fileNames, faultKinds, madnesses }),
    'GET /csca': ({ query }) => countrySigners(query),
    'GET /log': ({ query }) => ({
      totals: log.totals(readerOf(query)), entries: log.entries(Number(query.get('since') ?? 0), readerOf(query)),
    }),
    'DELETE /log': () => {
      log.clear();
      return {};
    },
    'POST /insert': ({ body }) => insert(body),
    'POST /profile': ({ body }) => insert(body),
    'POST /remove': ({ body }) => remove((body as InsertRequest).reader),
    'POST /faults': ({ body }) => changeFaults(body),
    'POST /reset': async () => {
      await Promise.all(slots.map((slot) => slot.remove()));
      log.clear();
      return state();
    },
  };

  return {
    routes,
    insert,
    async close() {
      await Promise.all(slots.map((slot) => slot.remove()));
    },
  };
}

function about(card: Card): object {
  return {
    profile: card.profile.name, persona: card.persona.id, seed: card.seed, atr: toHex(card.chip.atr), can: card.can,
    number: card.persona.number, mrz: card.zone.lines, mrzInformation: card.zone.information, qr: card.qr,
    trustSuite: card.profile.trustSuite,
  };
}

function oneOf(what: string, choices: readonly string[], value: string): void {
  if (!choices.includes(value)) throw new BadControlRequest(`${what} is one of ${choices.join(', ')}`);
}
