// The technician's window: devices with a real test, settings with a wrong value named at its place, officers, readiness.

import { expect, test } from '@playwright/test';
import { barriers, expectAsApproved } from './checks.ts';
import { counter, hello } from './fixtures/counter.ts';
import { readiness, settings } from './fixtures/desk.ts';
import type { Fixture } from './fixtures/bridge.ts';
import * as at from './fixtures/journey.ts';
import { open } from './screen.ts';

const fixture: Fixture = {
  hello: { ...hello, role: 'technician', mode: 'counter' },
  counter,
  journey: at.attract,
  technician: { session: { signedIn: true, pinIsSet: true }, settings, readiness },
};

test('a PIN stands before it', async ({ page }) => {
  const opened = await open(page, 'technician', 'laptop', {
    ...fixture,
    technician: { ...fixture.technician!, session: { signedIn: false, pinIsSet: true } },
    replies: { 'technician.signIn': { signedIn: false, reason: 'locked', lockedUntil: at.NOW + 240_000 } },
  });
  await page.keyboard.type('135790');
  await expectAsApproved(page, 'technician-sign-in');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('alert')).toHaveText('Đã nhập sai nhiều lần. Xin thử lại sau 4 phút.');
  expect(await opened.calls('technician.signIn')).toEqual([{ pin: '135790' }]);
  expect(await barriers(page)).toEqual([]);
});

test('a device is tested and says how it went', async ({ page }) => {
  const opened = await open(page, 'technician', 'laptop', {
    ...fixture,
    replies: { 'technician.testDevice': { passed: false, summary: 'Máy in không trả lời', detail: 'timeOut after 5 s' } },
  });
  await page.getByRole('button', { name: 'Kiểm tra Máy in giấy hẹn' }).click();
  await expect(page.getByText('Máy in không trả lời')).toBeVisible();
  expect(await opened.calls('technician.testDevice')).toEqual([{ device: 'receiptPrinter' }]);
  await expectAsApproved(page, 'technician-devices');
  expect(await barriers(page)).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('a wrong value is named at its place and the rest stays', async ({ page }) => {
  const opened = await open(page, 'technician', 'laptop', {
    ...fixture,
    replies: { 'technician.saveSettings': { saved: false, problems: [{ path: 'devices.receiptPrinter.port', reason: 'Số cổng từ 1 đến 65535.' }] } },
  });
  await page.getByRole('tab', { name: 'Cài đặt' }).click();
  await page.getByLabel('Chỉ dùng cho mạng: cổng TCP của máy in phiếu.').fill('99999');
  await page.getByRole('button', { name: 'Lưu 1 thay đổi' }).click();
  await expect(page.getByText('Số cổng từ 1 đến 65535.')).toBeVisible();
  expect(await opened.calls('technician.saveSettings')).toEqual([{ changes: [{ path: 'devices.receiptPrinter.port', value: 99999 }] }]);
  await expect(page.getByLabel('Chỉ dùng cho mạng: cổng TCP của máy in phiếu.')).toHaveValue('99999');
  await expectAsApproved(page, 'technician-settings');
  expect(await barriers(page)).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('an officer is added, and readiness is listed', async ({ page }) => {
  const opened = await open(page, 'technician', 'laptop', fixture);
  await page.getByRole('tab', { name: 'Cán bộ' }).click();
  await page.getByLabel('Mã cán bộ').fill('hoa');
  await page.getByLabel('Họ và tên').fill('Phạm Thị Hoa');
  await page.getByLabel('Mã PIN mới').fill('4826');
  await page.getByLabel('Nhập lại mã PIN').fill('4827');
  await expect(page.getByText('Hai lần nhập chưa giống nhau.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lưu' })).toBeDisabled();
  await page.getByLabel('Nhập lại mã PIN').fill('4826');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('Đã lưu: Phạm Thị Hoa.')).toBeVisible();
  expect(await opened.calls('technician.saveOfficer')).toEqual([{ id: 'hoa', name: 'Phạm Thị Hoa', pin: '4826' }]);
  expect(await barriers(page)).toEqual([]);

  await page.getByRole('tab', { name: 'Sẵn sàng' }).click();
  await expect(page.getByText('Còn 2 mục cần xem')).toBeVisible();
  await expectAsApproved(page, 'technician-readiness');
  expect(await barriers(page)).toEqual([]);
});

test('an update of the catalogue is imported, refused with its line, and taken back', async ({ page }) => {
  const catalogue = {
    keyIsSet: true,
    procedures: [
      { code: '2.000815', version: '1', name: 'Chứng thực bản sao từ bản chính', verified: true },
      { code: '1.004873', version: '2', name: 'Cấp giấy xác nhận tình trạng hôn nhân', verified: false },
    ],
    updates: [
      { serial: 12, issuedOn: '2026-11-20', note: 'Theo Quyết định 1234', source: 'portal', heldAt: at.NOW - 3_600_000, codes: ['1.004873'] },
      { serial: 11, issuedOn: '2026-10-01', source: 'file', heldAt: at.NOW - 40 * 86_400_000, takenBackAt: at.NOW - 39 * 86_400_000, codes: ['2.000815', '2.000635'] },
    ],
  };
  const opened = await open(page, 'technician', 'laptop', {
    ...fixture,
    replies: { 'technician.catalogue': catalogue, 'technician.importCatalogue': { done: false, reason: 'badCatalogue', line: 184, detail: '1.004873 fees.0 (LP-HN): copies is not a number field' } },
  });
  await page.getByRole('tab', { name: 'Thủ tục' }).click();
  await page.locator('input[type="file"]').setInputFiles({ name: 'update.catalogue', mimeType: 'text/plain', buffer: Buffer.from('bytes') });
  await expect(page.getByRole('alert')).toContainText('Không nhận: Nội dung có lỗi. Dòng 184 của tệp.');
  expect(await opened.calls('technician.importCatalogue')).toHaveLength(1);
  await page.getByRole('button', { name: 'Bỏ bản mới nhất' }).click();
  await expectAsApproved(page, 'technician-procedures');
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Bỏ bản này' }).click();
  await expect(page.getByText('Xong. Bản số 11 đã được ghi nhận.')).toBeVisible();
  expect(await opened.calls('technician.takeCatalogueBack')).toHaveLength(1);
  expect(opened.complaints).toEqual([]);
});
