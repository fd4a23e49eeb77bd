import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { settings } from '../../../main/probe/settings.ts';
import { loadSettings } from '../../../main/settings/load.ts';
import { createSealer } from '../../../main/settings/sealer.ts';
import { databaseKey } from '../../../main/storage/keys.ts';
import { RIGHT, rightBut, SEALER, settingsPlace } from './helpers.ts';

describe('probe settings', () => {
  it('says what the file holds, never a secret, and changes nothing', async () => {
    const { file, text } = settingsPlace(RIGHT);
    const before = text();
    const answer = await settings([file]);
    expect(answer).toMatchObject({
      status: 0,
      output: { valid: true, unit: 'H36.12', devices: ['receiptPrinter'], secrets: { plain: 3, sealed: 0 } },
    });
    expect(JSON.stringify(answer)).not.toContain('secret"');
    expect(text()).toBe(before);
  });

  it('names every wrong place', async () => {
    const { file } = settingsPlace(rightBut('counter.mode', 'x'));
    expect(await settings([file])).toMatchObject({
      status: 1,
      output: { refused: 'wrong', problems: [{ path: 'counter.mode' }] },
    });
  });

  it('tries sealed secrets with the key of a data directory', async () => {
    const { file, dataDir } = settingsPlace(RIGHT);
    expect(await settings([file, '--data', dataDir])).toMatchObject({ status: 1, output: { refused: 'wrongKey' } });
    const { key } = unwrap(databaseKey(dataDir, null));
    await loadSettings(file, createSealer(key), { dataDir });
    expect(await settings([file, '--data', dataDir])).toMatchObject({
      status: 0,
      output: { secrets: { plain: 0, sealed: 3 } },
    });
    const elsewhere = settingsPlace(RIGHT);
    await loadSettings(elsewhere.file, SEALER, { dataDir: elsewhere.dataDir });
    expect(await settings([elsewhere.file])).toMatchObject({ status: 0 });
    expect(await settings([elsewhere.file, '--data', dataDir])).toMatchObject({
      status: 1,
      output: { refused: 'wrong', problems: { length: 3 } },
    });
  });

  it('wants one file', async () => {
    for (const args of [[], ['a', 'b'], ['--data', 'x']]) expect(await settings(args)).toMatchObject({ status: 2 });
  });
});
