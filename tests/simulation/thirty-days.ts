// Thirty days of a counter in a simulated world: citizens who scan and pay, officers who take dossiers further, the real
// services, database and clients, the bench's gateway and portal in this process; networks that are away for hours and
// days, answers that are lost, late, cut off or no answers at all, power cuts and clocks that jump. One seed is one run;
// `runThirtyDays` says what is not as it must be at its end.

import { createHash } from 'node:crypto';
import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { createCatalogue } from '../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../main/domain/pages/page.ts';
import { DOSSIER_STATUSES } from '../../main/domain/dossier/dossier.ts';
import type { DossierStatus } from '../../main/domain/dossier/dossier.ts';
import { fail, ok, unwrap } from '../../main/domain/result.ts';
import { createPayosGateway } from '../../main/gateways/payos.ts';
import { portalMessages } from '../../main/portal/messages.ts';
import { createPortalClient } from '../../main/portal/portal-client.ts';
import { createCounter } from '../../main/services/diagnostics/counter.ts';
import { newOrderCode } from '../../main/services/payment/order-code.ts';
import type { DocumentScanner, Imaging } from '../../main/services/ports.ts';
import { PORTAL_KINDS } from '../../main/services/submission/portal-rows.ts';
import { startRunning } from '../../main/services/running.ts';
import type { Running } from '../../main/services/running.ts';
import { Faults } from '../bench/faults.ts';
import { Ledger } from '../bench/gateway/ledger.ts';
import { createGatewayService, GATEWAY_FAULTS } from '../bench/gateway/service.ts';
import { PortalDatabase } from '../bench/portal/database.ts';
import { createPortalService, PORTAL_FAULTS } from '../bench/portal/service.ts';
import { inProcessWire } from './kernel/wire.ts';
import { createWorld } from './kernel/world.ts';
import type { Life } from './kernel/world.ts';

const STARTS_AT = Date.UTC(2026, 10, 2, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 30;
const OFFICE_HOURS = 8;
const GATEWAY_KEYS = { clientId: 'c', apiKey: 'a', checksumKey: 'k' };
const SESSION = 'session';
/** Small, so that a run is quick; in two pieces where a piece is cut. */
const MOST_PAGE_BYTES = 2_000;
const STEPS: readonly DossierStatus[] = ['received', 'inProcess', 'processed', 'resultHandedOver'];
const ANSWERS = { requesterName: 'Nguyễn Văn An', requesterNumber: '068099001234', requesterBirthDate: '20/05/1999', requesterResidence: 'Liên Nghĩa', relationship: 'self', phone: '0912345678', eventType: 'birth', registeredName: 'Nguyễn Văn An', registeredBirthDate: '20/05/1999', registeredPlace: 'UBND xã Liên Nghĩa', copies: '2', vneidLevel2: 'no' };

const catalogue = createCatalogue(shippedProcedures());
const calendar = starterCalendar();
const unit = { code: 'H36.12', name: 'Xã Đức Trọng', parent: 'Tỉnh Lâm Đồng', address: '', phone: '', dossierCode: '{unit}-{YYMMDD}-{running:4}', machine: '' };

export type ThirtyDays = {
  readonly dossiers: number;
  readonly pages: number;
  readonly steps: number;
  readonly kills: number;
  readonly requests: number;
  /** Messages that reached the portal more than once. */
  readonly repeated: number;
  readonly busiestSecond: number;
  readonly wrong: readonly string[];
};

export async function runThirtyDays(seed: number): Promise<ThirtyDays> {
  const world = createWorld({ seed, startAt: STARTS_AT });
  const { chance, time } = world;
  const gatewayFaults = new Faults(GATEWAY_FAULTS);
  const ledger = new Ledger(null);
  const gateway = createGatewayService({ keys: GATEWAY_KEYS, ledger, faults: gatewayFaults, now: time.now, webRoot: () => 'http://gateway' });
  const gatewayWire = inProcessWire({ service: gateway, faults: gatewayFaults, time, chance: chance.fork('gateway') });
  const portalFaults = new Faults(PORTAL_FAULTS);
  const database = new PortalDatabase(':memory:');
  const portalWire = inProcessWire({ service: createPortalService({ session: SESSION, database, faults: portalFaults, now: time.now, catalogue: () => null }), faults: portalFaults, time, chance: chance.fork('portal'), latencyMs: [5, 400] });

  const wrong: string[] = [];
  /** What a citizen was told: the code, and the pages that went with it. */
  const acknowledged = new Map<string, { readonly code: string; readonly pages: readonly { readonly bytes: number; readonly sha256: string }[] }>();
  let life!: Life;
  let running!: Running;
  let kills = 0;
  let visits = 0;

  async function start(offsetMs = 0): Promise<void> {
    life = world.begin();
    life.clockIsWrongBy(offsetMs);
    const { clock, random, store, vault } = life;
    const here = life;
    running = unwrap(
      await startRunning({
        store, vault, clock, random,
        chance: life.chance,
        portal: createPortalClient({ url: 'http://portal/', session: SESSION, timeoutMs: 10_000, clock, send: portalWire.sendFor(life) }),
        portalMessages,
        gateway: createPayosGateway({ url: 'http://gateway', ...GATEWAY_KEYS, timeoutMs: 10_000, clock, send: gatewayWire.sendFor(life) }),
        codeScanner: null, cardReader: null, receiptPrinter: null, pagePrinter: null, formPaper: 'template',
        documentScanner: scannerOf(life),
        studio: { drawSlip: async () => fail('studioUnavailable'), printSlip: async () => fail('studioUnavailable'), preview: async (bytes) => ok(bytes) },
        imaging: { ...quickImaging, recognise: () => here.bound(Promise.resolve(ok([]))) },
        pageLimits: () => DEFAULT_QUALITY_LIMITS,
        catalogue,
        calendar: () => calendar,
        unit,
        times: { inactivityMs: 90_000, countdownMs: 30_000, portalWaitMs: 12_000, goodbyeMs: 8_000, pollMs: MINUTE, paymentExpiryMs: 300_000 },
        counter: createCounter({ unitName: unit.name, devices: [] }),
        log: (event, fields) => void (event === 'app.failed' && here.alive() && wrong.push(`something threw: ${JSON.stringify(fields).slice(0, 300)}`)),
      }),
    );
  }

  /** A few pages, with a jam now and then. */
  function scannerOf(of: Life): DocumentScanner {
    const draw = chance.fork(`scanner ${time.now()}`);
    const scan: DocumentScanner['scan'] = async (_signal, onPage) => {
      const pages = Array.from({ length: draw.whole(1, 3) }, () => ({ bytes: draw.bytes(draw.whole(20, MOST_PAGE_BYTES)), mime: 'image/jpeg' as const }));
      const jam = draw.happens(0.1);
      for (const page of jam ? pages.slice(0, -1) : pages) {
        await of.bound(new Promise<void>((resolve) => void time.after(1_500, resolve)));
        await onPage?.(page);
      }
      return jam ? { ok: false, error: { code: 'userError', reason: 'jammed', pages: [] } } : ok(pages);
    };
    return { id: 'documentScanner', address: '', state: () => ({ status: 'online', media: {}, since: 0 }), onStateChanged: () => () => {}, test: async () => ok({ summary: '' }), start: () => {}, close: async () => {}, scan };
  }

  async function restarted(): Promise<void> {
    if (life.alive()) return;
    kills += 1;
    await world.run(chance.whole(1_000, 10 * MINUTE));
    await start(chance.happens(0.1) ? chance.pick([-5, 3]) * HOUR : 0);
  }

  /** What goes wrong in the coming hour, or for days. */
  function disturb(): void {
    for (const faults of [portalFaults, gatewayFaults]) if (faults.find('outage') === undefined) faults.heal();
    if (chance.happens(0.02)) {
      // The portal is away for up to two days; now and then the line is, and the gateway with it.
      const hours = chance.whole(1, 48);
      portalFaults.set({ kind: 'outage' });
      time.after(hours * HOUR, () => portalFaults.heal('outage'));
      if (chance.happens(0.5)) {
        gatewayFaults.set({ kind: 'outage' });
        time.after(Math.min(hours, 2) * HOUR, () => gatewayFaults.heal('outage'));
      }
    }
    if (chance.happens(0.5)) {
      const kind = chance.pick(['reset', 'hang', 'error-500', 'wrong-json', 'lost-reply', 'slow', 'html', 'duplicate-reply', 'extra-fields', 'missing-fields', 'other-types', 'cut'] as const);
      portalFaults.set({ kind, ms: chance.whole(100, 20_000), atByte: chance.whole(0, MOST_PAGE_BYTES), ...(chance.happens(0.8) && { times: chance.whole(1, 8) }) });
    }
    if (chance.happens(0.2)) gatewayFaults.set({ kind: chance.pick(['reset', 'hang', 'error-500', 'lost-reply'] as const), times: chance.whole(1, 4) });
    if (chance.happens(0.1)) life.cutAtWrite(chance.whole(1, 30), chance.pick(['before', 'after'] as const));
    if (chance.happens(0.01)) life.clockIsWrongBy(chance.whole(-12, 12) * HOUR);
    if (chance.happens(0.02)) life.diskFull(chance.whole(1, 3));
  }

  async function visit(): Promise<void> {
    visits += 1;
    let id = '';
    let scans = 0;
    let tries = 0;
    const paid = new Set<number>();
    const end = time.now() + 30 * MINUTE;
    while (time.now() < end) {
      await restarted();
      const { journeys } = running;
      const { step, context } = journeys.foreground();
      const send = (event: Parameters<typeof journeys.send>[0]): void => void journeys.send(event);
      const next = (): void => send({ type: 'next', orderCode: newOrderCode(life.clock.now(), life.random) });
      if (step !== 'attract' && context.dossier && !acknowledged.has(context.id)) {
        acknowledged.set(context.id, { code: context.dossier.code, pages: context.documents.map(({ bytes, sha256 }) => ({ bytes, sha256 })) });
      }
      if (step === 'attract') {
        if (id !== '') return;
        id = `j${seed}-${visits}`;
        send({ type: 'begin', id, kind: 'assisted', language: 'vi', officerId: 'an' });
      } else if (step === 'notice') send({ type: 'accept' });
      else if (step === 'identify.waiting') send({ type: 'typeNumber', number: '068099001234', readCard: false });
      else if (step === 'identify.confirming') send({ type: 'confirmIdentity' });
      else if (step === 'procedure') send({ type: 'chooseProcedure', code: '2.000635' });
      else if (step === 'form') {
        for (const [field, value] of Object.entries(ANSWERS)) send({ type: 'answer', field, value });
        next();
      } else if (step === 'papers.open') {
        if (context.documents.length === 0 && (scans += 1) < 4) send({ type: 'scanPaper', paperId: 'oldCopy' });
        else next();
      } else if (step === 'pay.shown' || step === 'pay.underPaid') {
        const { orderCode } = context.payment!;
        if (!paid.has(orderCode)) {
          paid.add(orderCode);
          time.after(chance.whole(500, 20_000), () => void gateway.pay(ledger.find(orderCode, time.now()), {}));
        }
      } else if (step === 'pay.expired' || step === 'pay.unavailable') {
        send((tries += 1) < 3 ? { type: 'payAgain', orderCode: newOrderCode(life.clock.now(), life.random) } : { type: 'leave' });
      } else if (step === 'pay.unknown') send({ type: 'leave' });
      else if (step === 'review' || step === 'rating' || step === 'slip.waiting') next();
      else if (step === 'slip.printing') send({ type: 'skipSlip' });
      await world.run(step.startsWith('pay') || step.startsWith('file') || step.startsWith('papers') ? 2_000 : 300);
    }
  }

  /** Officers take one dossier a step further. */
  async function officersWork(): Promise<void> {
    const [id] = [...acknowledged.keys()].filter(() => chance.happens(0.1));
    if (id === undefined || !life.alive()) return;
    const events = await life.store.read('dossier.events', { id });
    const status = events.ok ? events.value.at(-1)?.status : undefined;
    const to = status && (status === 'newlyRegistered' ? STEPS[0] : STEPS[STEPS.indexOf(status) + 1]);
    if (to) void running.actOnDossier(id, { action: 'step', to, reason: '' }, 'binh');
    await world.run(1_000);
  }

  try {
    await start();
    for (let day = 0; day < DAYS; day += 1) {
      const busy = chance.weighted({ 0: 1, 1: 3, 2: 2 });
      const hours = Array.from({ length: Number(busy) }, () => chance.whole(0, OFFICE_HOURS - 1));
      for (let hour = 0; hour < OFFICE_HOURS; hour += 1) {
        const until = STARTS_AT + (day * 24 + hour + 1) * HOUR;
        await restarted();
        disturb();
        for (const at of hours) if (at === hour) await visit();
        await restarted();
        await officersWork();
        if (time.now() < until) await world.run(until - time.now());
      }
      // Nobody is there at night; the program is, now and then.
      if (chance.happens(0.8)) life.end();
      await world.run(Math.max(0, STARTS_AT + (day + 1) * 24 * HOUR - time.now()));
      if (!life.alive()) await start();
    }
    // The bad days are over: everything has time to go out.
    portalFaults.heal();
    gatewayFaults.heal();
    life.end();
    await start();
    await world.run(4 * HOUR);
    await judge();
    const perSecond = new Map<number, number>();
    for (const { at } of database.messages()) perSecond.set(Math.floor(at / 1_000), (perSecond.get(Math.floor(at / 1_000)) ?? 0) + 1);
    return {
      dossiers: database.dossiers().length,
      pages: database.documents().length,
      steps: database.dossiers().reduce((sum, { progress }) => sum + progress.length, 0),
      kills,
      requests: portalWire.requests(),
      repeated: database.notes('duplicate').length,
      busiestSecond: Math.max(0, ...perSecond.values()),
      wrong,
    };
  } finally {
    world.close();
    database.close();
  }

  async function judge(): Promise<void> {
    const kept = unwrap(await life.store.read('dossiers.since', { from: 0, limit: 1_000 }));
    const there = new Map(database.dossiers().map((dossier) => [dossier.code, dossier]));
    const documents = new Map(database.documents().map((document) => [document.id, document]));
    const messages = database.messages();
    for (const [id, { code, pages }] of acknowledged) {
      const dossier = kept.find(({ dossier }) => dossier.id === id)?.dossier;
      if (dossier?.code !== code) wrong.push(`${code} was told to a citizen, and we have ${String(dossier?.code)}`);
      if (dossier?.documents.length !== Math.min(1, pages.length)) wrong.push(`${code}: ${String(dossier?.documents.length)} documents of ${pages.length} pages`);
      // The document is its pages, one behind the other.
      const content = dossier?.documents[0] && database.content(dossier.documents[0].id);
      let at = 0;
      for (const { bytes, sha256 } of pages) {
        if (!content || hashOf(content.subarray(at, at + bytes)) !== sha256) wrong.push(`${code}: a page is not at the portal as it was scanned`);
        at += bytes;
      }
    }
    for (const { dossier } of kept) {
      const { code } = dossier;
      const record = there.get(code);
      if (!record) {
        wrong.push(`${code} is not at the portal`);
        continue;
      }
      if (record.registrations !== 1) wrong.push(`${code} was registered ${record.registrations} times`);
      for (const page of dossier.documents) {
        const sent = documents.get(page.id);
        const content = database.content(page.id);
        const own = unwrap(await life.store.read('document.byId', { id: page.id }));
        if (!sent || sent.dossierCode !== code || !content || hashOf(content) !== own?.sha256) wrong.push(`${code}: document ${page.id} is not at the portal as it was made`);
      }
      const events = unwrap(await life.store.read('dossier.events', { id: dossier.id })).slice(1).map(({ status }) => String(DOSSIER_STATUSES[status]));
      const progress = record.progress.map(({ TrangThai }) => String(TrangThai));
      if (String(progress) !== String(events)) wrong.push(`${code}: steps ${String(events)} and at the portal ${String(progress)}`);
      if (messages.find(({ data }) => data.some((row) => row['MaHoSo'] === code))?.service !== 'DongBoHoSoMC') wrong.push(`${code}: a step came before the dossier`);
    }
    if (there.size !== kept.length) wrong.push(`${there.size} at the portal and ${kept.length} here`);
    const numbers = new Map<string, number[]>();
    for (const { dossier } of kept) {
      const [, day, number] = /-(\d{6})-(\d{4})$/.exec(dossier.code)!;
      numbers.set(day!, [...(numbers.get(day!) ?? []), Number(number)]);
    }
    for (const [day, taken] of numbers) if (taken.sort((a, b) => a - b).some((number, index) => number !== index + 1)) wrong.push(`numbers of ${day}: ${String(taken)}`);
    // An order that the gateway denies waits for staff.
    const left = unwrap(await life.store.read('outbox.open', { kinds: [...PORTAL_KINDS, 'document.assemble', 'pages.remove', 'dossier.register', 'documents.destroy', 'payment.create', 'payment.close'], limit: 100 })).filter(({ lastError }) => lastError !== 'missing');
    if (left.length > 0) wrong.push(`left: ${left.map(({ kind, state, attempts, lastError }) => `${kind} ${state}, ${attempts} times, ${String(lastError)}`).join('; ')}`);
    const money = ledger.orders(time.now()).filter(({ amountPaid }) => amountPaid > 0);
    const payments = await Promise.all([...acknowledged.keys()].map(async (id) => unwrap(await life.store.read('payment.byJourney', { journeyId: id }))));
    if (payments.flat().some(({ state, orderCode }) => state === 'paid' && !money.some((order) => order.orderCode === orderCode))) wrong.push('a payment was believed that nobody made');
    if (unwrap(await life.store.read('audit.verify')).brokenAt !== null) wrong.push('the audit is broken');
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Pages stay as they came, and a document is its pages one behind the other. */
const SIZE = { width: 2480, height: 3508 };
const quickImaging: Imaging = {
  warm: () => {},
  improve: async (bytes) =>
    ok([{ bytes, mime: 'image/jpeg', widthPx: SIZE.width, heightPx: SIZE.height, dotsPerInch: 300, content: 'grey', turnedDegrees: 0, skewDegrees: 0, crop: { x: 0, y: 0, ...SIZE }, empty: false, quality: [], preview: bytes }]),
  rotate: async () => fail('studioUnavailable'),
  sizeOf: () => SIZE,
  recognise: async () => ok([]),
  assemblePdf: async ({ pages }) => ok(new Uint8Array(Buffer.concat(pages.map(({ bytes }) => bytes)))),
};
