// A counter's payments in a simulated world: the real services, database and gateway client, the bench's gateway in this
// process, citizens who pay rightly, wrongly, late, twice or not at all, and everything that goes wrong meanwhile. One seed
// is one run; `runPayments` says what does not agree at its end.

import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { placesOf } from '../../main/domain/payment/ledger.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../main/domain/pages/page.ts';
import { isClosed } from '../../main/domain/payment/transition.ts';
import { createCatalogue } from '../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { fail, ok, unwrap } from '../../main/domain/result.ts';
import { createPayosGateway } from '../../main/gateways/payos.ts';
import { portalMessages } from '../../main/portal/messages.ts';
import { createCounter } from '../../main/services/diagnostics/counter.ts';
import { newOrderCode } from '../../main/services/payment/order-code.ts';
import type { Portal } from '../../main/services/ports.ts';
import { startRunning } from '../../main/services/running.ts';
import type { Running } from '../../main/services/running.ts';
import { Faults } from '../bench/faults.ts';
import { Ledger } from '../bench/gateway/ledger.ts';
import { createGatewayService, GATEWAY_FAULTS } from '../bench/gateway/service.ts';
import { plainImaging } from '../integration/imaging.ts';
import { inProcessWire } from './kernel/wire.ts';
import { createWorld } from './kernel/world.ts';
import type { Life } from './kernel/world.ts';

const STARTS_AT = Date.UTC(2026, 10, 24, 1);
const KEYS = { clientId: 'c', apiKey: 'a', checksumKey: 'k' };
const EXPIRY_MS = 300_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A citizen asks five times at most, and each asking makes three orders at most. */
const MOST_ORDERS = 15;
/** Money comes for a day after an order, and is looked for once a day. */
const AFTERWARDS_MS = 2.2 * DAY;
const ANSWERS = { requesterName: 'Nguyễn Văn An', phone: '0912345678', documentName: 'Bằng tốt nghiệp', pages: '4', copies: '2' };

const catalogue = createCatalogue(shippedProcedures());
const calendar = starterCalendar();
const unit = { code: 'H36.12', name: 'Xã Đức Trọng', parent: 'Tỉnh Lâm Đồng', address: '', phone: '', dossierCode: '{unit}-{YYMMDD}-{running:4}', machine: '' };

export type PaymentsRun = { readonly payments: number; readonly kills: number; readonly paid: number; readonly differences: number; readonly wrong: readonly string[] };

export async function runPayments(seed: number, citizens: number): Promise<PaymentsRun> {
  const world = createWorld({ seed, startAt: STARTS_AT });
  const { chance, time } = world;
  const faults = new Faults(GATEWAY_FAULTS);
  const ledger = new Ledger(null);
  const gateway = createGatewayService({ keys: KEYS, ledger, faults, now: time.now, webRoot: () => 'http://gateway' });
  const wire = inProcessWire({ service: gateway, faults, time, chance: chance.fork('wire') });
  const portal = createPortal(() => chance.happens(0.05));
  let life!: Life;
  let running: Running | null = null;
  let kills = 0;
  let bugs = 0;

  async function start(offsetMs = 0, pollMs = 3_000): Promise<void> {
    life = world.begin();
    life.clockIsWrongBy(offsetMs);
    const { clock, random, store, vault } = life;
    const started = startRunning({
      store, vault, clock, random,
      chance: life.chance,
      portal: portal.of(life),
      portalMessages,
      gateway: createPayosGateway({ url: 'http://gateway', ...KEYS, timeoutMs: 10_000, clock, send: wire.sendFor(life) }),
      codeScanner: null, cardReader: null, documentScanner: null, receiptPrinter: null, pagePrinter: null, formPaper: 'template',
      studio: { drawSlip: async () => fail('studioUnavailable'), printSlip: async () => fail('studioUnavailable'), preview: async () => fail('studioUnavailable') },
      imaging: plainImaging,
      pageLimits: () => DEFAULT_QUALITY_LIMITS,
      catalogue,
      calendar: () => calendar,
      unit,
      times: { inactivityMs: 90_000, countdownMs: 30_000, portalWaitMs: 12_000, goodbyeMs: 8_000, pollMs, paymentExpiryMs: EXPIRY_MS },
      counter: createCounter({ unitName: unit.name, devices: [] }),
      log: (event) => void (event === 'app.failed' && life.alive() && (bugs += 1)),
    });
    running = unwrap(await started);
  }

  /** The power comes back a while after it went. */
  async function restarted(): Promise<void> {
    if (life.alive()) return;
    kills += 1;
    running = null;
    await world.run(chance.whole(1_000, 10 * MINUTE));
    await start();
  }

  function payLater(ms: number, orderCode: number, body: Record<string, unknown>): void {
    time.after(ms, () => void (ledger.find(orderCode, time.now()) && gateway.pay(ledger.find(orderCode, time.now()), body)));
  }

  function disturb(): void {
    faults.heal();
    const kind = chance.weighted({ none: 10, outage: 2, reset: 2, hang: 1, 'error-500': 2, 'wrong-json': 2, 'lost-reply': 4, slow: 2, 'bad-signature': 1, 'changed-amount': 1, 'other-order': 1, 'old-answer': 2, 'short-description': 1 });
    const on = chance.pick(['create', 'read', 'cancel', undefined]);
    if (kind !== 'none') faults.set({ kind, ...(on && kind !== 'outage' && { on }), ...(chance.happens(0.8) && kind !== 'outage' && { times: chance.whole(1, 6) }), ms: chance.whole(100, 20_000) });
    if (chance.happens(0.15)) life.cutAtWrite(chance.whole(1, 40), chance.pick(['before', 'after']));
    if (chance.happens(0.03)) life.diskFull(chance.whole(1, 3));
    if (chance.happens(0.01)) life.clockIsWrongBy(chance.pick([-DAY, DAY]));
  }

  async function visit(number: number): Promise<void> {
    disturb();
    const plan = chance.weighted({ exact: 10, inTwo: 3, tooLittle: 2, tooMuch: 2, twice: 2, late: 3, lateWithNew: 2, cancelAndPay: 3, cancel: 2, leave: 2, never: 2, paidInTimeToldLate: 2 });
    const paidFor = new Set<number>();
    let begun = false;
    let waits = 0;
    const end = time.now() + 40 * MINUTE;
    while (time.now() < end) {
      await restarted();
      const { journeys } = running!;
      const { step, context } = journeys.foreground();
      const send = (event: Parameters<typeof journeys.send>[0]): void => void journeys.send(event);
      const next = (): void => send({ type: 'next', orderCode: newOrderCode(life.clock.now(), life.random) });
      if (step === 'attract') {
        if (begun) return;
        send({ type: 'begin', id: `j${seed}-${number}-${time.now()}`, kind: 'assisted', language: 'vi', officerId: 'an' });
      } else if (step === 'notice') send({ type: 'accept' });
      else if (step === 'identify.waiting') send({ type: 'typeNumber', number: '068099001234', readCard: false });
      else if (step === 'identify.confirming') send({ type: 'confirmIdentity' });
      else if (step === 'procedure') send({ type: 'chooseProcedure', code: '2.000815' });
      else if (step === 'form') {
        for (const [field, value] of Object.entries(ANSWERS)) send({ type: 'answer', field, value });
        next();
      } else if (step === 'review' && begun && (plan === 'cancel' || plan === 'cancelAndPay')) send({ type: 'leave' });
      else if (step === 'papers.open' || step === 'review' || step === 'rating' || step === 'slip.waiting') next();
      else if (step === 'slip.printing') send({ type: 'skipSlip' });
      else if (step === 'pay.shown' || step === 'pay.underPaid') {
        begun = true;
        const { orderCode, amount } = context.payment!;
        if (!paidFor.has(orderCode)) {
          paidFor.add(orderCode);
          const soon = chance.whole(500, 60_000);
          if (plan === 'exact') payLater(soon, orderCode, {});
          if (plan === 'inTwo') [0, chance.whole(5_000, 200_000)].forEach((more) => payLater(soon + more, orderCode, more === 0 ? { amount: 1 + Math.floor(amount / 3) } : {}));
          if (plan === 'tooLittle') payLater(soon, orderCode, { amount: amount - 1 });
          if (plan === 'tooMuch') payLater(soon, orderCode, { amount: amount + chance.whole(1, 3_000) });
          if (plan === 'twice') [soon, soon + chance.whole(0, DAY)].forEach((ms) => payLater(ms, orderCode, { amount }));
          if (plan === 'late') payLater(EXPIRY_MS + chance.whole(0, DAY - EXPIRY_MS), orderCode, { amount });
          if (plan === 'lateWithNew') payLater(paidFor.size === 1 ? EXPIRY_MS + chance.whole(0, 120_000) : soon, orderCode, { amount });
          if (plan === 'cancelAndPay') payLater(soon + chance.whole(0, 30_000), orderCode, { amount });
          if (plan === 'paidInTimeToldLate') payLater(EXPIRY_MS + chance.whole(-20_000, 60 * MINUTE), orderCode, { amount, inTime: true });
          if (plan === 'cancel' || plan === 'cancelAndPay') time.after(soon, () => life.alive() && void running!.journeys.send({ type: 'cancelPayment' }));
        }
      } else if (step === 'pay.expired') send(plan === 'lateWithNew' && paidFor.size < 3 ? { type: 'payAgain', orderCode: newOrderCode(life.clock.now(), life.random) } : { type: 'leave' });
      else if (step === 'pay.unavailable') {
        begun = true;
        send(++waits < 3 ? { type: 'payAgain', orderCode: newOrderCode(life.clock.now(), life.random) } : { type: 'leave' });
      } else if (step === 'pay.unknown') send({ type: 'leave' });
      if (step.startsWith('pay') && chance.happens(0.02)) faults.heal();
      await world.run(step.startsWith('pay') || step.startsWith('file') ? 2_000 : 300);
    }
  }

  try {
    await start(chance.happens(0.05) ? chance.pick([-DAY, DAY]) : 0);
    for (let number = 0; number < citizens; number += 1) await visit(number);
    // The bad day is over: everything has time to come out.
    faults.heal();
    portal.heal();
    life.end();
    await start(0, MINUTE);
    await world.run(AFTERWARDS_MS);
    const wrong = await disagreements();
    if (bugs > 0) wrong.push(`${bugs} bugs were logged`);
    const rows = ledger.orders(time.now());
    const listed = unwrap(await life.store.read('differences.list', { closedLimit: 10_000 }));
    return { payments: rows.length, kills, paid: rows.filter(({ status }) => status === 'PAID').length, differences: listed.length, wrong };
  } finally {
    world.close();
  }

  async function disagreements(): Promise<string[]> {
    const wrong: string[] = [];
    const { store } = life;
    const differences = unwrap(await store.read('differences.list', { closedLimit: 10_000 })).filter(({ closedAt }) => closedAt === undefined);
    const paidJourneys = new Map<string, number>();
    const ordersOf = new Map<string, number>();
    for (const order of ledger.orders(time.now())) {
      const row = unwrap(await store.read('payment.byOrder', { orderCode: order.orderCode }));
      const at = `order ${order.orderCode}`;
      if (!row) {
        wrong.push(`${at} is not known here`);
        continue;
      }
      ordersOf.set(row.journeyId, (ordersOf.get(row.journeyId) ?? 0) + 1);
      if (row.amountPaid !== order.amountPaid) wrong.push(`${at}: the gateway took ${order.amountPaid}, we know of ${row.amountPaid}`);
      const entries = unwrap(await store.read('ledger.ofOrder', { orderCode: order.orderCode }));
      const balance = (account: string) => entries.reduce((sum, { debit, credit, amount }) => sum + (debit === account ? amount : 0) - (credit === account ? amount : 0), 0);
      if (balance('gatewayReceivable') !== row.amountPaid) wrong.push(`${at}: the ledger has ${balance('gatewayReceivable')}`);
      for (const [account, credit] of Object.entries(placesOf(row))) if (-balance(account) !== credit && balance(account) !== -credit) wrong.push(`${at}: ${account} is ${balance(account)}`);
      const mine = differences.filter(({ orderCode }) => orderCode === order.orderCode);
      if (!isClosed(row.state) && !mine.some(({ kind }) => kind === 'unknown' || kind === 'missing')) wrong.push(`${at} is ${row.state} and on no list`);
      const owed = row.amountPaid - placesOf(row).fees;
      const listed = mine.filter(({ kind }) => kind !== 'unknown' && kind !== 'missing').reduce((sum, { amount }) => sum + amount, 0);
      if (isClosed(row.state) && owed !== listed) wrong.push(`${at}: ${owed} is owed, ${listed} is listed`);
      if (row.state === 'paid') paidJourneys.set(row.journeyId, (paidJourneys.get(row.journeyId) ?? 0) + 1);
    }
    for (const [journey, count] of ordersOf) if (count > MOST_ORDERS) wrong.push(`${journey} made ${count} orders`);
    for (const [journey, count] of paidJourneys) {
      if (count > 1) wrong.push(`${journey} was charged ${count} times`);
      if (!unwrap(await store.read('dossier.byId', { id: journey }))) wrong.push(`${journey} is paid and not filed`);
      if (portal.count(journey) !== 1) wrong.push(`${journey} is at the portal ${portal.count(journey)} times`);
    }
    for (const journey of portal.journeys()) if (!paidJourneys.has(journey)) wrong.push(`${journey} is filed and not paid`);
    const balances = unwrap(await store.read('ledger.balances'));
    if (Object.values(balances).reduce((sum, one) => sum + one, 0) !== 0) wrong.push('the ledger does not balance');
    if (!unwrap(await store.read('integrity')).sound) wrong.push('the database is damaged');
    return wrong;
  }
}

/** Counts a message once by its key, and now and then loses its answer. */
function createPortal(fails: () => boolean) {
  const seen = new Map<string, string>();
  let healed = false;
  return {
    of: (life: Life): Portal => ({
      async send({ key }) {
        if (!healed && fails()) return life.bound(Promise.resolve(fail('unreachable')));
        if (!life.alive()) return new Promise(() => {});
        seen.set(key, key.split(':')[0]!);
        return life.bound(Promise.resolve(!healed && fails() ? fail('timeOut') : ok()));
      },
      upload: async () => ok(),
      lookUp: async () => ok([]),
      find: async () => ok([]),
      catalogue: async () => fail('unreachable'),
      ping: async () => ok({ roundTripMs: 1, aheadMs: 0 }),
    }),
    heal: () => void (healed = true),
    count: (journey: string) => [...seen.values()].filter((id) => id === journey).length,
    journeys: () => new Set(seen.values()),
  };
}
