// What the citizen touches and what main is asked: the keyboard on the screen, the date, going back, leaving, failures.

import { expect, test } from '@playwright/test';
import { counter, hello } from './fixtures/counter.ts';
import * as at from './fixtures/journey.ts';
import { page as scannedPage } from './fixtures/page.ts';
import { open } from './screen.ts';

const fixture = { hello, counter, journey: at.attract };

test('begins in the language that was chosen, and says when it can be used', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', fixture);
  await expect.poll(() => opened.calls('window.interactive')).toHaveLength(1);
  await page.getByRole('button', { name: 'English' }).click();
  await opened.push('journey.changed', { ...at.attract, language: 'en', revision: 2 });
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await opened.intents()).toEqual([
    { type: 'setLanguage', language: 'en' },
    { type: 'begin', language: 'en' },
  ]);
});

test('twelve digits are typed on the pad', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.identifying });
  await page.getByRole('button', { name: 'Nhập 12 số căn cước' }).click();
  for (const digit of '06818500124') await page.getByRole('button', { name: digit, exact: true }).click();
  await expect(page.getByText('Còn thiếu 1 số')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tiếp tục' })).toBeDisabled();
  await page.getByRole('button', { name: 'Xóa', exact: true }).click();
  for (const digit of '34') await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  expect(await opened.intents()).toEqual([{ type: 'typeNumber', number: '068185001234' }]);
});

test('Vietnamese is typed on the screen, by Telex and by the tone keys, and the box keeps the focus', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.formText });
  const key = (name: string) => page.getByRole('group', { name: 'Bàn phím' }).getByRole('button', { name, exact: true });
  const box = page.getByRole('textbox');
  // Capitals come by themselves at the beginning of each word.
  for (const name of ['N', 'g', 'u', 'y', 'e', 'e', 'n', 'x', 'Dấu cách', 'V', 'ă', 'n']) await key(name).click();
  await key('Dấu cách').click();
  for (const name of ['H', 'o', 'a', 'n', 'huyền']) await key(name).click();
  await expect(box).toHaveValue('Nguyễn Văn Hoàn');
  await expect(box).toBeFocused();
  await key('Xóa').click();
  await key('g').click();
  await expect(box).toHaveValue('Nguyễn Văn Hoàg');

  // In the middle of the text, the caret stays where it is put.
  await box.evaluate((element: HTMLInputElement) => element.setSelectionRange(6, 6));
  await key('Xóa').click();
  await key('n').click();
  await key('sắc').click();
  expect(await box.evaluate((element: HTMLInputElement) => element.selectionStart)).toBe(6);
  await expect(box).toHaveValue('Nguyến Văn Hoàg');

  await page.getByRole('button', { name: 'Xong tờ khai' }).click();
  await expect.poll(async () => (await opened.intents()).at(-1)).toEqual({ type: 'next' });
  expect(await opened.intents()).toContainEqual({ type: 'answer', field: 'subjectName', value: 'Nguyến Văn Hoàg' });
});

test('a date is typed box by box, and half a date does not go on', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.formDate });
  const pad = page.getByRole('group', { name: 'Bàn phím số' });
  for (const digit of '0703') await pad.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Xong tờ khai' }).click();
  await expect(page.getByText('Chưa đủ ngày, tháng, năm.', { exact: false })).toBeVisible();
  for (const digit of '1985') await pad.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Xong tờ khai' }).click();
  await expect.poll(async () => (await opened.intents()).at(-1)).toEqual({ type: 'next' });
  expect(await opened.intents()).toContainEqual({ type: 'answer', field: 'registeredOn', value: '1985-03-07' });
});

test('questions come one by one, back loses nothing, and main’s objection leads to its question', async ({ page }) => {
  const { record, subjectName, copies } = at.questions;
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.asking(record, subjectName, copies) });
  const title = page.getByRole('heading', { level: 1 });
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(page.getByText('Phần này cần có câu trả lời.')).toBeVisible();
  await page.getByText('Giấy khai sinh').click();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(title).toHaveText('Giấy này của ai?');
  await page.keyboard.type('Lan');
  await page.getByRole('button', { name: 'Quay lại' }).click();
  await expect(title).toHaveText('Ông/bà cần bản sao giấy tờ nào?');

  // Main has taken both answers over, and at the end objects to the second.
  const answered = at.asking({ ...record, value: 'birth', source: 'typed' }, { ...subjectName, value: 'Lan', source: 'typed' }, copies);
  await opened.push('journey.changed', { ...answered, revision: 3 });
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(page.getByRole('textbox')).toHaveValue('Lan');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Thêm một' }).click();
  await page.getByRole('button', { name: 'Xong tờ khai' }).click();
  await expect.poll(async () => (await opened.intents()).at(-1)).toEqual({ type: 'next' });
  const objected = at.asking({ ...record, value: 'birth', source: 'typed' }, { ...subjectName, value: 'Lan', source: 'typed', error: 'tooShort' }, { ...copies, value: '2', source: 'typed' });
  await opened.push('journey.changed', { ...objected, revision: 4 });
  await expect(title).toHaveText('Giấy này của ai?');
  await expect(page.getByText('Câu trả lời hơi ngắn.', { exact: false })).toBeVisible();
});

test('changing something at the review goes back to where it was written', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.reviewing });
  await page.getByRole('button', { name: 'Sửa: Tôi cần bản sao' }).click();
  await opened.push('journey.changed', { ...at.papersThere, revision: 3 });
  await expect.poll(() => opened.intents()).toEqual([{ type: 'back' }, { type: 'back' }]);
  await opened.push('journey.changed', { ...at.formKnown, revision: 4 });
  await expect(page.getByRole('heading', { name: 'Máy đã điền sẵn. Xin ông/bà xem lại.' })).toBeVisible();
  expect(await opened.intents()).toHaveLength(2);
});

test('a page with a flaw is scanned again in its place, turned the right way up, or kept once that is offered', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.papersBlurred, preview: scannedPage });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trang này bị mờ.');
  await expect(page.getByRole('img', { name: 'Văn bản ủy quyền, tờ 2' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Vẫn giữ trang này' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Quét lại trang này' }).click();
  await opened.push('journey.changed', { ...at.papersBlurredTwice, revision: 3 });
  await expect(page.getByRole('status')).toHaveText('Máy đã bỏ 2 trang trắng, không có chữ.');
  await page.getByRole('button', { name: 'Vẫn giữ trang này' }).click();
  await opened.push('journey.changed', { ...at.papersWhichWay, revision: 4 });
  for (let turn = 0; turn < 3; turn++) await page.getByRole('button', { name: 'Xoay trang' }).click();
  await page.getByRole('button', { name: 'Đúng chiều rồi' }).click();
  expect(await opened.intents()).toEqual([
    { type: 'scanPaper', paperId: 'authorisation', replaces: 'd2' },
    { type: 'keepPage', documentId: 'd2', reason: 'toldTwice' },
    { type: 'turnPage', documentId: 'd2', quarterTurns: 3 },
  ]);
});

test('what was scanned for one paper is used for another one', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.papersThere, preview: scannedPage });
  await page.getByText('Dùng 2 trang đã quét của “Văn bản ủy quyền”').click();
  expect(await opened.intents()).toEqual([{ type: 'usePages', paperId: 'oldCopy', from: 'authorisation' }]);
});

test('what is kept of a paper is taken by one press, and whether papers may be kept is answered by one', async ({ page }) => {
  const opened = await open(page, 'citizen', 'kiosk', { ...fixture, journey: at.papersSaved, preview: scannedPage });
  await expect(page.getByRole('img', { name: 'Văn bản ủy quyền, tờ 1' })).toBeVisible();
  await page.getByText('Dùng lại, không quét').click();
  await opened.push('journey.changed', { ...at.savingAsked, revision: 3 });
  await page.getByRole('button', { name: 'Không giữ' }).click();
  await page.getByRole('button', { name: 'Đồng ý giữ' }).click();
  expect(await opened.intents()).toEqual([
    { type: 'useSaved', paperId: 'authorisation', savedId: 's1' },
    { type: 'answerSaving', save: false },
    { type: 'answerSaving', save: true },
  ]);
});

test('a page is turned by hand: at once on the screen, sealed anew when it is kept', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.papersThere, preview: scannedPage });
  await page.getByRole('button', { name: 'Xem Văn bản ủy quyền, tờ 1' }).click();
  await page.getByRole('button', { name: 'Xoay trang' }).click();
  expect(await opened.intents()).toEqual([]);
  await page.getByRole('button', { name: 'Rõ, giữ lại' }).click();
  expect(await opened.intents()).toEqual([{ type: 'turnPage', documentId: 'd1', quarterTurns: 1 }]);
});

test('leaving is asked about once, and the inactivity warning is answered', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.choosing });
  await page.getByRole('button', { name: 'Dừng lại' }).click();
  await page.getByRole('button', { name: 'Làm tiếp' }).click();
  expect(await opened.intents()).toEqual([]);
  await opened.push('journey.changed', { ...at.warned, revision: 3 });
  await expect(page.getByRole('timer')).toHaveText('24');
  await page.getByRole('button', { name: 'Tôi vẫn ở đây' }).click();
  expect(await opened.calls('journey.send')).toEqual([{ type: 'stillHere' }]);
});

test('someone who only reads and scrolls counts as being there', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.reviewing });
  await page.clock.setFixedTime(at.NOW + 60_000);
  await page.getByRole('heading', { level: 1 }).click();
  await expect.poll(() => opened.calls('journey.send'), { timeout: 30_000 }).toEqual([{ type: 'stillHere' }]);
});

test('an older view never overwrites a newer one', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: { ...at.choosing, revision: 7 } });
  await opened.push('journey.changed', { ...at.identifying, revision: 6 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ông/bà cần làm việc gì?');
});

test('when main does not answer, a sentence says so until it does', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.choosing, replies: { 'journey.send': { failsWith: 'unavailable' } } });
  await page.getByRole('button', { name: 'Quay lại' }).click();
  await expect(page.getByRole('alert')).toHaveText('Máy đang bận. Mọi thứ vẫn còn; xin chờ vài giây rồi bấm lại.');
  expect(await opened.intents()).toHaveLength(1);
});

test('a view that breaks the screen is reported without what it held, and a calm sentence is shown', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, journey: at.choosing });
  await opened.push('journey.changed', { ...at.reviewing, fields: [null], revision: 3 });
  await expect(page.getByRole('heading', { name: 'Màn hình cần một lát để mở lại.' })).toBeVisible();
  const [failure] = await opened.calls('window.failed');
  expect(failure).toMatchObject({ name: 'TypeError' });
  expect(JSON.stringify(failure)).not.toContain('Dương');
});

test('the mirror shows the officer’s work and offers nothing to touch', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { ...fixture, hello: { ...hello, role: 'citizenFacing', mode: 'counter' }, journey: { ...at.formKnown, kind: 'assisted' } });
  await expect(page.getByText('Cán bộ đang làm giúp ông/bà. Mời ông/bà cùng xem.')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  const fields = at.formKnown.fields!.map((field) => (field.id === 'phone' ? { ...field, value: '0912345678' } : field));
  await opened.push('journey.changed', { ...at.formKnown, kind: 'assisted', fields, revision: 3 });
  await expect(page.getByText('0912345678')).toBeInViewport();
  await opened.push('journey.changed', { ...at.paying, kind: 'assisted', revision: 4 });
  await expect(page.getByRole('img', { name: 'Mã QR để trả tiền' })).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  expect(await opened.intents()).toEqual([]);
});

for (const theme of ['dark', 'contrast'] as const) {
  test(`the ${theme} theme`, async ({ page }) => {
    const { barriers, expectAsApproved } = await import('./checks.ts');
    const opened = await open(page, 'citizen', 'laptop', { ...fixture, hello: { ...hello, theme }, journey: at.wrongQr });
    for (const [revision, view] of [at.wrongQr, at.confirmedByChip, at.formText, at.papersThere, at.paying].entries()) {
      await opened.push('journey.changed', { ...view, id: `t${revision}`, revision });
      await expectAsApproved(page, `${theme}-${view.station}${view.person && view.station === 'identify' ? '-confirm' : ''}`);
      expect(await barriers(page)).toEqual([]);
    }
  });
}
