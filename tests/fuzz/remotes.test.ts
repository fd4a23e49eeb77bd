// Replies that no server should give: the clients of the gateway and the portal call them wrong, without throwing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../main/base/json.ts';
import { authenticationCode, readList, readOrder } from '../../main/gateways/national.ts';
import { readWebhook } from '../../main/gateways/payos-webhook.ts';
import { readAnswer } from '../../main/gateways/payos.ts';
import { sign, signedText } from '../../main/gateways/signature.ts';
import { readCatalogue, readLookUp, readReply } from '../../main/portal/portal-client.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const KEY = 'checksum';
const encode = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const json = fc.jsonValue({ maxDepth: 4 });
const odd = fc.oneof(json, fc.constantFrom('__proto__', 'toString', 'constructor', -1, 1e300, 0.1, null, [], {}));
const data = fc.dictionary(
  fc.constantFrom(
    'orderCode',
    'amount',
    'amountPaid',
    'status',
    'transactions',
    'id',
    'bin',
    'accountNumber',
    'qrCode',
    '__proto__',
    'more',
  ),
  fc.oneof(odd, fc.constantFrom(1001, 8000, 'PAID', 'PENDING')),
);

const nationalFields = fc.record({
  MaThamChieu: fc.oneof(fc.constant('1001'), odd),
  SoTien: fc.oneof(fc.constantFrom('8000', '0', '9999999999999', '99999999999999'), odd),
  SoTienDaTra: fc.oneof(fc.constantFrom('8000', '7999'), odd),
  TrangThaiGD: fc.oneof(fc.constantFrom('THANH_CONG', 'CHO'), odd),
  ThoiGianGD: fc.oneof(fc.constantFrom('20261124150007', '20269999999999'), odd),
});

describe('hostile replies', () => {
  it('from the national platform: bytes, and rightly signed nonsense', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), json.map(encode)), fc.integer({ min: 200, max: 599 }), (bytes, status) => {
        expect(readOrder({ status, bytes }, 1001, KEY).ok).toBe(false);
        expect(readList({ status, bytes }, '2026-11-24' as Parameters<typeof readList>[1], KEY).ok).toBe(false);
      }),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(nationalFields, (fields) => {
        const signed = Object.values(fields).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
        const bytes = encode({ MaLoi: '00', ...fields, MaXacThuc: authenticationCode(['00', ...signed], KEY) });
        const answer = readOrder({ status: 200, bytes }, 1001, KEY);
        if (!answer.ok || answer.value === null || answer.value === 'exists') return;
        expect(answer.value.orderCode).toBe(1001);
        expect(Number.isSafeInteger(answer.value.amount) && Number.isSafeInteger(answer.value.amountPaid)).toBe(true);
        if (answer.value.status === 'paid') expect(answer.value.amountPaid).toBeGreaterThanOrEqual(answer.value.amount);
      }),
      { numRuns: RUNS },
    );
  });

  it('from somebody who says to be payOS: a webhook', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), json.map(encode)), (bytes) => {
        expect(readWebhook(bytes, KEY).ok).toBe(false);
      }),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(data, odd, (order, code) => {
        const answer = readWebhook(encode({ code, success: true, data: order, signature: sign(signedText(order), KEY) }), KEY);
        if (answer.ok) expect(Number.isSafeInteger(answer.value.amount) && answer.value.amount > 0).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('from the gateway: bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 200 }), json.map(encode), fc.string({ maxLength: 100 }).map(encode)),
        fc.integer({ min: 200, max: 599 }),
        (bytes, status) => {
          const answer = readAnswer({ status, bytes }, 1001, KEY);
          if (answer.ok) expect(answer.value.kind).toBe('code');
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('from the gateway: rightly signed nonsense is never a payment that does not add up', () => {
    fc.assert(
      fc.property(data, (order) => {
        const bytes = encode({ code: '00', desc: '', data: order, signature: sign(signedText(order), KEY) });
        const answer = readAnswer({ status: 200, bytes }, 1001, KEY);
        if (!answer.ok || answer.value.kind !== 'order') return;
        const { order: record } = answer.value;
        expect(record.orderCode).toBe(1001);
        expect(Number.isSafeInteger(record.amount) && Number.isSafeInteger(record.amountPaid)).toBe(true);
        if (record.status === 'paid') expect(record.amountPaid).toBeGreaterThanOrEqual(record.amount);
      }),
      { numRuns: RUNS },
    );
  });

  it('from the portal: only the agreed reply is a yes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          json.map(encode),
          odd.map((code) => encode({ error_code: code, data: code })),
        ),
        fc.constantFrom(200, 201, 204, 400, 404),
        (bytes, status) => {
          const reply = readReply({ status, bytes });
          const said = parseJson(bytes);
          if (reply.ok) expect([status, Number((said as { error_code: unknown }).error_code)]).toEqual([200, 0]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('from the portal: what it knows of dossiers is of those that were asked for, with moments that exist', () => {
    const row = fc.dictionary(
      fc.constantFrom('MaHoSo', 'TrangThaiHoSo', 'NgayTiepNhan', 'NgayHenTra', '__proto__', 'more'),
      fc.oneof(odd, fc.constantFrom('H36-1', 'H36-2', '2', 11, '20261124150000', 20261124150000, '20260231000000')),
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(row, { maxLength: 6 }), row, odd), fc.constantFrom('0', '00', 0, '1', '2'), fc.constantFrom(200, 404), (rows, code, status) => {
        const read = readLookUp({ status, bytes: encode({ error_code: code, data: rows }) }, ['H36-1']);
        if (!read.ok) return;
        expect(status).toBe(200);
        expect(read.value.length).toBeLessThanOrEqual(1);
        for (const { code: found, receivedAt = 0, dueAt = 0 } of read.value) {
          expect(found).toBe('H36-1');
          expect([receivedAt, dueAt].every(Number.isSafeInteger)).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('from the portal: a catalogue is bytes, or none', () => {
    const row = fc.dictionary(fc.constantFrom('NoiDung', 'more'), fc.oneof(odd, fc.base64String()));
    fc.assert(
      fc.property(fc.oneof(fc.array(row, { maxLength: 3 }), row, odd), fc.constantFrom('0', 0, '2'), (rows, code) => {
        const read = readCatalogue({ status: 200, bytes: encode({ error_code: code, data: rows }) });
        if (read.ok) expect(read.value.length).toBeGreaterThan(0);
      }),
      { numRuns: RUNS },
    );
  });

  it('as JSON: parsed as JSON.parse does, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 6 }), fc.string({ maxLength: 60 })), (text) => {
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expected = undefined;
        }
        expect(parseJson(encode(text))).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('as JSON: depth is refused before it is parsed, also in front of text that hides it', () => {
    expect(parseJson(encode('['.repeat(33) + ']'.repeat(33)))).toBeUndefined();
    expect(parseJson(encode('['.repeat(32) + ']'.repeat(32)))).toBeDefined();
    expect(parseJson(encode(`"${'['.repeat(100)}\\"${'['.repeat(100)}"`))).toBeDefined();
    expect(parseJson(encode(`["\\\\",${'['.repeat(40)}${']'.repeat(40)}]`))).toBeUndefined();
  });
});
