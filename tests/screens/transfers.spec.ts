// Bank transfers that an officer confirms by the statement: the list, and beside the citizen's QR.

import { expect, test } from '@playwright/test';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello, officers } from './fixtures/counter.ts';
import { dossiers } from './fixtures/desk.ts';
import * as at from './fixtures/journey.ts';
import { open } from './screen.ts';

const LEAST = { text: 3.4, target: 9 };

const transfers = [
  { orderCode: '2611241452071234', purpose: 'MCKXNB6A2J', applicantName: 'Nguyễn Thị Hồng Hạnh', amount: 16_000, amountPaid: 0, state: 'waiting', since: at.NOW - 120_000 },
  { orderCode: '2611241440071235', purpose: 'MCKXNB5QQ1', applicantName: 'Trần Văn Bảy', amount: 24_000, amountPaid: 8_000, state: 'underPaid', since: at.NOW - 700_000 },
  { orderCode: '2611241410071236', purpose: 'MCKXNB4TT9', applicantName: 'K’ Brửu', amount: 8_000, amountPaid: 8_000, state: 'paid', since: at.NOW - 2_400_000 },
  { orderCode: '2611240910071237', purpose: 'MCKXN9M3X8', amount: 50_000, amountPaid: 0, state: 'expired', since: at.NOW - 20_000_000 },
];

test('a transfer that is on the statement is confirmed with what stands there, and what it means is said before', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', {
    hello: { ...hello, role: 'staff', mode: 'counter', transfers: true },
    counter,
    journey: at.attract,
    staff: { session: { officer: officers[0], since: at.NOW }, officers, dossiers },
    replies: { 'staff.transfers': transfers },
  });
  await page.getByRole('tab', { name: 'Chuyển khoản' }).click();
  await expect(page.getByText('Chuyển khoản: 2 khoản đang chờ tiền')).toBeVisible();
  await page.getByRole('button', { name: 'Đã thấy tiền: MCKXNB6A2J' }).click();
  await page.getByLabel('Số tiền trên sao kê').fill('10000');
  await expect(page.getByText('Thiếu 6.000 đ. Người dân sẽ được báo trả nốt.')).toBeVisible();
  await expectAsApproved(page, 'staff-transfers');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await expect(page.getByRole('button', { name: 'Ghi số tiền này' })).toBeDisabled();
  await page.getByLabel('Số giao dịch trên sao kê').fill('FT26328000123456');
  await page.getByRole('button', { name: 'Ghi số tiền này' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Đã ghi 10.000 đ cho MCKXNB6A2J.' })).toBeVisible();
  await page.getByRole('button', { name: 'Có tiền không rõ của ai' }).click();
  await page.getByLabel('Số tiền trên sao kê').fill('20.000');
  await page.getByLabel('Số giao dịch trên sao kê').fill('FT7777');
  await page.keyboard.press('Enter');
  await expect.poll(() => opened.calls('staff.enterTransfer')).toEqual([
    { orderCode: '2611241452071234', amount: 10_000, reference: 'FT26328000123456' },
    { amount: 20_000, reference: 'FT7777' },
  ]);
  expect(opened.complaints).toEqual([]);
});

test('the officer who helps confirms the transfer beside the citizen’s QR', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', {
    hello: { ...hello, role: 'staff', mode: 'counter', transfers: true },
    counter,
    journey: { ...at.paying, kind: 'assisted', pay: { ...at.paying.pay!, byOfficer: true } },
    staff: { session: { officer: officers[0], since: at.NOW }, officers, dossiers },
    replies: { 'staff.transfers': [{ ...transfers[0], purpose: at.paying.pay!.purpose }] },
  });
  await page.getByLabel('Số tiền trên sao kê').fill('16000');
  await page.getByLabel('Số giao dịch trên sao kê').fill('FT26328000123456');
  await expectAsApproved(page, 'staff-assisted-transfer');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await page.getByRole('button', { name: 'Ghi số tiền này' }).click();
  await expect.poll(() => opened.calls('staff.enterTransfer')).toEqual([{ orderCode: '2611241452071234', amount: 16_000, reference: 'FT26328000123456' }]);
});
