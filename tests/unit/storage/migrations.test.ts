import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { connect, schemaVersion } from '../../../main/storage/database.ts';
import type { Connection } from '../../../main/storage/database.ts';
import { openEngine } from '../../../main/storage/engine.ts';
import { LATEST_VERSION, migrate, MIGRATIONS } from '../../../main/storage/migrations/index.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { inProcess, later, newDossier, NOW, temporaryDirectory, TEST_KEY } from './helpers.ts';

const fixture = (version: number) => fileURLToPath(new URL(`./fixtures/version-${version}.db`, import.meta.url));

/** A data directory with the file that the program of that version left. */
function directoryOfVersion(version: number): string {
  const dir = temporaryDirectory();
  copyFileSync(fixture(version), storagePaths(dir).database);
  return dir;
}

function connected(dir: string): Connection {
  const connection = connect(storagePaths(dir).database, { key: TEST_KEY });
  later(() => void connection.close());
  return connection;
}

const layoutOf = (connection: Connection) =>
  connection
    .prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`)
    .all();

describe('the migrations', () => {
  it('are numbered without a gap, and every past version has its file', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    for (const { version } of MIGRATIONS.slice(0, -1))
      expect(existsSync(fixture(version)), `version-${version}.db`).toBe(true);
  });

  for (const { version } of MIGRATIONS.slice(0, -1)) {
    it(`bring a file of version ${version} to the layout of a new file`, () => {
      const old = connected(directoryOfVersion(version));
      expect(schemaVersion(old)).toBe(version);
      expect(migrate(old)).toEqual({ from: version, to: LATEST_VERSION });
      const fresh = connected(temporaryDirectory());
      migrate(fresh);
      expect(layoutOf(old)).toEqual(layoutOf(fresh));
    });
  }
});

describe('0002 ratings', () => {
  it('takes ratings of journeys that were there before', () => {
    const connection = connected(directoryOfVersion(1));
    migrate(connection, 2);
    connection.prepare(`INSERT INTO ratings VALUES ('j-0', 5, 1)`).run();
    expect(() => connection.prepare(`INSERT INTO ratings VALUES ('j-1', 6, 1)`).run()).toThrow(/CHECK/);
  });
});

describe('0003 dossier search', () => {
  it('finds dossiers that were registered before it, and keeps their ratings', async () => {
    const dir = directoryOfVersion(2);
    const { store } = inProcess(dir);
    const found = async (text: string) =>
      unwrap(await store.read('dossiers.search', { text, limit: 5 })).found.map(({ dossier }) => dossier.id);
    expect(await found('dang thi')).toEqual(['d-1']);
    expect(await found('261120-0002')).toEqual(['d-2']);
    expect(connected(dir).prepare('SELECT stars FROM ratings').pluck().get()).toBe(5);
  });
});

describe('a file of an old version', () => {
  it('goes on where it was', async () => {
    const { store, engine } = inProcess(directoryOfVersion(1));
    expect(engine.report).toMatchObject({ migratedFrom: 1, schemaVersion: LATEST_VERSION });
    expect(
      unwrap(await store.read('journeys.open')).map(({ id, station, revision }) => [id, station, revision]),
    ).toEqual([['j-1', 'pay', 7]]);
    expect(unwrap(await store.read('outbox.due', { now: NOW, limit: 5 }))).toMatchObject([
      { key: 'j-0:dossier.register', attempts: 2 },
    ]);
    expect(unwrap(await store.read('payments.open'))).toMatchObject([{ orderCode: 11, state: 'shown' }]);
    const [registered] = unwrap(
      await store.write([{ write: 'dossier.register', dossier: newDossier('d-3', { day: '2026-11-20' }) }]),
    );
    expect(registered?.code).toBe('H36.12-261120-0003');
  });

  it('is copied before its layout changes', () => {
    const dir = directoryOfVersion(1);
    inProcess(dir);
    const [name] = readdirSync(storagePaths(dir).backups);
    const copy = connect(join(storagePaths(dir).backups, name!), { key: TEST_KEY, readonly: true });
    expect(schemaVersion(copy)).toBe(1);
    copy.close();
  });

  it('stays at the step before when a step fails', () => {
    const connection = connected(directoryOfVersion(1));
    connection.exec('CREATE TABLE dossier_search (in_the_way TEXT)');
    expect(() => migrate(connection)).toThrow(/dossier_search/);
    expect(schemaVersion(connection)).toBe(2);
    expect(connection.prepare('SELECT count(*) FROM ratings').pluck().get()).toBe(0);
  });
});

describe('a file of a newer version', () => {
  it('is named so and left as it is', () => {
    const dir = directoryOfVersion(2);
    const connection = connect(storagePaths(dir).database, { key: TEST_KEY });
    connection.pragma(`user_version = ${LATEST_VERSION + 1}`);
    connection.close();
    const before = readFileSync(storagePaths(dir).database);
    expect(openEngine({ dir, key: TEST_KEY, firstStart: true, now: NOW })).toMatchObject({
      ok: false,
      error: { code: 'newer' },
    });
    expect(readFileSync(storagePaths(dir).database).equals(before)).toBe(true);
  });
});
