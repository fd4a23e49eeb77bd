// Where papers are scanned at a copier: which one, where it stands, what to touch, and that the pages come by themselves.

import { expect, test } from '@playwright/test';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello } from './fixtures/counter.ts';
import * as at from './fixtures/journey.ts';
import { page as scannedPage } from './fixtures/page.ts';
import { open, SCREENS } from './screen.ts';
import type { ScreenName } from './screen.ts';

const copier = { place: 'máy photo Ricoh ở góc phòng, cạnh cửa ra vào', press: 'Scan → Quầy 1 → Start' };

for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  test(`a citizen is sent to the copier, ${screen}`, async ({ page }) => {
    const opened = await open(page, 'citizen', screen, { hello: { ...hello, copier }, counter, journey: at.attract, preview: scannedPage });
    for (const [index, [name, journey]] of Object.entries({ 'papers-copier': at.papersWanted, copier: at.scanning, 'copier-next': at.scanningNext, 'copier-english': { ...at.scanning, language: 'en' as const } }).entries()) {
      await opened.push('journey.changed', { ...journey, id: `j${index}`, revision: 10 + index });
      await expectAsApproved(page, `${name}-${screen}`);
      expect.soft(await unreadable(page), name).toEqual([]);
      expect.soft(await barriers(page), name).toEqual([]);
    }
    expect(opened.complaints).toEqual([]);
  });
}
