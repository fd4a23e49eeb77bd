// Fees by bank transfer at a counter: the officer who helps confirms what is on the statement, and enters what is nobody's.

import { press } from './citizen.ts';
import { carryOn, until } from './driver.ts';
import { expect, test } from './program.ts';
import { readMoney } from './records.ts';

test.use({ mode: 'counter', settings: { gateway: { kind: 'bankTransfer' } } });

test('a transfer seen on the statement files the dossier; money of nobody known is on the work list, until it is found to be somebody’s', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const staff = await program.window('staff');
  await staff.getByText('Nguyễn Thị An', { exact: true }).first().click();
  await staff.getByLabel('Mã PIN').first().fill(bench.pins.officer);
  await press(staff, 'Đăng nhập');
  await press(staff, 'Bắt đầu hồ sơ cho người dân');
  await carryOn(staff, bench, ({ station }) => station === 'review');
  await press(staff, 'Trả 16.000 đ');
  await until(staff, ({ pay }) => pay?.step === 'shown' && pay.byOfficer === true, 'the QR');
  const citizen = await program.window('citizenFacing');
  await expect(citizen.getByText('Trả xong, xin báo cán bộ.').first()).toBeVisible();

  await staff.getByLabel('Số tiền trên sao kê').fill('16000');
  await staff.getByLabel('Số giao dịch trên sao kê').fill('FT26328000123456');
  await press(staff, 'Ghi số tiền này');
  await carryOn(staff, bench, ({ station }) => station === 'goodbye');
  await until(staff, ({ station }) => station === 'attract', 'the end of the journey');

  await staff.getByRole('tab', { name: 'Chuyển khoản' }).click();
  await expect(staff.getByRole('row').filter({ hasText: 'Đã trả đủ' })).toHaveCount(1);
  await press(staff, 'Có tiền không rõ của ai');
  await staff.getByLabel('Số tiền trên sao kê').fill('20000');
  await staff.getByLabel('Số giao dịch trên sao kê').fill('FT7777');
  await staff.keyboard.press('Enter');
  await expect(staff.getByText('Đã ghi 20.000 đ cho tiền chưa rõ của ai.')).toBeVisible();
  await staff.getByRole('tab', { name: 'Đối soát' }).click();
  await expect(staff.getByRole('row').filter({ hasText: 'FT7777' })).toContainText('Tiền không rõ của ai');
  await press(staff, /^Gắn với khoản….*FT7777$/);
  await staff.getByRole('radio', { name: /16\.000 đ/ }).check();
  await press(staff, 'Gắn vào khoản này');
  await expect(staff.getByRole('row').filter({ hasText: 'FT7777' })).toContainText('Đã gắn với khoản');
  await expect(staff.getByRole('row').filter({ hasText: 'Trả hai lần' })).toHaveCount(1);
  await program.close();

  const { payments, balances, differences } = await readMoney(place.data);
  expect(payments).toMatchObject([{ state: 'paid', amountPaid: 36_000 }]);
  expect(balances).toMatchObject({ gatewayReceivable: 36_000, fees: -16_000, unallocated: 0, overPayments: -20_000 });
  expect(differences).toMatchObject([{ kind: 'double', amount: 20_000, orderCode: payments[0]!.orderCode }, { kind: 'wrongReference', reference: 'FT7777', outcome: 'assigned' }]);
});
