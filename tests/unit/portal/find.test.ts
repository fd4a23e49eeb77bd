// A citizen's look-up on the bench's portal: strict about who asks, and nothing but how a dossier stands in the answer.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readFound } from '../../../main/portal/portal-client.ts';
import { slipProof } from '../../../main/portal/dossier-message.ts';
import { unwrap } from '../../../main/domain/result.ts';
import { messageOf, portalBench } from './bench.ts';
import type { PortalBench } from './bench.ts';

const CODE = 'H36.99-261124-0001';
const SECRET = '7KQM4HXP';
const NUMBER = '068085001234';
let bench: PortalBench;
beforeEach(async () => {
  bench = await portalBench();
  for (const [key, code, secret] of [['a', CODE, SECRET], ['b', 'H36.99-261124-0002', 'ABCD2345']] as const) {
    const message = messageOf(key, code);
    unwrap(await bench.portal.send({ ...message, data: [{ ...message.data[0]!, MaTraCuu: slipProof(code, secret) }] }));
  }
});
afterEach(() => bench.close());
const standing = { code: CODE, procedure: { code: '1.004873', name: 'Cấp giấy xác nhận tình trạng hôn nhân' }, status: 'newlyRegistered', unit: 'UBND xã', receivedAt: expect.any(Number), dueAt: expect.any(Number) };

describe('a look-up at the portal', () => {
  it('opens one dossier by its slip, and says how it stands and no more', async () => {
    expect(unwrap(await bench.portal.find({ code: CODE, secret: SECRET }))).toEqual([standing]);
  });

  it('gives nothing for a wrong secret or an unknown code, and after five wrong ones not even for the right one', async () => {
    expect(unwrap(await bench.portal.find({ code: 'H36.99-990101-0001', secret: SECRET }))).toEqual([]);
    for (let tries = 0; tries < 5; tries += 1) expect(unwrap(await bench.portal.find({ code: CODE, secret: 'ABCD2345' }))).toEqual([]);
    expect(await bench.portal.find({ code: CODE, secret: SECRET })).toMatchObject({ ok: false, error: { code: 'serverError', detail: 'HTTP 429' } });
    expect(unwrap(await bench.portal.find({ code: 'H36.99-261124-0002', secret: 'ABCD2345' }))).toHaveLength(1);
  });

  it('gives all of a person’s by the number, and nobody else’s', async () => {
    expect(unwrap(await bench.portal.find({ number: NUMBER })).map(({ code }) => code).sort()).toEqual([CODE, 'H36.99-261124-0002']);
    expect(unwrap(await bench.portal.find({ number: '001099000001' }))).toEqual([]);
  });

  it('needs the unit’s session, as everything does', async () => {
    expect(await bench.client('stranger').find({ code: CODE, secret: SECRET })).toMatchObject({ ok: false, error: { code: 'notAuthorised' } });
  });

  it.each(['duplicate-rows', 'extra-fields', 'other-types', 'one-row-bare'])('is the same through %s', async (kind) => {
    await bench.fault(kind);
    expect(unwrap(await bench.portal.find({ code: CODE, secret: SECRET }))).toEqual([standing]);
  });

  it.each(['missing-fields', 'html', 'duplicate-reply', 'outage'])('fails by name through %s', async (kind) => {
    await bench.fault(kind);
    expect((await bench.portal.find({ code: CODE, secret: SECRET })).ok).toBe(false);
  });
});

describe('the answer', () => {
  const reply = (data: unknown) => ({ status: 200, bytes: Buffer.from(JSON.stringify({ error_code: '0', data })) });
  const row = { MaHoSo: CODE, MaTTHC: '1', TenTTHC: 'x', TrangThaiHoSo: '4', NgayTiepNhan: '20261124150000' };

  it('never opens another dossier than the slip’s, and leaves out what says too little', () => {
    const rows = [row, { ...row, MaHoSo: 'other' }, { ...row, TrangThaiHoSo: '11' }, { ...row, NgayTiepNhan: '20261324150000' }, { MaHoSo: CODE }];
    expect(unwrap(readFound(reply(rows), { code: CODE, secret: SECRET })).map(({ code }) => code)).toEqual([CODE]);
    expect(unwrap(readFound(reply(rows), { number: NUMBER })).map(({ code }) => code)).toEqual([CODE, 'other']);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json().map((text) => JSON.parse(text) as unknown), fc.array(fc.record({ ...Object.fromEntries(Object.keys(row).map((name) => [name, fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constantFrom(...Object.values(row)))])) }))), (data) => {
        const found = readFound(reply(data), { code: CODE, secret: SECRET });
        if (found.ok) for (const one of found.value) expect(one.code).toBe(CODE);
      }),
    );
  });
});
