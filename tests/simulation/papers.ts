// A citizen's papers from the scanner to the portal in a simulated world: the real journey, vault, outbox and database; a
// scanner, a window for pages and a portal that are quick. The power goes at one change of what is kept; `runPapers` says what
// is not as it must be when all has come out.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../main/domain/pages/page.ts';
import type { ImprovedPage } from '../../main/domain/pages/page.ts';
import { createCatalogue } from '../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { fail, ok, unwrap } from '../../main/domain/result.ts';
import { portalMessages } from '../../main/portal/messages.ts';
import { createCounter } from '../../main/services/diagnostics/counter.ts';
import type { DocumentScanner, Imaging, Portal } from '../../main/services/ports.ts';
import { startRunning } from '../../main/services/running.ts';
import type { Running } from '../../main/services/running.ts';
import { createWorld } from './kernel/world.ts';
import type { Life } from './kernel/world.ts';

const STARTS_AT = Date.UTC(2026, 10, 24, 2);
const MINUTE = 60_000;
const PAPER = 'oldCopy';
/** Nothing is to be paid, so that nothing but papers is kept. */
const ANSWERS = { phone: '0912345678', eventType: 'birth', registeredName: 'Nguyễn Văn An', registeredBirthDate: '20/05/1999', registeredPlace: 'UBND xã Liên Nghĩa', copies: '2', vneidLevel2: 'yes' };
const IDENTITY = { number: { value: '068099001234', source: 'qr' }, fullName: { value: 'Nguyễn Văn An', source: 'qr' }, birthDate: { value: '1999-05-20', source: 'qr' }, residence: { value: 'Số 1 Đường Mẫu', source: 'qr' } } as const;

const catalogue = createCatalogue(shippedProcedures());
const calendar = starterCalendar();
const unit = { code: 'H36.12', name: 'Xã Đức Trọng', parent: 'Tỉnh Lâm Đồng', address: '', phone: '', dossierCode: '{unit}-{YYMMDD}-{running:4}', machine: '' };
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const never = <T>(): Promise<T> => new Promise(() => {});

export type PapersDay = {
  readonly seed: number;
  readonly cut?: { readonly nth: number; readonly when: 'before' | 'after' };
  readonly recogniserFails?: boolean;
  /** The citizen's chip was proved, the papers may be kept, and they serve a second dossier. */
  readonly saves?: boolean;
  /** The disk is full once that many pages are there, for a while. */
  readonly fullAfterPages?: number;
};
export type PapersRun = {
  readonly cut: boolean;
  readonly document: readonly string[];
  /** The second dossier's. */
  readonly second: readonly string[];
  readonly problems: readonly string[];
  readonly wrong: readonly string[];
};

export async function runPapers({ seed, cut, recogniserFails = false, saves = false, fullAfterPages }: PapersDay): Promise<PapersRun> {
  const world = createWorld({ seed, startAt: STARTS_AT });
  const { time } = world;
  const wrong: string[] = [];
  const uploads: { readonly id: string; readonly sha256: string; readonly bytes: Uint8Array }[] = [];
  /** What the citizen was shown, and did not give up. */
  const shown = new Set<string>();
  const problems = new Set<string>();
  let life!: Life;
  let running!: Running;
  let feeder: string[] = [];
  const filed: string[] = [];

  const scanner = {
    async scan(signal, onPage = () => {}) {
      const here = life;
      for (let name = feeder.shift(); name !== undefined; name = feeder.shift()) {
        await new Promise<void>((resolve) => void here.clock.after(400, resolve));
        if (signal.aborted) break;
        void onPage({ bytes: bytesOf(name), mime: 'image/jpeg' });
      }
      return ok([]);
    },
  } as Pick<DocumentScanner, 'scan'> as DocumentScanner;
  const page = (bytes: Uint8Array): ImprovedPage => ({
    bytes, mime: 'image/jpeg', widthPx: 2480, heightPx: 3508, dotsPerInch: 300, content: 'grey', turnedDegrees: 0, skewDegrees: 0,
    crop: { x: 0, y: 0, width: 2480, height: 3508 }, empty: false, quality: [], preview: bytes,
  });
  const imagingOf = (of: Life): Imaging => ({
    warm: () => {},
    improve: (bytes) => of.bound(Promise.resolve(ok([page(bytes)]))),
    rotate: (bytes) => of.bound(Promise.resolve(ok(page(bytesOf(`${textOf(bytes)} turned`))))),
    sizeOf: () => ({ width: 2480, height: 3508 }),
    recognise: () => of.bound(new Promise((resolve) => void of.clock.after(2_000, () => resolve(recogniserFails ? fail('timeOut') : ok([]))))),
    assemblePdf: ({ pages }) => of.bound(Promise.resolve(ok(bytesOf(JSON.stringify(pages.map(({ bytes }) => textOf(bytes))))))),
  });
  const portalOf = (of: Life): Portal => ({
    send: () => of.bound(Promise.resolve(ok())),
    upload({ documentId: id, sha256 }, bytes) {
      if (!of.alive()) return never();
      if (!uploads.some((known) => known.id === id)) uploads.push({ id, sha256, bytes });
      return of.bound(Promise.resolve(ok()));
    },
    lookUp: async () => ok([]),
    find: async () => ok([]),
    catalogue: async () => fail('unreachable'),
    ping: async () => ok({ roundTripMs: 1, aheadMs: 0 }),
  });

  async function start(): Promise<void> {
    life = world.begin();
    const here = life;
    running = unwrap(
      await startRunning({
        store: here.store, vault: here.vault, clock: here.clock, random: here.random, chance: here.chance,
        portal: portalOf(here),
        portalMessages,
        gateway: { create: async () => fail('unreachable'), find: async () => fail('unreachable'), cancel: async () => fail('unreachable'), ping: async () => fail('unreachable') },
        codeScanner: null, cardReader: null, documentScanner: scanner, receiptPrinter: null, pagePrinter: null, formPaper: 'template',
        studio: { drawSlip: async () => fail('studioUnavailable'), printSlip: async () => fail('studioUnavailable'), preview: async () => fail('studioUnavailable') },
        imaging: imagingOf(here),
        pageLimits: () => DEFAULT_QUALITY_LIMITS,
        catalogue,
        savedPapersDays: saves ? 365 : 0,
        calendar: () => calendar,
        unit,
        times: { inactivityMs: 10 * MINUTE, countdownMs: MINUTE, portalWaitMs: 12_000, goodbyeMs: 8_000, pollMs: MINUTE, paymentExpiryMs: 5 * MINUTE },
        counter: createCounter({ unitName: unit.name, devices: [] }),
        log: (event) => void (event === 'app.failed' && here.alive() && wrong.push('something threw')),
      }),
    );
    running.journeys.onChanged(({ context, storageProblem }) => {
      if (!here.alive()) return;
      const before = shown.size;
      for (const { id } of context.documents) shown.add(id);
      if (before < shown.size && shown.size === fullAfterPages) here.diskFull(1);
      const problem = storageProblem ?? context.problem;
      if (problem) problems.add(problem);
    });
  }

  /** Pages by what is written on them. */
  async function pages(): Promise<readonly { readonly id: string; readonly text: string }[]> {
    const { context } = running.journeys.foreground();
    return Promise.all(
      context.documents.map(async ({ id, sha256 }) => {
        const read = await life.vault.get(context.id, id);
        if (!read.ok) return { id, text: `lost: ${read.error.code}` };
        return { id, text: createHash('sha256').update(read.value).digest('hex') === sha256 ? textOf(read.value) : 'another page' };
      }),
    );
  }

  let was = false;
  /** The program starts again, where the power was cut. */
  async function revive(): Promise<void> {
    if (life.alive()) return;
    was = true;
    await world.run(MINUTE);
    await start();
  }

  function filesIn(folder: string): string {
    const path = join(world.dir, 'vault', folder);
    return existsSync(path) ? readdirSync(path).sort().join() : '';
  }

  /** What is kept is whole and nothing else is; once it is taken back, nothing is left of it. */
  async function takeBack(): Promise<void> {
    const read = async () => unwrap(await life.store.read('saved.ofPerson', { number: IDENTITY.number.value }));
    const saved = await read();
    if (!saved) return void wrong.push('nothing is kept');
    const kept = saved.papers.flatMap(({ pages: its }) => its);
    for (const { id, sha256 } of kept) {
      const bytes = await life.vault.get(saved.owner, id);
      if (!bytes.ok || createHash('sha256').update(bytes.value).digest('hex') !== sha256) wrong.push('a kept page is lost');
    }
    if (kept.length !== 3 || filesIn(saved.owner) !== kept.map(({ id }) => `${id}.sealed`).sort().join()) wrong.push(`kept: ${filesIn(saved.owner)}`);
    // Whoever does not see it done asks again.
    for (let still: unknown = saved; still; still = await read()) {
      let done = false;
      void running.savedPapers.withdraw(filed[0]!, 'asked for', 'an').then(() => (done = true));
      await world.until(() => done || !life.alive(), MINUTE);
      await world.run(MINUTE);
      await revive();
      await world.run(MINUTE);
    }
    if (filesIn(saved.owner) !== '') wrong.push(`what was taken back is still there: ${filesIn(saved.owner)}`);
    if ((await life.vault.get(saved.owner, kept[0]!.id)).ok) wrong.push('what was taken back can be read');
  }

  /** One step of a citizen who scans three sheets, the second anew, and turns the first; for a second dossier uses what was kept. */
  async function step(): Promise<boolean> {
    const { journeys } = running;
    const { step: at } = journeys.foreground();
    const send = async (event: Parameters<typeof journeys.send>[0]): Promise<void> => void (await life.bound(journeys.send(event)));
    const next = () => send({ type: 'next', orderCode: 1 });
    const scan = (names: string[], replaces?: string) => {
      feeder = names;
      return send({ type: 'scanPaper', paperId: PAPER, ...(replaces && { replaces }) });
    };
    switch (at) {
      case 'attract':
        await send({ type: 'begin', id: `j${seed}-${time.now()}`, kind: 'selfService', language: 'vi' });
        break;
      case 'notice':
        await send({ type: 'accept' });
        break;
      case 'identify.waiting':
        await send({ type: 'identified', identity: IDENTITY, readCard: saves });
        break;
      case 'identify.reading':
        await send({ type: 'chipRead', identity: IDENTITY, verdict: { overall: 'genuine', checks: { access: 'passed', passive: 'passed', active: 'passed', chip: 'passed', agreement: 'passed' } } });
        break;
      case 'papers.saving':
        await send({ type: 'answerSaving', save: true });
        break;
      case 'identify.confirming':
        await send({ type: 'confirmIdentity' });
        break;
      case 'procedure':
        await send({ type: 'chooseProcedure', code: '2.000635' });
        break;
      case 'form':
        for (const [field, value] of Object.entries(ANSWERS)) await send({ type: 'answer', field, value });
        await next();
        break;
      case 'papers.open': {
        const there = await pages();
        const texts = there.map(({ text }) => text);
        const lost = texts.find((text) => text.startsWith('lost') || text === 'another page');
        if (lost) wrong.push(`a page that was shown is ${lost}`);
        if (filed.length > 0) {
          const [saved] = journeys.foreground().context.saved ?? [];
          if (texts.length > 0) {
            if (texts.length !== 3) wrong.push(`of a kept paper ${texts.length} pages were taken`);
            await next();
          } else if (saved) await send({ type: 'useSaved', paperId: PAPER, savedId: saved.id });
          else await next();
          break;
        }
        const bad = there.find(({ text }) => text === 'bad');
        const first = there.find(({ text }) => text === 'one');
        if (!texts.some((text) => text.startsWith('one'))) await scan(['one', 'bad', 'three']);
        else if (bad) await scan(['two'], bad.id);
        else if (!texts.includes('two')) await scan(['two']);
        else if (!texts.includes('three')) await scan(['three']);
        else if (first) await send({ type: 'turnPage', documentId: first.id, quarterTurns: 1 });
        else await next();
        break;
      }
      case 'review':
      case 'rating':
      case 'slip.waiting':
        await next();
        break;
      case 'slip.printing':
        await send({ type: 'skipSlip' });
        break;
      case 'goodbye':
        return true;
    }
    return false;
  }

  try {
    await start();
    if (cut) life.cutAtWrite(cut.nth, cut.when);
    let over = false;
    const end = time.now() + (saves ? 120 : 60) * MINUTE;
    while (!over && time.now() < end) {
      await revive();
      const { context } = running.journeys.foreground();
      if (context.dossier && !filed.includes(context.id)) filed.push(context.id);
      let done = false;
      const stepping = step().then((last) => ((over = last && (!saves || filed.length === 2)), (done = true)));
      await world.until(() => done || !life.alive(), MINUTE);
      await Promise.race([stepping, Promise.resolve()]);
      await world.run(600);
    }
    // What is cut only after the citizen has gone comes to its end, too: nobody asks anything of a life that is over.
    await world.run(30 * MINUTE);
    await revive();
    await world.run(30 * MINUTE);
    const count = unwrap(await life.store.read('outbox.count'));
    if (count.waiting > 0 || count.setAside > 0) wrong.push(`${count.waiting} rows wait, ${count.setAside} are set aside`);
    if (uploads.length !== (saves ? 2 : 1)) wrong.push(`${uploads.length} documents at the portal`);
    const made: Uint8Array[] = [];
    for (const dossier of filed) {
      const rows = unwrap(await life.store.read('documents.ofJourney', { journeyId: dossier }));
      const upload = uploads.find(({ id }) => id === rows[0]?.id);
      if (upload) made.push(upload.bytes);
      if (upload && createHash('sha256').update(upload.bytes).digest('hex') !== upload.sha256) wrong.push('the portal was told another hash');
      if (rows.length !== 1 || rows[0]!.sha256 !== upload?.sha256) wrong.push(`${rows.length} documents are known`);
      if (filesIn(dossier) !== `${upload?.id}.sealed`) wrong.push(`files: ${filesIn(dossier)}`);
    }
    if (shown.size < 3) wrong.push('the citizen saw too few pages');
    if (saves) await takeBack();
    const [document = [], second = []] = made.map((bytes) => JSON.parse(textOf(bytes)) as string[]);
    return { cut: was, document, second, problems: [...problems], wrong };
  } finally {
    world.close();
  }
}
