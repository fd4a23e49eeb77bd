import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { openStore } from '../../../main/storage/client.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { LATEST_VERSION } from '../../../main/storage/migrations/index.ts';
import {
  journey,
  later,
  NOW,
  opened,
  OTHER_KEY,
  outboxRow,
  storeOptions,
  temporaryDirectory,
  testClock,
} from './helpers.ts';

const UNRULY = new URL('./fixtures/unruly-worker.ts', import.meta.url);

afterEach(() => {
  delete process.env.MOT_CUA_TEST_REFUSE;
  delete process.env.MOT_CUA_TEST_LOCK;
});

/** What the unruly worker hangs on in SQLite: whether it does, and its release. */
function lockFor(dir: string): { readonly hangs: () => boolean; readonly release: () => void } {
  const file = join(dir, 'lock.db');
  process.env.MOT_CUA_TEST_LOCK = file;
  const lock = new Database(file);
  lock.exec('BEGIN IMMEDIATE');
  later(() => void lock.close());
  return { hangs: () => existsSync(`${file}.hangs`), release: () => void lock.close() };
}

describe('the store in its worker', () => {
  it('keeps what was written after it is closed and opened again', async () => {
    const dir = temporaryDirectory();
    const before = await opened(dir);
    unwrap(await before.store.write([{ write: 'journey.save', journey: journey('j-1') }]));
    await before.close();
    expect(await before.store.read('journeys.open')).toMatchObject({ ok: false, error: { code: 'closed' } });
    const options = storeOptions(dir);
    const after = unwrap(await openStore(options));
    later(() => after.close());
    expect(unwrap(await after.store.read('journeys.open'))).toEqual([journey('j-1')]);
    expect(options.events[0]).toEqual({
      event: 'storage.opened',
      fields: { version: LATEST_VERSION, cipher: 'sqlcipher', keyFrom: 'file' },
    });
  });

  it('says what is wrong when it cannot be opened', async () => {
    const dir = temporaryDirectory();
    await (await opened(dir)).close();
    const options = storeOptions(dir, { key: OTHER_KEY });
    expect(await openStore(options)).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    expect(options.events).toMatchObject([{ event: 'storage.failed', fields: { state: 'wrongKey' } }]);
  });

  it('rejects for a bug, and goes on', async () => {
    const { store } = await opened(temporaryDirectory());
    await expect(store.write([{ write: 'outbox.done', id: 99 }])).rejects.toThrow('no outbox row 99');
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 0, setAside: 0 });
  });

  it('seals documents, and leaves the bytes that it was given alone', async () => {
    const { vault } = await opened(temporaryDirectory());
    const whole = Buffer.from('xx một tờ khai xx');
    const bytes = whole.subarray(3, -3);
    const { sha256 } = unwrap(await vault.put('j-1', 'doc-1', bytes));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(whole.toString()).toBe('xx một tờ khai xx');
    expect(Buffer.from(unwrap(await vault.get('j-1', 'doc-1'))).toString()).toBe('một tờ khai');
    unwrap(await vault.destroy('j-1'));
    expect(await vault.get('j-1', 'doc-1')).toMatchObject({ ok: false, error: { code: 'missing' } });
  });

  it('has a new worker after one that died; calls under way fail as busy, later ones are answered', async () => {
    const clock = testClock();
    const options = storeOptions(temporaryDirectory(), { workerFile: UNRULY, clock });
    const { store, close } = unwrap(await openStore(options));
    later(close);
    unwrap(await store.write([{ write: 'outbox.add', row: outboxRow('k') }]));
    expect(await store.read('lockout', { subject: 'die' })).toMatchObject({ ok: false, error: { code: 'busy' } });
    const waiting = store.read('outbox.count');
    clock.advance(1);
    expect(unwrap(await waiting)).toEqual({ waiting: 1, setAside: 0 });
    expect(options.events).toContainEqual({ event: 'storage.failed', fields: { state: 'worker', detail: 'ended' } });
  });

  it('has a new worker after one that hung; calls made meanwhile wait for it', async () => {
    const clock = testClock();
    const { store, close } = unwrap(await openStore(storeOptions(temporaryDirectory(), { workerFile: UNRULY, clock })));
    later(close);
    const hanging = store.read('lockout', { subject: 'hang' });
    clock.advance(30_000);
    const waiting = store.read('outbox.count');
    expect(await hanging).toMatchObject({ ok: false, error: { code: 'busy' } });
    const advancing = setInterval(() => clock.advance(1), 20);
    expect(unwrap(await waiting)).toEqual({ waiting: 0, setAside: 0 });
    clearInterval(advancing);
  });

  it('has a new worker though the old one hangs deep in SQLite, where nothing reaches it', async () => {
    const dir = temporaryDirectory();
    const lock = lockFor(dir);
    const clock = testClock();
    const options = storeOptions(dir, { workerFile: UNRULY, clock });
    const { store, close } = unwrap(await openStore(options));
    later(close);
    const hanging = store.read('lockout', { subject: 'hang-in-sqlite' });
    await expect.poll(lock.hangs, { timeout: 60_000 }).toBe(true);
    const write = store.write([{ write: 'outbox.add', row: outboxRow('k') }]);
    clock.advance(15_000);
    expect(await write).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(await hanging).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(options.events).toContainEqual({ event: 'storage.failed', fields: { state: 'worker', detail: 'hung in lockout' } });
    clock.advance(1);
    unwrap(await store.write([{ write: 'outbox.add', row: outboxRow('k') }]));
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 1, setAside: 0 });
    lock.release();
  }, 120_000);

  it.each(['backup', 'integrity', 'audit.verify'] as const)('goes on while what reads the whole file takes its time: %s', async (long) => {
    const dir = temporaryDirectory();
    const lock = lockFor(dir);
    const { store, backup, close } = unwrap(await openStore(storeOptions(dir, { workerFile: UNRULY })));
    later(close);
    const asked = long === 'backup' ? backup() : store.read(long);
    await expect.poll(lock.hangs, { timeout: 60_000 }).toBe(true);
    unwrap(await store.write([{ write: 'outbox.add', row: outboxRow('k') }]));
    expect(unwrap(await store.read('outbox.count'))).toEqual({ waiting: 1, setAside: 0 });
    lock.release();
    expect(await asked).toMatchObject({ ok: true });
    expect(readdirSync(dir).includes('backups')).toBe(long === 'backup');
  }, 120_000);

  it('names damage that only whoever reads the whole file sees', async () => {
    const dir = temporaryDirectory();
    const before = await opened(dir);
    const line = { actor: 'kiosk', action: 'a', subject: 's', details: { x: 'x'.repeat(2_000) } };
    unwrap(await before.store.write(Array.from({ length: 200 }, () => ({ write: 'audit' as const, line }))));
    await before.close();
    const { store, health } = await opened(dir);
    const file = storagePaths(dir).database;
    const bytes = readFileSync(file);
    // Pages of the log, which the opening has read and the running worker does not read again.
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(64, 1), 0, 64, bytes.length - 100_000);
    closeSync(descriptor);
    expect(await store.read('audit.verify')).toMatchObject({ ok: false, error: { code: 'corrupt' } });
    expect(health()?.code).toBe('corrupt');
  });

  it('ends without waiting for a backup that is being made', async () => {
    const dir = temporaryDirectory();
    const lock = lockFor(dir);
    const { backup, close } = unwrap(await openStore(storeOptions(dir, { workerFile: UNRULY })));
    const asked = backup();
    await expect.poll(lock.hangs, { timeout: 60_000 }).toBe(true);
    await close();
    expect(await asked).toMatchObject({ ok: false, error: { code: 'closed' } });
    lock.release();
  }, 120_000);

  it('gives up on a worker that cannot be started again, and says so', async () => {
    const dir = temporaryDirectory();
    const refuse = join(dir, 'refuse');
    process.env.MOT_CUA_TEST_REFUSE = refuse;
    const clock = testClock();
    const { store, close, health, onHealthChanged } = unwrap(
      await openStore(storeOptions(dir, { workerFile: UNRULY, clock })),
    );
    later(close);
    writeFileSync(refuse, '');
    const states: string[] = [];
    onHealthChanged((now) => states.push(now?.code ?? 'well'));
    expect(await store.read('lockout', { subject: 'die' })).toMatchObject({ ok: false, error: { code: 'busy' } });
    const advancing = setInterval(() => clock.advance(15_000), 50);
    await expect.poll(() => health()?.code, { timeout: 30_000 }).toBe('closed');
    clearInterval(advancing);
    expect(states.at(-1)).toBe('closed');
    expect(await store.read('outbox.count')).toMatchObject({ ok: false, error: { code: 'closed' } });
  });

  it('names a disk that fails, tries it again by itself, and says when it is well', async () => {
    const dir = temporaryDirectory();
    const clock = testClock();
    const options = storeOptions(dir, { clock, workerFile: UNRULY });
    const { store, health, onHealthChanged, close } = unwrap(await openStore(options));
    later(close);
    const states: (string | null)[] = [];
    onHealthChanged((now) => states.push(now?.code ?? null));
    const add = (key: string) => store.write([{ write: 'outbox.add', row: outboxRow(key) }]);
    unwrap(await store.read('lockout', { subject: 'make-read-only' }));
    expect(await add('a')).toMatchObject({ ok: false, error: { code: 'readOnly' } });
    expect(health()?.code).toBe('readOnly');
    clock.advance(10_000);
    unwrap(await store.read('lockout', { subject: 'make-writable' }));
    clock.advance(10_000);
    await expect.poll(health, { timeout: 15_000 }).toBeNull();
    expect(states).toEqual(['readOnly', null]);
    unwrap(await add('a'));
  });

  it('makes a backup soon after the start if there is none, then one a day', async () => {
    const dir = temporaryDirectory();
    const clock = testClock();
    const options = storeOptions(dir, { clock });
    const { close, lastBackupAt, report } = unwrap(await openStore(options));
    later(close);
    expect([report.lastBackupAt, lastBackupAt()]).toEqual([null, null]);
    clock.advance(60_000);
    await expect.poll(lastBackupAt, { timeout: 15_000 }).toBe(NOW + 60_000);
    clock.advance(23 * 3_600_000);
    expect(lastBackupAt()).toBe(NOW + 60_000);
    clock.advance(3_600_000);
    await expect.poll(lastBackupAt, { timeout: 15_000 }).toBe(NOW + 60_000 + 24 * 3_600_000);
    expect(options.events.filter(({ event }) => event === 'storage.backedUp')).toHaveLength(2);
    expect(readdirSync(join(dir, 'backups'))).toEqual(['mot-cua-20261124T020100Z.db', 'mot-cua-20261125T020100Z.db']);
  });
});
