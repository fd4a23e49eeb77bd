// The officer's reconciliation: what is owed or in doubt, closed with a reason, and saved for the book-keeper.

import { expect, test } from '@playwright/test';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello, officers } from './fixtures/counter.ts';
import { dossiers } from './fixtures/desk.ts';
import * as at from './fixtures/journey.ts';
import { open } from './screen.ts';

const LEAST = { text: 3.4, target: 9 };

test('what is owed or in doubt is listed, closed with a reason, and saved as a file', async ({ page }) => {
  const row = (id: number, more: object) => ({ id, orderCode: `176400000000${id}`, kind: 'late', amount: 16_000, openedAt: at.NOW - id * 3_600_000, ...more });
  const differences = [
    row(1, { dossierCode: 'H36.12-261124-0003', kind: 'double' }),
    row(2, {}),
    row(3, { kind: 'unknown', amount: 8_000 }),
    row(5, { kind: 'wrongReference', orderCode: 'FT26328000123456', amount: 20_000 }),
    row(4, { kind: 'refundDue', amount: 5_000, closed: { at: at.NOW, by: 'Nguyễn Văn Hùng', outcome: 'refunded', reason: 'Chuyển khoản, số 0123' } }),
  ];
  const opened = await open(page, 'staff', 'laptop', {
    hello: { ...hello, role: 'staff', mode: 'counter' },
    counter,
    journey: at.attract,
    staff: { session: { officer: officers[0], since: at.NOW }, officers, dossiers },
    replies: { 'staff.differences': differences, 'staff.comparison': { offered: true, byTransfer: false, last: { day: '2026-11-23', at: at.NOW, listed: 42, differences: 1 } }, 'staff.closeDifference': { closed: true }, 'staff.savePayments': { saved: true, path: 'C:\\Users\\an\\Documents\\Mot Cua\\so-thu-2026-11-24.xlsx' } },
  });
  await page.getByRole('tab', { name: 'Đối soát' }).click();
  await expect(page.getByText('Đối soát: 4 việc cần xem')).toBeVisible();
  await expect(page.getByText('đến hết ngày 23/11/2026: 42 khoản, 1 chỗ lệch')).toBeVisible();
  await expectAsApproved(page, 'staff-reconciliation');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await page.getByRole('group', { name: 'Sổ thu hai năm' }).getByRole('button', { name: 'Lưu bảng Excel' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Đã lưu: C:' })).toBeVisible();
  await page.getByRole('group', { name: 'Danh sách đối soát' }).getByRole('button', { name: 'Lưu bảng CSV' }).click();
  await expect.poll(() => opened.calls('staff.savePayments')).toEqual([{ what: 'ledger', format: 'xlsx' }, { what: 'differences', format: 'csv' }]);
  expect(opened.complaints).toEqual([]);
});

test('money of nobody known is given to a payment that waits for it', async ({ page }) => {
  const unknown = { id: 5, orderCode: 'FT26328000123456', kind: 'wrongReference', amount: 16_000, openedAt: at.NOW - 3_600_000 };
  const transfer = (orderCode: string, more: object) => ({ orderCode, purpose: `MC${orderCode}`, applicantName: 'NGUYỄN VĂN AN', amount: 16_000, amountPaid: 0, state: 'waiting', since: at.NOW, ...more });
  const opened = await open(page, 'staff', 'laptop', {
    hello: { ...hello, role: 'staff', mode: 'counter', transfers: true },
    counter,
    journey: at.attract,
    staff: { session: { officer: officers[0], since: at.NOW }, officers, dossiers },
    replies: {
      'staff.differences': [unknown],
      'staff.comparison': { offered: false, byTransfer: true },
      'staff.transfers': [transfer('11', {}), transfer('12', { applicantName: 'HOÀNG THỊ QUỲNH', amountPaid: 5_000, state: 'underPaid' }), transfer('13', { applicantName: 'TRẦN VĂN BÌNH', state: 'expired' })],
    },
  });
  await page.getByRole('tab', { name: 'Đối soát' }).click();
  await page.getByRole('button', { name: /^Gắn với khoản/ }).click();
  await page.getByRole('radio', { name: /QUỲNH/ }).check();
  await expectAsApproved(page, 'staff-assign-money');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await page.getByRole('button', { name: 'Gắn vào khoản này' }).click();
  await expect.poll(() => opened.calls('staff.assignMoney')).toEqual([{ id: 5, orderCode: '12' }]);
  expect(opened.complaints).toEqual([]);
});
