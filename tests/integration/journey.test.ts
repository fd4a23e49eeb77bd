// A citizen's whole way through the real services, drivers and database, on the bench.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseVietQr } from '../../main/domain/vietqr/vietqr.ts';
import { judge } from '../unit/papers/pages.ts';
import type { TestCounter, World } from './counter.ts';
import { createWorld } from './counter.ts';

let world: World;
let counter: TestCounter;

beforeAll(async () => {
  world = await createWorld({ gateway: { pollSeconds: 0.2 }, journey: { goodbyeSeconds: 2 } });
  counter = await world.start();
}, 30_000);
afterAll(async () => {
  await counter.close();
  await world.close();
});

describe('a citizen at the counter', () => {
  it('files a dossier from the card’s QR to the slip', async () => {
    const { bench } = world;
    const [persona] = await bench.personas();
    await counter.begin();
    await counter.send({ type: 'accept' });
    await bench.codeScanner.scan(persona!.qr);
    const { context } = await counter.untilStep('identify.confirming');
    expect(context.identity?.fullName).toEqual({ value: 'Nguyễn Văn An', source: 'qr' });

    await counter.send({ type: 'confirmIdentity' });
    await counter.send({ type: 'chooseProcedure', code: '2.000635' });
    await counter.untilStep('form');
    await counter.next();
    expect(counter.running.journeys.foreground()).toMatchObject({ step: 'form', context: { formChecked: true } });
    for (const [field, value] of Object.entries(ANSWERS)) expect(await counter.send({ type: 'answer', field, value }), field).toBe(true);
    await counter.next();

    await counter.untilStep('papers.open');
    await bench.documentScanner.loadGlass('declaration' as never).catch(() => {});
    await counter.send({ type: 'scanPaper', paperId: 'oldCopy' });
    await counter.until(({ step, context: { documents } }) => step === 'papers.open' && documents.length === 1, 'a scanned page');
    await counter.next();
    expect((await counter.untilStep('review')).context.fee?.total).toBe(16_000);

    await counter.next();
    const { context: paying } = await counter.untilStep('pay.shown');
    expect(parseVietQr(paying.payment!.qr!)).toMatchObject({ ok: true, value: { amount: 16_000, bill: paying.payment!.description } });
    await bench.gateway.pay(paying.payment!.orderCode);
    const { context: filed } = await counter.untilStep('slip.printed', 30_000);
    expect(filed.dossier).toMatchObject({ portalAccepted: true });

    await counter.next();
    await counter.send({ type: 'rate', stars: 5 });
    await counter.untilStep('attract');
    const records = await bench.portal.until(({ documents }) => documents.length === 1, 'the document at the portal', 30_000);
    const [document] = records.documents;
    expect(document).toMatchObject({ mime: 'application/pdf' });
    expect(records.dossiers[0]!.data['TaiLieuNop']).toEqual([{ TepDinhKemId: document!.id, TenTepDinhKem: 'oldCopy.pdf', MaThanhPhanHoSo: 'oldCopy', DuongDanTaiTepTin: '' }]);
    const pdf = new Uint8Array(await bench.portal.document(document!.id));
    expect(await judge(pdf, (run) => run('pdfinfo', 'paper.pdf'))).toMatch(/Title:\s+Bản cũ[^]*Pages:\s+1\n/);
    // The page's own file is gone; the document's is there.
    await expect.poll(() => readdirSync(join(world.data, 'vault', filed.id))).toEqual([`${document!.id}.sealed`]);
    expect(records.dossiers.map(({ code }) => code)).toEqual([filed.dossier!.code]);
    expect(records.refused).toEqual([]);
    expect((await bench.gateway.orders()).map(({ status }) => status)).toEqual(['PAID']);
    expect(await bench.receiptPrinter.slips()).toHaveLength(1);
    expect(counter.logged.filter(({ event }) => event === 'app.failed')).toEqual([]);
  });
});

const ANSWERS = {
  phone: '0912345678',
  eventType: 'birth',
  registeredName: 'Nguyễn Văn An',
  registeredBirthDate: '20/05/1999',
  registeredPlace: 'UBND xã Liên Nghĩa',
  copies: '2',
  vneidLevel2: 'no',
};
