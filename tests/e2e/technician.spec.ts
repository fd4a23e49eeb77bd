// The technician's window: by a key chord and a PIN; devices tested with a real action; settings through their schema;
// the readiness list.

import { press } from './citizen.ts';
import { viewOf } from './driver.ts';
import { openTechnician } from './people.ts';
import { picture } from './pictures.ts';
import { expect, test } from './program.ts';

test('a technician tests the printer, changes settings and reads the readiness list', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const citizen = await program.window('citizen');
  const page = await openTechnician(program);
  await page.getByLabel('Mã PIN').first().fill(bench.pins.technician);
  await press(page, 'Đăng nhập');

  await expect(page.getByText('Máy in giấy hẹn').first()).toBeVisible();
  await page.getByRole('button', { name: /Kiểm tra.*Máy in giấy hẹn/ }).click();
  await bench.receiptPrinter.slipPng(1);
  await page.getByRole('button', { name: /Kiểm tra.*Máy in trang/ }).click();
  await bench.pagePrinter.until(({ jobs }) => jobs[0]?.state === 'completed', 'the test page');
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
  const file = readFileSync(bench.settingsFile, 'utf8');
  expect(file).not.toContain('8642');
  expect(JSON.parse(file).gateway.checksumKey).toMatchObject({ sealed: expect.stringMatching(/^v1\./) });
});
