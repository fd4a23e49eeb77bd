// What goes and what stays, on the real database with real sealed files.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { ok, unwrap } from '../../../../main/domain/result.ts';
import { createRetention } from '../../../../main/services/dossiers/retention.ts';
import { createSavedPapers } from '../../../../main/services/documents/saved-papers.ts';
import type { Store, Vault } from '../../../../main/services/store.ts';
import { connect } from '../../../../main/storage/database.ts';
import { guarded } from '../../../../main/storage/engine.ts';
import { storagePaths } from '../../../../main/storage/paths.ts';
import { inProcess, journey, newDossier, NOW, printJob, temporaryDirectory, TEST_KEY } from '../../storage/helpers.ts';

const DAY = 86_400_000;
const procedures = shippedProcedures();
const [version] = procedures.filter(({ code }) => code === '1.004873');
const catalogue = createCatalogue(procedures);
const PROCEDURE = { code: '1.004873', version: version!.version };

/** A counter with one dossier, two pages and a slip; `later` moves the clock. */
async function counter(rules = catalogue) {
  let now = NOW;
  const dir = temporaryDirectory();
  const { engine } = inProcess(dir);
  const store: Store = {
    write: async (writes) => guarded(() => engine.write(writes, now)),
    read: async (query, ...args) => guarded(() => engine.read(query, args[0] as never)),
  };
  const clock = { now: () => now, after: (_: number, run: () => void) => (queueMicrotask(run), () => {}) };
  const events: string[] = [];
  const vault = vaultOf(engine);
  const savedPapers = createSavedPapers({ store, vault, journeys: { contextOf: () => null, deliver: async () => ok() }, days: 100, clock, log: (event) => void events.push(event), outboxChanged: () => events.push('outbox') });
  const retention = createRetention({ store, catalogue: rules, savedPapers, clock, log: (event) => void events.push(event), outboxChanged: () => events.push('outbox') });
  const page = (id: string) => ({ id, paperId: 'paper', fileName: `${id}.jpg`, mime: 'image/jpeg' as const, pages: 1, bytes: 5, sha256: 'a'.repeat(64) });
  const filed = async (id: string, name = 'Đỗ Thị Hằng') => {
    unwrap(await store.write([{ write: 'journey.save', journey: journey(id) }]));
    engine.vault.put(id, `${id}-p`, new TextEncoder().encode('paper'));
    const person = { number: { value: '068190001234', source: 'qr' as const }, fullName: { value: name, source: 'qr' as const } };
    unwrap(
      await store.write([
        { write: 'document.add', document: { ...page(`${id}-p`), journeyId: id, createdAt: now } },
        { write: 'dossier.register', dossier: newDossier(id, { procedure: PROCEDURE, documents: [page(`${id}-p`)], phone: '0912345678', applicant: person }) },
        { write: 'print.save', job: printJob(`${id}.1`, id) },
      ]),
    );
  };
  const step = async (id: string, n: number, status: 'received' | 'processed' | 'resultHandedOver' | 'withdrawn', reason?: string) =>
    unwrap(await store.write([{ write: 'dossier.step', id, event: { n, actor: 'an', kind: 'step', status, ...(reason && { reason }) } }]));
  const handedOver = async (id: string) => {
    await filed(id);
    await step(id, 1, 'received', 'Đã xem giấy tờ của bà Hằng');
    await step(id, 2, 'processed');
    await step(id, 3, 'resultHandedOver');
    unwrap(await store.write([{ write: 'dossier.portal', id, state: 'accepted' }]));
  };
  /** A paper of two pages that the person of a dossier lets be kept, as the filing and its row do it. */
  const saves = async (id: string, kind: string) => {
    const pages = ['1', '2'].map((n) => ({ id: `${id}-${kind}-${n}`, paperId: 'paper', mime: 'image/jpeg' as const, bytes: 3, sha256: 'a'.repeat(64) }));
    for (const one of pages) engine.vault.put(id, one.id, new TextEncoder().encode(one.id));
    unwrap(await store.write([{ write: 'saved.allow', dossierId: id, number: '068190001234', owner: `p-${id}`, askedBy: 'citizen' }]));
    const payload = JSON.stringify({ papers: [{ id: `s-${id}-${kind}`, kind, name: { vi: 'Giấy', en: 'Paper' }, pages }], rows: [] });
    const row = { id: 1, key: 'k', kind: 'papers.save', stream: 's', subject: id, payload, state: 'waiting' as const, attempts: 0, notBefore: 0, createdAt: 0, priority: 5 };
    const outcome = await savedPapers.handlers['papers.save'](row, new AbortController().signal);
    return { outcome, keep: async () => unwrap(await store.write([...(outcome.writes ?? [])])) };
  };
  const saved = async () => unwrap(await store.read('saved.ofPerson', { number: '068190001234' }));
  return { dir, engine, vault, savedPapers, saves, saved, store, retention, events, filed, step, handedOver, later: (days: number) => void (now += days * DAY) };
}
const vaultOf = (engine: ReturnType<typeof inProcess>['engine']): Vault => ({
  put: async (...args) => guarded(() => engine.vault.put(...args)),
  get: async (...args) => engine.vault.get(...args),
  remove: async (...args) => guarded(() => engine.vault.remove(...args)),
  destroy: async (...args) => guarded(() => engine.vault.destroy(...args)),
});
const dossier = async (store: Store, id = 'd-1') => unwrap(await store.read('dossier.byId', { id }))!.dossier;
const found = async (store: Store, text: string) => unwrap(await store.read('dossiers.search', { text, limit: 9 })).found.map((row) => row.dossier.id);

describe('the daily job', () => {
  it('erases the documents first and the person later, once each, and keeps the register’s entry', async () => {
    const { engine, store, retention, handedOver, later } = await counter();
    await handedOver('d-1');
    expect(unwrap(await retention.run())).toEqual({ documents: 0, all: 0 });
    later(31);
    expect(unwrap(await retention.run())).toEqual({ documents: 1, all: 0 });
    expect(unwrap(await retention.run())).toEqual({ documents: 0, all: 0 });
    expect(engine.vault.get('d-1', 'd-1-p')).toMatchObject({ error: { code: 'missing' } });
    expect(await dossier(store)).toMatchObject({ erased: 'documents', phone: '0912345678', applicant: { fullName: { value: 'Đỗ Thị Hằng' } } });
    expect(await found(store, 'do thi hang')).toEqual(['d-1']);

    later(365);
    expect(unwrap(await retention.run())).toEqual({ documents: 0, all: 1 });
    const register = await dossier(store);
    expect(register).toMatchObject({ code: 'H36.12-261124-0001', status: 'resultHandedOver', procedure: PROCEDURE, receivedAt: NOW, erased: 'all', secret: '', answers: {}, documents: [], fee: { total: 8_000 } });
    expect(JSON.stringify(register)).not.toMatch(/Hằng|068190001234|0912345678/);
    expect(unwrap(await store.read('dossier.events', { id: 'd-1' })).map(({ kind, reason, erased }) => [kind, reason, erased])).toEqual([
      ['filed', undefined, undefined], ['step', undefined, undefined], ['step', undefined, undefined], ['step', undefined, undefined],
      ['erased', undefined, 'documents'], ['erased', undefined, 'all'],
    ]);
    expect(unwrap(await store.read('print.bySubject', { subject: 'd-1' }))).toEqual([]);
    expect(await found(store, 'do thi hang')).toEqual([]);
    expect(await found(store, '0912345678')).toEqual([]);
    expect(await found(store, 'H36.12-261124-0001')).toEqual(['d-1']);
    expect(unwrap(await retention.run())).toEqual({ documents: 0, all: 0 });
    expect(unwrap(await store.read('audit.verify')).brokenAt).toBeNull();
  });

  it('leaves what has not ended, what is on its way to the portal, and what a rule keeps for longer', async () => {
    const longer = createCatalogue(procedures.map((one) => (one.code === PROCEDURE.code ? { ...one, retention: { documentsDays: 3_650, personalDataDays: 3_650 } } : one)));
    for (const rules of [catalogue, longer]) {
      const { store, retention, filed, step, handedOver, later } = await counter(rules);
      await filed('d-open');
      await step('d-open', 1, 'received');
      await filed('d-waits');
      await step('d-waits', 1, 'withdrawn', 'x');
      await handedOver('d-row');
      unwrap(await store.write([{ write: 'outbox.add', row: { key: 'k', kind: 'portal.progress', stream: 'portal:d-row', subject: 'd-row', payload: '{}', priority: 3 } }]));
      await handedOver('d-done');
      later(500);
      expect(unwrap(await retention.run())).toEqual(rules === catalogue ? { documents: 0, all: 1 } : { documents: 0, all: 0 });
      expect((await dossier(store, 'd-row')).erased).toBeUndefined();
    }
  });

  it('leaves no word and no file of the person behind', async () => {
    const { dir, engine, store, retention, handedOver, filed, later } = await counter();
    await handedOver('d-1');
    await filed('d-2', 'Trần Văn Bình');
    later(500);
    unwrap(await retention.run());
    engine.vault.destroy('d-1');
    expect(existsSync(join(storagePaths(dir).vault, 'd-1'))).toBe(false);
    expect(await found(store, 'tran van binh')).toEqual(['d-2']);
    engine.close();
    const connection = connect(storagePaths(dir).database, { key: TEST_KEY });
    // The words stand in the index's blocks until its parts are merged.
    connection.exec(`INSERT INTO dossier_search (dossier_search) VALUES ('optimize')`);
    const blocks = Buffer.concat((connection.prepare('SELECT block FROM dossier_search_data').pluck().all() as Buffer[]));
    connection.close();
    expect(blocks.includes('hang')).toBe(false);
    expect(blocks.includes('binh')).toBe(true);
    for (const file of readdirSync(dir).filter((name) => name.endsWith('-wal'))) expect(readFileSync(join(dir, file)).length).toBe(0);
  });
});

describe('a citizen’s request', () => {
  it('is met at once where the dossier has ended, with its reason in the log of erasures', async () => {
    const { store, retention, handedOver, events } = await counter();
    await handedOver('d-1');
    expect(await retention.onRequest('d-1')).toMatchObject({ answer: 'erase' });
    expect(await retention.erase('d-1', '  ', 'lan')).toMatchObject({ error: { code: 'reasonMissing' } });
    unwrap(await retention.erase('d-1', 'Công dân có đơn đề nghị xóa', 'lan'));
    expect(await dossier(store)).toMatchObject({ erased: 'all' });
    expect(await retention.onRequest('d-1')).toEqual({ answer: 'erased' });
    expect(await retention.erase('d-1', 'again', 'lan')).toMatchObject({ error: { code: 'notYet' } });
    expect(unwrap(await store.read('dossiers.erasures', { limit: 5 }))).toEqual([{ code: 'H36.12-261124-0001', at: NOW, actor: 'lan', erased: 'all', reason: 'Công dân có đơn đề nghị xóa' }]);
    expect(events).toEqual(['retention.requested', 'outbox']);
    expect(unwrap(await store.read('outbox.due', { now: NOW, limit: 9 })).map(({ kind, subject }) => [kind, subject])).toEqual([['documents.destroy', 'd-1']]);
  });

  it('says what is in the way', async () => {
    const { retention, filed, step } = await counter();
    await filed('d-1');
    expect(await retention.onRequest('d-1')).toEqual({ answer: 'notYet', reason: 'inProcess' });
    await step('d-1', 1, 'withdrawn', 'x');
    expect(await retention.onRequest('d-1')).toEqual({ answer: 'notYet', reason: 'notAtPortal' });
    expect(await retention.onRequest('d-9')).toBeNull();
  });
});

describe('papers that a person lets be kept for the next dossier', () => {
  it('outlive the dossier’s key, are replaced by newer ones of their kind, and are gone for good with their own key', async () => {
    const { engine, saves, saved, store, filed, retention, savedPapers, handedOver } = await counter();
    await handedOver('d-1');
    await (await saves('d-1', 'lease')).keep();
    engine.vault.destroy('d-1');
    const first = (await saved())!;
    expect(first.papers.map(({ kind, savedAt, pages }) => [kind, savedAt, pages.length])).toEqual([['lease', NOW, 2]]);
    expect(new TextDecoder().decode(unwrap(engine.vault.get(first.owner, 'd-1-lease-2')))).toBe('d-1-lease-2');

    await filed('d-2');
    await (await saves('d-2', 'lease')).keep();
    await (await saves('d-2', 'area')).keep();
    const second = (await saved())!;
    expect(second.owner).toBe(first.owner);
    expect(second.papers.map(({ id }) => id).sort()).toEqual(['s-d-2-area', 's-d-2-lease']);
    expect(unwrap(await store.read('outbox.due', { now: NOW, limit: 9 })).map(({ kind, payload }) => [kind, payload])).toEqual([['pages.remove', '{"pages":["d-1-lease-1","d-1-lease-2"]}']]);

    expect(await savedPapers.withdraw('d-2', '', 'lan')).toMatchObject({ error: { code: 'reasonMissing' } });
    unwrap(await savedPapers.withdraw('d-2', 'Công dân đề nghị', 'lan'));
    expect(await saved()).toBeNull();
    expect(engine.vault.get(first.owner, 'd-2-lease-1')).toMatchObject({ error: { code: 'missing', detail: 'no key' } });
    expect(await savedPapers.withdraw('d-2', 'again', 'lan')).toMatchObject({ error: { code: 'nothingKept' } });
    expect(unwrap(await store.read('dossiers.erasures', { limit: 5 }))).toEqual([{ code: 'H36.12-261124-0002', at: NOW, actor: 'lan', erased: 'saved', reason: 'Công dân đề nghị' }]);
    // The dossier itself is as it was.
    expect(await dossier(store, 'd-2')).not.toHaveProperty('erased');
    expect(await retention.onRequest('d-2')).toMatchObject({ answer: 'notYet' });
  });

  it('go with a request for erasure, in the same transaction', async () => {
    const { saves, saved, retention, handedOver, store } = await counter();
    await handedOver('d-1');
    await (await saves('d-1', 'lease')).keep();
    const { owner } = (await saved())!;
    unwrap(await retention.erase('d-1', 'Công dân có đơn', 'lan'));
    expect(await saved()).toBeNull();
    expect(unwrap(await store.read('outbox.due', { now: NOW, limit: 9 })).filter(({ kind }) => kind === 'documents.destroy').map(({ subject }) => subject).sort()).toEqual(['d-1', owner].sort());
    expect(unwrap(await store.read('dossiers.erasures', { limit: 5 })).map(({ erased }) => erased).sort()).toEqual(['all', 'saved']);
  });

  it('go when their time is over, each by its own day; the last takes the key with it', async () => {
    const { saves, saved, savedPapers, filed, later, engine } = await counter();
    await filed('d-1');
    await (await saves('d-1', 'lease')).keep();
    later(60);
    await filed('d-2');
    await (await saves('d-2', 'area')).keep();
    later(39);
    expect(unwrap(await savedPapers.expire())).toBe(0);
    later(2);
    expect(unwrap(await savedPapers.expire())).toBe(1);
    const { owner, papers } = (await saved())!;
    expect(papers.map(({ kind }) => kind)).toEqual(['area']);
    later(60);
    expect(unwrap(await savedPapers.expire())).toBe(1);
    expect(await saved()).toBeNull();
    expect(engine.vault.get(owner, 'd-2-area-1')).toMatchObject({ error: { code: 'missing', detail: 'no key' } });
    expect(unwrap(await savedPapers.expire())).toBe(0);
  });

  it('are not kept after all where that was taken back while they were being sealed: no row, and no key that opens a file', async () => {
    const { saves, saved, savedPapers, filed, engine } = await counter();
    await filed('d-1');
    const { keep } = await saves('d-1', 'lease');
    const { owner } = (await saved())!;
    unwrap(await savedPapers.withdraw('d-1', 'Đổi ý', 'lan'));
    engine.vault.put(owner, 'd-1-lease-1', new TextEncoder().encode('late'));
    await keep();
    expect(await saved()).toBeNull();
    expect(engine.vault.get(owner, 'd-1-lease-1')).toMatchObject({ error: { code: 'missing', detail: 'no key' } });
    const { outcome } = await saves('d-1', 'lease');
    expect(outcome.row).toBe('done');
  });
});
