import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { Engine } from '../../../main/storage/engine.ts';
import { listBackups } from '../../../main/storage/backup.ts';
import { connect } from '../../../main/storage/database.ts';
import { backupDatabase, restoreDatabase } from '../../../main/storage/maintenance.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { stoppedAt } from './fixtures/file-system-calls.ts';
import { backupOf, copyOf, inProcess, journey, newDossier, NOW, OTHER_KEY, temporaryDirectory, TEST_KEY } from './helpers.ts';

const DAY = 24 * 3_600_000;
const OPTIONS = { key: TEST_KEY, now: NOW + DAY };

const register = (engine: Engine, id: string, day = '2026-11-24') =>
  engine.write([{ write: 'dossier.register', dossier: newDossier(id, { day }) }], NOW)[0]!.code;
const damage = (file: string, at: number) =>
  writeFileSync(
    file,
    readFileSync(file).map((byte, index) => (index === at ? byte ^ 1 : byte)),
  );

describe('a backup', () => {
  it('is restored with all that was in the database', () => {
    const dir = temporaryDirectory();
    const { engine } = inProcess(dir);
    engine.write([{ write: 'journey.save', journey: journey('j-1') }], NOW);
    register(engine, 'd-1');
    const { file, bytes } = backupOf(dir);
    expect(bytes).toBe(readFileSync(file).length);
    register(engine, 'd-2');
    engine.close();
    damage(storagePaths(dir).database, 5_000);

    const { setAside } = unwrap(restoreDatabase(dir, file, OPTIONS));
    const after = inProcess(dir, { now: NOW + DAY }).engine;
    expect(after.read('journeys.open', undefined)).toEqual([journey('j-1')]);
    expect(after.read('dossier.byId', { id: 'd-1' })).not.toBeNull();
    expect(after.read('dossier.byId', { id: 'd-2' })).toBeNull();
    expect(after.read('integrity', undefined).sound).toBe(true);
    expect(readdirSync(setAside!)).toContain('mot-cua.db');
  });

  it('never brings a dossier code back that was given after it', () => {
    const dir = temporaryDirectory();
    const { engine } = inProcess(dir);
    register(engine, 'd-1', '2026-11-25');
    const { file } = backupOf(dir);
    const lost = register(engine, 'd-2', '2026-11-25');
    engine.close();
    unwrap(restoreDatabase(dir, file, OPTIONS));
    const after = inProcess(dir, { now: NOW + DAY }).engine;
    expect(lost).toBe('H36.12-261125-0002');
    expect(register(after, 'd-3', '2026-11-25')).toBe('H36.12-261125-1002');
    expect(register(after, 'd-4', '2026-11-25')).toBe('H36.12-261125-1003');
    expect(register(after, 'd-5', '2026-11-26')).toBe('H36.12-261126-0001');
  });

  it('is under the database’s key', () => {
    const dir = temporaryDirectory();
    inProcess(dir);
    const { file } = backupOf(dir);
    expect(readFileSync(file).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect(() => connect(file, { key: OTHER_KEY })).toThrow(/not a database/);
  });

  it('is one of the last seven', () => {
    const dir = temporaryDirectory();
    inProcess(dir);
    for (let day = 0; day < 9; day += 1) backupOf(dir, NOW + day * DAY);
    const kept = listBackups(storagePaths(dir));
    expect(kept.map(({ madeAt }) => madeAt)).toEqual([8, 7, 6, 5, 4, 3, 2].map((day) => NOW + day * DAY));
    expect(inProcess(dir).engine.report.lastBackupAt).toBe(NOW + 8 * DAY);
  });

  it('has its name only when it is whole, wherever the machine stops while it is made', () => {
    const prepared = temporaryDirectory();
    const before = inProcess(prepared).engine;
    register(before, 'd-1');
    backupOf(prepared);
    before.close();
    let finished = false;
    for (let step = 1; !finished; step += 1) {
      const dir = copyOf(prepared);
      inProcess(dir);
      finished = stoppedAt(step, () => backupOf(dir, NOW + DAY));
      // The second call brings the copy, which is made by then, to the disk.
      if (step === 2) expect(listBackups(storagePaths(dir))).toHaveLength(1);
      for (const { file } of listBackups(storagePaths(dir))) {
        const copy = connect(file, { key: TEST_KEY, readonly: true });
        expect(copy.prepare('SELECT count(*) FROM dossiers').pluck().get()).toBe(1);
        copy.close();
      }
      backupOf(dir, NOW + 2 * DAY);
      expect(readdirSync(storagePaths(dir).backups).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
  }, 180_000);

  it('can be made and restored by a technician while the program does not run, and only then', () => {
    const dir = temporaryDirectory();
    const { engine } = inProcess(dir);
    const { file } = backupOf(dir);
    expect(restoreDatabase(dir, file, OPTIONS)).toMatchObject({ ok: false, error: { code: 'busy' } });
    engine.close();
    const second = unwrap(backupDatabase(dir, OPTIONS));
    expect(second.file).not.toBe(file);
    expect(restoreDatabase(dir, second.file, OPTIONS).ok).toBe(true);
  });
});

describe('restoring', () => {
  it('refuses what is not a sound backup under this key and changes nothing', () => {
    const dir = temporaryDirectory();
    const { engine } = inProcess(dir);
    register(engine, 'd-1');
    const { file } = backupOf(dir);
    engine.close();
    const before = readFileSync(storagePaths(dir).database);
    const broken = join(dir, 'broken.db');
    copyFileSync(file, broken);
    damage(broken, 20_000);
    const other = temporaryDirectory();
    inProcess(other, { key: OTHER_KEY });
    const foreign = unwrap(backupDatabase(other, { key: OTHER_KEY, now: NOW })).file;
    expect(restoreDatabase(dir, broken, OPTIONS)).toMatchObject({ ok: false, error: { code: 'corrupt' } });
    expect(restoreDatabase(dir, foreign, OPTIONS)).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    expect(restoreDatabase(dir, join(dir, 'none.db'), OPTIONS)).toMatchObject({
      ok: false,
      error: { code: 'corrupt' },
    });
    expect(readFileSync(storagePaths(dir).database).equals(before)).toBe(true);
    expect(readdirSync(dir).some((name) => name.startsWith('set-aside'))).toBe(false);
  });

  it('leaves the old database, the restored one, or a named state from which it can be repeated, wherever the machine stops', () => {
    const prepared = temporaryDirectory();
    const before = inProcess(prepared).engine;
    register(before, 'd-1');
    const name = basename(backupOf(prepared).file);
    register(before, 'd-2');
    before.close();
    let finished = false;
    for (let step = 1; !finished; step += 1) {
      const dir = copyOf(prepared);
      const file = join(storagePaths(dir).backups, name);
      finished = stoppedAt(step, () => restoreDatabase(dir, file, OPTIONS));
      if (!existsSync(storagePaths(dir).database)) expect(restoreDatabase(dir, file, OPTIONS).ok).toBe(true);
      const after = inProcess(dir).engine;
      expect(after.read('dossier.byId', { id: 'd-1' }), `step ${step}`).not.toBeNull();
    }
  }, 180_000);

  it('keeps documents whose rows the backup does not have', () => {
    const dir = temporaryDirectory();
    const { engine } = inProcess(dir);
    engine.vault.put('j-1', 'doc-1', new Uint8Array([1, 2, 3]));
    const { file } = backupOf(dir);
    engine.close();
    unwrap(restoreDatabase(dir, file, OPTIONS));
    inProcess(dir, { now: NOW + 2 * DAY }).engine.close();
    expect(existsSync(join(storagePaths(dir).vault, 'j-1', 'doc-1.sealed'))).toBe(true);
  });
});
