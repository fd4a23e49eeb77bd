// Thirty days of a counter's way to the portal in a simulated world: the real outbox, filing and database; a portal that
// is away for hours and days, loses answers, hangs and fails; power cuts and clocks that jump. One seed is one run;
// `runDrain` says what is not as it must be at its end. The dossiers are registered as the journey's step registers them.

import { createHash } from 'node:crypto';
import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { createCatalogue } from '../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { fail, ok, unwrap } from '../../main/domain/result.ts';
import type { LogEventName } from '../../main/logging/catalogue.ts';
import { portalMessages } from '../../main/portal/messages.ts';
import { createCounter } from '../../main/services/diagnostics/counter.ts';
import type { Portal } from '../../main/services/ports.ts';
import { startRunning } from '../../main/services/running.ts';
import { documentRow, dossierRow } from '../../main/services/submission/portal-rows.ts';
import type { NewDossier } from '../../main/services/store.ts';
import { journey, newDossier } from '../unit/storage/helpers.ts';
import { createWorld } from './kernel/world.ts';
import type { Life } from './kernel/world.ts';

const STARTS_AT = Date.UTC(2026, 10, 2, 1);
const HOUR = 3_600_000;
const DAYS = 30;
const procedure = shippedProcedures().find(({ code }) => code === '2.000635')!;
const catalogue = createCatalogue(shippedProcedures());
const calendar = starterCalendar();
const unit = { code: 'H36.12', name: 'Xã Đức Trọng', parent: 'Tỉnh Lâm Đồng', address: '', phone: '', dossierCode: '{unit}-{YYMMDD}-{running:4}' };

export type DrainRun = { readonly dossiers: number; readonly kills: number; readonly requests: number; readonly busiestSecond: number; readonly wrong: readonly string[] };

export async function runDrain(seed: number): Promise<DrainRun> {
  const world = createWorld({ seed, startAt: STARTS_AT });
  const { chance, time } = world;
  const wrong: string[] = [];
  const acknowledged: { readonly id: string; readonly code: string; readonly pages: readonly string[] }[] = [];
  const arrived = new Map<string, string[]>();
  const seconds = new Map<number, number>();
  let requests = 0;
  let kills = 0;
  let awayUntil = 0;
  let healed = false;
  let life!: Life;

  const portalOf = (of: Life): Portal => {
    async function exchange(code: string, what: string): Promise<ReturnType<typeof ok<void>> | ReturnType<typeof fail<'unreachable' | 'timeOut' | 'serverError'>>> {
      requests += 1;
      const second = Math.floor(time.now() / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
      await new Promise<void>((resolve) => void time.after(chance.whole(5, 400), resolve));
      if (time.now() < awayUntil) return fail(chance.pick(['unreachable', 'timeOut', 'serverError'] as const));
      if (!healed && chance.happens(0.03)) return fail('unreachable');
      const seen = arrived.get(code) ?? [];
      if (!seen.includes(what)) arrived.set(code, [...seen, what]);
      if (!healed && chance.happens(0.05)) return fail('timeOut');
      return ok();
    }
    return {
      send: ({ service, data }) => of.bound(exchange(String(data[0]!['MaHoSo']), service)),
      upload: ({ dossierCode, documentId }) => of.bound(exchange(dossierCode, documentId)),
      lookUp: async () => ok([]),
      catalogue: async () => fail('unreachable'),
      ping: async () => ok({ roundTripMs: 1 }),
    };
  };

  async function start(offsetMs: number): Promise<void> {
    life = world.begin();
    life.clockIsWrongBy(offsetMs);
    const here = life;
    unwrap(
      await startRunning({
        store: life.store, vault: life.vault, clock: life.clock, random: life.random, chance: life.chance,
        portal: portalOf(life),
        portalMessages,
        gateway: { create: async () => fail('unreachable'), find: async () => fail('unreachable'), cancel: async () => fail('unreachable'), ping: async () => fail('unreachable') },
        codeScanner: null, cardReader: null, documentScanner: null, receiptPrinter: null,
        studio: { drawSlip: async () => fail('studioUnavailable'), preview: async () => fail('studioUnavailable') } as never,
        catalogue,
        calendar: () => calendar,
        unit,
        times: { inactivityMs: 90_000, countdownMs: 30_000, portalWaitMs: 12_000, goodbyeMs: 8_000, pollMs: HOUR, paymentExpiryMs: 300_000 },
        counter: createCounter({ unitName: unit.name, devices: [] }),
        log: (event: LogEventName) => void (event === 'app.failed' && here.alive() && wrong.push('something threw')),
      } as never),
    );
  }

  async function file(n: number): Promise<void> {
    const id = `j${n}`;
    const pages = Array.from({ length: chance.whole(0, 2) }, (_, page) => `${id}p${page}`);
    const bytes = new Uint8Array(10).fill(n);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for (const page of pages) if (!(await life.vault.put(id, page, bytes)).ok) return;
    const dossier: NewDossier = {
      ...newDossier(id),
      procedure: { code: procedure.code, version: procedure.version },
      receivedAt: life.clock.now(),
      documents: pages.map((page) => ({ id: page, paperId: 'paper', fileName: `${page}.jpg`, mime: 'image/jpeg' as const, pages: 1, bytes: 10, sha256 })),
    };
    // What the sweep at the next start knows a paper by.
    const at = life.clock.now();
    const kept = [{ write: 'journey.save' as const, journey: journey(id, { endedAt: at }) }, ...dossier.documents.map(({ fileName: _, ...document }) => ({ write: 'document.add' as const, document: { ...document, journeyId: id, createdAt: at } }))];
    const written = await life.store.write([...kept, { write: 'dossier.register', dossier }, { write: 'outbox.add', row: dossierRow(id) }, ...pages.map((page) => ({ write: 'outbox.add' as const, row: documentRow(id, page) }))]);
    if (written.ok) acknowledged.push({ id, code: written.value[kept.length]!.code, pages });
  }

  try {
    await start(0);
    let n = 0;
    for (let hour = 0; hour < DAYS * 24; hour += 1) {
      if (chance.happens(0.02)) awayUntil = time.now() + chance.whole(1, 48) * HOUR;
      if (chance.happens(0.02)) life.cutAtWrite(chance.whole(1, 4), chance.pick(['before', 'after'] as const));
      if (chance.happens(0.01)) life.clockIsWrongBy(chance.whole(-12, 12) * HOUR);
      for (let more = hour % 24 < 9 ? chance.whole(0, 1) : 0; more > 0; more -= 1) void file((n += 1));
      await world.run(HOUR);
      if (!life.alive()) {
        kills += 1;
        await start(chance.happens(0.1) ? -5 * HOUR : 0);
      }
    }
    healed = true;
    awayUntil = 0;
    if (life.alive()) life.end();
    await start(0);
    await world.run(24 * HOUR);
    for (const { code, pages } of acknowledged) {
      const expected = ['DongBoHoSoMC', ...pages];
      if (JSON.stringify(arrived.get(code)) !== JSON.stringify(expected)) wrong.push(`${code}: the portal has ${String(arrived.get(code))} and not ${String(expected)}`);
    }
    if (new Set(acknowledged.map(({ code }) => code)).size !== acknowledged.length) wrong.push('a code was given twice');
    const backlog = unwrap(await life.store.read('outbox.count'));
    if (backlog.waiting !== 0 || backlog.setAside !== 0) wrong.push(`left: ${backlog.waiting} waiting, ${backlog.setAside} set aside`);
    return { dossiers: acknowledged.length, kills, requests, busiestSecond: Math.max(0, ...seconds.values()), wrong };
  } finally {
    world.close();
  }
}
