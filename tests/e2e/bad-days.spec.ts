// Bad input and bad days, each as the citizen sees it: a sentence that says what is safe and what to do, a line in the
// log, and nothing lost.

import type { JourneyView } from '../../preload/contract/journey.ts';
import { press, seesTitle } from './citizen.ts';
import { carryOn, send, until, viewOf } from './driver.ts';
import { expect, PAPER_MS, test } from './program.ts';

test('codes that are no identity card’s', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await bench.codeScanner.scan('068099001234||Nguyễn Văn An|20051999|Nam|Đức Trọng|01062021');
  await program.logged('scan.ignored', ({ at }) => at === 'attract');
  expect((await viewOf(page)).station).toBe('attract');

  await press(page, 'Bắt đầu');
  await press(page, 'Đồng ý và tiếp tục');
  await seesTitle(page, /Đưa mã QR/);
  const bad = [
    [Buffer.from('https://example.org/khuyen-mai'), 'Mã này không phải mã trên thẻ căn cước.'],
    [Buffer.from('068099001234|250123456|Nguyễn'), 'Mã này không phải mã trên thẻ căn cước.'],
    [Buffer.from('068099001234||Nguyá»…n VÄƒn An|20051999|Nam|x|01062021'), 'Máy chưa đọc rõ mã.'],
    [Buffer.from([0x30, 0x36, 0x38, 0xff, 0xfe, 0x7c, 0x41]), 'Máy chưa đọc rõ mã.'],
    [Buffer.alloc(8192, 0x37), 'Xin chỉ đưa mã QR trên thẻ căn cước, rồi thử lại.'],
  ] as const;
  for (const [bytes, sentence] of bad) {
    await bench.codeScanner.scanBytes(bytes);
    await expect(page.getByText(sentence, { exact: true }).first()).toBeVisible();
  }
  expect(program.log.filter(({ event }) => event === 'scan.refused')).toHaveLength(bad.length);

  const [persona] = await bench.personas();
  await bench.codeScanner.scan(persona!.qr);
  await seesTitle(page, 'Đây có phải là ông/bà không?');
  await expect(page.getByText('Nguyễn Văn An', { exact: true })).toBeVisible();
});

test('the QR scanner is unplugged and comes back', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'notice');
  await bench.codeScanner.unplug();
  await program.logged('device.state', ({ device, to }) => device === 'codeScanner' && to !== 'online' && to !== 'starting');
  await send(page, { type: 'accept' });
  await expect(page.getByRole('button', { name: 'Nhập 12 số căn cước' })).toBeVisible();
  await bench.codeScanner.replug();
  await program.logged('device.state', ({ device, to, from }) => device === 'codeScanner' && to === 'online' && from !== 'starting');
  await carryOn(page, bench, ({ station }) => station === 'procedure');
});

for (const [fault, parameters] of [
  ['hang', {}],
  ['error-500', {}],
  ['wrong-json', {}],
  ['outage', {}],
] as const) {
  test(`the portal: ${fault}; the dossier is kept and goes out later`, async ({ place }) => {
    const { bench } = place;
    const program = await place.start();
    const page = await program.window('citizen');
    await carryOn(page, bench, ({ station }) => station === 'review');
    await bench.portal.fault(fault, parameters);
    await carryOn(page, bench, ({ station, filing }) => station === 'file' && filing?.step === 'queued');
    await seesTitle(page, 'Hồ sơ đã nộp xong và được giữ an toàn');
    const slip = await until(page, ({ slip: printed }) => printed?.step === 'printed', 'the provisional slip');
    expect(slip.dossier?.provisional).toBe(true);
    // A portal that answers nonsense may have done the work all the same.
    if (fault !== 'wrong-json') expect((await bench.portal.records()).dossiers).toEqual([]);
    await bench.portal.heal();
    await bench.portal.until(({ dossiers, documents }) => dossiers.length === 1 && documents.length === 1, 'the dossier at the portal', PAPER_MS).catch((error: Error) => {
      throw new Error(`${error.message}\n${JSON.stringify(program.log.slice(-25))}`);
    });
    await until(page, ({ dossier }) => dossier === undefined || !dossier.provisional, 'the portal’s answer on the screen');
    expect(program.log.filter(({ event }) => event === 'portal.failed').length).toBeGreaterThan(0);
  });
}

test('the portal refuses a dossier: it is set aside and holds up nobody', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await bench.portal.fault('refuse', { times: 1 });
  await carryOn(page, bench, ({ station }) => station === 'goodbye');
  await program.logged('outbox.setAside');
  await until(page, ({ station }) => station === 'attract', 'the first screen');
  await carryOn(page, bench, ({ station, dossier }) => station === 'slip' && dossier?.provisional === false);
  expect((await bench.portal.records()).dossiers).toHaveLength(1);
});

test('the gateway does not answer: nothing is taken, and asking again leaves one order that can be paid', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'review');
  await bench.gateway.fault('lost-reply', { on: 'create', times: 5 });
  await send(page, { type: 'next' });
  await seesTitle(page, 'Chưa kết nối được với ngân hàng');
  await expect(page.getByText('Ông/bà chưa bị trừ tiền. Hồ sơ vẫn còn nguyên.').first()).toBeVisible();
  await bench.gateway.heal();
  await press(page, 'Thử lại');
  await seesTitle(page, 'Dùng điện thoại quét mã này để trả tiền');
  const orders = await bench.gateway.orders();
  expect(orders.filter(({ status }) => status === 'PENDING')).toHaveLength(1);
  expect(orders.every(({ amountPaid }) => amountPaid === 0)).toBe(true);
  expect(program.log.filter(({ event }) => event === 'gateway.failed').length).toBeGreaterThan(0);
});

test('the gateway is gone after the QR was shown, and back when the money has come', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'review');
  await send(page, { type: 'next' });
  await until(page, ({ pay }) => pay?.step === 'shown', 'the QR');
  await bench.gateway.fault('outage');
  await program.logged('gateway.failed', ({ request }) => request === 'find');
  expect((await viewOf(page)).pay?.step).toBe('shown');
  const [order] = await bench.gateway.orders();
  await bench.gateway.pay(order!.orderCode);
  await bench.gateway.heal();
  await carryOn(page, bench, ({ station }) => station === 'slip');
  expect(await bench.gateway.orders()).toMatchObject([{ status: 'PAID' }]);
});

test('no paper before the slip: it is said, and the slip comes by itself with the paper', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await bench.receiptPrinter.paper('out');
  await carryOn(page, bench, ({ station, slip }) => station === 'slip' && slip?.step === 'waiting');
  await expect(page.getByText('Hồ sơ của ông/bà đã nộp xong. Máy in hết giấy.').first()).toBeVisible();
  await bench.receiptPrinter.refill();
  await seesTitle(page, 'Mời ông/bà lấy giấy hẹn');
  expect((await viewOf(page)).slip?.copy).toBe(false);
  expect(await bench.receiptPrinter.slips()).toHaveLength(1);
});

test('the paper ends in the middle of the slip: what is printed after that says that it is a copy', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await bench.receiptPrinter.fault('paper-out-after', { rows: 600 });
  await carryOn(page, bench, ({ station, slip }) => station === 'slip' && slip?.step === 'waiting');
  await expect(page.getByText('Hồ sơ của ông/bà đã nộp xong. Máy in hết giấy.').first()).toBeVisible();
  await bench.receiptPrinter.heal();
  await bench.receiptPrinter.refill();
  await seesTitle(page, 'Mời ông/bà lấy giấy hẹn');
  await expect(page.getByText('Giấy vừa in có ghi “BẢN SAO”.')).toBeVisible();
  await program.logged('print.state', ({ to, copy }) => to === 'printed' && copy === 'copy');
});

test('the citizen’s window is killed in the middle of the form: the journey is where it was', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station, fields }) => station === 'form' && fields?.find(({ id }) => id === 'phone')?.value === '0912345678');
  await program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().startsWith('app://citizen/'))!.webContents.forcefullyCrashRenderer());
  await program.logged('window.restarted', ({ role }) => role === 'citizen');
  await expect.poll(() => program.log.filter(({ event, role }) => event === 'window.interactive' && role === 'citizen').length).toBe(2);
  // By main: the page that the test held has died with its process.
  const view = await program.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().startsWith('app://citizen/'))!;
    return window.webContents.executeJavaScript('motCua.journey.current().then((reply) => reply.value)') as Promise<JourneyView>;
  });
  expect(view.station).toBe('form');
  expect(view.fields?.find(({ id }) => id === 'phone')?.value).toBe('0912345678');
});

test('the studio is killed before the slip: the slip is late and nothing else', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station, pay }) => station === 'pay' && pay?.step === 'shown');
  await program.app.evaluate(({ webContents }) => webContents.getAllWebContents().find((contents) => contents.getURL().startsWith('app://studio/'))!.forcefullyCrashRenderer());
  await program.logged('window.gone', ({ role }) => role === 'studio');
  await carryOn(page, bench, ({ slip }) => slip?.step === 'printed');
  expect(await bench.receiptPrinter.slips()).toHaveLength(1);
});
