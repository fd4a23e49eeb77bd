import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { Store, Write } from '../../../main/services/store.ts';
import { LATEST_VERSION } from '../../../main/storage/migrations/index.ts';
import { inProcess, journey, newDossier, NOW, outboxRow, payment, printJob, temporaryDirectory } from './helpers.ts';

const open = (): Store => inProcess(temporaryDirectory()).store;
const write = async (store: Store, ...writes: Write[]) => unwrap(await store.write(writes));
const SHA = 'ab'.repeat(32);

describe('journeys', () => {
  it('are open until they end, oldest first, and come back as they were saved', async () => {
    const store = open();
    const first = journey('j-1', { startedAt: NOW });
    const second = journey('j-2', { kind: 'assisted', officerId: 'officer-1', startedAt: NOW - 1 });
    await write(store, { write: 'journey.save', journey: first }, { write: 'journey.save', journey: second });
    expect(unwrap(await store.read('journeys.open'))).toEqual([second, first]);
    await write(store, { write: 'journey.save', journey: { ...second, revision: 2, endedAt: NOW } });
    expect(unwrap(await store.read('journeys.open'))).toEqual([first]);
  });
});

describe('a transaction', () => {
  it('leaves nothing when one of its writes fails', async () => {
    const store = open();
    const document = {
      id: 'doc-1',
      journeyId: 'j-1',
      paperId: 'CT01',
      mime: 'image/jpeg',
      pages: 1,
      bytes: 10,
      sha256: SHA,
      createdAt: NOW,
    };
    await write(store, { write: 'journey.save', journey: journey('j-1') }, { write: 'document.add', document });
    const failed = await store.write([
      { write: 'outbox.add', row: outboxRow('k-1') },
      { write: 'dossier.register', dossier: newDossier('j-1') },
      { write: 'audit', line: { actor: 'kiosk', action: 'dossier.register', subject: 'j-1', details: {} } },
      { write: 'journey.save', journey: journey('j-1', { revision: 2, station: 'pay' }) },
      { write: 'document.add', document: { ...document, sha256: 'cd'.repeat(32) } },
    ]);
    expect(failed).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 0, setAside: 0 });
    expect(unwrap(await store.read('journeys.open'))).toEqual([journey('j-1')]);
    expect(unwrap(await store.read('dossier.byId', { id: 'j-1' }))).toBeNull();
    expect(unwrap(await store.read('audit.verify'))).toEqual({ lines: 0, brokenAt: null });
    const [registered] = await write(store, { write: 'dossier.register', dossier: newDossier('j-1') });
    expect(registered?.code).toBe('H36.12-261124-0001');
  });

  it('throws for a bug and leaves nothing', async () => {
    const store = open();
    const lost = store.write([
      { write: 'outbox.add', row: outboxRow('k-1') },
      { write: 'payment.save', payment: payment(1, 'no-such-journey') },
    ]);
    await expect(lost).rejects.toThrow(/FOREIGN KEY/);
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 0, setAside: 0 });
  });
});

describe('the outbox', () => {
  it('gives the first row of each stream, by priority and then age', async () => {
    const store = open();
    await write(
      store,
      { write: 'outbox.add', row: outboxRow('a1', { stream: 'a', priority: 5 }) },
      { write: 'outbox.add', row: outboxRow('a2', { stream: 'a', priority: 0 }) },
      { write: 'outbox.add', row: outboxRow('b1', { stream: 'b', priority: 1 }) },
      { write: 'outbox.add', row: outboxRow('c1', { stream: 'c', priority: 5 }) },
      { write: 'outbox.add', row: outboxRow('d1', { stream: 'd', priority: 0, notBefore: NOW + 3_600_000 }) },
    );
    const due = unwrap(await store.read('outbox.due', { now: NOW + 60_000, limit: 10 }));
    expect(due.map((row) => row.key)).toEqual(['b1', 'a1', 'c1']);
    expect(unwrap(await store.read('outbox.due', { now: NOW + 7_200_000, limit: 1 })).map((row) => row.key)).toEqual([
      'd1',
    ]);
    await write(store, { write: 'outbox.done', id: due[1]!.id });
    expect(unwrap(await store.read('outbox.due', { now: NOW + 60_000, limit: 10 })).map((row) => row.key)).toEqual([
      'a2',
      'b1',
      'c1',
    ]);
  });

  it('never takes a key twice, not even after it is done, and forgets what a done row carried', async () => {
    const store = open();
    await write(
      store,
      { write: 'outbox.add', row: outboxRow('k') },
      { write: 'outbox.add', row: outboxRow('k', { payload: 'other' }) },
    );
    const due = unwrap(await store.read('outbox.due', { now: NOW + 60_000, limit: 10 }));
    expect(due.map((row) => row.payload)).toEqual(['{"n":1}']);
    await write(store, { write: 'outbox.done', id: due[0]!.id }, { write: 'outbox.add', row: outboxRow('k') });
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 0, setAside: 0 });
    expect(unwrap(await store.read('outbox.next', {}))).toBeNull();
  });

  it('holds up the stream of a row that was set aside and no other', async () => {
    const store = open();
    await write(
      store,
      { write: 'outbox.add', row: outboxRow('poison', { stream: 'a' }) },
      { write: 'outbox.add', row: outboxRow('after', { stream: 'a' }) },
      { write: 'outbox.add', row: outboxRow('other', { stream: 'b' }) },
    );
    const [poison] = unwrap(await store.read('outbox.due', { now: NOW + 60_000, limit: 1 }));
    await write(store, { write: 'outbox.setAside', id: poison!.id, error: 'refused' });
    expect(unwrap(await store.read('outbox.due', { now: NOW + 60_000, limit: 10 })).map((row) => row.key)).toEqual([
      'other',
    ]);
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 2, setAside: 1 });
    await write(store, { write: 'outbox.retry', id: poison!.id, notBefore: NOW, error: 'again' });
    const again = unwrap(await store.read('outbox.due', { now: NOW + 60_000, limit: 10 }))[0];
    expect(again).toMatchObject({ key: 'poison', state: 'waiting', attempts: 2, lastError: 'again' });
  });

  it('says when the next row that can run is due', async () => {
    const store = open();
    await write(
      store,
      { write: 'outbox.add', row: outboxRow('first', { stream: 'a', notBefore: NOW + 9_000 }) },
      { write: 'outbox.add', row: outboxRow('behind', { stream: 'a', notBefore: NOW + 1_000 }) },
    );
    expect(unwrap(await store.read('outbox.next', {}))).toBe(NOW + 9_000);
  });
});

describe('dossiers', () => {
  it('are numbered in order for each unit and day', async () => {
    const store = open();
    const codes = await write(
      store,
      { write: 'dossier.register', dossier: newDossier('a') },
      { write: 'dossier.register', dossier: newDossier('b') },
      { write: 'dossier.register', dossier: newDossier('c', { day: '2026-11-25' }) },
      { write: 'dossier.register', dossier: newDossier('d', { unit: 'H36.13' }) },
    );
    expect(codes.map((reply) => reply?.code)).toEqual([
      'H36.12-261124-0001',
      'H36.12-261124-0002',
      'H36.12-261125-0001',
      'H36.13-261124-0001',
    ]);
  });

  it('keep their first code, secret and times when they are registered again', async () => {
    const store = open();
    const [first] = await write(store, { write: 'dossier.register', dossier: newDossier('a') });
    const [again] = await write(store, {
      write: 'dossier.register',
      dossier: newDossier('a', { secret: 'ABCDEFGH', receivedAt: NOW + 5, day: '2026-11-25' }),
    });
    expect(again).toEqual(first);
    const [next] = await write(store, { write: 'dossier.register', dossier: newDossier('b') });
    expect(next?.code).toBe('H36.12-261124-0002');
  });

  it('get numbers without gaps or doubles from many transactions at once', async () => {
    const store = open();
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        store.write([{ write: 'dossier.register', dossier: newDossier(`d-${index % 50}`) }]),
      ),
    );
    const codes = new Set(replies.map((reply) => unwrap(reply)[0]!.code));
    const expected = Array.from({ length: 50 }, (_, index) => `H36.12-261124-${String(index + 1).padStart(4, '0')}`);
    expect([...codes].sort()).toEqual(expected);
  });

  it('come back whole by id and by code, with how far the portal has them', async () => {
    const store = open();
    const { unit, template, day, ...kept } = newDossier('a', {
      officerId: 'officer-1',
      channel: 'counter',
      phone: '0912345678',
    });
    await write(
      store,
      { write: 'dossier.register', dossier: { ...kept, unit, template, day } },
      { write: 'dossier.portal', id: 'a', state: 'accepted' },
    );
    const byId = unwrap(await store.read('dossier.byId', { id: 'a' }));
    expect(byId).toEqual({ dossier: { ...kept, code: 'H36.12-261124-0001' }, portal: 'accepted' });
    expect(unwrap(await store.read('dossier.byCode', { code: 'H36.12-261124-0001' }))).toEqual(byId);
    expect(unwrap(await store.read('dossier.byCode', { code: 'H36.12-261124-0002' }))).toBeNull();
  });

  it('are refused as a bug where they could not be read again', async () => {
    const store = open();
    const careless = newDossier('a', { answers: { copies: 2 } as never });
    await expect(store.write([{ write: 'dossier.register', dossier: careless }])).rejects.toThrow(
      'dossiers.data does not take this: answers.copies',
    );
    const [next] = await write(store, { write: 'dossier.register', dossier: newDossier('b') });
    expect(next?.code).toBe('H36.12-261124-0001');
  });

  it('are listed newest first with the state of their latest slip', async () => {
    const store = open();
    await write(
      store,
      { write: 'dossier.register', dossier: newDossier('old', { receivedAt: NOW - 1_000 }) },
      { write: 'dossier.register', dossier: newDossier('a', { receivedAt: NOW }) },
      { write: 'dossier.register', dossier: newDossier('b', { receivedAt: NOW + 1 }) },
      { write: 'print.save', job: printJob('p-1', 'a', { state: 'printed' }) },
      { write: 'print.save', job: printJob('p-2', 'a', { state: 'failed', createdAt: NOW + 9 }) },
    );
    const rows = unwrap(await store.read('dossiers.since', { from: NOW, limit: 10 }));
    expect(rows.map((row) => [row.dossier.id, row.print])).toEqual([
      ['b', null],
      ['a', 'failed'],
    ]);
  });

  it('are found by parts of name, number and code, typed without marks', async () => {
    const store = open();
    const named = (fullName: string, number: string) => ({
      applicant: {
        number: { value: number, source: 'qr' as const },
        fullName: { value: fullName, source: 'qr' as const },
      },
    });
    await write(
      store,
      { write: 'dossier.register', dossier: newDossier('a', named('Đặng Thị Ánh', '068190001234')) },
      { write: 'dossier.register', dossier: newDossier('b', named('Nguyễn Văn Đạt', '001190005555')) },
    );
    const found = async (text: string) =>
      unwrap(await store.read('dossiers.search', { text, limit: 10 })).found.map((row) => row.dossier.id);
    expect(await found('dang anh')).toEqual(['a']);
    expect(await found('ĐẠT')).toEqual(['b']);
    expect(await found('0011')).toEqual(['b']);
    expect(await found('H36.12-261124-0001')).toEqual(['a']);
    expect(await found('nguyen dang')).toEqual([]);
    expect(await found('"*" OR NEAR(')).toEqual([]);
    expect(await found('')).toEqual([]);
  });
});

describe('payments', () => {
  it('are saved, changed and found by journey and while their end is open', async () => {
    const store = open();
    await write(
      store,
      { write: 'journey.save', journey: journey('j-1') },
      { write: 'payment.save', payment: payment(11, 'j-1') },
      { write: 'payment.save', payment: payment(12, 'j-1', { createdAt: NOW + 1, qr: '00020101…' }) },
    );
    const paid = payment(11, 'j-1', { state: 'paid', amountPaid: 8_000, paidAt: NOW + 5 });
    await write(store, { write: 'payment.save', payment: paid });
    expect(unwrap(await store.read('payment.byJourney', { journeyId: 'j-1' }))[0]).toEqual(paid);
    expect(unwrap(await store.read('payments.open')).map((row) => row.orderCode)).toEqual([12]);
    await expect(store.write([{ write: 'payment.save', payment: { ...paid, amount: 1 } }])).rejects.toThrow(
      /never change/,
    );
  });
});

describe('print jobs, documents, lockouts and ratings', () => {
  it('come back as they were saved', async () => {
    const store = open();
    const job = printJob('p-1', 'd-1', { state: 'notConfirmed', attempts: 1, copy: true, reason: 'paperOut' });
    const document = {
      id: 'doc-1',
      journeyId: 'j-1',
      paperId: 'CT01',
      mime: 'image/jpeg',
      pages: 1,
      bytes: 10,
      sha256: SHA,
      createdAt: NOW,
    };
    await write(
      store,
      { write: 'journey.save', journey: journey('j-1') },
      { write: 'print.save', job },
      { write: 'document.add', document },
      { write: 'document.add', document },
      { write: 'lockout.save', subject: 'officer-1', failures: 3, lockedUntil: NOW + 60_000 },
      { write: 'rating.add', journeyId: 'j-1', stars: 4 },
      { write: 'rating.add', journeyId: 'j-1', stars: 5 },
    );
    expect(unwrap(await store.read('print.byId', { id: 'p-1' }))).toEqual(job);
    expect(unwrap(await store.read('print.bySubject', { subject: 'd-1' }))).toEqual([job]);
    expect(unwrap(await store.read('print.byId', { id: 'p-2' }))).toBeNull();
    expect(unwrap(await store.read('documents.ofJourney', { journeyId: 'j-1' }))).toEqual([document]);
    expect(unwrap(await store.read('document.byId', { id: 'doc-1' }))).toEqual(document);
    expect(unwrap(await store.read('lockout', { subject: 'officer-1' }))).toEqual({
      failures: 3,
      lockedUntil: NOW + 60_000,
    });
    expect(unwrap(await store.read('lockout', { subject: 'officer-2' }))).toEqual({ failures: 0, lockedUntil: 0 });
    const other = await store.write([{ write: 'document.add', document: { ...document, sha256: 'cd'.repeat(32) } }]);
    expect(other).toMatchObject({ ok: false, error: { code: 'conflict' } });
    await write(store, { write: 'document.remove', id: 'doc-1' });
    expect(unwrap(await store.read('document.byId', { id: 'doc-1' }))).toBeNull();
    await expect(store.write([{ write: 'rating.add', journeyId: 'j-1', stars: 6 }])).rejects.toThrow(/CHECK/);
  });
});

describe('the store', () => {
  it('says that it is sound, and how it is enciphered', async () => {
    const store = open();
    expect(unwrap(await store.read('integrity'))).toEqual({
      sound: true,
      detail: 'ok',
      schemaVersion: LATEST_VERSION,
      cipher: 'sqlcipher',
    });
  });
});
