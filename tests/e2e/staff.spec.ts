// The officer's desk: sign-in, today's dossiers, an assisted journey that the citizen's screen mirrors, a slip printed again.

import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { press } from './citizen.ts';
import { carryOn, until, viewOf } from './driver.ts';
import { picture } from './pictures.ts';
import { expect, test } from './program.ts';

test.use({ mode: 'counter' });

async function signIn(page: Page, name: string, pin: string): Promise<void> {
  await page.getByText(name, { exact: true }).first().click();
  await page.getByLabel('Mã PIN').first().fill(pin);
  await press(page, 'Đăng nhập');
}

test('an officer signs in, serves a walk-in and prints the slip again', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const staff = await program.window('staff');
  const citizen = await program.window('citizenFacing');

  await signIn(staff, 'Nguyễn Thị An', '000000');
  await expect(staff.getByText(/Mã PIN không đúng/)).toBeVisible();
  await staff.getByLabel('Mã PIN').first().fill(bench.pins.officer);
  await press(staff, 'Đăng nhập');
  await expect(staff.getByText('Hôm nay chưa có hồ sơ nào.')).toBeVisible();

  await press(staff, 'Bắt đầu hồ sơ cho người dân');
  await until(staff, ({ station, kind }) => station === 'notice' && kind === 'assisted', 'the assisted journey');
  await expect(citizen.getByText('Cán bộ đang làm giúp ông/bà. Mời ông/bà cùng xem.')).toBeVisible();
  await carryOn(staff, bench, ({ station }) => station === 'procedure');
  expect((await viewOf(citizen)).station).toBe('procedure');
  await carryOn(staff, bench, ({ station, pay }) => station === 'pay' && pay?.step === 'shown');
  await expect(citizen.getByRole('img', { name: 'Mã QR để trả tiền' })).toBeVisible();
  await carryOn(staff, bench, ({ station }) => station === 'goodbye');
  await until(staff, ({ station }) => station === 'attract', 'the end of the journey');

  const row = staff.getByRole('row').filter({ hasText: 'Nguyễn Văn An' });
  await expect(row).toBeVisible();
  await expect(row).toContainText('H36.12');
  await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().startsWith('app://staff/'))!.setBounds({ x: 0, y: 0, width: 1366, height: 768 }));
  await picture(staff, 'staff-desk');
  await row.getByRole('button', { name: /In bản sao/ }).click();
  await bench.receiptPrinter.slipPng(2);
  await program.logged('print.state', ({ to, copy }) => to === 'printed' && copy === 'copy');

  await press(staff, 'In số thứ tự');
  await expect(staff.getByText('Số 001: đã in xong.')).toBeVisible();
  await bench.receiptPrinter.slipPng(3);

  // Found again while typing without marks, taken a step with its reason; the portal hears of it.
  await staff.getByRole('tab', { name: 'Tra cứu' }).click();
  await staff.getByLabel('Tên, số căn cước').fill('nguyen van an');
  await staff.getByRole('button', { name: /^Xem hồ sơ H36/ }).click();
  await press(staff, 'Yêu cầu bổ sung');
  await staff.getByLabel('Lý do (người dân sẽ đọc)').fill('Thiếu bản sao');
  await press(staff, 'Ghi nhận');
  await expect(staff.getByRole('button', { name: 'Tiếp nhận', exact: true })).toBeVisible();
  const stepped = await bench.portal.until((records) => records.dossiers.some(({ status }) => status === '5'), 'the step at the portal');
  expect(stepped.dossiers[0]!.progress).toMatchObject([{ NguoiXuLy: 'an', NoiDungXuLy: 'Yêu cầu bổ sung: Thiếu bản sao', TrangThai: '5' }]);
  await picture(staff, 'staff-dossier');

  // Withdrawn and at the portal, it is erased because its citizen asks for it; the register's entry and the log stay.
  await press(staff, 'Người dân rút hồ sơ');
  await staff.getByLabel('Lý do (người dân sẽ đọc)').fill('Nộp lại sau');
  await press(staff, 'Ghi nhận');
  await expect(staff.getByRole('button', { name: 'Công dân yêu cầu xóa' })).toBeVisible();
  await press(staff, 'Công dân yêu cầu xóa');
  await staff.getByLabel('Lý do, theo đơn của công dân').fill('Có đơn');
  await staff.getByLabel('Tôi đã xem giấy tờ tùy thân').check();
  await press(staff, 'Xóa hẳn');
  await expect(staff.getByText('Đã xóa. Chỉ còn dòng trong sổ hồ sơ.')).toBeVisible();
  await expect(staff.getByText('Nguyễn Văn An')).toHaveCount(0);
  await program.logged('outbox.done', ({ kind }) => kind === 'documents.destroy');
  expect(readdirSync(join(place.data, 'vault'))).toEqual([]);
  await press(staff, 'Quay lại danh sách');
  await staff.getByRole('tab', { name: 'Nhật ký xóa' }).click();
  await expect(staff.getByRole('row').filter({ hasText: 'Có đơn' })).toContainText('H36.12');
  await staff.getByRole('tab', { name: 'Thống kê' }).click();
  await expect(staff.getByRole('row').filter({ hasText: 'Tổng số' }).getByRole('cell').nth(1)).toHaveText('1');
  await press(staff, 'Lưu báo cáo A4');
  const saved = await staff.getByText(/^Đã lưu: /).textContent();
  const report = saved!.slice('Đã lưu: '.length);
  const words = execFileSync('pdftotext', ['-layout', report, '-'], { encoding: 'utf8' });
  expect(execFileSync('pdfinfo', [report], { encoding: 'utf8' })).toMatch(/Page size: +59[45].* x 84[12]/);
  expect(words).toMatch(/Tổng số\s+0\s+1\s/);
  expect(words).toContain('Người lập báo cáo');
  rmSync(report);

  await press(staff, 'Đăng xuất');
  await expect(staff.getByText('Cán bộ nào đang làm việc?')).toBeVisible();
  await expect(staff.getByText(/Nguyễn Văn An/)).toHaveCount(0);
  const refused = await staff.evaluate(() => window.motCua.staff.dossiersToday());
  expect(refused).toMatchObject({ ok: false, error: { code: 'notSignedIn' } });
});

test('five wrong PINs lock the officer, and a restart does not unlock', async ({ place }) => {
  const program = await place.start();
  const staff = await program.window('staff');
  const tryPin = (page: Page, pin: string) => page.evaluate((request) => window.motCua.staff.signIn(request), { officerId: 'an', pin });
  for (let tries = 4; tries > 0; tries--) expect(await tryPin(staff, '111111')).toMatchObject({ ok: true, value: { signedIn: false, reason: 'wrongPin', triesLeft: tries } });
  expect(await tryPin(staff, '111111')).toMatchObject({ ok: true, value: { signedIn: false, reason: 'locked' } });
  await program.close();
  const again = await (await place.start()).window('staff');
  expect(await tryPin(again, place.bench.pins.officer)).toMatchObject({ ok: true, value: { signedIn: false, reason: 'locked' } });
});
