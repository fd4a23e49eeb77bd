import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { databaseKey, presentDatabaseKey } from '../../../main/storage/keys.ts';
import type { KeyKeeper } from '../../../main/storage/keys.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { stoppedAt } from './fixtures/file-system-calls.ts';
import { inProcess, temporaryDirectory } from './helpers.ts';

/** Seals in a way that only the same user opens. */
function keeperOf(user: string, available = true): KeyKeeper {
  return {
    isAvailable: () => available,
    encrypt: (text) => Buffer.from(`${user}|${Buffer.from(text).toString('base64')}`),
    decrypt: (sealed) => {
      const [by, text] = Buffer.from(sealed).toString().split('|');
      if (by !== user) throw new Error('not yours');
      return Buffer.from(text!, 'base64').toString();
    },
  };
}

describe('the database’s key', () => {
  it('is kept in a file for this user alone where there is no keeper, and found again', () => {
    const dir = temporaryDirectory();
    const made = unwrap(databaseKey(dir, keeperOf('a', false)));
    expect(made.keyFrom).toBe('file');
    expect(made.key).toHaveLength(32);
    expect(unwrap(databaseKey(dir, null))).toEqual(made);
    if (process.platform !== 'win32') expect(statSync(storagePaths(dir).key).mode & 0o777).toBe(0o600);
  });

  it('is sealed where there is a keeper', () => {
    const dir = temporaryDirectory();
    const made = unwrap(databaseKey(dir, keeperOf('a')));
    expect(made.keyFrom).toBe('safeStorage');
    expect(unwrap(databaseKey(dir, keeperOf('a')))).toEqual(made);
    expect(existsSync(storagePaths(dir).key)).toBe(false);
    expect(readFileSync(storagePaths(dir).sealedKey).includes(Buffer.from(made.key).toString('hex'))).toBe(false);
    expect(databaseKey(dir, keeperOf('b'))).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    expect(databaseKey(dir, keeperOf('a', false))).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
  });

  it('is another one for each counter', () => {
    const key = () => unwrap(databaseKey(temporaryDirectory(), null)).key;
    expect(key()).not.toEqual(key());
  });

  it('is never made anew while there is a database', () => {
    const dir = temporaryDirectory();
    const { key } = unwrap(databaseKey(dir, null));
    inProcess(dir, { key }).engine.close();
    rmSync(storagePaths(dir).key);
    expect(databaseKey(dir, null)).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    rmSync(storagePaths(dir).database);
    expect(databaseKey(dir, null)).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    expect(existsSync(storagePaths(dir).key)).toBe(false);
  });

  it('that is damaged is named and left as it is', () => {
    const dir = temporaryDirectory();
    for (const text of ['', 'zz', 'a'.repeat(63)]) {
      writeFileSync(storagePaths(dir).key, text);
      expect(databaseKey(dir, null)).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
      expect(readFileSync(storagePaths(dir).key, 'utf8')).toBe(text);
    }
  });

  it('is not made by those who only look', () => {
    const dir = temporaryDirectory();
    expect(presentDatabaseKey(dir, null)).toMatchObject({ ok: false, error: { code: 'wrongKey' } });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is there whole or not at all when the machine stops while it is made', () => {
    let finished = false;
    for (let step = 1; !finished; step += 1) {
      const dir = temporaryDirectory();
      finished = stoppedAt(step, () => databaseKey(dir, null));
      expect(unwrap(databaseKey(dir, null)).key).toHaveLength(32);
    }
  });
});
