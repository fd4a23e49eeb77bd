// An update of the catalogue that the agency signed with OpenSSL: refused with its line, taken at once, kept over a kill, taken
// back; who is in the middle of it keeps what they began with.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { addDays } from '../../main/domain/calendar/iso-date.ts';
import { vietnamDay } from '../../main/domain/calendar/vietnam-time.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { agency } from '../fixtures/agency.ts';
import { press } from './citizen.ts';
import { carryOn, send, until, viewOf } from './driver.ts';
import { openTechnician, signInTechnician } from './people.ts';
import { expect, test } from './program.ts';

const dir = mkdtempSync(join(tmpdir(), 'mot-cua-agency-'));
const signer = agency(dir);
test.afterAll(() => rmSync(dir, { recursive: true, force: true }));
test.use({ settings: { catalogue: { publicKey: signer.publicKey } } });

const CODE = '2.000635';
const NEW_NAME = 'Cấp bản sao trích lục theo thông tư mới';
const today = vietnamDay(Date.now());
const present = shippedProcedures().filter(({ code }) => code === CODE).at(-1)!;
const others = shippedProcedures().filter(({ code, version }) => code === CODE && version !== present.version);
const procedures = [...others, { ...present, validTo: addDays(today, -1) }, { ...present, version: '9', validFrom: today, name: { vi: NEW_NAME, en: 'New' } }];
const update = (serial: number, list: readonly unknown[] = procedures) => signer.sign(JSON.stringify({ serial, issuedOn: today, procedures: list }, null, 2));

const offered = async (page: Page): Promise<string | undefined> => (await viewOf(page)).procedures?.find(({ code }) => code === CODE)?.name;

test('a technician imports it; a running journey keeps its version; a restart keeps it; it can be taken back', async ({ place }) => {
  const { bench } = place;
  let program = await place.start();
  let citizen = await program.window('citizen');
  await carryOn(citizen, bench, ({ station }) => station === 'procedure');
  const oldName = (await offered(citizen))!;
  await send(citizen, { type: 'chooseProcedure', code: CODE });
  await until(citizen, ({ station }) => station === 'form', 'the form');

  let page = await openTechnician(program);
  await signInTechnician(page, bench.pins.technician);
  await page.reload();
  await page.getByRole('tab', { name: 'Thủ tục' }).click();
  await expect(page.getByText('Chưa có bản nào.')).toBeVisible();
  const [bad, good] = [join(dir, 'bad.catalogue'), join(dir, 'good.catalogue')];
  writeFileSync(bad, update(5, [...procedures.slice(0, -1), { ...procedures.at(-1)!, selfService: 'có' }]));
  writeFileSync(good, update(5));
  const choose = page.locator('input[type="file"]');
  await choose.setInputFiles(bad);
  await expect(page.getByRole('alert')).toContainText(/Không nhận: Nội dung có lỗi\. Dòng \d+ của tệp\./);
  await choose.setInputFiles(good);
  await expect(page.getByText('Xong. Bản số 5 đã được ghi nhận.')).toBeVisible();
  await expect(page.getByText(NEW_NAME)).toBeVisible();

  expect((await viewOf(citizen)).procedure?.name).toBe(oldName);
  await program.kill();

  program = await place.start();
  citizen = await program.window('citizen');
  await until(citizen, ({ station }) => station === 'form', 'the journey again');
  expect((await viewOf(citizen)).procedure?.name).toBe(oldName);
  await send(citizen, { type: 'stillHere' });
  await send(citizen, { type: 'back' });
  await until(citizen, ({ station }) => station === 'procedure', 'the choice');
  expect(await offered(citizen)).toBe(NEW_NAME);

  page = await openTechnician(program);
  await signInTechnician(page, bench.pins.technician);
  await page.reload();
  await page.getByRole('tab', { name: 'Thủ tục' }).click();
  await press(page, 'Bỏ bản mới nhất, dùng lại bản trước');
  await press(page, 'Bỏ bản này');
  await expect(page.getByText(/đã bỏ lúc/)).toBeVisible();
  await expect.poll(() => offered(citizen)).toBe(oldName);
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('the portal’s is taken by the same rules', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  await program.window('citizen');
  const page = await openTechnician(program);
  await signInTechnician(page, bench.pins.technician);
  const fetched = () => page.evaluate(() => window.motCua.technician.fetchCatalogue());
  expect(await fetched()).toMatchObject({ ok: true, value: { done: false, reason: 'refused' } });
  writeFileSync(join(dirname(bench.settingsFile), 'portal/catalogue.json'), update(3));
  expect(await fetched()).toEqual({ ok: true, value: { done: true, serial: 3 } });
  expect(await fetched()).toMatchObject({ ok: true, value: { done: false, reason: 'alreadyHolds' } });
});
