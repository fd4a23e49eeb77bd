// Pages from the scanner into the vault and the journey, on the bench: kept one by one, whatever happens to the rest.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { smallJpeg } from '../unit/devices/document-scanner/bench.ts';
import type { TestCounter, World } from './counter.ts';
import { createWorld } from './counter.ts';

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

async function atPapers(): Promise<void> {
  counter = await world.start();
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
    for (const { id } of documents()) await counter.send({ type: 'removeDocument', paperId: 'oldCopy', documentId: id });
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
});
