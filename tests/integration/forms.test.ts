// An officer prints a form of a dossier: as it was shown, once, kept through a power cut, and no affair of the citizen's slip.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Dossier } from '../../main/domain/dossier/dossier.ts';
import { unwrap } from '../../main/domain/result.ts';
import { dossier } from '../unit/domain/slips/forms/dossier.ts';
import { createWorld } from './counter.ts';
import type { TestCounter, World } from './counter.ts';

let world: World;
let program: TestCounter;
const officer = { id: 'an', name: 'Nguyễn Thị An' };
const order = { dossierId: dossier.id, form: 'supplements', reason: 'Không đọc được chữ ký.', items: ['Giấy ủy quyền'] } as const;

beforeAll(async () => {
  world = await createWorld();
  program = await world.start();
  const { code: _, ...rest }: Dossier = dossier;
  const documents = rest.documents.map((document) => ({ ...document, sha256: 'a'.repeat(64) }));
  unwrap(await program.opened.store.write([{ write: 'dossier.register', dossier: { ...rest, documents, unit: 'H36.12', template: '{unit}-{YYMMDD}-{running:4}', day: '2026-11-24' } }]));
});
afterAll(async () => {
  await program.close();
  await world.close();
});

const jobs = async () => unwrap(await program.opened.store.read('print.bySubject', { subject: dossier.id }));
async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`the jobs are ${JSON.stringify((await jobs()).map(({ state, reason }) => [state, reason]))}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}

it('offers the forms of the procedure and draws what was typed', async () => {
  expect((await program.running.forms.choices(dossier.id)).map(({ form }) => form)).toEqual(['receipt', 'supplements', 'refusal', 'extension', 'stopping', 'controlSlip', 'register']);
  expect(JSON.stringify(unwrap(await program.running.forms.draw(order, officer)))).toContain('Giấy ủy quyền');
  expect(await program.running.forms.draw({ ...order, form: 'residenceReceipt' }, officer)).toMatchObject({ ok: false, error: { code: 'notThisForm' } });
  expect(await program.running.forms.print({ ...order, dossierId: 'nobody' }, officer)).toBe(false);
});

it('prints it when there is paper again, also after a restart, and leaves the citizen’s slip an original', async () => {
  await world.bench.receiptPrinter.fault('paper-out');
  expect(await program.running.forms.print(order, officer)).toBe(true);
  await until(async () => (await jobs()).some(({ reason }) => reason !== undefined));
  await program.close();
  program = await world.start();
  await world.bench.receiptPrinter.heal();
  await world.bench.receiptPrinter.refill();
  await until(async () => (await jobs())[0]?.state === 'printed');
  expect(await jobs()).toMatchObject([{ slip: { form: 'supplements' }, state: 'printed' }]);
  const today = unwrap(await program.opened.store.read('dossiers.since', { from: 0, limit: 5 }));
  expect(today[0]!.print).toBeNull();
});
