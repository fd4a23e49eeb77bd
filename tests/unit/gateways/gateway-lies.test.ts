import { describe, expect, it, afterEach, beforeEach } from 'vitest';
import { readAnswer } from '../../../main/gateways/payos.ts';
import { isSignedBy, requestText, sign, signedText } from '../../../main/gateways/signature.ts';
import type { GatewayBench } from './bench.ts';
import { gatewayBench, orderOf } from './bench.ts';

const KEY = 'checksum';
const PAID = { orderCode: 1001, amount: 8000, amountPaid: 8000, status: 'PAID', id: 'x', transactions: [] };

function replyOf(data: Record<string, unknown>, signature = sign(signedText(data), KEY), status = 200) {
  return { status, bytes: new TextEncoder().encode(JSON.stringify({ code: '00', desc: 'success', data, signature })) };
}

describe('a gateway that lies', () => {
  let bench: GatewayBench;
  beforeEach(async () => {
    bench = await gatewayBench();
    await bench.gateway.create(orderOf(1001));
    await bench.gateway.create(orderOf(2002));
  });
  afterEach(() => bench.close());

  it.each([
    ['bad-signature', 'wrong signature'],
    ['other-order', 'another order'],
  ])('is not believed: %s', async (fault, detail) => {
    await bench.fault(fault, { on: 'read' });
    expect(await bench.gateway.find(1001)).toEqual({ ok: false, error: { code: 'badReply', detail } });
  });

  it('is not believed when it makes the order with another amount', async () => {
    await bench.fault('changed-amount', { on: 'create' });
    expect(await bench.gateway.create(orderOf(3003))).toMatchObject({
      ok: false,
      error: { code: 'badReply', detail: 'another amount than was ordered' },
    });
  });
});

describe('an answer of the gateway', () => {
  it('is believed when it is signed', () => {
    expect(readAnswer(replyOf(PAID), 1001, KEY)).toMatchObject({
      ok: true,
      value: { kind: 'order', order: { status: 'paid', amountPaid: 8000 } },
    });
  });

  it('is signed with all its fields: none may be changed, added or left out', () => {
    const signature = sign(signedText(PAID), KEY);
    for (const changed of [
      { ...PAID, amountPaid: 9000 },
      { ...PAID, status: 'PENDING' },
      { ...PAID, more: 1 },
      { orderCode: 1001, amount: 8000, status: 'PAID' },
    ]) {
      expect(readAnswer(replyOf(changed, signature), 1001, KEY)).toEqual({
        ok: false,
        error: { code: 'badReply', detail: 'wrong signature' },
      });
    }
  });

  it('is not believed without a signature, or with one of another length', () => {
    for (const signature of ['', 'ab', sign(signedText(PAID), 'other'), `${sign(signedText(PAID), KEY)}00`]) {
      expect(readAnswer(replyOf(PAID, signature), 1001, KEY)).toMatchObject({
        ok: false,
        error: { detail: 'wrong signature' },
      });
    }
  });

  it.each([
    ['an unknown status', { ...PAID, status: 'toString' }],
    ['a negative amount', { ...PAID, amount: -1 }],
    ['half a đồng', { ...PAID, amount: 0.5 }],
    ['an amount as text', { ...PAID, amount: '8000' }],
    ['paid with less than the amount', { ...PAID, amountPaid: 7999 }],
    ['paid without saying how much', { orderCode: 1001, amount: 8000, status: 'PAID' }],
  ])('is a wrong reply with %s', (_, data) => {
    expect(readAnswer(replyOf(data), 1001, KEY)).toMatchObject({ ok: false, error: { code: 'badReply' } });
  });

  it('is no order with HTTP 200 and an error code inside', () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ code: '231', desc: 'exists' }));
    expect(readAnswer({ status: 200, bytes }, 1001, KEY)).toEqual({ ok: true, value: { kind: 'code', code: '231' } });
  });

  it.each([
    [302, 'badReply'],
    [401, 'notAuthorised'],
    [403, 'notAuthorised'],
    [429, 'serverError'],
    [503, 'serverError'],
  ])('with HTTP %i is %s', (status, code) => {
    expect(readAnswer(replyOf(PAID, undefined, status), 1001, KEY)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('signatures', () => {
  it('cover the five fields of a request in the order of their names', () => {
    expect(requestText({ orderCode: 1, returnUrl: 'r', cancelUrl: 'c', description: 'd', amount: 2 })).toBe(
      'amount=2&cancelUrl=c&description=d&orderCode=1&returnUrl=r',
    );
  });

  it('are HMAC-SHA-256 (RFC 4231, test case 2)', () => {
    expect(sign('what do ya want for nothing?', 'Jefe')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('write null as nothing and lists as JSON with their keys in order', () => {
    expect(signedText({ b: null, a: [{ z: 1, y: null }], c: undefined, d: false })).toBe(
      'a=[{"y":null,"z":1}]&b=&c=&d=false',
    );
  });

  it('differ in one digit and are refused', () => {
    const signature = sign('text', KEY);
    expect(isSignedBy('text', signature, KEY)).toBe(true);
    expect(isSignedBy('text', signature.toUpperCase(), KEY)).toBe(true);
    expect(
      isSignedBy(
        'text',
        signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
        KEY,
      ),
    ).toBe(false);
  });
});
