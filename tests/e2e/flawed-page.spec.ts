// At the counter: a blurred page is held up to the officer, who takes it for all that, says why, and answers for it in the log.

import type { Page } from '@playwright/test';
import { press, seesTitle } from './citizen.ts';
import { carryOn, until } from './driver.ts';
import { expect, test } from './program.ts';
import { readAudit } from './records.ts';

test.use({ mode: 'counter' });

async function signIn(page: Page, pin: string): Promise<void> {
  await page.getByText('Nguyễn Thị An', { exact: true }).first().click();
  await page.getByLabel('Mã PIN').first().fill(pin);
  await press(page, 'Đăng nhập');
}

test('an officer takes a blurred page with a reason, and the log says who and why', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const staff = await program.window('staff');
  const citizen = await program.window('citizenFacing');
  await signIn(staff, bench.pins.officer);
  await press(staff, 'Bắt đầu hồ sơ cho người dân');
  await carryOn(staff, bench, ({ station }) => station === 'papers');

  await bench.documentScanner.loadGlass({ page: 'letter', blurMm: 2 });
  await press(staff, /^Quét /);
  await seesTitle(staff, 'Trang này bị mờ.');
  // The citizen sees it too, and has nothing to touch.
  await seesTitle(citizen, 'Trang này bị mờ.');
  await expect(citizen.getByRole('button', { name: 'Vẫn giữ trang này' })).toHaveCount(0);

  await press(staff, 'Vẫn giữ trang này');
  await expect(staff.getByText('Lý do được ghi vào nhật ký dưới tên cán bộ.')).toBeVisible();
  // Thought better of: the page is still in question.
  await press(staff, 'Không, quét lại');
  await seesTitle(staff, 'Trang này bị mờ.');
  await press(staff, 'Vẫn giữ trang này');
  await press(staff, 'Vẫn đọc được đủ chữ');
  const { id, papers } = await until(staff, ({ papers: now }) => now?.[0]?.documents.length === 1 && !now[0].documents[0]!.doubtful, 'the page that is kept');
  await seesTitle(staff, 'Quét các giấy tờ kèm theo');

  await program.close();
  expect(readAudit(place.data).filter(({ action }) => action === 'page.kept')).toMatchObject([
    { actor: 'an', subject: id, details: { page: papers![0]!.documents[0]!.id, flaws: 'blurred', reason: 'readable' } },
  ]);
});
