// A copier that scans to a folder, at a whole counter: its file is there until its page is sealed, is the citizen's who scanned
// and nobody else's, and is not read again after the program was cut off.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { smallJpeg } from '../unit/devices/document-scanner/bench.ts';
import type { TestCounter, World } from './counter.ts';
import { createWorld } from './counter.ts';

const folder = mkdtempSync(join(tmpdir(), 'copier-'));
let world: World;
let counter: TestCounter;

beforeAll(async () => {
  world = await createWorld({ devices: { documentScanner: { transport: 'folder', folder } } });
}, 30_000);
afterEach(() => counter.close());
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function atPapers(): Promise<void> {
  counter = await world.start();
  if (counter.running.journeys.foreground().step === 'papers.open') return;
  await counter.begin();
  await counter.send({ type: 'accept' });
  await world.bench.codeScanner.scan((await world.bench.personas())[0]!.qr);
  await counter.untilStep('identify.confirming');
  await counter.send({ type: 'confirmIdentity' });
  await counter.send({ type: 'chooseProcedure', code: '2.000635' });
  const written = { phone: '0912345678', eventType: 'birth', registeredName: 'Nguyễn Văn An', registeredBirthDate: '20/05/1999', registeredPlace: 'UBND xã Liên Nghĩa', copies: '2', vneidLevel2: 'no' };
  for (const [field, value] of Object.entries(written)) await counter.send({ type: 'answer', field, value });
  await counter.next();
  await counter.untilStep('papers.open');
}

const aside = () => readdirSync(join(folder, 'mot-cua-set-aside')).map((name) => name.slice(13)).sort();
const taken = () => readdirSync(join(folder, 'mot-cua-taken'));

async function scan(file: string, bytes: Uint8Array = smallJpeg(file)): Promise<void> {
  await expect.poll(() => counter.counter.state().devices.find(({ id }) => id === 'documentScanner')?.status, { timeout: 15_000 }).toBe('online');
  await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
  await expect.poll(() => counter.counter.state().devices.find(({ id }) => id === 'documentScanner')?.status, { timeout: 15_000 }).toBe('deviceBusy');
  writeFileSync(join(folder, file), bytes);
}

it('gives the citizen’s page and not another’s, and the file goes once the page is sealed', async () => {
  writeFileSync(join(folder, 'another’s.jpg'), smallJpeg('somebody else’s paper'));
  await atPapers();
  await scan('mine.jpg');
  const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length > 0, 'the page', 40_000);
  expect(context.documents).toHaveLength(1);
  expect(context.problem ?? null).toBeNull();
  const [document] = context.documents;
  const kept = await counter.opened.vault.get(context.id, document!.id);
  expect(kept.ok && Buffer.from(kept.value)).toEqual(smallJpeg('mine.jpg'));
  expect([aside(), taken()]).toEqual([['another’s.jpg'], []]);
  expect(counter.logged.filter(({ event }) => event === 'scan.setAside')).toMatchObject([{ fields: { reason: 'before' } }]);
}, 60_000);

it('after a cut in the middle the taken file is given to nobody, and the sealed pages are still there', async () => {
  await atPapers();
  const before = counter.running.journeys.foreground().context.documents.length;
  // As a program leaves it that was killed between taking a file and removing it.
  await counter.close();
  mkdirSync(join(folder, 'mot-cua-taken'), { recursive: true });
  writeFileSync(join(folder, 'mot-cua-taken', '0123456789ab-cut.jpg'), smallJpeg('cut'));
  await atPapers();
  await scan('next.jpg');
  const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.documents.length === before + 1, 'the next page', 40_000);
  const kept = await counter.opened.vault.get(context.id, context.documents.at(-1)!.id);
  expect(kept.ok && Buffer.from(kept.value)).toEqual(smallJpeg('next.jpg'));
  expect(aside()).toContain('cut.jpg');
  expect(existsSync(join(folder, 'next.jpg'))).toBe(false);
}, 60_000);

it('that sends TIFF is said with what to choose there, and the pages before stay', async () => {
  await atPapers();
  const before = counter.running.journeys.foreground().context.documents;
  await scan('fax.tif', Buffer.from('II*\0and so on'));
  const { context } = await counter.until(({ step, context: now }) => step === 'papers.open' && now.problem !== undefined && now.problem !== null, 'what is wrong', 40_000);
  expect(context.problem).toBe('copierFormat');
  expect(context.documents).toEqual(before);
  expect(counter.counter.state().devices.find(({ id }) => id === 'documentScanner')?.media).toMatchObject({ pages: 'tiff' });
}, 60_000);
