// Pages from the scanner into the vault and the journey, on the bench: kept one by one, whatever happens to the rest.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '../e2e/records.ts';
import { smallJpeg } from '../unit/devices/document-scanner/bench.ts';
import type { TestCounter, World } from './counter.ts';
import { createWorld } from './counter.ts';
import type { Imaging } from '../../main/services/ports.ts';
import { fail, ok } from '../../main/domain/result.ts';
import { plainPage } from './imaging.ts';

let world: World;
let counter: TestCounter;

beforeAll(async () => {
  world = await createWorld({});
}, 30_000);
afterEach(async () => {
  await counter.close();
  await world.bench.documentScanner.reset();
  await world.bench.documentScanner.heal();
});
afterAll(() => world.close());

const sheets = (...names: string[]) => names.map((name) => ({ base64: smallJpeg(name).toString('base64'), type: 'image/jpeg' }));
const twelve = sheets(...Array.from({ length: 12 }, (_, index) => `sheet ${index + 1}`));

async function atPapers(imaging: Partial<Imaging> = {}): Promise<void> {
  counter = await world.start({ imaging });
  if (counter.running.journeys.foreground().step === 'review') await counter.send({ type: 'back' });
  if (counter.running.journeys.foreground().step === 'papers.open') return;
  const [persona] = await world.bench.personas();
  await counter.begin();
  await counter.send({ type: 'accept' });
  await world.bench.codeScanner.scan(persona!.qr);
  await counter.untilStep('identify.confirming');
  await counter.send({ type: 'confirmIdentity' });
  await counter.send({ type: 'chooseProcedure', code: '2.000635' });
  const written = { phone: '0912345678', eventType: 'birth', registeredName: 'Nguyễn Văn An', registeredBirthDate: '20/05/1999', registeredPlace: 'UBND xã Liên Nghĩa', copies: '2', vneidLevel2: 'no' };
  for (const [field, value] of Object.entries(written)) await counter.send({ type: 'answer', field, value });
  await counter.next();
  await counter.untilStep('papers.open');
}

async function removeAll(): Promise<void> {
  for (const { id } of documents()) await counter.send({ type: 'removeDocument', paperId: 'oldCopy', documentId: id });
}

const documents = () => counter.running.journeys.foreground().context.documents;
const filesOf = (journeyId: string) => readdirSync(join(world.data, 'vault', journeyId)).sort();

describe('papers at the counter', () => {
  it('keeps six pages when the scanner is unplugged in the seventh of twelve, each before the next is asked for, and after a restart', async () => {
    await atPapers();
    await world.bench.documentScanner.loadFeeder(twelve);
    await world.bench.documentScanner.fault('unplug', { atPage: 7 });
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    // The first page is there while the others are still being scanned.
    await counter.until(({ step, context }) => step === 'papers.scanning' && context.documents.length === 1, 'the first page');
    const { context } = await counter.until(({ step }) => step === 'papers.open', 'the end of the scan');
    expect(context.documents).toHaveLength(6);
    expect(context.problem).toBe('scannerOffline');
    const kept = context.documents.map(({ id }) => id);

    await counter.close();
    await world.bench.documentScanner.heal();
    await atPapers();
    expect(documents().map(({ id }) => id)).toEqual(kept);
    expect(filesOf(context.id)).toEqual(kept.map((id) => `${id}.sealed`).sort());
  }, 40_000);

  it('scans the bad page of three again in its place, and its file is gone', async () => {
    await atPapers();
    await removeAll();
    await world.bench.documentScanner.loadFeeder(sheets('one', 'bad', 'three'));
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    await counter.until(({ step, context }) => step === 'papers.open' && context.documents.length === 3, 'three pages');
    const [one, bad, three] = documents().map(({ id }) => id);

    await world.bench.documentScanner.loadGlass(sheets('two')[0]);
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy', replaces: bad! });
    const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents[1]?.id !== bad, 'the page in its place');
    expect([context.documents[0]?.id, context.documents[2]?.id]).toEqual([one, three]);
    expect(context.documents).toHaveLength(3);
    const row = await counter.running.store.read('document.byId', { id: bad! });
    expect(row).toEqual({ ok: true, value: null });
    await expect.poll(() => filesOf(context.id)).toEqual(context.documents.map(({ id }) => `${id}.sealed`).sort());
    expect(counter.logged.filter(({ event }) => event === 'app.failed')).toEqual([]);
  }, 40_000);

  it('leaves out the empty backs of a feeder’s sheets and says how many; of a lone empty sheet it says what to do', async () => {
    const empties = new Set<number>();
    let count = 0;
    const judged: Imaging['improve'] = async (bytes) => {
      const empty = empties.has(++count);
      return ok([plainPage(bytes, { empty, ...(empty && { quality: [{ code: 'empty', measure: 0, limit: 4 }] }) })!]);
    };
    await atPapers({ improve: judged });
    await removeAll();
    empties.add(1).add(3);
    await world.bench.documentScanner.loadFeeder(sheets('back', 'front', 'back', 'front'));
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    await counter.untilStep('papers.scanning');
    const { context } = await counter.untilStep('papers.open');
    expect(context.documents).toHaveLength(2);
    expect(context).toMatchObject({ emptyPages: 2, problem: undefined });

    await removeAll();
    empties.add(5);
    await world.bench.documentScanner.loadGlass(sheets('nothing')[0]);
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    const alone = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 1, 'the empty page');
    expect(alone.context.documents[0]).toMatchObject({ flaws: ['empty'], told: 1 });
    expect(alone.context.emptyPages).toBeUndefined();
    await counter.next();
    expect(counter.running.journeys.foreground().step).toBe('papers.open');
  }, 40_000);

  it('keeps what was scanned, without a verdict, when the window that looks at pages is dead', async () => {
    let asked = 0;
    await atPapers({ improve: async () => (++asked, fail('studioUnavailable', 'gone')) });
    await removeAll();
    await world.bench.documentScanner.loadFeeder(sheets('one', 'two', 'three', 'four', 'five'));
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 5, 'five pages');
    expect(context.documents.map(({ flaws }) => flaws)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(context.problem).toBeUndefined();
    // It is not asked again and again.
    expect(asked).toBeLessThan(5);
    await counter.next();
    expect(counter.running.journeys.foreground().step).toBe('review');
    await counter.send({ type: 'back' });
  }, 40_000);

  it('two pages of an opened book in one picture are two pages, and the page of the window is the page that is kept', async () => {
    const halves = sheets('left', 'right').map(({ base64 }) => Buffer.from(base64, 'base64'));
    await atPapers({ improve: async (_, { split }) => (expect(split).toBe(true), ok(halves.map((bytes) => plainPage(bytes)!))) });
    await removeAll();
    await world.bench.documentScanner.loadGlass(sheets('book')[0]);
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 2, 'two pages');
    for (const [index, { id, size }] of context.documents.entries()) {
      expect(size).toMatchObject({ dotsPerInch: 300 });
      const kept = await counter.opened.vault.get(context.id, id);
      expect(kept.ok && Buffer.from(kept.value).equals(halves[index]!)).toBe(true);
    }
  }, 40_000);

  it('a page that is turned by hand is sealed anew in its place; an officer’s reason is in the audit log', async () => {
    const turned = Buffer.from(sheets('turned')[0]!.base64, 'base64');
    await atPapers({
      improve: async (bytes) => ok([plainPage(bytes, { quality: [{ code: 'blurred', measure: 1, limit: 0.45 }] })!]),
      rotate: async (_bytes, _mime, quarters) => (quarters === 1 ? ok(plainPage(turned)!) : fail('undecodable')),
    });
    await removeAll();
    await world.bench.documentScanner.loadFeeder(sheets('one', 'two'));
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 2, 'two pages');
    const [one, two] = documents().map(({ id }) => id);

    await counter.send({ type: 'turnPage', documentId: one!, quarterTurns: 1 });
    const { context } = await counter.until(({ context: now }) => now.documents[0]!.id !== one, 'the turned page');
    expect(context.documents[1]!.id).toBe(two);
    expect(context.documents[0]).toMatchObject({ flaws: ['blurred'], told: 1 });
    const kept = await counter.opened.vault.get(context.id, context.documents[0]!.id);
    expect(kept.ok && Buffer.from(kept.value).equals(turned)).toBe(true);
    await expect.poll(() => filesOf(context.id)).toEqual(context.documents.map(({ id }) => `${id}.sealed`).sort());

    await counter.send({ type: 'turnPage', documentId: two!, quarterTurns: 2 });
    await counter.until(({ context: now }) => now.problem === 'pageNotTurned', 'the sentence that it was not turned');
    expect(documents()[1]!.id).toBe(two);

    for (const { id } of documents()) await counter.send({ type: 'keepPage', documentId: id, by: 'an', reason: 'originalIsSo' });
    await counter.next();
    expect(counter.running.journeys.foreground().step).toBe('review');
    await counter.close();
    const lines = readAudit(world.data).filter(({ action }) => action === 'page.kept');
    expect(lines).toMatchObject(Array.from({ length: 2 }, () => ({ actor: 'an', details: { flaws: 'blurred', paper: 'oldCopy', reason: 'originalIsSo' } })));
    counter = await world.start();
  }, 40_000);

  it('pages of a paper that the chosen case does not ask for are not filed, and their files go', async () => {
    await atPapers();
    await removeAll();
    await world.bench.documentScanner.loadGlass(sheets('for the other case')[0]);
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 1, 'a page');
    await counter.send({ type: 'back' });
    await counter.send({ type: 'answer', field: 'case', value: 'proxy' });
    await counter.send({ type: 'answer', field: 'relationship', value: 'child' });
    await counter.send({ type: 'answer', field: 'vneidLevel2', value: 'yes' });
    await counter.next();
    await counter.untilStep('papers.open');
    // What this case asks for is a whole page as a scanner gives it.
    await world.bench.documentScanner.loadGlass('letter');
    await counter.send({ type: 'scanPaper', paperId: 'authorisation' });
    await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 2, 'the other paper');
    await counter.next();
    await counter.untilStep('review');
    await counter.next();
    const filed = await counter.until(({ context: now }) => now.dossier !== undefined, 'the dossier’s code');
    const records = await world.bench.portal.until(({ documents: there }) => there.length === 1, 'the paper at the portal', 30_000);
    expect(records.dossiers.at(-1)!.data['TaiLieuNop']).toMatchObject([{ MaThanhPhanHoSo: 'authorisation' }]);
    await expect.poll(() => filesOf(context.id)).toEqual([`${records.documents[0]!.id}.sealed`]);
    const rows = await counter.running.store.read('documents.ofJourney', { journeyId: filed.context.id });
    expect(rows.ok && rows.value.map(({ id }) => id)).toEqual([records.documents[0]!.id]);
  }, 60_000);

  it('pages that were scanned for one paper serve another one, each on its own', async () => {
    counter = await world.start();
    const { step } = await counter.until(({ step: now }) => ['attract', 'slip.printed', 'slip.waiting', 'papers.open', 'review'].includes(now), 'a step that can be left');
    if (step !== 'attract') {
      await counter.send({ type: 'leave' });
      await counter.send({ type: 'next', orderCode: 0 });
      await counter.untilStep('attract');
    }
    await counter.send({ type: 'begin', id: 'j-two-papers', kind: 'assisted', language: 'vi', officerId: 'an' });
    await counter.send({ type: 'accept' });
    await counter.send({ type: 'typeNumber', number: '068099001234', readCard: false });
    await counter.send({ type: 'confirmIdentity' });
    await counter.send({ type: 'chooseProcedure', code: '1.004222' });
    const { context: atForm } = await counter.untilStep('form');
    for (const [field, value] of Object.entries({ case: 'rented', requesterName: 'Nguyễn Văn An', requesterBirthDate: '20/05/1999', requesterResidence: 'Số 1 Đường Mẫu', phone: '0912345678', newAddress: 'Số 2 Đường Mẫu, Đức Trọng', householder: 'Trần Thị Bình', ...atForm.answers })) {
      await counter.send({ type: 'answer', field, value });
    }
    await counter.next();
    await counter.untilStep('papers.open');
    await world.bench.documentScanner.loadFeeder(sheets('one', 'two'));
    await counter.send({ type: 'scanPaper', paperId: 'lease' });
    await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === 2, 'two pages');

    await counter.send({ type: 'usePages', paperId: 'area', from: 'lease' });
    const { context } = await counter.until(({ context: now }) => now.documents.length === 4, 'the pages for the other paper');
    expect(context.documents.map(({ paperId }) => paperId)).toEqual(['lease', 'lease', 'area', 'area']);
    expect(new Set(context.documents.map(({ id }) => id)).size).toBe(4);
    expect(context.documents.slice(2).map(({ sha256 }) => sha256)).toEqual(context.documents.slice(0, 2).map(({ sha256 }) => sha256));
    for (const { id } of context.documents.slice(0, 2)) await counter.send({ type: 'removeDocument', paperId: 'lease', documentId: id });
    await expect.poll(() => filesOf(context.id)).toEqual(context.documents.slice(2).map(({ id }) => `${id}.sealed`).sort());
    for (const { id } of context.documents.slice(2)) expect((await counter.opened.vault.get(context.id, id)).ok).toBe(true);
  }, 60_000);
});
