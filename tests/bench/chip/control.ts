// The bench chip's control interface: cards are chosen, laid down and taken away over HTTP with JSON, and the exchange is read.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { toHex } from './bytes.ts';
import { fileNames } from './card-order.ts';
import { createChip } from './chip.ts';
import type { Chip } from './chip.ts';
import { createExchangeLog } from './exchange-log.ts';
import { madnesses, withFaults } from './faults.ts';
import type { Fault, Madness } from './faults.ts';
import { forgeries } from './forgeries.ts';
import type { Forgery } from './forgeries.ts';
import { hostileKinds } from './hostile-files.ts';
import type { HostileFile } from './hostile-files.ts';
import { machineReadableZone } from './machine-readable-zone.ts';
import { personalise } from './personalisation.ts';
import { cardAccessNumber, persona, personas, quickResponseText } from './personas.ts';
import { profile, profiles } from './profiles.ts';
import type { Pacing } from './profiles.ts';
import { trustSuiteNames } from './public-key-infrastructure.ts';
import type { Authority, PublicKeyInfrastructure } from './public-key-infrastructure.ts';
import { seededRandom } from './random.ts';
import { createSlot } from './vpcd.ts';
import type { Slot } from './vpcd.ts';

export interface InsertRequest {
  /** Slot 0 or 1; default 0. */
  readonly reader?: number;
  /** Default card-2021. */
  readonly profile?: string;
  /** Default nguyen-van-an. */
  readonly persona?: string;
  /** The card that was there last, with its counter of wrong CANs; all of the card's own choices are then ignored. */
  readonly same?: boolean;
  readonly seed?: string | number;
  readonly can?: string;
  readonly forgery?: Forgery;
  readonly hostile?: HostileFile;
  readonly faults?: readonly Fault[];
  readonly madness?: Madness;
  /** Overrides the profile's; null for none. */
  readonly pacing?: Pacing | null;
}

/** The longest request body, in bytes. */
const bodyLimit = 256 * 1024;
/** pcscd looks for cards every 400 ms: one taken away for less would not be missed. */
const absenceMs = 900;

interface LaidCard {
  readonly chip: Chip;
  readonly seed: string | number;
  readonly pacing: Pacing | undefined;
  readonly about: object;
}

export interface ControlOptions {
  readonly infrastructure: PublicKeyInfrastructure;
  readonly host?: string;
  readonly firstPort?: number;
}

export interface Control {
  /** An HTTP server that does not listen yet; several may share one control. */
  createServer(): Server;
  insert(request: InsertRequest): Promise<object>;
  close(): Promise<void>;
}

export class BadRequest extends Error {}

export function createControl(options: ControlOptions): Control {
  const log = createExchangeLog(() => performance.now());
  const slots: Slot[] = [0, 1].map((reader) => createSlot({
    reader, log,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.firstPort === undefined ? {} : { port: options.firstPort + reader }),
  }));
  const cards: (LaidCard | undefined)[] = [];

  function slotOf(reader: number | undefined): [Slot, number] {
    const slot = slots[reader ?? 0];
    if (!slot) throw new BadRequest('reader is 0 or 1');
    return [slot, reader ?? 0];
  }

  async function insert(request: InsertRequest): Promise<object> {
    const [slot, reader] = slotOf(request.reader);
    const card = request.same ? cards[reader] : makeCard(request);
    if (!card) throw new BadRequest('no card was there');
    if (slot.state !== 'empty') {
      await slot.remove();
      await new Promise((resolve) => setTimeout(resolve, absenceMs));
    }
    cards[reader] = card;
    const pacing = request.pacing === undefined ? card.pacing : request.pacing ?? undefined;
    slot.insert(faulty(card, request), pacing);
    return { reader, ...card.about };
  }

  function makeCard(request: InsertRequest): LaidCard {
    const chosen = named(() => profile(request.profile ?? 'card-2021'));
    const holder = named(() => persona(request.persona ?? 'nguyen-van-an'));
    if (request.forgery !== undefined) oneOf('forgery', forgeries, request.forgery);
    if (request.hostile !== undefined) {
      oneOf('hostile.kind', hostileKinds, request.hostile.kind);
      if (request.hostile.file !== undefined) oneOf('hostile.file', fileNames, request.hostile.file);
    }
    const seed = request.seed ?? 1;
    const image = personalise({
      profile: chosen, persona: holder, infrastructure: options.infrastructure,
      ...(request.forgery && { forgery: request.forgery }), ...(request.hostile && { hostile: request.hostile }),
      ...(request.can !== undefined && { can: request.can }),
    });
    const zone = machineReadableZone(holder, chosen.singleFiller);
    return {
      chip: createChip(image, seededRandom(seed)), seed, pacing: chosen.pacing,
      about: {
        profile: chosen.name, persona: holder.id, seed, atr: toHex(image.atr), can: image.can, number: holder.number,
        mrz: zone.lines, mrzInformation: zone.information, qr: quickResponseText(holder), trustSuite: chosen.trustSuite,
      },
    };
  }

  function faulty(card: LaidCard, request: InsertRequest) {
    if (request.madness !== undefined) oneOf('madness', madnesses, request.madness);
    return withFaults(card.chip, request.faults ?? [], request.madness, seededRandom(`faults ${card.seed}`));
  }

  function changeFaults(request: InsertRequest): object {
    const [slot, reader] = slotOf(request.reader);
    const card = cards[reader];
    if (!card) throw new BadRequest('no card is there');
    slot.exchange(faulty(card, request));
    return { reader };
  }

  function countrySigners(query: URLSearchParams): Answer {
    const authority = (query.get('authority') ?? 'main') as Authority;
    oneOf('authority', ['main', 'other'], authority);
    const name = query.get('profile');
    const names = name === null ? trustSuiteNames : [named(() => profile(name)).trustSuite];
    const certificates = names.map((suite) => options.infrastructure.countrySigner(suite, authority));
    if (query.get('format') === 'der') {
      if (name === null) throw new BadRequest('DER is one certificate: name a profile');
      return { type: 'application/pkix-cert', body: certificates[0]?.der ?? new Uint8Array(0) };
    }
    return { type: 'application/x-pem-file', body: certificates.map((certificate) => certificate.pem).join('') };
  }

  async function route(method: string, url: URL, body: unknown): Promise<Answer> {
    const request = (body ?? {}) as InsertRequest;
    const query = url.searchParams;
    const reader = query.get('reader') === null ? undefined : Number(query.get('reader'));
    switch (`${method} ${url.pathname}`) {
      case 'GET /health': return json({ ok: true });
      case 'GET /state': return json({ readers: slots.map((slot, index) => ({ reader: index, state: slot.state, card: cards[index]?.about })) });
      case 'GET /profiles': return json(profiles.map(({ name, about, trustSuite }) => ({ name, about, trustSuite })));
      case 'GET /personas': return json(personas.map((holder) => ({
        ...holder, can: cardAccessNumber(holder), mrz: machineReadableZone(holder).lines, qr: quickResponseText(holder),
      })));
      case 'GET /choices': return json({ forgeries, hostileKinds, fileNames, madnesses });
      case 'GET /csca': return countrySigners(query);
      case 'GET /log': return json({ totals: log.totals(reader), entries: log.entries(Number(query.get('since') ?? 0), reader) });
      case 'DELETE /log': log.clear(); return json({ ok: true });
      case 'POST /insert': case 'POST /profile': return json(await insert(request));
      case 'POST /remove': {
        const [slot, index] = slotOf(request.reader);
        await slot.remove();
        return json({ reader: index });
      }
      case 'POST /faults': return json(changeFaults(request));
      default: throw new BadRequest(`nothing at ${method} ${url.pathname}`);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer;
    let status = 200;
    try {
      answer = await route(request.method ?? 'GET', new URL(request.url ?? '/', 'http://bench'), await bodyOf(request));
    } catch (error) {
      status = error instanceof BadRequest ? 400 : 500;
      answer = json({ error: error instanceof Error ? error.message : String(error) });
    }
    response.writeHead(status, { 'content-type': answer.type, 'cache-control': 'no-store' }).end(answer.body);
  }

  return {
    createServer: () => createServer((request, response) => void serve(request, response)),
    insert,
    async close() {
      await Promise.all(slots.map((slot) => slot.remove()));
    },
  };
}

interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const json = (value: unknown): Answer => ({ type: 'application/json', body: JSON.stringify(value) });

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) throw new BadRequest('the body is too long');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('the body is no JSON');
  }
}

function named<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}

function oneOf(what: string, choices: readonly string[], value: string): void {
  if (!choices.includes(value)) throw new BadRequest(`${what} is one of ${choices.join(', ')}`);
}
