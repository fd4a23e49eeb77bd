import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_WEBHOOK_BYTES, readWebhook } from '../../../main/gateways/payos-webhook.ts';
import { sign, signedText } from '../../../main/gateways/signature.ts';
import type { GatewayBench } from './bench.ts';
import { gatewayBench, orderOf } from './bench.ts';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('payOS’s webhook', () => {
  let bench: GatewayBench;
  let message: { code: string; success: boolean; data: Record<string, unknown>; signature: string };
  beforeEach(async () => {
    bench = await gatewayBench();
    await bench.gateway.create(orderOf(1001));
    await bench.pay(1001);
    message = (await bench.webhook(1001)) as typeof message;
  });
  afterEach(() => bench.close());
  const read = (value: unknown) => readWebhook(encode(value), bench.keys.checksumKey);

  it('is a transaction when payOS signed it', () => {
    const answer = read(message);
    expect(answer).toMatchObject({ ok: true, value: { orderCode: 1001, amount: 8000, succeeded: true, description: 'MC 0042' } });
    expect(answer.ok && Math.abs(answer.value.at! - Date.now())).toBeLessThan(60_000);
  });

  it('is nothing when a field of its data was changed, added or left out, or another key signed it', () => {
    const { reference, ...without } = message.data;
    expect(reference).toBeDefined();
    for (const data of [{ ...message.data, amount: 9000 }, { ...message.data, orderCode: 1002 }, { ...message.data, more: 1 }, without]) {
      expect(read({ ...message, data })).toEqual({ ok: false, error: { code: 'badSignature' } });
    }
    expect(readWebhook(encode(message), 'other')).toEqual({ ok: false, error: { code: 'badSignature' } });
    expect(read({ ...message, signature: '' })).toEqual({ ok: false, error: { code: 'badSignature' } });
  });

  it('that failed at the bank is no success, however it is signed', () => {
    const data = { ...message.data, code: '01' };
    expect(read({ ...message, data, signature: sign(signedText(data), bench.keys.checksumKey) })).toMatchObject({ ok: true, value: { succeeded: false } });
    expect(read({ ...message, code: '01' })).toMatchObject({ ok: true, value: { succeeded: false } });
    expect(read({ ...message, success: false })).toMatchObject({ ok: true, value: { succeeded: false } });
  });

  it('is refused when it is too long, not JSON, or not of the right shape', () => {
    expect(readWebhook(new Uint8Array(MAX_WEBHOOK_BYTES + 1), 'k')).toMatchObject({ ok: false, error: { code: 'tooLarge' } });
    expect(readWebhook(new TextEncoder().encode('{'), 'k')).toMatchObject({ ok: false, error: { code: 'badMessage' } });
    const data = { ...message.data, amount: '8000' };
    expect(read({ ...message, data, signature: sign(signedText(data), bench.keys.checksumKey) })).toEqual({ ok: false, error: { code: 'badMessage', detail: 'data.amount' } });
  });
});
