import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PortalBench } from './bench.ts';
import { documentBytes, documentOf, portalBench } from './bench.ts';

const BIG = documentBytes(3_400_000);

describe('uploading a document', () => {
  let bench: PortalBench;
  beforeEach(async () => {
    bench = await portalBench();
    await bench.registered();
  });
  afterEach(() => bench.close());

  it.each([1, 999_999, 1_000_000, 1_000_001, 3_400_000])('delivers %i bytes whole', async (length) => {
    const bytes = documentBytes(length);
    const document = documentOf('d1', bytes);
    expect(await bench.portal.upload(document, bytes)).toEqual({ ok: true, value: undefined });
    expect(bench.records().documents).toMatchObject([
      { id: 'd1', bytes: length, sha256: document.sha256, mime: 'image/jpeg', dossierCode: document.dossierCode },
    ]);
    expect(bench.document('d1').equals(bytes)).toBe(true);
  });

  it('is there once, however often it is sent', async () => {
    const document = documentOf('d1', BIG);
    for (let round = 0; round < 3; round += 1)
      expect(await bench.portal.upload(document, BIG)).toMatchObject({ ok: true });
    expect(bench.records().documents).toHaveLength(1);
  });

  it.each(['reset', 'lost-reply', 'error-500'])('goes on where it was after %s in the middle', async (fault) => {
    const document = documentOf('d1', BIG);
    let failures = 0;
    await bench.fault(fault, { on: 'upload', times: 2 });
    for (let round = 0; round < 5; round += 1) {
      const uploaded = await bench.portal.upload(document, BIG);
      if (uploaded.ok) break;
      failures += 1;
    }
    expect(failures).toBe(2);
    expect(bench.document('d1').equals(BIG)).toBe(true);
  });

  it('does not send again what the portal has', async () => {
    const document = documentOf('d1', BIG);
    await bench.fault('lost-reply', { on: 'upload', times: 1 });
    expect(await bench.portal.upload(document, BIG)).toMatchObject({ ok: false });
    const before = bench.records().requests;
    expect(await bench.portal.upload(document, BIG)).toMatchObject({ ok: true });
    // One question how much is there, and the three pieces that are not.
    expect(bench.records().requests - before).toBe(4);
  });

  it('is refused when the bytes are not those of its hash', async () => {
    const document = { ...documentOf('d1', BIG), sha256: '0'.repeat(64) };
    expect(await bench.portal.upload(document, BIG)).toEqual({
      ok: false,
      error: { code: 'refused', detail: 'PUT 422' },
    });
  });

  it('refuses an empty document without asking', async () => {
    expect(await bench.portal.upload(documentOf('d1', new Uint8Array(0)), new Uint8Array(0))).toMatchObject({
      ok: false,
      error: { code: 'refused' },
    });
  });

  it('is not authorised with another session', async () => {
    expect(await bench.client('wrong').upload(documentOf('d1', BIG), BIG)).toMatchObject({
      ok: false,
      error: { code: 'notAuthorised' },
    });
  });
});
