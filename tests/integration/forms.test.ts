// An officer prints forms of a dossier: as they were shown, on the paper of their templates, kept through a power cut, with what
// went wrong told, and no affair of the citizen's slip.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier } from '../../main/domain/dossier/dossier.ts';
import { unwrap } from '../../main/domain/result.ts';
import { printView } from '../../main/ipc/views/print-view.ts';
import { dossier } from '../unit/domain/slips/forms/dossier.ts';
import { createWorld } from './counter.ts';
import type { TestCounter, World } from './counter.ts';

let world: World;
let program: TestCounter;
const officer = { id: 'an', name: 'Nguyễn Thị An' };
const order = { dossierId: dossier.id, form: 'supplements', reason: 'Không đọc được chữ ký.', items: ['Giấy ủy quyền'] } as const;
const receipt = { dossierId: dossier.id, form: 'receipt', reason: '', items: [] } as const;

async function open(override: unknown): Promise<void> {
  world = await createWorld(override);
  program = await world.start();
  const { code: _, ...rest }: Dossier = dossier;
  const documents = rest.documents.map((document) => ({ ...document, sha256: 'a'.repeat(64) }));
  unwrap(await program.opened.store.write([{ write: 'dossier.register', dossier: { ...rest, documents, unit: 'H36.12', template: '{unit}-{YYMMDD}-{running:4}', day: '2026-11-24' } }]));
}
async function close(): Promise<void> {
  await program.close();
  await world.close();
}

const jobs = async () => unwrap(await program.opened.store.read('print.bySubject', { subject: dossier.id }));
const lastJob = async () => (await jobs()).at(-1)!;
const sheets = async () => (await world.bench.pagePrinter.state()).jobs;
async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`the jobs are ${JSON.stringify((await jobs()).map(({ slip, state, reason }) => [slip.form, state, reason]))}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}
const untilState = (state: string) => until(async () => (await lastJob())?.state === state);

describe('at a counter with a receipt printer alone', () => {
  beforeAll(() => open({ devices: { pagePrinter: null } }), 60_000);
  afterAll(close, 60_000);

  it('offers the forms of the procedure and draws what was typed', async () => {
    expect((await program.running.forms.choices(dossier.id)).map(({ form }) => form)).toEqual(['receipt', 'supplements', 'refusal', 'extension', 'stopping', 'controlSlip', 'register']);
    expect(JSON.stringify(unwrap(await program.running.forms.draw(order, officer)))).toContain('Giấy ủy quyền');
    expect(await program.running.forms.draw({ ...order, form: 'residenceReceipt' }, officer)).toMatchObject({ ok: false, error: { code: 'notThisForm' } });
    expect(program.running.forms.printout('receipt')).toEqual({ paper: 'roll', copies: 1 });
    expect(await program.running.forms.print({ ...order, dossierId: 'nobody' }, officer)).toBe(false);
    expect(await program.running.register.print({ from: '2026-11-24', to: '2026-11-24' }, 'an')).toMatchObject({ ok: false, error: { code: 'noPagePrinter' } });
  });

  it('prints it when there is paper again, also after a restart, and leaves the citizen’s slip an original', async () => {
    await world.bench.receiptPrinter.fault('paper-out');
    expect(await program.running.forms.print(order, officer)).toBe(true);
    await until(async () => (await jobs()).some(({ reason }) => reason !== undefined));
    expect(printView(await lastJob())).toMatchObject({ form: true, state: 'waiting', problem: 'paperOut' });
    await program.close();
    program = await world.start();
    await world.bench.receiptPrinter.heal();
    await world.bench.receiptPrinter.refill();
    await untilState('printed');
    expect(await jobs()).toMatchObject([{ slip: { form: 'supplements' }, state: 'printed', copy: false }]);
    const today = unwrap(await program.opened.store.read('dossiers.since', { from: 0, limit: 5 }));
    expect(today[0]!.print).toBeNull();
  });
});

describe('at a counter with both printers', () => {
  beforeAll(() => open({}), 60_000);
  afterAll(close, 60_000);
  afterEach(() => world.bench.pagePrinter.heal());

  it('prints form 01 twice on A5 and the others once on A4', async () => {
    expect(await program.running.forms.print(receipt, officer)).toBe(true);
    await untilState('printed');
    expect(await program.running.forms.print(order, officer)).toBe(true);
    await until(async () => (await jobs()).length === 2 && (await lastJob()).state === 'printed');
    expect(await sheets()).toMatchObject([
      { name: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả', media: 'iso_a5_148x210mm', copies: 2, state: 'completed' },
      { name: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ', media: 'iso_a4_210x297mm', copies: 1, state: 'completed' },
    ]);
    expect(await world.bench.receiptPrinter.slips()).toEqual([]);
  });

  it('prints it again only when the officer asks, and then as a copy', async () => {
    const [first] = await jobs();
    expect(await program.running.forms.printAgain(first!.id, officer)).toBe(true);
    await untilState('printed');
    expect(await lastJob()).toMatchObject({ copy: true, slip: { form: 'receipt', copy: true } });
    expect(await program.running.forms.printAgain('nobody', officer)).toBe(false);
  });

  it('tells that nobody knows whether it came out, and does not print it a second time by itself', async () => {
    const before = (await sheets()).length;
    await world.bench.pagePrinter.fault('aborts');
    expect(await program.running.forms.print(order, officer)).toBe(true);
    await untilState('failed');
    expect(printView(await lastJob())).toMatchObject({ state: 'failed', problem: 'failed' });
    await world.bench.pagePrinter.fault('lost-reply', { on: 'print', times: 1 });
    await world.bench.pagePrinter.heal('aborts');
    expect(await program.running.forms.print(order, officer)).toBe(true);
    await until(async () => (await lastJob()).reason === 'notConfirmed');
    expect(printView(await lastJob())).toMatchObject({ state: 'failed', problem: 'notConfirmed' });
    // What is asked for next comes out next: nothing is printed in between.
    expect(await program.running.forms.printAgain((await lastJob()).id, officer)).toBe(true);
    await untilState('printed');
    expect((await lastJob()).copy).toBe(true);
    expect(await sheets()).toHaveLength(before + 3);
  });

  it('gives each citizen the next number of the day on the roll, also after the power went', async () => {
    await world.bench.receiptPrinter.fault('paper-out');
    const issued = await Promise.all([program.running.tickets.issue('an'), program.running.tickets.issue('an')]);
    expect(issued.map((ticket) => unwrap(ticket).number).sort()).toEqual(['001', '002']);
    await program.close();
    program = await world.start();
    expect(unwrap(await program.running.tickets.issue('an')).number).toBe('003');
    expect(await world.bench.receiptPrinter.slips()).toEqual([]);
    await world.bench.receiptPrinter.heal();
    await world.bench.receiptPrinter.refill();
    await until(async () => (await world.bench.receiptPrinter.slips()).length === 3);
    await until(async () => program.logged.filter(({ event, fields }) => event === 'print.state' && fields['to'] === 'printed').length === 3);
  });

  it('prints a receipt for money where some was paid, and none for a citizen who has gone', async () => {
    const { code: _, ...rest }: Dossier = dossier;
    const paid = { ...rest, id: 'journey-2', documents: [], payment: { orderCode: 2_611_240_911_004_242, paidAt: dossier.receivedAt } };
    unwrap(await program.opened.store.write([{ write: 'dossier.register', dossier: { ...paid, unit: 'H36.12', template: '{unit}-{YYMMDD}-{running:4}', day: '2026-11-24' } }]));
    const receiptOf = (dossierId: string) => ({ dossierId, form: 'paymentReceipt', reason: '', items: [] }) as const;
    expect(await program.running.forms.print(receiptOf(dossier.id), officer)).toBe(false);
    expect(await program.running.forms.printPaymentReceipt(dossier.id)).toBe(false);
    const before = (await world.bench.receiptPrinter.slips()).length;
    const jobsOfPaid = async () => unwrap(await program.opened.store.read('print.bySubject', { subject: paid.id }));
    expect(await program.running.forms.printPaymentReceipt(paid.id)).toBe(true);
    expect(await program.running.forms.printPaymentReceipt(paid.id)).toBe(true);
    await until(async () => (await jobsOfPaid()).map(({ state }) => state).join() === 'canceled');
    expect(await program.running.forms.print(receiptOf(paid.id), officer)).toBe(true);
    await until(async () => (await jobsOfPaid()).map(({ state }) => state).sort().join() === 'canceled,printed');
    expect(await world.bench.receiptPrinter.slips()).toHaveLength(before + 1);
  });

  it('prints the register of a period on pages, keeps no names with the job, and says what cannot be printed', async () => {
    const { register } = program.running;
    const period = { from: '2026-11-24', to: '2026-11-24' };
    const asked = unwrap(await register.print(period, 'an'));
    expect(asked.dossiers).toBe(2);
    const job = async () => unwrap(await program.opened.store.read('print.byId', { id: asked.jobId }));
    await until(async () => (await job())?.state === 'printed');
    expect((await sheets()).at(-1)).toMatchObject({ name: 'Sổ theo dõi hồ sơ', media: 'iso_a4_210x297mm', copies: 1, state: 'completed' });
    expect(JSON.stringify(await job())).not.toContain('Thùy Dương');
    expect(JSON.stringify(await register.slipOf(period as never))).toContain('Nguyễn Thị Thùy Dương');
    expect(await register.print({ from: '2026-11-25', to: '2026-11-30' }, 'an')).toMatchObject({ ok: false, error: { code: 'none' } });
    expect(await register.print({ from: '2026-11-30', to: '2026-11-01' }, 'an')).toMatchObject({ ok: false, error: { code: 'badPeriod' } });
  });

  it('waits for paper, and says so', async () => {
    await world.bench.pagePrinter.fault('paper-out');
    expect(await program.running.forms.print(order, officer)).toBe(true);
    await until(async () => printView(await lastJob()).problem === 'paperOut');
    await world.bench.pagePrinter.heal();
    await untilState('printed');
    expect((await lastJob()).copy).toBe(false);
  });

  it('gives up what the printer cannot do', async () => {
    await world.bench.pagePrinter.fault('no-a5');
    expect(await program.running.forms.print(receipt, officer)).toBe(true);
    await untilState('failed');
    expect(printView(await lastJob())).toMatchObject({ problem: 'wrongPaper' });
  });

  it('marks as a copy what was on its way when the power went', async () => {
    const before = (await sheets()).length;
    await world.bench.pagePrinter.fault('slow-print', { ms: 600_000, times: 1 });
    expect(await program.running.forms.print(order, officer)).toBe(true);
    await until(async () => (await sheets()).length > before);
    expect((await lastJob()).state).toBe('sending');
    await program.close();
    program = await world.start();
    await untilState('printed');
    expect(await lastJob()).toMatchObject({ copy: true, attempts: 2 });
  });
});

it('prints the citizen’s slip on A5 where there is no receipt printer', async () => {
  await open({ devices: { receiptPrinter: null } });
  expect(await program.running.printCopy(dossier.id, 'an')).toBe(true);
  await untilState('printed');
  expect(await sheets()).toMatchObject([{ media: 'iso_a5_148x210mm', copies: 1, state: 'completed' }]);
  await close();
});
