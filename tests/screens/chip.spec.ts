// The states of the citizen's screen while the chip is read, at both sizes: as they were approved, readable, free of
// barriers, and with the ways on that each must have.

import { expect, test } from '@playwright/test';
import type { JourneyView } from '../../preload/contract/journey.ts';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import * as at from './fixtures/chip.ts';
import { counter, hello } from './fixtures/counter.ts';
import { attract } from './fixtures/journey.ts';
import { open, SCREENS, type ScreenName } from './screen.ts';

const AGAIN = 'Đọc lại thẻ';
const USE_QR = 'Dùng mã QR';
const WITHOUT = 'Tiếp tục không đọc chip';

/** The buttons that lead on; `back` and `leave` aside. */
type State = { readonly journey: JourneyView; readonly ways: readonly string[] };

const STATES: Readonly<Record<string, State>> = {
  'chip-lay': { journey: at.laying, ways: [USE_QR] },
  'chip-lay-again': { journey: at.layingAgain, ways: [USE_QR] },
  'chip-opening': { journey: at.opening, ways: [] },
  'chip-named': { journey: at.named, ways: [] },
  'chip-nearly-done': { journey: at.nearlyDone, ways: [] },
  'chip-removed': { journey: at.removed, ways: [USE_QR] },
  'chip-failed': { journey: at.failed, ways: [USE_QR, AGAIN] },
  'chip-other-card': { journey: at.otherCard, ways: [WITHOUT, AGAIN] },
  'chip-no-reader': { journey: at.noReader, ways: [AGAIN, USE_QR] },
  'chip-refused': { journey: at.refused, ways: [] },
  'chip-genuine': { journey: at.genuine, ways: ['Không phải tôi', 'Đúng là tôi'] },
  'chip-not-fully-verified': { journey: at.notFullyVerified, ways: ['Không phải tôi', 'Đúng là tôi'] },
};
const BESIDE = ['English', 'Quay lại', 'Dừng lại'];

for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  test(`every state of reading the chip, ${screen}`, async ({ page }) => {
    test.setTimeout(300_000);
    const opened = await open(page, 'citizen', screen, { hello, counter, journey: attract });
    let revision = 10;
    for (const [name, { journey, ways }] of Object.entries(STATES)) {
      await test.step(name, async () => {
        revision += 1;
        await opened.push('journey.changed', { ...journey, id: `j${revision}`, revision });
        await page.locator('h1').waitFor();
        await expectAsApproved(page, `${name}-${screen}`);
        expect.soft(await unreadable(page), name).toEqual([]);
        expect.soft(await barriers(page), name).toEqual([]);
        const words = await page.locator('footer').getByRole('button').allInnerTexts();
        expect.soft(words.filter((word) => !BESIDE.includes(word)), name).toEqual(ways);
      });
    }
    expect(opened.complaints).toEqual([]);
  });
}

test('the ways on are what main takes up', async ({ page }) => {
  const opened = await open(page, 'citizen', 'laptop', { hello, counter, journey: at.failed });
  await page.getByRole('button', { name: AGAIN }).click();
  await page.getByRole('button', { name: USE_QR }).click();
  expect(await opened.calls('journey.send')).toEqual([{ type: 'readCardAgain' }, { type: 'next' }]);
});

test('says in English what it says in Vietnamese', async ({ page }) => {
  await open(page, 'citizen', 'laptop', { hello, counter, journey: { ...at.removed, language: 'en' } });
  await expect(page.getByRole('heading', { name: 'Please lay the card back on the lit pad' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('reading goes on from where it was');
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '47');
});
