// Everything that can go wrong between the counter and the portal: the real client, filing and outbox on the bench's portal.
// After each bad day every dossier is there once, with all its pages, in its order.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../main/base/clock.ts';
import { http } from '../../main/base/http.ts';
import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { createCatalogue } from '../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { ok, unwrap } from '../../main/domain/result.ts';
import { portalMessages } from '../../main/portal/messages.ts';
import { createPortalClient } from '../../main/portal/portal-client.ts';
import { createDossierSteps } from '../../main/services/dossiers/dossier-steps.ts';
import { createDispatcher } from '../../main/services/outbox/dispatcher.ts';
import type { Clock } from '../../main/services/ports.ts';
import type { Vault } from '../../main/services/store.ts';
import { documentRow, dossierRow, PORTAL_LANE } from '../../main/services/submission/portal-rows.ts';
import { createSubmission } from '../../main/services/submission/submission.ts';
import { PortalHandle } from '../bench/client.ts';
import type { PortalRecords } from '../bench/client.ts';
import { startPortal } from '../bench/portal.ts';
import { startPart } from '../unit/bench/part.ts';
import { keptLog, random } from '../unit/devices/support.ts';
import { documentBytes } from '../unit/portal/bench.ts';
import { inProcess, later, newDossier, temporaryDirectory } from '../unit/storage/helpers.ts';

const procedure = shippedProcedures().find(({ code }) => code === '2.000635')!;
const unit = { code: 'H36.12', name: 'Xã Đức Trọng', dossierCode: '{unit}-{YYMMDD}-{running:4}' };
const calendar = starterCalendar();
const BIG = documentBytes(2_400_000);
const SMALL = documentBytes(20_000);
const LONG_MS = 40_000;

/** Time that passes this many times as fast for who waits to try again; what the wire needs is not cut short. */
function hasty(factor: number): Clock {
  const begun = systemClock.now();
  return {
    now: () => begun + (systemClock.now() - begun) * factor,
    after: (ms, callback) => systemClock.after(ms / factor, callback),
  };
}

type Row = Readonly<Record<string, unknown>>;

async function counterAtPortal({ timeoutMs = 20_000 } = {}) {
  let bench = await startPart(startPortal, PortalHandle);
  const url = String(bench.addresses['url']);
  const dir = bench.dir;
  const { session } = JSON.parse(readFileSync(String(bench.addresses['sessionFile']), 'utf8')) as { session: string };
  const { store, engine } = inProcess(temporaryDirectory());
  const vault: Vault = {
    put: async (...args) => ok(engine.vault.put(...args)),
    get: async (...args) => engine.vault.get(...args),
    remove: async (...args) => ok(engine.vault.remove(...args)),
    destroy: async (...args) => ok(engine.vault.destroy(...args)),
  };
  const log = keptLog();
  const ranges: string[] = [];
  const clock = hasty(20);
  const portal = createPortalClient({
    url,
    session,
    timeoutMs,
    clock: systemClock,
    send: (by, request) => {
      if (request.method === 'PUT') ranges.push(request.headers!['Content-Range']!);
      return http(by, request);
    },
  });
  const submission = createSubmission({
    store,
    vault,
    portal,
    messages: portalMessages,
    journeys: { contextOf: () => null },
    catalogue: createCatalogue(shippedProcedures()),
    calendar: () => calendar,
    unit,
    clock,
    random,
    chance: Math.random,
    log,
    onReachable: () => {},
  });
  const dispatcher = createDispatcher({
    store,
    handlers: submission.handlers,
    deliver: async (_id, _event, writes) => {
      const kept = await store.write(writes);
      return kept.ok ? ok() : kept;
    },
    clock,
    log,
    lanes: [PORTAL_LANE],
  });
  later(() => dispatcher.close());
  const step = createDossierSteps({ store, calendar: () => calendar, clock: systemClock, outboxChanged: dispatcher.wake });
  const codes = new Map<string, string>();

  async function file(id: string, pages: Readonly<Record<string, Uint8Array>> = {}): Promise<string> {
    const documents = Object.entries(pages).map(([page, bytes]) => ({ id: page, paperId: 'paper', fileName: `${page}.jpg`, mime: 'image/jpeg' as const, pages: 1, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }));
    for (const [page, bytes] of Object.entries(pages)) unwrap(await vault.put(id, page, bytes));
    const dossier = { ...newDossier(id), procedure: { code: procedure.code, version: procedure.version }, receivedAt: Date.now(), dueAt: Date.now() + 86_400_000, documents };
    const written = unwrap(await store.write([{ write: 'dossier.register', dossier }, { write: 'outbox.add', row: dossierRow(id) }, ...documents.map((page) => ({ write: 'outbox.add' as const, row: documentRow(id, page.id) }))]));
    codes.set(id, written[0]!.code);
    dispatcher.wake();
    return written[0]!.code;
  }

  return {
    portal,
    step,
    store,
    log,
    ranges,
    dir,
    file,
    codeOf: (id: string) => codes.get(id)!,
    /** One with two pages and a step, one without. */
    async twoDossiers() {
      const code = await file('first', { big: BIG, small: SMALL });
      unwrap(await step('first', { action: 'step', to: 'received', reason: '' }, 'an'));
      await file('second');
      dispatcher.start();
      return code;
    },
    start: () => dispatcher.start(),
    fault: (kind: string, more: Row = {}) => bench.handle.fault(kind, more),
    heal: () => bench.handle.heal(),
    failures: (reason: string) => log.lines.filter(({ event, fields }) => event === 'portal.failed' && fields['reason'] === reason).length,
    until: (condition: (records: PortalRecords) => boolean, what: string) => bench.handle.until(condition, what, LONG_MS),
    records: () => bench.handle.records(),
    document: (id: string) => bench.handle.document(id),
    async restartPortal() {
      await bench.close();
      bench = await startPart(startPortal, PortalHandle, { dir, port: Number(new URL(url).port) });
    },
    async left() {
      const { waiting, setAside } = unwrap(await store.read('outbox.count'));
      return { waiting, setAside };
    },
  };
}

type Counter = Awaited<ReturnType<typeof counterAtPortal>>;

/** All of both dossiers once, and nothing left here. */
async function expectWhole(counter: Counter): Promise<PortalRecords> {
  const records = await counter.until(({ dossiers, documents, messages }) => dossiers.length === 2 && documents.length === 2 && messages.length === 3, 'both dossiers, their pages and the step');
  await expect.poll(counter.left, { timeout: LONG_MS }).toEqual({ waiting: 0, setAside: 0 });
  expect(records.dossiers.map(({ registrations, updates }) => [registrations, updates])).toEqual([[1, 0], [1, 0]]);
  const first = counter.codeOf('first');
  const services = records.messages.filter(({ dossierCodes }) => dossierCodes.includes(first)).map(({ service }) => service);
  expect(services).toEqual(['DongBoHoSoMC', 'CapNhatTienDoHoSoMC']);
  expect(records.documents.map(({ id, dossierCode }) => [id, dossierCode])).toEqual([['big', first], ['small', first]]);
  expect(Buffer.compare(await counter.document('big'), BIG)).toBe(0);
  expect(Buffer.compare(await counter.document('small'), SMALL)).toBe(0);
  expect(records.badDocuments).toEqual([]);
  return records;
}

describe('a bad day at the portal', () => {
  it.each([
    ['reset', {}, 'unreachable'],
    ['lost-reply', {}, 'unreachable'],
    ['error-500', {}, 'serverError'],
    ['wrong-json', {}, 'badReply'],
    ['html', {}, 'badReply'],
    ['duplicate-reply', { on: 'DongBoHoSoMC' }, 'badReply'],
    ['missing-fields', { fields: ['error_code'], on: 'DongBoHoSoMC' }, 'badReply'],
    ['cut', { on: 'upload', atByte: 300_000 }, 'unreachable'],
  ])('%s %j is over after a few times', async (kind, more, reason) => {
    const counter = await counterAtPortal();
    await counter.fault(kind, { ...more, times: 3 });
    await counter.twoDossiers();
    await expectWhole(counter);
    expect(counter.failures(reason)).toBeGreaterThan(0);
  });

  it.each([
    ['html', 'upload'],
    ['html', 'head'],
    ['error-500', 'upload'],
    ['lost-reply', 'upload'],
    ['reset', 'head'],
    ['lost-reply', 'CapNhatTienDoHoSoMC'],
    ['html', 'CapNhatTienDoHoSoMC'],
  ])('%s at %s alone', async (kind, on) => {
    const counter = await counterAtPortal();
    await counter.fault(kind, { on, times: 3 });
    await counter.twoDossiers();
    await expectWhole(counter);
  });

  it.each([
    ['hang', {}],
    ['slow', { ms: 5_000 }],
    ['trickle', { ms: 200 }],
  ])('%s: an answer that is too late is asked for again, and counts once', async (kind, more) => {
    const counter = await counterAtPortal({ timeoutMs: 1_500 });
    await counter.fault(kind, { ...more, on: 'DongBoHoSoMC', times: 2 });
    await counter.twoDossiers();
    await expectWhole(counter);
    expect(counter.failures('timeOut')).toBeGreaterThan(0);
  });

  it('outage: everything waits, and goes when it is over', async () => {
    const counter = await counterAtPortal();
    await counter.fault('outage');
    await counter.twoDossiers();
    await expect.poll(() => counter.failures('unreachable'), { timeout: LONG_MS }).toBeGreaterThan(2);
    expect((await counter.left()).setAside).toBe(0);
    await counter.heal();
    await expectWhole(counter);
  });

  it.each([['extra-fields'], ['missing-fields'], ['other-types'], ['one-row-bare'], ['duplicate-rows']])('%s: answers that differ from the agreement in what nobody needs are taken', async (kind) => {
    const counter = await counterAtPortal();
    await counter.fault(kind);
    const code = await counter.twoDossiers();
    const records = await expectWhole(counter);
    expect(records.duplicates).toEqual([]);
    expect(counter.log.lines.filter(({ event }) => event === 'portal.failed')).toEqual([]);
    if (kind === 'missing-fields') expect(await counter.portal.lookUp([code])).toMatchObject({ ok: false, error: { code: 'badReply' } });
    else expect(await counter.portal.lookUp([code])).toMatchObject({ ok: true, value: [{ code, status: 'received', dueAt: expect.any(Number) }] });
  });

  it('cut: what came of a piece stays there, and the next try begins after it', async () => {
    const counter = await counterAtPortal();
    await counter.fault('cut', { on: 'upload', atByte: 300_000, times: 1 });
    await counter.twoDossiers();
    await expectWhole(counter);
    expect(counter.ranges.slice(0, 4)).toEqual([
      `bytes 0-999999/${BIG.length}`,
      `bytes 300000-1299999/${BIG.length}`,
      `bytes 1300000-2299999/${BIG.length}`,
      `bytes 2300000-2399999/${BIG.length}`,
    ]);
  });

  it('restarted in the middle: it knows what it had', async () => {
    const counter = await counterAtPortal();
    await counter.fault('lost-reply', { on: 'upload', times: 1 });
    await counter.twoDossiers();
    await counter.until(({ messages }) => messages.length > 0, 'the first message');
    await counter.restartPortal();
    await expectWhole(counter);
  });

  it('forgets-keys: a dossier whose answer was lost is found there, and is not sent or set aside a second time', async () => {
    const counter = await counterAtPortal();
    await counter.fault('lost-reply', { on: 'DongBoHoSoMC', times: 1 });
    await counter.fault('forgets-keys', { on: 'DongBoHoSoMC' });
    await counter.twoDossiers();
    const records = await expectWhole(counter);
    expect(records.refused).toMatchObject([{ message: 'data[0] MaHoSo is registered already' }]);
  });

  it('forgets-keys: a step whose answer was lost is found there by the status that only it gives', async () => {
    const counter = await counterAtPortal();
    await counter.fault('lost-reply', { on: 'CapNhatTienDoHoSoMC', times: 1 });
    await counter.fault('forgets-keys', { on: 'CapNhatTienDoHoSoMC' });
    await counter.twoDossiers();
    await expectWhole(counter);
    expect((await counter.records()).refused).toMatchObject([{ message: 'data[0] is known already' }]);
  });

  it('a step that the portal really refuses is set aside, whatever it answers of the dossier', async () => {
    const counter = await counterAtPortal();
    await counter.fault('refuse', { on: 'CapNhatTienDoHoSoMC' });
    await counter.twoDossiers();
    await expect.poll(counter.left, { timeout: LONG_MS }).toMatchObject({ setAside: 1 });
    expect((await counter.records()).dossiers.map(({ progress }) => progress.length)).toEqual([0, 0]);
  });

  it('a step after which the status is the same has no such proof, and is left to staff', async () => {
    const counter = await counterAtPortal();
    await counter.file('first');
    unwrap(await counter.step('first', { action: 'step', to: 'received', reason: '' }, 'an'));
    counter.start();
    await expect.poll(counter.left, { timeout: LONG_MS }).toEqual({ waiting: 0, setAside: 0 });
    await counter.fault('lost-reply', { on: 'CapNhatTienDoHoSoMC', times: 1 });
    await counter.fault('forgets-keys', { on: 'CapNhatTienDoHoSoMC' });
    unwrap(await counter.step('first', { action: 'extend', reason: 'Chờ xác minh', dueAt: Date.now() + 5 * 86_400_000 }, 'an'));
    await expect.poll(counter.left, { timeout: LONG_MS }).toMatchObject({ setAside: 1 });
  });

  it('somebody else’s dossier under our code is not taken for ours', async () => {
    const counter = await counterAtPortal();
    const code = await counter.file('first');
    const [kept] = unwrap(await counter.store.read('dossiers.since', { from: 0, limit: 1 }));
    const other = portalMessages.dossier({ ...kept!.dossier, id: 'elsewhere', receivedAt: kept!.dossier.receivedAt - 5_000 }, procedure, unit);
    unwrap(await counter.portal.send(other));
    counter.start();
    await expect.poll(counter.left, { timeout: LONG_MS }).toEqual({ waiting: 0, setAside: 1 });
    expect((await counter.records()).dossiers).toMatchObject([{ code, registrations: 1 }]);
  });

  it('refuse: one message is set aside, and blocks nobody', async () => {
    const counter = await counterAtPortal();
    const poisoned = await counter.file('poisoned', { page: SMALL });
    await counter.fault('refuse', { maHoSo: poisoned });
    await counter.twoDossiers();
    await counter.until(({ documents, messages }) => documents.length === 2 && messages.length === 3, 'the others');
    await expect.poll(counter.left, { timeout: LONG_MS }).toMatchObject({ setAside: 1 });
    expect((await counter.records()).dossiers.map(({ code }) => code)).not.toContain(poisoned);
  });

  it.each([[-3_600], [-86_400]])('clock-skew of %i s: what the portal takes for the future waits until the clocks agree', async (seconds) => {
    const counter = await counterAtPortal();
    await counter.fault('clock-skew', { seconds });
    await counter.twoDossiers();
    await expect.poll(() => counter.failures('serverError'), { timeout: LONG_MS }).toBeGreaterThan(2);
    expect(counter.log.lines.findLast(({ event }) => event === 'portal.failed')?.fields['detail']).toBe(`the clocks differ by ${-seconds / 60} min`);
    expect((await counter.left()).setAside).toBe(0);
    await counter.heal();
    await expectWhole(counter);
  });

  it('a catalogue comes through the same surprises, or not at all', async () => {
    const counter = await counterAtPortal();
    writeFileSync(join(counter.dir, 'catalogue.json'), 'signed bytes');
    for (const kind of ['extra-fields', 'one-row-bare', 'other-types']) {
      await counter.fault(kind, { times: 1 });
      expect(await counter.portal.catalogue(), kind).toEqual({ ok: true, value: new Uint8Array(Buffer.from('signed bytes')) });
    }
    for (const kind of ['html', 'missing-fields', 'duplicate-rows']) {
      await counter.fault(kind, { times: 1 });
      expect(await counter.portal.catalogue(), kind).toMatchObject({ ok: false, error: { code: 'badReply' } });
    }
  });
});
