import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { database } from '../../../main/probe/database.ts';
import { databaseKey } from '../../../main/storage/keys.ts';
import { LATEST_VERSION } from '../../../main/storage/migrations/index.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { inProcess, journey, NOW, outboxRow, temporaryDirectory } from './helpers.ts';

function used() {
  const dir = temporaryDirectory();
  const { key } = unwrap(databaseKey(dir, null));
  const { engine } = inProcess(dir, { key });
  engine.write(
    [
      { write: 'journey.save', journey: journey('j-1') },
      { write: 'outbox.add', row: outboxRow('k') },
    ],
    NOW,
  );
  return { dir, engine };
}

describe('probe database', () => {
  it('says how the database is, also while the program runs', async () => {
    const { dir } = used();
    expect(await database(['--data', dir])).toMatchObject({
      status: 0,
      output: {
        keyFrom: 'file',
        sound: true,
        cipher: 'sqlcipher',
        schemaVersion: LATEST_VERSION,
        outbox: { waiting: 1, setAside: 0 },
        openJourneys: 1,
        audit: { brokenAt: null },
      },
    });
  });

  it('backs up and restores', async () => {
    const { dir, engine } = used();
    engine.close();
    const made = await database(['backup', '--data', dir]);
    expect(made.status).toBe(0);
    const { file } = made.output as { file: string };
    writeFileSync(storagePaths(dir).database, 'rubbish');
    expect(await database(['--data', dir])).toMatchObject({ status: 1, output: { refused: 'corrupt' } });
    expect(await database(['restore', file, '--data', dir])).toMatchObject({ status: 0 });
    expect(await database(['--data', dir])).toMatchObject({ status: 0, output: { openJourneys: 1 } });
  });

  it('refuses with the reason, and makes nothing', async () => {
    const dir = temporaryDirectory();
    expect(await database(['--data', dir])).toMatchObject({ status: 1, output: { refused: 'wrongKey' } });
    unwrap(databaseKey(dir, null));
    expect(await database(['--data', dir])).toMatchObject({ status: 1, output: { refused: 'missing' } });
    const { dir: other, engine } = used();
    engine.close();
    writeFileSync(storagePaths(other).key, readFileSync(storagePaths(dir).key));
    expect(await database(['--data', other])).toMatchObject({ status: 1, output: { refused: 'wrongKey' } });
  });

  it('wants a data directory', async () => {
    for (const args of [
      [],
      ['--data'],
      ['x', '--data', '/tmp'],
      ['restore', '--data', '/tmp'],
      ['backup', 'x', '--data', '/tmp'],
      ['--date', '/tmp'],
    ]) {
      expect(await database(args), args.join(' ')).toMatchObject({ status: 2 });
    }
  });
});
