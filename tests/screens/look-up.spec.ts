// Looking a dossier up at the kiosk: the question, typing what stands on the slip, the card, and what is shown, at both sizes.

import { expect, test } from '@playwright/test';
import type { LookedUpDossier, LookUpView, SavedPapersView } from '../../preload/contract/look-up.ts';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello } from './fixtures/counter.ts';
import * as at from './fixtures/journey.ts';
import { open, SCREENS, type ScreenName } from './screen.ts';

const inProcess: LookedUpDossier = {
  code: 'H36.12-261124-0042',
  procedure: { vi: 'Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh', en: 'Copy of a civil-status extract' },
  status: 'inProcess',
  receivedAt: at.NOW,
  dueAt: at.NOW + 3 * 86_400_000,
};
const place = { name: 'Trung tâm Phục vụ hành chính công xã Đức Trọng', address: '02 Nguyễn Văn Linh, xã Đức Trọng, tỉnh Lâm Đồng', hours: ['07:30–11:30', '13:30–17:00'] };
const { dueAt: _, ...standing } = inProcess;
const supplements: LookedUpDossier = { ...standing, status: 'supplementsRequested', reason: 'Thiếu bản sao giấy khai sinh của cháu, và văn bản ủy quyền có chứng thực.', place };
const processed: LookedUpDossier = { ...standing, code: 'H36.12-261120-0007', status: 'processed', place: { ...place, collectAt: { vi: 'Bộ phận Một cửa nơi nộp hồ sơ', en: 'The one-stop counter where the dossier was filed' } } };
const asking: LookUpView = { state: 'asking', code: [{ fixed: 'H36.12-' }, { digits: 6 }, { fixed: '-' }, { digits: 4 }], readsCards: true };

const saved: SavedPapersView = {
  papers: [
    { name: { vi: 'Hợp đồng thuê, mượn, ở nhờ', en: 'Lease' }, pages: 3, savedAt: at.NOW - 40 * 86_400_000, until: at.NOW + 325 * 86_400_000 },
    { name: { vi: 'Giấy tờ về diện tích nhà ở', en: 'Floor area' }, pages: 1, savedAt: at.NOW - 40 * 86_400_000, until: at.NOW + 325 * 86_400_000 },
  ],
};

const VIEWS: Readonly<Record<string, LookUpView>> = {
  asking,
  card: { state: 'card', step: 'lay', percent: 0 },
  'card-read': { state: 'card', step: 'reading', percent: 60 },
  found: { state: 'found', by: 'slip', dossiers: [inProcess] },
  supplements: { state: 'found', by: 'slip', dossiers: [supplements] },
  saved: { state: 'found', by: 'card', dossiers: [inProcess], saved },
  'saved-erased': { state: 'found', by: 'card', dossiers: [inProcess], saved: { papers: [], withdrawn: 'done' } },
  several: { state: 'found', by: 'card', dossiers: [processed, supplements, inProcess] },
  searching: { state: 'searching' },
  elsewhere: { state: 'found', by: 'slip', dossiers: [{ ...standing, status: 'processed', place: { name: 'Trung tâm Phục vụ hành chính công xã Liên Nghĩa', address: '', hours: [] } }] },
  'only-here': { state: 'found', by: 'card', dossiers: [processed, inProcess], onlyHere: true },
  'not-found-here': { state: 'failed', problem: 'notFoundHere' },
  'not-found': { state: 'failed', problem: 'notFound' },
  'not-proved': { state: 'failed', problem: 'cardNotProved' },
};

for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  test(`what is shown, ${screen}`, async ({ page }) => {
    const opened = await open(page, 'citizen', screen, { hello, counter, journey: at.attract });
    await page.getByRole('button', { name: 'Tra cứu hồ sơ' }).click();
    expect(await opened.calls('lookUp.open')).toHaveLength(1);
    for (const [name, view] of Object.entries(VIEWS)) {
      await opened.push('lookUp.changed', view);
      await expectAsApproved(page, `look-up-${name}-${screen}`);
      expect.soft(await unreadable(page), name).toEqual([]);
      expect.soft(await barriers(page), name).toEqual([]);
    }
    await page.getByRole('button', { name: 'Thử lại' }).click();
    expect(await opened.calls('lookUp.open')).toHaveLength(2);
    await page.getByRole('button', { name: 'Về màn hình đầu' }).click();
    expect(await opened.calls('lookUp.close')).toHaveLength(1);
    await opened.push('lookUp.changed', { state: 'closed' });
    await expect(page.getByRole('button', { name: 'Bắt đầu' })).toBeVisible();
    expect(opened.complaints).toEqual([]);
  });

  test(`what is kept for the next dossier is erased after one question, ${screen}`, async ({ page }) => {
    const opened = await open(page, 'citizen', screen, { hello, counter, journey: at.attract });
    await opened.push('lookUp.changed', { state: 'found', by: 'card', dossiers: [inProcess], saved });
    const erase = page.getByRole('button', { name: 'Xóa giấy tờ đã lưu' });
    await erase.click();
    await expectAsApproved(page, `look-up-saved-sure-${screen}`);
    await page.getByRole('button', { name: 'Để nguyên' }).click();
    expect(await opened.calls('lookUp.withdrawSaved')).toHaveLength(0);
    await erase.click();
    await page.getByRole('button', { name: 'Xóa hết' }).click();
    expect(await opened.calls('lookUp.withdrawSaved')).toHaveLength(1);
    expect(opened.complaints).toEqual([]);
  });

  test(`typing the slip, ${screen}`, async ({ page }) => {
    const opened = await open(page, 'citizen', screen, { hello, counter, journey: at.attract });
    await opened.push('lookUp.changed', asking);
    await page.getByRole('button', { name: 'Gõ mã in trên giấy hẹn' }).click();
    const pad = page.getByRole('group', { name: 'Bàn phím' });
    for (const digit of '261124004') await page.getByRole('button', { name: digit, exact: true }).click();
    await expectAsApproved(page, `look-up-type-code-${screen}`);
    expect.soft(await unreadable(page)).toEqual([]);
    expect.soft(await barriers(page)).toEqual([]);
    await expect(page.getByRole('button', { name: 'Tiếp tục' })).toBeDisabled();
    await page.keyboard.type('x2');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    for (const letter of '7KQM4H') await pad.getByRole('button', { name: letter, exact: true }).click();
    await expectAsApproved(page, `look-up-type-secret-${screen}`);
    expect.soft(await unreadable(page)).toEqual([]);
    expect.soft(await barriers(page)).toEqual([]);
    // What no secret has does nothing; small letters are as good.
    await page.keyboard.type('0o1xp');
    await page.getByRole('button', { name: 'Xem hồ sơ' }).click();
    expect(await opened.calls('lookUp.find')).toEqual([{ figures: '2611240042', secret: '7KQM4HXP' }]);
    expect(opened.complaints).toEqual([]);
  });
}
