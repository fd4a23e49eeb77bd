// Updates that OpenSSL has signed, on the real database: taken whole, refused with line and reason, taken back.

import { describe, expect, it } from 'vitest';
import { createLiveCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import type { Procedure } from '../../../../main/domain/procedures/procedure.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { fail, ok, unwrap } from '../../../../main/domain/result.ts';
import { createCatalogueUpdates } from '../../../../main/services/catalogue/updates.ts';
import type { Store } from '../../../../main/services/store.ts';
import { publicKeyOf } from '../../../../main/settings/public-key.ts';
import { inProcess, temporaryDirectory } from '../../storage/helpers.ts';
import { agency } from '../../../fixtures/agency.ts';

const shipped = shippedProcedures();
const CODE = '1.004873';
const present = shipped.find(({ code }) => code === CODE)!;
const TODAY = '2026-11-28';
/** The present version ends, and the next one, which is free, begins. */
const ended: Procedure = { ...present, validTo: '2026-11-30' };
const next: Procedure = { ...present, version: '9', validFrom: '2026-12-01', fees: [] };
const file = (serial: number, procedures: readonly unknown[] = [ended, next]): string => JSON.stringify({ serial, issuedOn: TODAY, procedures }, null, 2);

function counter(dir = temporaryDirectory(), publicKey?: string) {
  const signer = agency(dir);
  const { store, engine } = inProcess(dir);
  const key = publicKey ?? signer.publicKey;
  const start = (over: Partial<Pick<Store, 'read' | 'write'>> = {}, published?: Uint8Array) => {
    const live = createLiveCatalogue(shipped);
    const events: string[] = [];
    const portal = { catalogue: async () => (published ? ok(published) : fail('unreachable' as const)) };
    const updates = createCatalogueUpdates({ store: { ...store, ...over }, portal, live, shipped, publicKey: () => publicKeyOf(key), log: (event) => void events.push(event) });
    return { live, updates, events, feesOn: (day: string) => live.catalogue.on(CODE, day)?.fees.length };
  };
  return { dir, signer, store, engine, start };
}

describe('an update', () => {
  it('holds at once, over a restart, and its predecessor’s version stays known', async () => {
    const { signer, start, store } = counter();
    const first = start();
    unwrap(await first.updates.load());
    expect(first.feesOn('2026-12-01')).toBeGreaterThan(0);
    unwrap(await first.updates.apply(signer.sign(file(7)), 'file', 'technician'));
    expect(first.feesOn('2026-11-30')).toBeGreaterThan(0);
    expect(first.feesOn('2026-12-01')).toBe(0);
    expect(first.live.catalogue.all(TODAY).length).toBe(createLiveCatalogue(shipped).catalogue.all(TODAY).length);

    const again = start();
    unwrap(await again.updates.load());
    expect(again.feesOn('2026-12-01')).toBe(0);
    expect(again.updates.list()).toMatchObject([{ serial: 7, issuedOn: TODAY, source: 'file', codes: [CODE] }]);
    expect(unwrap(await store.read('audit.verify'))).toEqual({ lines: 1, brokenAt: null });
  });

  it('is taken back to what was offered before, and what was filed under it is still known', async () => {
    const { signer, start } = counter();
    const { updates, live, feesOn } = start();
    const free: Procedure = { ...present, version: '10', validFrom: '2026-12-15', fees: [] };
    unwrap(await updates.apply(signer.sign(file(7)), 'file', 't'));
    unwrap(await updates.apply(signer.sign(file(8, [ended, { ...next, validTo: '2026-12-14' }, free])), 'portal', 't'));
    expect(live.catalogue.on(CODE, '2026-12-20')?.version).toBe('10');
    expect(unwrap(await updates.takeBack('t'))).toEqual({ serial: 8 });
    expect(live.catalogue.on(CODE, '2026-12-20')?.version).toBe('9');
    expect(live.catalogue.version(CODE, '10')?.validFrom).toBe('2026-12-15');
    expect(unwrap(await updates.takeBack('t'))).toEqual({ serial: 7 });
    expect(feesOn('2026-12-20')).toBe(present.fees.length);
    expect(live.catalogue.version(CODE, '9')).toBeDefined();
    expect(await updates.takeBack('t')).toMatchObject({ error: { code: 'nothingToTakeBack' } });
    // It may hold again; an older one may not come after it.
    unwrap(await updates.apply(signer.sign(file(8, [ended, { ...next, validTo: '2026-12-14' }, free])), 'file', 't'));
    expect(live.catalogue.on(CODE, '2026-12-20')?.version).toBe('10');
    expect(await updates.apply(signer.sign(file(7)), 'file', 't')).toMatchObject({ error: { code: 'olderThanPresent' } });
  });

  it('comes from the portal by the same rules', async () => {
    const { signer, start } = counter();
    expect(await start().updates.fetch('t')).toMatchObject({ error: { code: 'unreachable' } });
    const { updates, feesOn } = start({}, signer.sign(file(3)));
    unwrap(await updates.fetch('t'));
    expect(feesOn('2026-12-01')).toBe(0);
    expect(updates.list()).toMatchObject([{ source: 'portal' }]);
    expect(await updates.fetch('t')).toMatchObject({ error: { code: 'alreadyHolds' } });
  });

  it('that cannot be kept changes nothing', async () => {
    const { signer, start } = counter();
    const { updates, feesOn } = start({ write: async () => fail('full') });
    expect(await updates.apply(signer.sign(file(7)), 'file', 't')).toMatchObject({ error: { code: 'notKept' } });
    expect(feesOn('2026-12-01')).toBe(present.fees.length);
    expect(updates.list()).toEqual([]);
  });
});

describe('a file of the agency’s, used against it', () => {
  it('does not come back after a newer one, nor another under its number', async () => {
    const { signer, start } = counter();
    const { updates, feesOn, live } = start();
    const dear: Procedure = { ...next, version: '10', fees: present.fees };
    unwrap(await updates.apply(signer.sign(file(7)), 'file', 't'));
    unwrap(await updates.apply(signer.sign(file(9, [ended, { ...next, validTo: '2026-12-31' }, { ...dear, validFrom: '2027-01-01' }])), 'file', 't'));
    for (const source of ['file', 'portal'] as const) {
      expect(await updates.apply(signer.sign(file(7)), source, 't')).toMatchObject({ error: { code: 'olderThanPresent' } });
      expect(await updates.apply(signer.sign(file(9)), source, 't')).toMatchObject({ error: { code: 'olderThanPresent', detail: 'another file has the number 9' } });
    }
    expect(feesOn('2027-01-01')).toBe(present.fees.length);
    expect(live.catalogue.on(CODE, '2027-01-01')?.version).toBe('10');
  });

  it('is not taken with the signature of another file, twice its own, or text behind it', async () => {
    const { signer, start } = counter();
    const { updates } = start();
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    const [head, ...body] = text(signer.sign(file(7))).split('\n');
    const other = text(signer.sign(file(8))).split('\n')[0]!;
    const whole = body.join('\n');
    for (const forged of [`${other}\n${whole}`, `${head}\n${head}\n${whole}`, `${head}\n${whole} `, `${head}\n\ufeff${whole}`, `${head}\r\n${whole.replace(/\n/g, '\r\n')}`])
      expect(await updates.apply(new TextEncoder().encode(forged), 'file', 't')).toMatchObject({ error: { code: 'badSignature' } });
    for (const none of [`${head}${whole}`, `\n${head}\n${whole}`, `${head!.replace('-1 ', '-2 ')}\n${whole}`, `${'mot-cua-catalogue-1 '.repeat(100_000)}\n${whole}`])
      expect(await updates.apply(new TextEncoder().encode(none), 'file', 't')).toMatchObject({ error: { code: 'notACatalogue' } });
    expect(updates.list()).toEqual([]);
  });

  it.each([
    ['a procedure twice', [ended, ended, next]],
    ['a version twice that says two things', [ended, next, { ...next, fees: present.fees }]],
    ['JSON nested without end', `{"serial":7,"issuedOn":"${TODAY}","procedures":[${'['.repeat(500_000)}`],
    ['a name that is a prototype’s', [{ ...ended, code: '__proto__' }]],
    ['a million procedures', `{"serial":7,"issuedOn":"${TODAY}","procedures":[${'0,'.repeat(1_000_000)}0]}`],
  ])('is refused whole with %s, though rightly signed', async (_, content) => {
    const { signer, start } = counter();
    const { updates, feesOn, live } = start();
    const before = live.catalogue.all(TODAY).length;
    const refused = await updates.apply(signer.sign(typeof content === 'string' ? content : file(7, content)), 'portal', 't');
    expect(refused).toMatchObject({ ok: false, error: { code: 'badCatalogue' } });
    expect((refused.ok ? undefined : refused.error.detail)?.length ?? 0).toBeLessThan(500);
    expect([feesOn('2026-12-01'), live.catalogue.all(TODAY).length]).toEqual([present.fees.length, before]);
  });
});

describe('what is refused, and where', () => {
  it('another key, a changed byte, no key, another file', async () => {
    const here = counter();
    const { updates, events } = here.start();
    const good = here.signer.sign(file(7));
    const stranger = agency(here.dir, 'stranger').sign(file(7));
    const changed = new Uint8Array(good);
    changed[changed.length - 2]! ^= 1;
    for (const bytes of [stranger, changed]) expect(await updates.apply(bytes, 'file', 't')).toMatchObject({ error: { code: 'badSignature' } });
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('{}'), good.subarray(1)]) expect(await updates.apply(bytes, 'file', 't')).toMatchObject({ error: { code: 'notACatalogue' } });
    expect(await updates.apply(new Uint8Array(4 * 1024 * 1024 + 1), 'file', 't')).toMatchObject({ error: { code: 'tooLarge' } });
    expect(events).toHaveLength(6);
    expect(updates.list()).toEqual([]);
  });

  it.each([
    ['a field of a wrong kind', file(7, [ended, { ...next, selfService: 'yes' }]), /"selfService": "yes"/, /selfService/],
    ['a fee over an unknown field', file(7, [ended, { ...next, fees: [{ code: 'X', name: { vi: 'x', en: 'x' }, kind: 'fee', unitAmount: 1, perUnitField: 'nowhere', verified: true }] }]), /"code": "X"/, /nowhere is not a number field/],
    ['two versions on one day', file(7, [present, next]), /"version": "9"/, /in force on the same day/],
    ['a number that is none', file(7).replace('"serial": 7', '"serial": "7"'), /"serial"/, /serial/],
    ['a version that is known with another fee', file(7, [{ ...ended, fees: [] }]), null, /known with another fees/],
    ['no JSON', '{', null, /not JSON/],
  ])('%s', async (_, text, place, reason) => {
    const here = counter();
    const { updates } = here.start();
    const bytes = here.signer.sign(text);
    const refused = await updates.apply(bytes, 'file', 't');
    if (refused.ok) throw new Error('it was taken');
    const { line, detail } = refused.error as { line?: number; detail?: string };
    expect(detail).toMatch(reason);
    if (place === null) return;
    // The line is the one that an editor shows, or the one on which the object begins.
    const lines = new TextDecoder().decode(bytes).split('\n');
    const near = lines.slice(line! - 1, line! + 2).join('\n');
    expect(near).toMatch(place);
  });
});
