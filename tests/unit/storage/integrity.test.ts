import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { connect } from '../../../main/storage/database.ts';
import { guarded, openEngine } from '../../../main/storage/engine.ts';
import { inspectDatabase } from '../../../main/storage/inspect.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import {
  backupOf,
  copyOf,
  inProcess,
  journey,
  newDossier,
  NOW,
  OTHER_KEY,
  outboxRow,
  printJob,
  temporaryDirectory,
  TEST_KEY,
} from './helpers.ts';

const ON_A_BAD_DISK = fileURLToPath(new URL('./fixtures/on-a-bad-disk.ts', import.meta.url));
/** A mount namespace of one's own takes root, or a kernel that lends it. */
const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0;

const PAGE = 4_096;
const open = (dir: string, key = TEST_KEY) => openEngine({ dir, key, firstStart: true, now: NOW });
const stateOf = (dir: string, key = TEST_KEY) => {
  const opened = open(dir, key);
  if (opened.ok) opened.value.close();
  return opened.ok ? 'ok' : opened.error.code;
};

/** A directory with a day's work, closed. */
function used(): string {
  const dir = temporaryDirectory();
  const { engine } = inProcess(dir);
  engine.write([{ write: 'journey.save', journey: journey('j-1') }], NOW);
  for (let index = 0; index < 40; index += 1)
    engine.write([{ write: 'dossier.register', dossier: newDossier(`d-${index}`) }], NOW);
  engine.close();
  return dir;
}

function flip(file: string, at: number): void {
  const byte = readFileSync(file)[at]! ^ 0x40;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Uint8Array.of(byte), 0, 1, at);
  closeSync(descriptor);
}

describe('a damaged database', () => {
  it('is named corrupt, wherever a byte is flipped, and is left as it is', () => {
    const prepared = used();
    const pages = readFileSync(storagePaths(prepared).database).length / PAGE;
    expect(pages).toBeGreaterThan(30);
    for (const page of [0, 1, 2, 10, pages - 1]) {
      const dir = copyOf(prepared);
      const { database } = storagePaths(dir);
      flip(database, page * PAGE + 300);
      const damaged = readFileSync(database);
      expect(stateOf(dir), `page ${page}`).toBe('corrupt');
      expect(readFileSync(database).equals(damaged)).toBe(true);
    }
  });

  it('is named corrupt when it was cut, emptied or is gone', () => {
    const prepared = used();
    const { length } = readFileSync(storagePaths(prepared).database);
    for (const left of [length - 1, length - PAGE, length / 2, PAGE, 100, 1, 0]) {
      const dir = copyOf(prepared);
      truncateSync(storagePaths(dir).database, left);
      expect(stateOf(dir), `${left} bytes left`).toBe('corrupt');
    }
    rmSync(storagePaths(prepared).database);
    expect(stateOf(prepared)).toBe('corrupt');
  });

  it('is named corrupt when it was replaced by something else', () => {
    const dir = used();
    writeFileSync(storagePaths(dir).database, Buffer.alloc(20 * PAGE, 'x'));
    expect(stateOf(dir)).toBe('corrupt');
  });

  it('names a row whose content is not what it was written as', async () => {
    const dir = used();
    const intruder = connect(storagePaths(dir).database, { key: TEST_KEY });
    intruder.exec(`UPDATE dossiers SET data = json_remove(data, '$.applicant.number') WHERE id = 'd-3'`);
    intruder.exec(`UPDATE dossiers SET data = 'not json' WHERE id = 'd-4'`);
    intruder.close();
    const { store } = inProcess(dir);
    expect(await store.read('dossier.byId', { id: 'd-3' })).toEqual({
      ok: false,
      error: { code: 'corrupt', detail: 'dossiers.data: applicant.number' },
    });
    expect(await store.read('dossier.byId', { id: 'd-4' })).toEqual({
      ok: false,
      error: { code: 'corrupt', detail: 'dossiers.data: not JSON' },
    });
    expect((await store.read('dossier.byId', { id: 'd-5' })).ok).toBe(true);
  });

  it('is found by the whole check while the program runs', () => {
    const dir = used();
    const { engine } = inProcess(dir);
    expect(engine.read('integrity', undefined).sound).toBe(true);
    flip(storagePaths(dir).database, readFileSync(storagePaths(dir).database).length - PAGE + 300);
    expect(engine.read('integrity', undefined).sound).toBe(false);
  });
});

describe('a wrong key', () => {
  it('is told from damage', () => {
    const dir = used();
    expect(stateOf(dir, OTHER_KEY)).toBe('wrongKey');
    expect(stateOf(dir)).toBe('ok');
    rmSync(storagePaths(dir).keyCheck);
    expect(stateOf(dir, OTHER_KEY)).toBe('wrongKey');
    expect(stateOf(dir)).toBe('ok');
  });

  it('is not blamed when only the key check is damaged', () => {
    const dir = used();
    writeFileSync(storagePaths(dir).keyCheck, 'rubbish');
    expect(stateOf(dir)).toBe('ok');
    expect(readFileSync(storagePaths(dir).keyCheck, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });
});

describe('a database that cannot be written', () => {
  it('is named readOnly, and the transaction leaves nothing', () => {
    const dir = used();
    const connection = connect(storagePaths(dir).database, { key: TEST_KEY });
    connection.pragma('query_only = ON');
    const written = guarded(() => connection.prepare(`INSERT INTO meta VALUES ('a', 'b')`).run());
    expect(written).toMatchObject({ ok: false, error: { code: 'readOnly' } });
    connection.close();
  });

  it('is named readOnly where the directory is a file', () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    expect(stateOf(file)).toBe('readOnly');
  });

  it.skipIf(!canMount)('is named readOnly at the start when the disk is mounted read-only', () => {
    const dir = used();
    const script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" "$3" "$1" open';
    const said = execFileSync('unshare', ['--mount', 'sh', '-c', script, 'sh', dir, process.execPath, ON_A_BAD_DISK], {
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toMatchObject({ failure: { code: 'readOnly' } });
    expect(stateOf(dir)).toBe('ok');
  });
});

describe('a full disk', () => {
  it('is named full, and the transaction leaves nothing', async () => {
    const dir = used();
    const connection = connect(storagePaths(dir).database, { key: TEST_KEY });
    connection.pragma(`max_page_count = ${connection.pragma('page_count', { simple: true })}`);
    const fill = connection.transaction(() => {
      for (let index = 0; index < 500; index += 1)
        connection.prepare('INSERT INTO meta VALUES (?, ?)').run(`k-${index}`, 'x'.repeat(1_000));
    });
    expect(guarded(() => fill())).toMatchObject({ ok: false, error: { code: 'full' } });
    expect(connection.prepare(`SELECT count(*) FROM meta WHERE name LIKE 'k-%'`).pluck().get()).toBe(0);
    connection.close();
  });

  it.skipIf(!canMount)('loses nothing that was acknowledged, leaves no halves, and can still be read', () => {
    const dir = temporaryDirectory();
    const script = 'mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" "$3" "$1" fill';
    const said = execFileSync('unshare', ['--mount', 'sh', '-c', script, 'sh', dir, process.execPath, ON_A_BAD_DISK], {
      encoding: 'utf8',
    });
    const report = JSON.parse(said);
    expect(report).toMatchObject({ failure: { code: 'full' }, put: 'full', backup: 'full', sound: true, left: [] });
    expect(report.acknowledged).toBeGreaterThan(3);
    expect(report.rows).toBe(2 * report.acknowledged);
  });
});

describe('a database that another holds', () => {
  it('is named busy', () => {
    const dir = used();
    const other = connect(storagePaths(dir).database, { key: TEST_KEY });
    other.exec('BEGIN IMMEDIATE');
    expect(stateOf(dir)).toBe('busy');
    other.exec('ROLLBACK');
    other.close();
    expect(stateOf(dir)).toBe('ok');
  });
});

describe('a look from outside', () => {
  it('reads while the program runs, and changes nothing', () => {
    const dir = used();
    const { engine } = inProcess(dir);
    engine.write(
      [
        { write: 'outbox.add', row: outboxRow('k') },
        { write: 'print.save', job: printJob('p', 'd-1') },
      ],
      NOW,
    );
    engine.write([{ write: 'audit', line: { actor: 'kiosk', action: 'a', subject: 's', details: {} } }], NOW);
    backupOf(dir);
    const seen = unwrap(inspectDatabase(dir, { key: TEST_KEY }));
    expect(seen).toMatchObject({
      integrity: { sound: true, cipher: 'sqlcipher' },
      content: {
        audit: { lines: 1, brokenAt: null },
        outbox: { waiting: 1, setAside: 0 },
        openJourneys: 1,
        openPayments: 0,
      },
      backups: [{ madeAt: new Date(NOW).toISOString() }],
    });
    engine.write([{ write: 'outbox.add', row: outboxRow('k2') }], NOW);
  });

  it('reads when the program does not run', () => {
    expect(unwrap(inspectDatabase(used(), { key: TEST_KEY })).content?.openJourneys).toBe(1);
  });

  it('names what it finds', () => {
    expect(inspectDatabase(temporaryDirectory(), { key: TEST_KEY })).toMatchObject({
      ok: false,
      error: { code: 'missing' },
    });
    const dir = used();
    expect(inspectDatabase(dir, { key: OTHER_KEY })).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    flip(storagePaths(dir).database, 20 * PAGE + 300);
    expect(inspectDatabase(dir, { key: TEST_KEY })).toMatchObject({ ok: true, value: { integrity: { sound: false } } });
  });

  it('finds a file of an older version sound without changing it', () => {
    const dir = temporaryDirectory();
    mkdirSync(dir, { recursive: true });
    copyFileSync(fileURLToPath(new URL('./fixtures/version-1.db', import.meta.url)), storagePaths(dir).database);
    const seen = unwrap(inspectDatabase(dir, { key: TEST_KEY }));
    expect(seen).toMatchObject({ integrity: { sound: true, schemaVersion: 1 } });
    expect(seen.content).toBeUndefined();
  });
});
