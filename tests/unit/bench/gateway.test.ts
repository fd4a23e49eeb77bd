import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import vectors from '../../fixtures/vectors/vietqr.json' with { type: 'json' };
import { GatewayHandle } from '../../bench/client.ts';
import { buildVietQr, crc16 } from '../../bench/gateway/vietqr.ts';
import { startGateway } from '../../bench/gateway.ts';
import type { GatewayKeys } from '../../bench/gateway.ts';
import { startPart } from './part.ts';

type Reply = { code: string; desc: string; data: Record<string, unknown>; signature: string };

async function gateway(dir?: string) {
  const part = await startPart(startGateway, GatewayHandle, dir === undefined ? {} : { dir });
  const url = String(part.addresses['url']);
  const keys = JSON.parse(readFileSync(String(part.addresses['keysFile']), 'utf8')) as GatewayKeys;
  const headers = { 'x-client-id': keys.clientId, 'x-api-key': keys.apiKey, 'content-type': 'application/json' };
  const send = async (path: string, body?: unknown): Promise<Reply> =>
    (await (
      await fetch(`${url}/v2/payment-requests${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    ).json()) as Reply;
  const hmac = (text: string) => createHmac('sha256', keys.checksumKey).update(text).digest('hex');
  const create = (orderCode: number, amount = 8000, more: Record<string, unknown> = {}) => {
    const text = `amount=${amount}&cancelUrl=http://c&description=HS 0042&orderCode=${orderCode}&returnUrl=http://r`;
    return send('', {
      orderCode,
      amount,
      description: 'HS 0042',
      cancelUrl: 'http://c',
      returnUrl: 'http://r',
      signature: hmac(text),
      ...more,
    });
  };
  return { ...part, gateway: part.handle, url, keys, headers, send, create, hmac };
}

describe('the bench’s payment gateway', () => {
  it('makes an order, signed over its data sorted by key, with a VietQR', async () => {
    const { create, hmac } = await gateway();
    const reply = await create(42, 8000, { expiredAt: Math.floor(Date.now() / 1000) + 600 });
    expect(reply).toMatchObject({
      code: '00',
      desc: 'success',
      data: { orderCode: 42, amount: 8000, currency: 'VND', status: 'PENDING', bin: '970418' },
    });
    const names = [
      'accountName',
      'accountNumber',
      'amount',
      'bin',
      'checkoutUrl',
      'currency',
      'description',
      'expiredAt',
      'orderCode',
      'paymentLinkId',
      'qrCode',
      'status',
    ];
    expect(Object.keys(reply.data).sort()).toEqual(names);
    expect(reply.signature).toBe(hmac(names.map((name) => `${name}=${String(reply.data[name])}`).join('&')));
    const qr = String(reply.data['qrCode']);
    expect(qr.slice(-4)).toBe(crc16(qr.slice(0, -4)));
  });

  it('says no in the words of the protocol: 101, 201, 231', async () => {
    const { create, send } = await gateway();
    expect((await send('/1')).code).toBe('101');
    expect((await create(1, 8000, { signature: '00' })).code).toBe('201');
    expect((await create(1)).code).toBe('00');
    expect((await create(1)).code).toBe('231');
    expect((await create(2, 8000, { description: 'Phí hồ sơ' })).code).toBe('20');
  });

  it('counts money: less, the rest, too much, late', async () => {
    const { create, send, gateway: control } = await gateway();
    const linkId = String((await create(1)).data['paymentLinkId']);
    expect((await control.pay(1, { amount: 3000 })).status).toBe('UNDERPAID');
    await control.payLatest();
    expect((await send(`/${linkId}`)).data).toMatchObject({ status: 'PAID', amountPaid: 8000, amountRemaining: 0 });
    await create(2);
    expect(await control.pay(2, { amount: 9000 })).toMatchObject({ status: 'PAID', amountPaid: 9000 });
    await create(3);
    expect((await control.pay(3, { copies: 2 })).transactions).toHaveLength(2);
    await create(4, 8000, { expiredAt: Math.floor(Date.now() / 1000) - 5 });
    expect((await send('/4')).data['status']).toBe('EXPIRED');
    expect(await control.pay(4)).toMatchObject({ status: 'EXPIRED', amountPaid: 8000, transactions: [{ late: true }] });
    expect((await control.pay(4, { inTime: true })).status).toBe('PAID');
  });

  it('cancels what is not paid', async () => {
    const { create, send, gateway: control } = await gateway();
    await create(1);
    expect((await send('/1/cancel', { cancellationReason: 'expired' })).data).toMatchObject({
      status: 'CANCELLED',
      cancellationReason: 'expired',
    });
    expect((await control.pay(1)).status).toBe('CANCELLED');
    await create(2);
    await control.pay(2);
    expect((await send('/2/cancel', {})).code).toBe('20');
  });

  it('signs the list of transactions as JSON with its keys in order', async () => {
    const { create, send, hmac, gateway: control } = await gateway();
    await create(1);
    await control.pay(1);
    const { data, signature } = await send('/1');
    const text = (value: unknown) =>
      value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    const signed = Object.keys(data)
      .sort()
      .map((name) => `${name}=${text(data[name])}`)
      .join('&');
    expect(signature).toBe(hmac(signed));
    const [transaction] = data['transactions'] as Record<string, unknown>[];
    expect(Object.keys(transaction ?? {})).toEqual(Object.keys(transaction ?? {}).sort());
  });

  it('loses a reply after doing the work: the retry meets 231', async () => {
    const { create, gateway: control } = await gateway();
    await control.fault('lost-reply', { times: 1, on: 'create' });
    await expect(create(1)).rejects.toThrow();
    expect((await create(1)).code).toBe('231');
    expect(await control.orders()).toHaveLength(1);
  });

  it('lies when told to', async () => {
    const { create, send, hmac, gateway: control } = await gateway();
    await create(1);
    const honest = (reply: Reply) => {
      const text = (value: unknown) =>
        value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
      return (
        reply.signature ===
        hmac(
          Object.keys(reply.data)
            .sort()
            .map((name) => `${name}=${text(reply.data[name])}`)
            .join('&'),
        )
      );
    };
    expect(honest(await send('/1'))).toBe(true);
    await control.fault('bad-signature', { times: 1 });
    expect(honest(await send('/1'))).toBe(false);
    await control.fault('changed-amount', { times: 1 });
    expect((await send('/1')).data['amount']).toBe(9000);
    await control.fault('other-order', { times: 1 });
    expect((await send('/1')).data).toMatchObject({ orderCode: 2, status: 'PAID' });
    await control.pay(1);
    await control.fault('old-answer', { times: 1 });
    expect((await send('/1')).data['status']).toBe('PENDING');
    expect((await send('/1')).data['status']).toBe('PAID');
  });

  it('is gone, answers rubbish or an error page, and comes back at its address', async () => {
    const { create, send, url, headers, gateway: control } = await gateway();
    await create(1);
    await control.fault('outage');
    await expect(send('/1')).rejects.toThrow();
    await control.heal();
    expect((await send('/1')).code).toBe('00');
    await control.fault('wrong-json', { times: 1 });
    await expect(send('/1')).rejects.toThrow(SyntaxError);
    await control.fault('error-500', { times: 1 });
    expect((await fetch(`${url}/v2/payment-requests/1`, { headers })).status).toBe(500);
    await control.fault('hang');
    await expect(
      fetch(`${url}/v2/payment-requests/1`, { headers, signal: AbortSignal.timeout(200) }),
    ).rejects.toThrow();
  });

  it('refuses unknown faults by name', async () => {
    const { gateway: control } = await gateway();
    await expect(control.fault('explode')).rejects.toThrow(/unknown fault "explode"; known: outage/);
  });

  it('keeps its book over a restart', async () => {
    const first = await gateway();
    await first.create(1);
    await first.gateway.pay(1);
    await first.close();
    const again = await gateway(first.dir);
    expect(await again.gateway.orders()).toMatchObject([{ orderCode: 1, status: 'PAID' }]);
    expect(again.keys).toEqual(first.keys);
  });
});

describe('the bench’s VietQR', () => {
  it('agrees with the public strings', () => {
    expect(crc16('123456789')).toBe(vectors.crc16ccittFalse['123456789']);
    const sample = vectors.accept[2];
    expect(
      buildVietQr({
        bin: '970403',
        account: '0011012345678',
        amount: 180000,
        bill: 'NPS6869',
        purpose: 'thanh toan don hang',
      }),
    ).toBe(sample?.qr);
  });
});
