// A document camera instead of a scanner, in the real window: the paper is pushed about, lies still, and is taken by itself. What
// Chromium plays instead of a camera is a film of the bench's.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filmOfAPage } from '../bench/document-camera.ts';
import type { Film } from '../bench/document-camera.ts';
import { press, seesTitle } from './citizen.ts';
import { carryOn, send, until } from './driver.ts';
import { expect, test } from './program.ts';

let dir: string;
let film: Film;
test.beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'camera-'));
  film = await filmOfAPage(dir);
});
test.afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.use({ settings: { devices: { documentScanner: { transport: 'camera', device: 'desk-camera' } } } });

test('a paper that lies still under the camera is taken by itself, or by a press, and is a page like any other', async ({ place }) => {
  test.setTimeout(150_000);
  const { bench } = place;
  const program = await place.start({ electronArgs: film.electronArgs });
  const page = await program.window('citizen');
  await program.logged('device.state', ({ device, to }) => device === 'documentScanner' && to === 'online');
  await carryOn(page, bench, ({ station }) => station === 'papers');
  await press(page, /^Quét /);
  await seesTitle(page, 'Đặt giấy vào khung trên bàn');
  await expect(page.getByLabel('Hình trực tiếp từ máy chụp giấy')).toBeVisible();
  const { papers } = await until(page, (view) => !view.scanning && view.papers?.[0]?.documents.length === 1, 'the page', 60_000);
  const [taken] = papers![0]!.documents;
  expect(taken!.bytes).toBeGreaterThan(10_000);
  const judged = await program.logged('page.judged');
  expect(judged['flaw']).not.toBe('empty');

  // The same paper lies there still: another page is taken only by a press.
  await send(page, { type: 'scanPaper', paperId: papers![0]!.id });
  await press(page, 'Chụp ngay');
  await until(page, (view) => !view.scanning && view.papers?.[0]?.documents.length === 2, 'the second page', 40_000);
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test.describe('a camera that is not plugged in', () => {
  test.use({ settings: { devices: { documentScanner: { transport: 'camera', device: 'another camera' } } } });

  test('is said, with what to do', async ({ place }) => {
    const program = await place.start({ electronArgs: film.electronArgs });
    const page = await program.window('citizen');
    await program.logged('device.state', ({ device, detail }) => device === 'documentScanner' && detail === 'cameraMissing');
    await carryOn(page, place.bench, ({ station }) => station === 'papers');
    await press(page, /^Quét /);
    await expect(page.getByText('Máy chưa thấy được máy chụp giấy.')).toBeVisible();
  });
});
