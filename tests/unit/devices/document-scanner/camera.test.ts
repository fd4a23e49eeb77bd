// The document camera as a scanner: a scan waits for a window's picture, believes nothing of it but its bytes, and says why there is none.

import { describe, expect, it } from 'vitest';
import { createDocumentCamera } from '../../../../main/devices/document-scanner/camera.ts';
import type { ScannedPage } from '../../../../main/services/ports.ts';
import { fastClock, keptLog, never, until } from '../support.ts';
import { smallJpeg } from './bench.ts';
import { a4Jpeg, copierPdf } from './copier.ts';

const NAME = 'HD Document';
const camera = (clock = fastClock(1), name: string | null = NAME) => createDocumentCamera({ name, clock, log: keptLog() });

/** A camera that is plugged in, and a scan that waits. */
async function scanning() {
  const device = camera();
  device.window.seen(['Integrated Webcam', 'Acme HD Document Camera (1234:5678)']);
  const pages: ScannedPage[] = [];
  const stop = new AbortController();
  const done = device.scan(stop.signal, (page) => void pages.push(page));
  await until(() => device.state().status === 'deviceBusy', 'the scan to wait');
  return { device, pages, done, stop };
}

describe('a scan by the document camera', () => {
  it('has the picture that the window gives, once; nothing is taken while no scan waits', async () => {
    const { device, pages, done } = await scanning();
    expect(device.state().status).toBe('deviceBusy');
    expect(device.window.give(smallJpeg('one'))).toBe(true);
    expect(device.window.give(smallJpeg('two'))).toBe(false);
    expect(await done).toMatchObject({ ok: true, value: [{ mime: 'image/jpeg' }] });
    expect(pages).toHaveLength(1);
    expect(device.state().status).toBe('online');
    expect(device.window.give(smallJpeg('three'))).toBe(false);
  });

  it.each([
    ['no picture', async () => Buffer.from('<html>'), 'badPage'],
    ['half a JPEG', async () => a4Jpeg(1).subarray(0, 900), 'badPage'],
    ['a PDF of two pictures', () => copierPdf([a4Jpeg(1), a4Jpeg(2)]), 'badPage'],
  ])('refuses %s from a window', async (_, made, reason) => {
    const bytes = await made();
    const { device, done } = await scanning();
    device.window.give(new Uint8Array(bytes));
    expect(await done).toMatchObject({ ok: false, error: { reason, pages: [] } });
  });

  it.each([
    ['denied', 'cameraDenied'],
    ['missing', 'cameraMissing'],
    ['busy', 'cameraBusy'],
  ] as const)('ends when the window says that the camera is %s, and the next one tries anew', async (why, reason) => {
    const { device, done } = await scanning();
    device.window.failed(why);
    expect(await done).toMatchObject({ ok: false, error: { code: 'deviceNotReady', reason } });
    expect(device.state()).toMatchObject({ status: 'offline', media: { camera: why } });
    const again = device.scan(never());
    await until(() => device.state().status === 'deviceBusy', 'the next scan to wait');
    device.window.give(smallJpeg('again'));
    expect((await again).ok).toBe(true);
    expect(device.state().status).toBe('online');
  });

  it('ends at once when the camera is pulled out, and is refused without one until it is back', async () => {
    const { device, done } = await scanning();
    device.window.seen(['Integrated Webcam']);
    expect(await done).toMatchObject({ ok: false, error: { reason: 'cameraMissing' } });
    expect(await device.scan(never())).toMatchObject({ ok: false, error: { reason: 'cameraMissing' } });
    expect(await device.test(never())).toMatchObject({ ok: false, error: { detail: 'seen: Integrated Webcam' } });
    device.window.seen([NAME]);
    expect(device.state().status).toBe('online');
    expect(await device.test(never())).toMatchObject({ ok: true });
  });

  it('is over when the citizen turns away, and when nobody lays anything down', async () => {
    const { device, done, stop } = await scanning();
    stop.abort();
    expect(await done).toMatchObject({ ok: false, error: { code: 'canceled' } });
    expect(device.window.give(smallJpeg('late'))).toBe(false);
    const patient = camera(fastClock(1_000, 150_000, 150_000));
    patient.window.seen([NAME]);
    expect(await patient.scan(never())).toMatchObject({ ok: false, error: { reason: 'nothingLaid' } });
  });

  it('uses no camera before one is chosen: the first that is there may look at faces', async () => {
    const device = camera(fastClock(1), null);
    device.start();
    expect(device.state()).toMatchObject({ status: 'offline', media: { camera: 'notChosen' } });
    device.window.seen(['Integrated Webcam']);
    expect(await device.scan(never())).toMatchObject({ ok: false, error: { reason: 'cameraNotChosen' } });
    expect(device.window.give(smallJpeg('face'))).toBe(false);
  });
});
