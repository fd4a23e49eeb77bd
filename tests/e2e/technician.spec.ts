// The technician's window: by a key chord and a PIN; devices tested with a real action; settings through their schema;
// the readiness list. The agency's logo stands on what both printers print.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { seal } from '../screens/fixtures/logos.ts';
import { press } from './citizen.ts';
import { viewOf } from './driver.ts';
import { openTechnician } from './people.ts';
import { picture } from './pictures.ts';
import { expect, test } from './program.ts';

test('a technician tests the printer, changes settings and reads the readiness list', async ({ place }) => {
  const { bench, data } = place;
  const templates = join(data, 'form-templates');
  mkdirSync(templates, { recursive: true });
  writeFileSync(join(templates, 'logo.png'), Buffer.from(seal(), 'base64'));
  const program = await place.start();
  const citizen = await program.window('citizen');
  const page = await openTechnician(program);
  await page.getByLabel('Mã PIN').first().fill(bench.pins.technician);
  await press(page, 'Đăng nhập');

  await expect(page.getByText('Máy in giấy hẹn').first()).toBeVisible();
  await page.getByRole('button', { name: /Kiểm tra.*Máy in giấy hẹn/ }).click();
  expect(sealOn(await bench.receiptPrinter.slipPng(1))).toEqual({ size: 'fifteen millimetres', middle: 288, star: true, gap: false, ring: true });
  await page.getByRole('button', { name: /Kiểm tra.*Máy in trang/ }).click();
  const sheet = (await bench.pagePrinter.until(({ jobs }) => jobs[0]?.state === 'completed', 'the test page')).jobs[0]!;
  expect(sheet.media).toBe('iso_a4_210x297mm');
  const file = join(data, 'sheet.pdf');
  writeFileSync(file, await bench.pagePrinter.document(sheet));
  // As the agency gave it, dot for dot.
  expect(execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' })).toMatch(/\bimage +240 +240 +rgb\b/);
  await picture(page, 'technician-devices');
  await bench.receiptPrinter.paper('out');
  await expect(page.getByText('hết giấy').first()).toBeVisible();
  await bench.receiptPrinter.refill();

  const save = (path: string, value: string | number) => page.evaluate((changes) => window.motCua.technician.saveSettings({ changes }), [{ path, value }]);
  expect(await save('journey.inactivitySeconds', 5)).toMatchObject({ ok: true, value: { saved: false, problems: [{ path: 'journey.inactivitySeconds' }] } });
  expect(await save('journey.inactivitySeconds', 120)).toMatchObject({ ok: true, value: { saved: true, restartNeeded: true } });
  const settings = await page.evaluate(() => window.motCua.technician.settings());
  if (!settings.ok) throw new Error(settings.error.code);
  expect(settings.value.find(({ path }) => path === 'journey.inactivitySeconds')?.value).toBe(120);
  expect(settings.value.find(({ path }) => path === 'gateway.checksumKey')).toMatchObject({ kind: 'secret', value: null, isSet: true });
  for (const { sentence, path } of settings.value) expect(sentence.length, path).toBeGreaterThan(10);

  const readiness = await page.evaluate(() => window.motCua.technician.readiness());
  if (!readiness.ok) throw new Error(readiness.error.code);
  const states = Object.fromEntries(readiness.value.map(({ id, state }) => [id, state]));
  expect(states).toMatchObject({ storage: 'ready', audit: 'ready', portal: 'ready', gateway: 'ready', secrets: 'ready', technicianPin: 'ready', 'device.codeScanner': 'ready', 'device.pagePrinter': 'ready' });

  expect(await page.evaluate(() => window.motCua.technician.saveOfficer({ id: 'chi', name: 'Lê Thị Chi', pin: '8642' }))).toEqual({ ok: true, value: { saved: true } });
  expect((await viewOf(citizen)).station).toBe('attract');
  // The file has neither the PIN nor a secret in clear.
  const { readFileSync } = await import('node:fs');
  const kept = readFileSync(bench.settingsFile, 'utf8');
  expect(kept).not.toContain('8642');
  expect(JSON.parse(kept).gateway.checksumKey).toMatchObject({ sealed: expect.stringMatching(/^v1\./) });
});

/** The first thing on a slip, which should be the seal: how large, where its middle is in dots, and where it is inked. It is dithered. */
function sealOn(png: Buffer) {
  const { width, height, data } = PNG.sync.read(png);
  const isBlack = (x: number, y: number): boolean => data[4 * (Math.round(y) * width + Math.round(x))]! < 128;
  const across = Array.from({ length: width }, (_, x) => x);
  const inked = Array.from({ length: height }, (_, y) => across.some((x) => isBlack(x, y)));
  const top = inked.indexOf(true);
  const side = inked.indexOf(false, top) - top;
  const columns = across.filter((x) => Array.from({ length: side }, (_, y) => y + top).some((y) => isBlack(x, y)));
  const middle = Math.round((columns[0]! + columns.at(-1)!) / 2);
  /** The part of all around that is black, at a part of the radius. */
  const around = (part: number): number => {
    const turns = Array.from({ length: 36 }, (_, turn) => (turn * Math.PI) / 18);
    return turns.filter((turn) => isBlack(middle + (Math.cos(turn) * part * side) / 2, top + (side * (1 + Math.sin(turn) * part)) / 2)).length / turns.length;
  };
  const size = Math.abs(side - 118) <= 3 && Math.abs(columns.at(-1)! - columns[0]! - 118) <= 3 ? 'fifteen millimetres' : `${columns.length} × ${side} dots`;
  return { size, middle, star: around(0.1) > 0.4, gap: around(0.7) > 0, ring: around(0.93) > 0.4 };
}
