// A citizen alone at the kiosk, from the first screen to the slip, by what is on the screen; then the records of everybody
// who took part are held against each other.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXTRACT, fillForm, identify, press, seesTitle } from './citizen.ts';
import { expect, PAPER_MS, test } from './program.ts';
import { readDatabase } from './records.ts';
import { picture } from './pictures.ts';

test('files a dossier: card, procedure, form, papers, payment, portal, slip', async ({ place }, info) => {
  const { bench } = place;
  const [persona] = await bench.personas();
  const program = await place.start();
  const page = await program.window('citizen');
  await picture(page, 'kiosk-attract');

  await identify(page, bench, persona!.qr);
  await press(page, /Cấp bản sao trích lục hộ tịch/);
  await seesTitle(page, 'Máy đã điền sẵn. Xin ông/bà xem lại.');
  await expect(page.getByText('Nguyễn Văn An', { exact: true })).toBeVisible();
  await fillForm(page, EXTRACT);

  await seesTitle(page, 'Quét các giấy tờ kèm theo');
  await press(page, /^Quét /);
  await expect(page.getByText('Đã quét 1 trang')).toBeVisible();
  await expect(page.getByRole('img', { name: /tờ 1/ }).or(page.locator('img[src^="blob:"]')).first()).toBeVisible();
  await press(page, 'Tiếp tục');

  await seesTitle(page, 'Xem lại lần cuối trước khi nộp');
  await press(page, 'Trả 16.000 đ');
  await seesTitle(page, 'Dùng điện thoại quét mã này để trả tiền');
  const shown = join(info.outputDir, 'pay.png');
  await page.screenshot({ path: shown });
  const paymentQr = zbar(shown);
  expect(paymentQr).toMatch(/^000201010212.*5405160005802VN.*6304[0-9A-F]{4}$/);
  await picture(page, 'kiosk-pay');

  const [order] = await bench.gateway.orders();
  expect(paymentQr).toContain(order!.description);
  await bench.gateway.pay(order!.orderCode);
  await seesTitle(page, 'Hồ sơ đã được tiếp nhận');
  await seesTitle(page, 'Mời ông/bà lấy giấy hẹn');
  await press(page, 'In biên nhận tiền');
  await expect(page.getByRole('button', { name: 'Biên nhận đang in' })).toBeDisabled();
  const receipt = join(info.outputDir, 'receipt.png');
  writeFileSync(receipt, await bench.receiptPrinter.slipPng(2));
  await press(page, 'Tôi đã lấy giấy');
  await press(page, 'Rất hài lòng');
  await seesTitle(page, 'Xong rồi. Cảm ơn ông/bà!');
  await seesTitle(page, 'Mời ông/bà làm thủ tục.');

  const portal = await bench.portal.until(({ documents }) => documents.length === 1, 'the paper at the portal', PAPER_MS);
  const [filed] = portal.dossiers;
  const slip = join(info.outputDir, 'slip.png');
  writeFileSync(slip, await bench.receiptPrinter.slipPng(1));
  const [code, secret] = zbar(slip).split('|');
  expect(zbar(receipt)).toBe(`${code}|${secret}`);

  await test.step('the slip, held before the scanner, shows how the dossier stands; another secret shows nothing', async () => {
    await bench.codeScanner.scan(`${code}|${secret === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA'}`);
    await seesTitle(page, 'Không tìm thấy hồ sơ này');
    await expect(page.getByText(code!.split('-').join(' – '))).toHaveCount(0);
    await bench.codeScanner.scan(`${code}|${secret}`);
    await seesTitle(page, 'Hồ sơ của ông/bà');
    await expect(page.getByText('Hồ sơ đã nộp và đang chờ cán bộ tiếp nhận.')).toBeVisible();
    await expect(page.getByText('Nguyễn Văn An')).toHaveCount(0);
    await press(page, 'Xong');
    await seesTitle(page, 'Mời ông/bà làm thủ tục.');
  });

  await test.step('so does what is typed from it, and an identity card’s QR alone opens nothing', async () => {
    await press(page, 'Tra cứu hồ sơ');
    await seesTitle(page, 'Đưa mã vuông trên giấy hẹn vào ô đang sáng');
    await bench.codeScanner.scan(persona!.qr);
    await seesTitle(page, 'Máy này chưa đọc được thẻ căn cước');
    await press(page, 'Thử lại');
    await press(page, 'Gõ mã in trên giấy hẹn');
    await page.keyboard.type(code!.split('-').slice(1).join(''));
    await press(page, 'Tiếp tục');
    await seesTitle(page, 'Gõ Mã tra cứu');
    await page.keyboard.type(secret!.toLowerCase());
    await press(page, 'Xem hồ sơ');
    await seesTitle(page, 'Hồ sơ của ông/bà');
    await expect(page.getByText(code!.split('-').join(' – '))).toBeVisible();
    await press(page, 'Xong');
    await seesTitle(page, 'Mời ông/bà làm thủ tục.');
  });

  await program.close();
  expect(program.log.at(-1), 'what was open is closed before the program ends').toMatchObject({ event: 'app.stopped', end: 'whole' });
  const database = await readDatabase(place.data);
  expect(database.dossiers).toHaveLength(1);
  const [dossier] = database.dossiers;
  expect({ code, secret }).toEqual({ code: dossier!.code, secret: dossier!.secret });
  expect(filed!.code).toBe(code);
  expect(dossier).toMatchObject({ portal: 'accepted', print: 'printed', applicantName: 'Nguyễn Văn An' });
  expect(database.payments).toMatchObject([{ orderCode: order!.orderCode, amount: 16_000, amountPaid: 16_000, state: 'paid' }]);
  expect(await bench.gateway.orders()).toMatchObject([{ orderCode: order!.orderCode, status: 'PAID', amountPaid: 16_000 }]);
  expect(portal.refused).toEqual([]);
  expect(portal.badDocuments).toEqual([]);
  expect(database.openJourneys).toBe(0);
  expect(database.auditBrokenAt).toBeNull();
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});

/** What a phone would read. */
function zbar(png: string): string {
  return execFileSync('zbarimg', ['-q', '--raw', png], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
