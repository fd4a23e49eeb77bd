// The officer's window: signing in, the day's dossiers by keyboard, a journey for a walk-in.

import { expect, test } from '@playwright/test';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello, officers } from './fixtures/counter.ts';
import { dossiers } from './fixtures/desk.ts';
import { details, statistics } from './fixtures/dossier.ts';
import * as at from './fixtures/journey.ts';
import { page as scannedPage } from './fixtures/page.ts';
import { SLIPS } from './fixtures/slips.ts';
import { open, SCREENS } from './screen.ts';

const staffHello = { ...hello, role: 'staff', mode: 'counter' } as const;
const signedIn = { session: { officer: officers[0], since: at.NOW }, officers, dossiers };
/** What an officer reads at arm's length and touches with a mouse. */
const LEAST = { text: 3.4, target: 9 };

test('an officer signs in by keyboard and is told when the PIN is wrong', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', {
    hello: staffHello,
    counter,
    journey: at.attract,
    staff: { session: { officer: null }, officers, dossiers },
    replies: { 'staff.signIn': { signedIn: false, reason: 'wrongPin', triesLeft: 3 } },
  });
  await expectAsApproved(page, 'staff-sign-in');
  await page.getByText('Nguyễn Văn Hùng').click();
  await page.keyboard.type('2580');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Mã PIN không đúng. Còn 3 lần thử.');
  expect(await opened.calls('staff.signIn')).toEqual([{ officerId: 'hung', pin: '2580' }]);
  expect(await barriers(page)).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('the day’s dossiers are listed, found, and their slips printed again', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn });
  await expect(page.getByRole('row')).toHaveCount(1 + dossiers.length);
  await expectAsApproved(page, 'staff-today');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);

  await page.getByLabel('Tìm theo tên').fill('dang quoc');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'In bản sao giấy hẹn H36.12-261124-0005' }).click();
  await expect(page.getByRole('button', { name: 'In bản sao giấy hẹn H36.12-261124-0005' })).toHaveText('Đã gửi in');
  expect(await opened.calls('staff.printCopy')).toEqual([{ dossierId: 'd5' }]);

  await page.getByLabel('Tìm theo tên').fill('');
  await page.getByRole('button', { name: 'In số thứ tự' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Số 012: đã in xong.' })).toBeVisible();
  await expectAsApproved(page, 'staff-ticket');

  await page.getByRole('button', { name: 'Bắt đầu hồ sơ cho người dân' }).click();
  expect(await opened.calls('journey.startAssisted')).toHaveLength(1);
  expect(opened.complaints).toEqual([]);
});

test('a journey for a walk-in has the whole form on one sheet', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn });
  await opened.push('journey.changed', { ...at.formKnown, id: 'a1', kind: 'assisted', revision: 9 });
  await expect(page.getByText('Màn hình của người dân đang hiện cùng nội dung này.')).toBeVisible();
  await expectAsApproved(page, 'staff-form');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);

  await page.getByLabel('Giấy này của ai?').fill('Nguyễn Văn An');
  await page.getByText('Giấy khai sinh', { exact: true }).click();
  await page.getByRole('button', { name: 'Xong tờ khai' }).click();
  await expect.poll(async () => (await opened.intents()).at(-1)).toEqual({ type: 'next' });
  const answers = (await opened.intents()).slice(0, -1);
  expect(answers).toHaveLength(2);
  expect(answers).toEqual(
    expect.arrayContaining([
      { type: 'answer', field: 'subjectName', value: 'Nguyễn Văn An' },
      { type: 'answer', field: 'record', value: 'birth' },
    ]),
  );

  await opened.push('journey.changed', { ...at.reviewing, id: 'a1', kind: 'assisted', revision: 10 });
  await expectAsApproved(page, 'staff-review');
  expect(opened.complaints).toEqual([]);
});

test('an officer keeps a page with a flaw and says why', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, preview: scannedPage });
  await opened.push('journey.changed', { ...at.papersBlurredTwice, id: 'a1', kind: 'assisted', revision: 9 });
  await page.getByRole('button', { name: 'Vẫn giữ trang này' }).click();
  await expectAsApproved(page, 'staff-keep-page');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await page.getByRole('button', { name: 'Bản gốc vốn như vậy' }).click();
  expect(await opened.intents()).toEqual([{ type: 'keepPage', documentId: 'd2', reason: 'originalIsSo' }]);
  expect(opened.complaints).toEqual([]);
});

test('an officer counts originals and copies beside what is asked for', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, preview: scannedPage });
  await opened.push('journey.changed', { ...at.papersCounted, id: 'a1', revision: 9 });
  await expectAsApproved(page, 'staff-papers');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await page.getByRole('button', { name: 'Thêm một: Bản sao của Bản cũ của giấy khai sinh' }).click();
  await expect(page.getByRole('button', { name: 'Bớt một: Bản sao của Bản cũ của giấy khai sinh' })).toBeDisabled();
  await page.getByRole('button', { name: 'Bớt một: Bản chính của Văn bản ủy quyền' }).click();
  expect(await opened.intents()).toEqual([
    { type: 'countPaper', paperId: 'oldCopy', originals: 0, copies: 1 },
    { type: 'countPaper', paperId: 'authorisation', originals: 0, copies: 0 },
  ]);
  expect(opened.complaints).toEqual([]);
});

test('what one officer saw is gone for the next', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn });
  await expect(page.getByText('Đặng Quốc Đạt')).toBeVisible();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await opened.push('staff.sessionChanged', { officer: null });
  await expect(page.getByRole('heading', { name: 'Cán bộ nào đang làm việc?' })).toBeVisible();
  await expect(page.getByText('Đặng Quốc Đạt')).toHaveCount(0);
});

test('a dossier is opened, taken a step with its reason, and its history is there to read', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.dossier': details } });
  await page.getByRole('button', { name: 'Xem hồ sơ H36.12-261124-0002' }).click();
  await expect(page.getByRole('heading', { name: 'Quá trình giải quyết' })).toBeVisible();
  await expectAsApproved(page, 'staff-dossier');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);

  const supplements = page.getByRole('button', { name: 'Yêu cầu bổ sung', exact: true });
  await supplements.click();
  await expect(page.getByRole('button', { name: 'Ghi nhận' })).toBeDisabled();
  await page.getByLabel('Lý do (người dân sẽ đọc)').fill('Thiếu bản sao giấy khai sinh');
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect(supplements).toBeVisible();
  expect(await opened.calls('staff.actOnDossier')).toEqual([{ dossierId: 'd2', wish: { action: 'step', to: 'supplementsRequested', reason: 'Thiếu bản sao giấy khai sinh' } }]);

  await page.getByRole('button', { name: 'Xin lỗi và hẹn lại', exact: true }).click();
  await page.getByLabel('Hẹn lại vào ngày').fill('31/02/2027');
  await page.getByLabel('Lý do (người dân sẽ đọc)').fill('Cần xác minh');
  await expect(page.getByRole('button', { name: 'Ghi nhận' })).toBeDisabled();
  await page.getByLabel('Hẹn lại vào ngày').fill('04/12/2026');
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect.poll(async () => (await opened.calls('staff.actOnDossier')).at(-1)).toEqual({ dossierId: 'd2', wish: { action: 'extend', dueAt: Date.UTC(2026, 11, 4, 10), reason: 'Cần xác minh' } });
  await page.getByRole('button', { name: 'Quay lại danh sách' }).click();
  await expect(page.getByRole('row')).toHaveCount(1 + dossiers.length);
  expect(opened.complaints).toEqual([]);
});

test('a form of a dossier is asked for, shown as paper and printed', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.dossier': details, 'staff.previewForm': { slip: SLIPS['form-supplements-80mm']!.slip, printout: { paper: 'roll', copies: 1 } } } });
  await page.getByRole('button', { name: 'Xem hồ sơ H36.12-261124-0002' }).click();
  await page.getByRole('button', { name: /^Phiếu yêu cầu bổ sung, hoàn/ }).click();
  await expect(page.getByRole('button', { name: 'In mẫu này' })).toBeDisabled();
  for (const field of await page.locator('textarea').all()) await field.fill('Bản sao giấy khai sinh');
  await expect(page.getByRole('img', { name: 'Biểu mẫu sẽ in ra' })).toBeVisible();
  await page.getByRole('button', { name: 'In mẫu này' }).click();
  await expect(page.getByRole('button', { name: 'Đã gửi in' })).toBeDisabled();
  await page.getByText('Sẽ in ở máy in giấy hẹn.').scrollIntoViewIfNeeded();
  await expectAsApproved(page, 'staff-form-roll');
  expect(await opened.calls('staff.printForm')).toEqual([expect.objectContaining({ dossierId: 'd2', form: 'supplements', items: ['Bản sao giấy khai sinh'] })]);
  expect(await barriers(page)).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

for (const screen of ['laptop', 'kiosk'] as const) {
  for (const paper of ['a5', 'a4'] as const) {
    test(`a form on ${paper} is shown as its page, ${screen}`, async ({ page }) => {
      const preview = { slip: SLIPS['form-receipt-80mm']!.slip, printout: { paper, copies: 2 } };
      const opened = await open(page, 'staff', screen, { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.dossier': details, 'staff.previewForm': preview } });
      await page.getByRole('button', { name: 'Xem hồ sơ H36.12-261124-0002' }).click();
      await page.getByRole('button', { name: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả', exact: true }).click();
      await page.getByRole('heading', { name: 'In biểu mẫu' }).scrollIntoViewIfNeeded();
      await page.getByText(`Sẽ in 2 bản trên giấy ${paper.toUpperCase()}.`).hover();
      await page.mouse.wheel(0, 3000);
      await expect(page.getByRole('img', { name: 'Biểu mẫu sẽ in ra' })).toBeInViewport();
      await expectAsApproved(page, `staff-form-${paper}-${screen}`);
      expect(await barriers(page)).toEqual([]);
      const shown = await page.getByRole('img', { name: 'Biểu mẫu sẽ in ra' }).boundingBox();
      expect(shown!.x + shown!.width).toBeLessThanOrEqual(SCREENS[screen].pixels.width);
      expect(opened.complaints).toEqual([]);
    });
  }
}

test('what did not come out says why, and is printed again as it was', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.dossier': details } });
  await page.getByRole('button', { name: 'Xem hồ sơ H36.12-261124-0002' }).click();
  await expect(page.getByText('Máy in hết giấy. Xin thêm giấy: máy sẽ tự in.')).toBeVisible();
  await page.getByRole('button', { name: 'In lại: Phiếu yêu cầu bổ sung' }).scrollIntoViewIfNeeded();
  await expectAsApproved(page, 'staff-printed');
  await page.getByRole('button', { name: 'In lại: Phiếu yêu cầu bổ sung' }).click();
  await expect(page.getByRole('button', { name: 'In lại: Phiếu yêu cầu bổ sung' })).toBeDisabled();
  expect(await opened.calls('staff.printFormAgain')).toEqual([{ jobId: 'f1' }]);
  expect(await barriers(page)).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('a dossier of any year is found while typing', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn });
  await page.getByRole('tab', { name: 'Tra cứu' }).click();
  await page.getByLabel('Tên, số căn cước').fill('n');
  await expect(page.getByText('Gõ từ hai chữ trở lên')).toBeVisible();
  await page.getByLabel('Tên, số căn cước').fill('nguyen thi');
  await expect(page.getByText('Tìm thấy 5 hồ sơ.')).toBeVisible();
  expect((await opened.calls('staff.search')).at(-1)).toEqual({ text: 'nguyen thi' });
  await expectAsApproved(page, 'staff-search');
  expect(await barriers(page)).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('older dossiers come after the newest, until all years are looked through', async ({ page }) => {
  const [first, second, ...rest] = signedIn.dossiers!;
  const replies = { 'staff.search': { inTurn: [{ found: [first], olderThan: 300_001 }, { found: [], olderThan: 200_001 }, { found: [second] }, { found: rest }] } };
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies });
  await page.getByRole('tab', { name: 'Tra cứu' }).click();
  await page.getByLabel('Tên, số căn cước').fill('nguyen thi');
  await expect(page.getByText('Tìm thấy 2 hồ sơ.')).toBeVisible();
  await expect(page.getByRole('row', { name: second!.code })).toBeVisible();
  expect(await opened.calls('staff.search')).toEqual([{ text: 'nguyen thi' }, { text: 'nguyen thi', before: 300_001 }, { text: 'nguyen thi', before: 200_001 }]);
});

test('the statistics of a period are figures, a drawing and a file', async ({ page }) => {
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.statistics': statistics, 'staff.saveStatistics': { saved: true, path: 'C:\\Users\\an\\Documents\\Mot Cua\\thong-ke.xlsx' } } });
  await page.getByRole('tab', { name: 'Thống kê' }).click();
  await expect(page.getByRole('cell', { name: '88.738' }).first()).toBeVisible();
  await expectAsApproved(page, 'staff-statistics');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  expect(await opened.calls('staff.statistics')).toEqual([{ from: '2026-01-01', to: '2026-12-31' }]);
  await page.getByRole('button', { name: 'Lưu bảng Excel' }).click();
  await expect(page.getByText('Đã lưu: C:')).toBeVisible();
  await page.locator('figure').scrollIntoViewIfNeeded();
  await expectAsApproved(page, 'staff-statistics-chart');
  await page.getByLabel('Từ ngày').fill('31/04/2026');
  await page.getByLabel('Từ ngày').press('Enter');
  await expect(page.getByRole('alert')).toContainText('Xin ghi ngày như 01/01/2026');
  expect(opened.complaints).toEqual([]);
  await page.getByRole('button', { name: 'In sổ theo dõi' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sổ theo dõi 42 hồ sơ: đã in xong.' })).toBeVisible();
  expect(await opened.calls('staff.printRegister')).toHaveLength(1);
});

test('what waits for the portal says why and since when, and what the portal refused is sent again or closed with a reason', async ({ page }) => {
  const row = (id: number, more: object) => ({ id, kind: 'portal.dossier', state: 'waiting', dossierId: `d${id}`, code: `H36.12-261124-${String(id).padStart(4, '0')}`, since: at.NOW - id * 3_600_000, attempts: 1, ...more });
  const messages = [
    row(4, { state: 'setAside', reason: 'refused', attempts: 1 }),
    row(5, { kind: 'portal.document', state: 'behind', code: 'H36.12-261124-0004', attempts: 0 }),
    row(6, { reason: 'unreachable', attempts: 14, nextTryAt: at.NOW + 240_000 }),
    row(7, { kind: 'portal.progress', attempts: 0 }),
  ];
  const opened = await open(page, 'staff', 'laptop', {
    hello: staffHello,
    counter: { ...counter, online: { ...counter.online, portal: false }, waiting: { dossiers: 3, messages: 4, setAside: 1, since: at.NOW - 7 * 3_600_000 } },
    journey: at.attract,
    staff: signedIn,
    replies: { 'staff.portalMessages': messages },
  });
  await page.getByRole('tab', { name: 'Chờ gửi' }).click();
  await expect(page.getByRole('row')).toHaveCount(1 + messages.length);
  await expectAsApproved(page, 'staff-portal');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);

  await page.getByRole('button', { name: 'Gửi lại H36.12-261124-0004' }).click();
  expect(await opened.calls('staff.sendAgain')).toEqual([{ id: 4 }]);
  await page.getByRole('button', { name: 'Đóng H36.12-261124-0004' }).click();
  await page.getByRole('button', { name: 'Đã nhập tay trên cổng' }).click();
  expect(await opened.calls('staff.closeMessage')).toEqual([{ id: 4, reason: 'enteredByHand' }]);
  expect(opened.complaints).toEqual([]);
});

test('what is owed or in doubt is listed', async ({ page }) => {
  const [hour, day] = [3_600_000, 24 * 3_600_000];
  const differences = [
    { id: 1, orderCode: '2611231612047781', kind: 'late', amount: 8_000, openedAt: at.NOW - day },
    { id: 2, orderCode: '2611240902113310', dossierCode: 'H36.12-261124-0003', kind: 'double', amount: 16_000, openedAt: at.NOW - 2 * hour },
    { id: 3, orderCode: '2611240931540029', kind: 'unknown', amount: 24_000, openedAt: at.NOW - hour },
    { id: 4, orderCode: '2611221015304412', kind: 'refundDue', amount: 5_000, openedAt: at.NOW - 2 * day, closed: { at: at.NOW - day, by: 'Nguyễn Văn Hùng', outcome: 'refunded', reason: 'Chuyển khoản, chứng từ 118' } },
  ];
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.differences': differences } });
  await page.getByRole('tab', { name: 'Đối soát' }).click();
  await expect(page.getByRole('heading', { name: 'Đối soát: 3 việc cần xem' })).toBeVisible();
  expect(opened.complaints).toEqual([]);
});

test('a citizen’s request for erasure says what goes and what stays, and is in the log of erasures', async ({ page }) => {
  const ended = { ...details, status: 'withdrawn', next: [], mayExtend: false, erasure: { possible: true }, savedPapers: 2 } as const;
  const erasures = [
    { code: 'H36.12-261124-0002', at: at.NOW, by: 'Trần Thị Ngọc Lan', erased: 'all', reason: 'Công dân có đơn ngày 23/11/2026' },
    { code: 'H36.12-261001-0007', at: at.NOW - 3_600_000, by: 'system', erased: 'documents' },
    { code: '', at: at.NOW - 7_200_000, by: 'citizen', erased: 'saved' },
  ];
  const opened = await open(page, 'staff', 'laptop', { hello: staffHello, counter, journey: at.attract, staff: signedIn, replies: { 'staff.dossier': ended, 'staff.erasures': erasures, 'staff.saveErasures': { saved: true, path: 'nhat-ky-xoa.csv' } } });
  await page.getByRole('button', { name: 'Xem hồ sơ H36.12-261124-0002' }).click();
  await page.getByRole('button', { name: 'Công dân yêu cầu xóa' }).click();
  await page.getByLabel('Lý do, theo đơn của công dân').fill('Công dân có đơn ngày 23/11/2026');
  const erase = page.getByRole('button', { name: 'Xóa hẳn' });
  await expect(erase).toBeDisabled();
  await page.getByLabel('Tôi đã xem giấy tờ tùy thân').check();
  await erase.scrollIntoViewIfNeeded();
  await expectAsApproved(page, 'staff-erasure');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await erase.click();
  await expect(page.getByRole('button', { name: 'Công dân yêu cầu xóa' })).toBeVisible();
  expect(await opened.calls('staff.erase')).toEqual([{ dossierId: 'd2', reason: 'Công dân có đơn ngày 23/11/2026' }]);
  await page.getByRole('button', { name: 'Công dân rút lại, xóa giấy tờ đã lưu' }).click();
  await page.getByLabel('Lý do, theo đơn của công dân').fill('Công dân đề nghị');
  await page.getByLabel('Tôi đã xem giấy tờ tùy thân').check();
  await page.getByRole('button', { name: 'Xóa hẳn' }).click();
  expect(await opened.calls('staff.withdrawSaved')).toEqual([{ dossierId: 'd2', reason: 'Công dân đề nghị' }]);

  await page.getByRole('button', { name: 'Quay lại danh sách' }).click();
  await page.getByRole('tab', { name: 'Nhật ký xóa' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await expectAsApproved(page, 'staff-erasures');
  expect(await barriers(page)).toEqual([]);
  expect(await unreadable(page, LEAST)).toEqual([]);
  await page.getByRole('button', { name: 'Lưu bảng CSV' }).click();
  await expect(page.getByText('Đã lưu: nhat-ky-xoa.csv')).toBeVisible();
  expect(opened.complaints).toEqual([]);
});
