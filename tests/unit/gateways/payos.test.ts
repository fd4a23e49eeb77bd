import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayBench } from './bench.ts';
import { gatewayBench, orderOf } from './bench.ts';

describe('the payment gateway’s client', () => {
  let bench: GatewayBench;
  beforeEach(async () => {
    bench = await gatewayBench();
  });
  afterEach(() => bench.close());

  it('makes an order and says where the money goes', async () => {
    const made = await bench.gateway.create(orderOf(1001));
    expect(made).toMatchObject({
      ok: true,
      value: {
        orderCode: 1001,
        status: 'pending',
        amount: 8000,
        amountPaid: 0,
        payee: { bin: '970418', name: 'UBND XA DUC TRONG' },
      },
    });
    expect(made.ok && made.value.qr).toMatch(/^000201/);
  });

  it('finds the first order when it is made a second time', async () => {
    await bench.gateway.create(orderOf(1001));
    await bench.pay(1001);
    expect(await bench.gateway.create(orderOf(1001))).toMatchObject({
      ok: true,
      value: { orderCode: 1001, status: 'paid', amountPaid: 8000 },
    });
    expect(bench.orders()).toHaveLength(1);
  });

  it('finds the order whose reply was lost', async () => {
    await bench.fault('lost-reply', { on: 'create', times: 1 });
    expect(await bench.gateway.create(orderOf(1001))).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(await bench.gateway.create(orderOf(1001))).toMatchObject({
      ok: true,
      value: { orderCode: 1001, status: 'pending' },
    });
    expect(bench.orders()).toHaveLength(1);
  });

  it('does not take an existing order of another amount for its own', async () => {
    await bench.gateway.create(orderOf(1001, 8000));
    expect(await bench.gateway.create(orderOf(1001, 9000))).toEqual({
      ok: false,
      error: { code: 'badReply', detail: 'another amount than was ordered' },
    });
  });

  it('follows an order through its statuses', async () => {
    const { gateway } = bench;
    const status = async () => {
      const found = await gateway.find(1001);
      return found.ok ? found.value?.status : found.error.code;
    };
    await gateway.create(orderOf(1001));
    expect(await status()).toBe('pending');
    await bench.mark(1001, 'PROCESSING');
    expect(await status()).toBe('processing');
    await bench.mark(1001, 'FAILED');
    expect(await status()).toBe('failed');
  });

  it('tells under-paid, paid and over-paid apart by the amounts', async () => {
    const { gateway } = bench;
    await gateway.create(orderOf(1001));
    await bench.pay(1001, 5000);
    expect(await gateway.find(1001)).toMatchObject({
      ok: true,
      value: { status: 'underPaid', amount: 8000, amountPaid: 5000 },
    });
    await bench.pay(1001, 3000);
    expect(await gateway.find(1001)).toMatchObject({ ok: true, value: { status: 'paid', amountPaid: 8000 } });
    await bench.pay(1001, 8000);
    const over = await gateway.find(1001);
    expect(over).toMatchObject({ ok: true, value: { status: 'paid', amount: 8000, amountPaid: 16000 } });
    expect(over.ok && over.value && Math.abs(over.value.paidAt! - Date.now())).toBeLessThan(60_000);
  });

  it('finds nothing where there is no order', async () => {
    expect(await bench.gateway.find(4711)).toEqual({ ok: true, value: null });
  });

  it('sees an order expire', async () => {
    await bench.gateway.create(orderOf(1001, 8000, -1000));
    expect(await bench.gateway.find(1001)).toMatchObject({ ok: true, value: { status: 'expired' } });
  });

  it('cancels an order, also twice', async () => {
    await bench.gateway.create(orderOf(1001));
    for (let round = 0; round < 2; round += 1)
      expect(await bench.gateway.cancel(1001, 'left')).toMatchObject({ ok: true, value: { status: 'cancelled' } });
  });

  it('says that an order was paid when it was to be cancelled', async () => {
    await bench.gateway.create(orderOf(1001));
    await bench.pay(1001);
    expect(await bench.gateway.cancel(1001, 'left')).toMatchObject({
      ok: true,
      value: { status: 'paid', amountPaid: 8000 },
    });
  });

  it('is refused when it cancels what is not there', async () => {
    expect(await bench.gateway.cancel(4711, 'left')).toEqual({
      ok: false,
      error: { code: 'refused', detail: 'code 101' },
    });
  });

  it('pings with its keys', async () => {
    expect(await bench.gateway.ping()).toMatchObject({ ok: true });
    expect(await bench.client({ apiKey: 'wrong' }).ping()).toMatchObject({
      ok: false,
      error: { code: 'notAuthorised' },
    });
  });

  it('is not authorised with another checksum key', async () => {
    expect(await bench.client({ checksumKey: 'wrong' }).create(orderOf(1001))).toEqual({
      ok: false,
      error: { code: 'notAuthorised', detail: 'code 201' },
    });
  });

  it.each([
    ['outage', 'unreachable'],
    ['reset', 'unreachable'],
    ['error-500', 'serverError'],
    ['wrong-json', 'badReply'],
    ['hang', 'timeOut'],
  ])('calls %s %s', async (fault, code) => {
    await bench.fault(fault);
    expect(await bench.client({}, 300).create(orderOf(1001))).toMatchObject({ ok: false, error: { code } });
    expect(await bench.client({}, 300).find(1001)).toMatchObject({ ok: false, error: { code } });
  });

  it('never puts a key into an error', async () => {
    for (const fault of ['bad-signature', 'error-500', 'outage']) {
      await bench.fault(fault);
      const text = JSON.stringify(await bench.client({}, 300).create(orderOf(1001)));
      for (const key of Object.values(bench.keys)) expect(text).not.toContain(key);
    }
  });
});
