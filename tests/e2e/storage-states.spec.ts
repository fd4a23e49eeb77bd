// A database that cannot be used: the screen says so and nothing is reset.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '../../main/domain/result.ts';
import { openOrCreate } from '../../main/storage/database.ts';
import { databaseKey } from '../../main/storage/keys.ts';
import { storagePaths } from '../../main/storage/paths.ts';
import { carryOn } from './driver.ts';
import { expect, test } from './program.ts';

test('damaged: the kiosk is closed with a sentence, and the file stays as it is', async ({ place }) => {
  const first = await place.start();
  await first.window('citizen');
  await first.logged('app.ready');
  await first.close();
  const file = join(place.data, 'mot-cua.db');
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 2_000, 12_000);
  writeFileSync(file, bytes);

  const program = await place.start();
  const page = await program.window('citizen');
  await expect(page.getByText('Máy đang tạm nghỉ')).toBeVisible();
  await expect(page.getByText('Máy cần được kiểm tra trước khi nhận thêm hồ sơ. Xin gọi cán bộ.')).toBeVisible();
  await program.logged('storage.failed');
  const begun = await page.evaluate(() => window.motCua.journey.send({ type: 'begin', language: 'vi' }));
  expect(begun).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  await program.close();
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('held by another program at the start: the kiosk says so, and opens by itself when it is let go', async ({ place }) => {
  const first = await place.start();
  await first.window('citizen');
  await first.logged('app.ready');
  await first.close();
  const other = openOrCreate(storagePaths(place.data), unwrap(databaseKey(place.data, null)));
  other.exec('BEGIN IMMEDIATE');

  const program = await place.start();
  const page = await program.window('citizen');
  await expect(page.getByText('Máy đang tạm nghỉ')).toBeVisible();
  await program.logged('storage.failed', ({ state }) => state === 'busy');
  other.exec('ROLLBACK');
  other.close();

  await program.logged('storage.opened');
  await expect(page.getByText('Máy đang tạm nghỉ')).toHaveCount(0);
  await carryOn(page, place.bench, ({ station }) => station === 'form');
});

test('its key is gone: no new one takes its place', async ({ place }) => {
  const first = await place.start();
  await first.window('citizen');
  await first.logged('app.ready');
  await first.close();
  const key = join(place.data, 'database.key');
  renameSync(key, `${key}.elsewhere`);
  const program = await place.start();
  const page = await program.window('citizen');
  await expect(page.getByText('Máy đang tạm nghỉ')).toBeVisible();
  await program.logged('storage.failed', ({ state }) => state === 'wrongKey');
  await program.close();
  expect(existsSync(key)).toBe(false);
});
