// A document camera instead of a scanner, in the real window: the paper is pushed about, lies still, and is taken by itself. What
// Chromium plays instead of a camera is a film of the bench's.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filmOfAPage } from '../bench/document-camera.ts';
import type { Film } from '../bench/document-camera.ts';
import { press, seesTitle } from './citizen.ts';
import { carryOn, until } from './driver.ts';
import { openTechnician } from './people.ts';
import { expect, test } from './program.ts';

let dir: string;
let film: Film;
test.beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'camera-'));
  film = await filmOfAPage(dir);
});
test.afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.use({ settings: { devices: { documentScanner: { transport: 'camera', device: 'desk-camera' } } } });

test('a paper that lies still under the camera is taken by itself, the camera is let go, and the dossier is filed with it', async ({ place }) => {
  const { bench } = place;
  const program = await place.start({ electronArgs: film.electronArgs });
  const page = await program.window('citizen');
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { tracks });
    mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  const tracks = () => page.evaluate(() => (window as never as { tracks: MediaStreamTrack[] }).tracks.map(({ kind, readyState }) => `${kind} ${readyState}`));
  await program.logged('device.state', ({ device, to }) => device === 'documentScanner' && to === 'online');
  await carryOn(page, bench, ({ station }) => station === 'papers');
  expect(await tracks()).toEqual([]);
  await press(page, /^Quét /);
  await seesTitle(page, 'Đặt giấy vào khung trên bàn');
  await expect(page.getByLabel('Hình trực tiếp từ máy chụp giấy')).toBeVisible();
  const { papers } = await until(page, (view) => !view.scanning && view.papers?.[0]?.documents.length === 1, 'the page');
  expect(papers![0]!.documents[0]!.bytes).toBeGreaterThan(10_000);
  expect((await program.logged('page.judged'))['flaw']).not.toBe('empty');
  await expect.poll(tracks).toEqual(['video ended']);
  await carryOn(page, bench, ({ station }) => station === 'slip');
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test.describe('a camera that is not plugged in', () => {
  test.use({ settings: { devices: { documentScanner: { transport: 'camera', device: 'another camera' } } } });

  test('is said, with what to do; a technician sees what there is and chooses', async ({ place }) => {
    const { bench } = place;
    const program = await place.start({ electronArgs: film.electronArgs });
    const page = await program.window('citizen');
    await program.logged('device.state', ({ device, detail }) => device === 'documentScanner' && detail === 'camera missing');
    await carryOn(page, bench, ({ station }) => station === 'papers');
    await press(page, /^Quét /);
    await expect(page.getByText('Máy chưa thấy được máy chụp giấy.')).toBeVisible();

    const technician = await openTechnician(program);
    await technician.getByLabel('Mã PIN').first().fill(bench.pins.technician);
    await press(technician, 'Đăng nhập');
    await expect(technician.getByText('không thấy máy chụp').first()).toBeVisible();
    await expect(technician.getByText('1280 × 960 điểm ảnh')).toBeVisible();
    await press(technician, 'Dùng máy chụp này');
    await expect(technician.getByText('Khởi động lại chương trình để dùng.')).toBeVisible();
    expect(JSON.parse(readFileSync(bench.settingsFile, 'utf8')).devices.documentScanner.device).toContain('desk-camera');
  });
});
