// Fees paid by the other gateways: by transfers that an officer confirms by the statement, and by the national platform.
// Journey, ledger and work list treat them as any other.

import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../main/domain/result.ts';
import { parseVietQr } from '../../main/domain/vietqr/vietqr.ts';
import type { TestCounter, World } from './counter.ts';
import { createWorld } from './counter.ts';

let world: World;
let counter: TestCounter;
afterEach(async () => {
  await counter.close();
  await world.close();
});

async function open(gateway: object, clockIsAheadMs = 0): Promise<void> {
  world = await createWorld({ counter: { mode: 'counter' }, gateway: { pollSeconds: 0.2, ...gateway }, journey: { goodbyeSeconds: 2, portalWaitSeconds: 2 } });
  counter = await world.start({ clockIsAheadMs });
}

/** Certified copies for 16.000 đ, up to the QR. */
async function toTheQr(id = 'j-transfer') {
  await counter.send({ type: 'begin', id, kind: 'assisted', language: 'vi', officerId: 'an' });
  await counter.send({ type: 'accept' });
  await counter.send({ type: 'typeNumber', number: '068099001234', readCard: false });
  await counter.send({ type: 'confirmIdentity' });
  await counter.send({ type: 'chooseProcedure', code: '2.000815' });
  for (const [field, value] of Object.entries({ requesterName: 'Nguyễn Văn An', phone: '0912345678', documentName: 'Bằng tốt nghiệp', pages: '4', copies: '2' })) await counter.send({ type: 'answer', field, value });
  await counter.next();
  await counter.untilStep('papers.open');
  await counter.next();
  await counter.untilStep('review');
  await counter.next();
  const { step, context } = await counter.until((state) => ['pay.shown', 'pay.unavailable', 'pay.expired'].includes(state.step), 'the code');
  if (step !== 'pay.shown') throw new Error(step);
  return context.payment!;
}

const differences = async () => unwrap(await counter.running.store.read('differences.list', { closedLimit: 10 }));
const balances = async () => Object.fromEntries(Object.entries(unwrap(await counter.running.store.read('ledger.balances'))).filter(([, balance]) => balance !== 0));

describe('a bank transfer', () => {
  it('is paid in two parts that an officer sees on the statement, each counted once; what is too much is owed back', async () => {
    await open({ kind: 'bankTransfer' });
    const payment = await toTheQr();
    const { orderCode, amount, description } = payment;
    expect(parseVietQr(payment.qr!)).toMatchObject({ ok: true, value: { static: false, bin: '970418', account: '31410001234567', amount, bill: description, purpose: description } });
    const { transfers } = counter.running;
    const enter = async (reference: string, seen: number, order?: number) => unwrap(await transfers!.enter({ reference, amount: seen, ...(order !== undefined && { orderCode: order }) }, 'an'));
    expect(unwrap(await transfers!.awaited())).toMatchObject([{ orderCode, amount, description, state: 'shown' }]);

    expect(await enter('FT2611240001', amount - 6_000, orderCode)).toBe('done');
    expect(counter.running.journeys.foreground()).toMatchObject({ step: 'pay.underPaid', context: { payment: { amountPaid: amount - 6_000 } } });
    expect(await enter('FT2611240001', 6_000, orderCode)).toBe('alreadyEntered');
    expect(await enter('FT2611240002', 6_000, 1)).toBe('unknownOrder');
    expect(counter.running.journeys.foreground().step).toBe('pay.underPaid');
    expect(await enter('FT2611240002', 6_000, orderCode)).toBe('done');
    const { context } = await counter.untilStep('slip.printed', 30_000);
    expect(context.dossier).toBeDefined();
    expect(await balances()).toEqual({ gatewayReceivable: amount, fees: -amount });

    expect(await enter('FT2611240003', amount, orderCode)).toBe('done');
    expect(await enter('FT2611240004', 20_000)).toBe('done');
    expect(await enter('FT2611240004', 20_000)).toBe('alreadyEntered');
    expect(await differences()).toMatchObject([{ kind: 'double', orderCode, amount }, { kind: 'wrongReference', reference: 'FT2611240004', amount: 20_000 }]);
    expect(await balances()).toEqual({ gatewayReceivable: 2 * amount + 20_000, fees: -amount, overPayments: -amount, unallocated: -20_000 });
    expect(unwrap(await counter.running.store.read('audit.verify'))).toMatchObject({ brokenAt: null });
    expect(counter.logged.filter(({ event }) => event === 'app.failed' || event === 'gateway.failed')).toEqual([]);
  });

  it('that comes after the citizen has cancelled is owed back; before they have left it still files the dossier', async () => {
    await open({ kind: 'bankTransfer', expirySeconds: 5 });
    const first = await toTheQr();
    await counter.send({ type: 'cancelPayment' });
    await counter.untilStep('review');
    const { transfers } = counter.running;
    unwrap(await transfers!.enter({ orderCode: first.orderCode, amount: first.amount, reference: 'FT01' }, 'an'));
    expect(await differences()).toMatchObject([{ kind: 'late', orderCode: first.orderCode, amount: first.amount }]);
    await counter.next();
    const second = (await counter.untilStep('pay.shown')).context.payment!;
    await counter.untilStep('pay.expired', 20_000);
    unwrap(await transfers!.enter({ orderCode: second.orderCode, amount: second.amount, reference: 'FT02' }, 'an'));
    await counter.untilStep('slip.printed', 30_000);
    expect(await differences()).toHaveLength(1);
    expect(await balances()).toEqual({ gatewayReceivable: first.amount + second.amount, refundsDue: -first.amount, fees: -second.amount });
  });
});

describe('the national payment platform', () => {
  it('is told for the receipt what is paid and by whom, and its payment files the dossier', async () => {
    await open({ kind: 'national' });
    const { orderCode, amount, description, qr } = await toTheQr();
    expect(parseVietQr(qr!)).toMatchObject({ ok: true, value: { account: '31410001234567', amount, bill: description } });
    const receipt = await world.bench.gateway.receipt(orderCode);
    expect(receipt).toMatchObject({ MaTraCuuTT: String(orderCode), MaTTHC: '2.000815', MaHoSo: description, SoCMNDNguoiNop: '068099001234' });
    expect((receipt as { PhiLePhi: { SoTien: string }[] }).PhiLePhi.reduce((sum, line) => sum + Number(line.SoTien), 0)).toBe(amount);
    await world.bench.gateway.pay(orderCode);
    await counter.untilStep('slip.printed', 30_000);
    expect(await balances()).toEqual({ gatewayReceivable: amount, fees: -amount });
    expect(counter.running.comparesDays).toBe(true);
    const [filed] = (await world.bench.portal.until(({ dossiers }) => dossiers.length === 1, 'the dossier')).dossiers;
    expect(filed!.data).toMatchObject({ ThanhToan: { MaThamChieu: String(orderCode), SoTien: amount, NoiDung: description, TKThuHuong: '31410001234567', SoGiayToNguoiNop: '068099001234' } });
  });
});

describe('bad days with the gateway', () => {
  it('HTTP 200 with an error inside takes nothing and says so; the same order is made when asked again', async () => {
    await open({});
    await world.bench.gateway.fault('error-inside', { on: 'create' });
    await expect(toTheQr()).rejects.toThrow('pay.unavailable');
    expect(await world.bench.gateway.orders()).toEqual([]);
    await world.bench.gateway.heal();
    await counter.send({ type: 'payAgain', orderCode: 1 });
    await counter.untilStep('pay.shown');
    // While it is shown an error inside is no news about the money, and the next answer counts.
    await world.bench.gateway.fault('error-inside', { on: 'read', times: 2 });
    const [order] = await world.bench.gateway.orders();
    await world.bench.gateway.pay(order!.orderCode);
    await counter.untilStep('slip.printed', 30_000);
    expect(await world.bench.gateway.orders()).toMatchObject([{ status: 'PAID' }]);
  });

  it('paid twice at once is one dossier, and as much once more is owed back', async () => {
    await open({});
    const { orderCode, amount } = await toTheQr();
    await world.bench.gateway.pay(orderCode, { amount, copies: 2 });
    await counter.untilStep('slip.printed', 30_000);
    expect(await differences()).toMatchObject([{ kind: 'double', orderCode, amount }]);
    expect(await balances()).toEqual({ gatewayReceivable: 2 * amount, fees: -amount, overPayments: -amount });
    const records = await world.bench.portal.until(({ dossiers }) => dossiers.length > 0, 'the dossier');
    expect(records.dossiers).toHaveLength(1);
  });

  it.each([['a day ahead', 24], ['a day behind', -24]] as const)('a counter’s clock that is %s loses no money', async (_, hours) => {
    await open({ expirySeconds: 8 }, hours * 3_600_000);
    if (hours < 0) {
      // The order's time is over before it begins: the gateway takes nothing, and the citizen hears why.
      await expect(toTheQr()).rejects.toThrow('pay.unavailable');
      const [order] = await world.bench.gateway.orders();
      expect(order).toMatchObject({ status: 'EXPIRED', amountPaid: 0 });
      expect(await balances()).toEqual({});
      return;
    }
    // The gateway would keep the order open for a day: it is closed there when its time is over here.
    const first = await toTheQr();
    await counter.untilStep('pay.expired', 30_000);
    expect((await world.bench.gateway.orders()).at(-1)).toMatchObject({ orderCode: first.orderCode, status: 'CANCELLED' });
    await counter.send({ type: 'payAgain', orderCode: first.orderCode + 1 });
    const { context } = await counter.until(({ step, context: { payment } }) => step === 'pay.shown' && payment?.orderCode !== first.orderCode, 'a new code');
    await world.bench.gateway.pay(context.payment!.orderCode);
    await counter.untilStep('slip.printed', 30_000);
    expect(await balances()).toEqual({ gatewayReceivable: first.amount, fees: -first.amount });
  });
});
