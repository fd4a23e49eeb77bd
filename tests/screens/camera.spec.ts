// Where papers are taken by a document camera: the live picture with the frame for the paper, what is said of it, and the
// technician's choice. The camera is drawn on a canvas, so that a test lays paper under it and pulls its plug.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello } from './fixtures/counter.ts';
import { readiness, settings } from './fixtures/desk.ts';
import * as at from './fixtures/journey.ts';
import { page as scannedPage } from './fixtures/page.ts';
import { open, SCREENS } from './screen.ts';
import type { ScreenName } from './screen.ts';

const NAME = 'HD Document Camera (1bcf:2c99)';
const camera = { device: 'HD Document', sees: true };

type Desk = { readonly refuse: { with?: string }; lay(paper: string | null): Promise<void>; unplug(): void; readonly open: () => number };
declare global {
  interface Window {
    desk: Desk;
  }
}

/** Puts a camera of the name, which sees a dark desk, where the browser's would be. Refers to nothing outside itself. */
function plugIn(name: string): void {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1280, 960];
  const pen = canvas.getContext('2d')!;
  const tracks: MediaStreamTrack[] = [];
  let paper: ImageBitmap | null = null;
  const draw = (): void => {
    pen.fillStyle = '#3a332c';
    pen.fillRect(0, 0, 1280, 960);
    if (paper) pen.drawImage(paper, 343, 50, 594, 860);
  };
  setInterval(draw, 40);
  const refuse: { with?: string } = {};
  const { mediaDevices } = navigator;
  const seen = [
    { kind: 'videoinput', label: 'Integrated Webcam', deviceId: 'face' },
    { kind: 'videoinput', label: name, deviceId: 'desk' },
  ];
  mediaDevices.enumerateDevices = async () => seen as MediaDeviceInfo[];
  mediaDevices.getUserMedia = async () => {
    if (refuse.with) throw new DOMException('no', refuse.with);
    const stream = canvas.captureStream(25);
    tracks.push(...stream.getTracks());
    return stream;
  };
  window.desk = {
    refuse,
    async lay(picture) {
      paper = picture === null ? null : await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (character) => character.charCodeAt(0))]));
    },
    unplug() {
      for (const track of tracks) track.dispatchEvent(new Event('ended'));
    },
    open: () => tracks.filter(({ readyState }) => readyState === 'live').length,
  };
}

const WAIT = { timeout: 60_000 };
const says = (page: Page, words: RegExp) => expect(page.getByRole('status').filter({ hasText: words })).toBeVisible(WAIT);

for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  test(`a citizen lays papers under the camera, ${screen}`, async ({ page }) => {
    await page.addInitScript(plugIn, NAME);
    const opened = await open(page, 'citizen', screen, { hello: { ...hello, camera }, counter, journey: at.attract, preview: scannedPage, replies: { 'camera.give': { taken: true } } });
    const show = (journey: typeof at.scanning, revision: number) => opened.push('journey.changed', { ...journey, id: 'j1', revision });
    const looksRight = async (name: string) => {
      await expectAsApproved(page, `${name}-${screen}`);
      expect.soft(await unreadable(page), name).toEqual([]);
      expect.soft(await barriers(page), name).toEqual([]);
    };
    await expect.poll(() => opened.calls('camera.seen'), WAIT).toEqual([{ names: ['Integrated Webcam', NAME] }]);

    await show(at.papersWanted, 10);
    if (screen === 'kiosk') await looksRight('papers-camera');
    expect(await page.evaluate(() => window.desk.open())).toBe(0);
    await show(at.scanning, 11);
    await says(page, /máy tự chụp/);
    await looksRight('camera-waits');
    expect(await opened.calls('camera.give')).toEqual([]);

    await page.evaluate((picture) => window.desk.lay(picture), scannedPage);
    await says(page, /^Đã chụp/);
    await expect.poll(async () => (await opened.calls('camera.give')).length, WAIT).toBe(1);
    await show(at.papersThere, 12);
    await expect.poll(() => page.evaluate(() => window.desk.open()), WAIT).toBe(0);

    // The same paper lies there still: it is taken by a press alone.
    await show(at.scanningNext, 13);
    await says(page, /^Tờ này đã chụp rồi/);
    await expectAsApproved(page, `camera-same-${screen}`);
    expect(await opened.calls('camera.give')).toHaveLength(1);
    await page.getByRole('button', { name: 'Chụp ngay' }).click();
    await expect.poll(async () => (await opened.calls('camera.give')).length, WAIT).toBe(2);

    await page.evaluate(() => window.desk.unplug());
    await expect.poll(() => opened.calls('camera.failed'), WAIT).toEqual([{ reason: 'missing' }]);
    expect(await page.evaluate(() => window.desk.open())).toBe(0);
    await show({ ...at.papersWanted, problem: 'cameraBusy' }, 14);
    if (screen === 'kiosk') await expectAsApproved(page, 'camera-busy-kiosk');
    expect(opened.complaints).toEqual([]);
  });
}

test('main is told why a camera gives no picture', async ({ page }) => {
  await page.addInitScript(plugIn, NAME);
  const opened = await open(page, 'citizen', 'laptop', { hello: { ...hello, camera }, counter, journey: at.papersWanted });
  const reasons = { NotAllowedError: 'denied', NotFoundError: 'missing', NotReadableError: 'busy', AbortError: 'busy' };
  let revision = 20;
  for (const [index, [error, reason]] of Object.entries(reasons).entries()) {
    await page.evaluate((name) => void (window.desk.refuse.with = name), error);
    await opened.push('journey.changed', { ...at.scanning, revision: (revision += 1) });
    await expect.poll(async () => (await opened.calls('camera.failed'))[index], { ...WAIT, message: error }).toEqual({ reason });
    await opened.push('journey.changed', { ...at.papersWanted, revision: (revision += 1) });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quét các giấy tờ kèm theo');
  }
});

test('a technician sees each camera’s picture and chooses one', async ({ page }) => {
  await page.addInitScript(plugIn, NAME);
  const [, scanner] = counter.devices;
  const without = { ...scanner!, status: 'offline' as const, address: 'camera', media: { camera: 'notChosen' } };
  const opened = await open(page, 'technician', 'laptop', {
    hello: { ...hello, role: 'technician', camera: { sees: false } },
    counter: { ...counter, devices: [without] },
    journey: at.attract,
    technician: { session: { signedIn: true, pinIsSet: true }, settings, readiness },
    replies: { 'technician.saveSettings': { saved: true, restartNeeded: true } },
  });
  await page.evaluate((picture) => window.desk.lay(picture), scannedPage);
  await page.getByLabel(NAME, { exact: true }).check();
  await expect(page.getByText('1280 × 960 điểm ảnh')).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.desk.open()), WAIT).toBe(1);
  await expectAsApproved(page, 'technician-camera');
  expect.soft(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dùng máy chụp này' }).click();
  expect(await opened.calls('technician.saveSettings')).toEqual([{ changes: [{ path: 'devices.documentScanner.device', value: NAME }] }]);
  await expect(page.getByText('Khởi động lại chương trình')).toBeVisible();
  await page.getByRole('tab', { name: 'Cài đặt' }).click();
  await expect.poll(() => page.evaluate(() => window.desk.open()), WAIT).toBe(0);
  expect(opened.complaints).toEqual([]);
});
