// What goes and what stays, on the real database with real sealed files.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import { createRetention } from '../../../../main/services/dossiers/retention.ts';
import type { Store } from '../../../../main/services/store.ts';
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
  const retention = createRetention({ store, catalogue: rules, clock, log: (event) => void events.push(event), outboxChanged: () => events.push('outbox') });
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
  return { dir, engine, store, retention, events, filed, step, handedOver, later: (days: number) => void (now += days * DAY) };
}
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
