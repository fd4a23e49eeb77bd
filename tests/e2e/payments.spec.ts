// What happens to the money at the kiosk's real window, told by what the citizen reads; then the kiosk's book, its work list
// and the gateway's ledger are held against each other.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { parseVietQr } from '../../main/domain/vietqr/vietqr.ts';
import type { Bench, Order } from '../bench/client.ts';
import { press, seesTitle } from './citizen.ts';
import { carryOn, send, until, viewOf } from './driver.ts';
import { expect, test } from './program.ts';
import { readMoney } from './records.ts';

const SHOWN = 'Dùng điện thoại quét mã này để trả tiền';

/** To the QR on the screen, as a phone reads it from there; and the order behind it. */
async function toTheQr(page: Page, bench: Bench, info: TestInfo, title = SHOWN): Promise<Order> {
  await carryOn(page, bench, ({ station }) => station === 'review');
  await press(page, 'Trả 16.000 đ');
  return showsQr(page, bench, info, 16_000, title);
}

async function showsQr(page: Page, bench: Bench, info: TestInfo, amount: number, title = SHOWN): Promise<Order> {
  await seesTitle(page, title);
  const order = (await bench.gateway.orders()).at(-1)!;
  // The picture of a code may still be that of the one before.
  await expect.poll(() => photographed(page, info)).toMatchObject({ ok: true, value: { account: order.accountNumber, bill: order.description, amount } });
  return order;
}

async function photographed(page: Page, info: TestInfo): Promise<unknown> {
  const png = join(info.outputDir, 'pay.png');
  await page.screenshot({ path: png });
  try {
    return parseVietQr(execFileSync('zbarimg', ['-q', '--raw', png], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim());
  } catch {
    return 'no code';
  }
}

async function toTheSlip(page: Page, bench: Bench): Promise<string> {
  const { dossier } = await carryOn(page, bench, ({ station }) => station === 'slip');
  await carryOn(page, bench, ({ station }) => station === 'goodbye');
  await until(page, ({ station }) => station === 'attract', 'the first screen');
  return dossier!.code;
}

test.describe('with time enough', () => {
  test('paid; paid in two parts; cancelled, and the money that comes all the same', async ({ place }, info) => {
    // Four payments; a loaded machine needs a while.
    const { bench } = place;
    const program = await place.start();
    const page = await program.window('citizen');

    const paid = await toTheQr(page, bench, info);
    await bench.gateway.pay(paid.orderCode);
    const codes = [await toTheSlip(page, bench)];

    const inParts = await toTheQr(page, bench, info);
    await bench.gateway.pay(inParts.orderCode, { amount: 6_000 });
    // The code on the screen now asks for the rest only.
    await showsQr(page, bench, info, 10_000, 'Mới nhận được một phần tiền');
    await expect(page.getByText('6.000 đ').first()).toBeVisible();
    expect((await viewOf(page)).dossier).toBeUndefined();
    await bench.gateway.pay(inParts.orderCode, { amount: 10_000 });
    codes.push(await toTheSlip(page, bench));

    const cancelled = await toTheQr(page, bench, info);
    await press(page, 'Không trả nữa');
    await seesTitle(page, 'Xem lại lần cuối trước khi nộp');
    expect((await bench.gateway.orders()).at(-1)!.status).toBe('CANCELLED');
    // A phone that was faster than the cancelling: the money is kept in mind, and the new order is another.
    await bench.gateway.pay(cancelled.orderCode);
    await press(page, 'Trả 16.000 đ');
    const again = await showsQr(page, bench, info, 16_000);
    expect(again.orderCode).not.toBe(cancelled.orderCode);
    await bench.gateway.pay(again.orderCode);
    codes.push(await toTheSlip(page, bench));

    await bench.portal.until(({ dossiers }) => dossiers.length === 3, 'three dossiers at the portal');
    await program.close();
    const { payments, balances } = await readMoney(place.data);
    expect(payments.map(({ orderCode, state, amountPaid }) => [orderCode, state, amountPaid])).toEqual([
      [paid.orderCode, 'paid', 16_000],
      [inParts.orderCode, 'paid', 16_000],
      [cancelled.orderCode, 'cancelled', 0],
      [again.orderCode, 'paid', 16_000],
    ]);
    expect(balances['fees']).toBe(-48_000);
    expect(new Set(codes).size).toBe(3);
    expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('the power goes while the QR is shown, and the money comes meanwhile: it is filed after the restart', async ({ place }, info) => {
    const { bench } = place;
    const first = await place.start();
    const order = await toTheQr(await first.window('citizen'), bench, info);
    await first.kill();
    await bench.gateway.pay(order.orderCode);
    const page = await (await place.start()).window('citizen');
    await toTheSlip(page, bench);
    expect((await bench.portal.until(({ dossiers }) => dossiers.length === 1, 'the dossier at the portal')).dossiers).toHaveLength(1);
    expect(await bench.gateway.orders()).toMatchObject([{ status: 'PAID', amountPaid: 16_000 }]);
  });
});

test.describe('with little time', () => {
  test.use({ settings: { gateway: { expirySeconds: 15 } } });

  test('expired; paid after that, while the citizen has a new code: one dossier, charged once', async ({ place }, info) => {
    const { bench } = place;
    const program = await place.start();
    const page = await program.window('citizen');
    const expired = await toTheQr(page, bench, info);
    await seesTitle(page, 'Mã trả tiền đã hết giờ');
    await expect(page.getByText(/chưa bị trừ tiền|không mất/).first()).toBeVisible();
    await press(page, 'Lấy mã mới');
    await until(page, ({ pay }) => pay?.step === 'shown', 'the new code');
    const second = (await bench.gateway.orders()).at(-1)!;
    expect(second.orderCode).not.toBe(expired.orderCode);
    await bench.gateway.pay(second.orderCode);
    await bench.gateway.pay(expired.orderCode);
    await toTheSlip(page, bench);
    await bench.portal.until(({ dossiers }) => dossiers.length === 1, 'the dossier at the portal');
    await program.close();

    // The late money is looked for a quarter of an hour later; until then the book does not know of it, and never as a fee.
    const { payments, balances } = await readMoney(place.data);
    expect(payments.map(({ orderCode, state }) => [orderCode, state])).toEqual([[expired.orderCode, 'expired'], [second.orderCode, 'paid']]);
    expect(balances['fees']).toBe(-16_000);
  });
});

test.describe('where banks take little by QR', () => {
  test.use({ settings: { gateway: { mostDong: 15_999 } } });

  test('an amount above it makes no order and says what to do; without a fee there is no payment at all', async ({ place }) => {
    const { bench } = place;
    const program = await place.start();
    const page = await program.window('citizen');
    await carryOn(page, bench, ({ station }) => station === 'review');
    await press(page, 'Trả 16.000 đ');
    await expect(page.getByText('Số tiền này quá lớn để trả bằng mã QR. Xin gọi cán bộ để trả tiền tại quầy.').first()).toBeVisible();
    expect(await bench.gateway.orders()).toEqual([]);

    // Who is identified by VNeID at level 2 pays nothing these months.
    await send(page, { type: 'back' });
    await send(page, { type: 'back' });
    await until(page, ({ station }) => station === 'form', 'the form');
    await send(page, { type: 'answer', field: 'vneidLevel2', value: 'yes' });
    await carryOn(page, bench, ({ station }) => station === 'review');
    await press(page, 'Nộp hồ sơ');
    await carryOn(page, bench, ({ station }) => station === 'slip');
    expect(await bench.gateway.orders()).toEqual([]);
  });
});
