// Paying: the QR on the screen, photographed and read by another program, at every size and, on one, in every theme, as a phone would;
// and what is said where an officer confirms transfers, or where money stands between two chairs.

import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { buildVietQr } from '../../main/domain/vietqr/vietqr.ts';
import { unwrap } from '../../main/domain/result.ts';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello } from './fixtures/counter.ts';
import * as at from './fixtures/journey.ts';
import { open, SCREENS } from './screen.ts';
import type { ScreenName } from './screen.ts';

/** As long as they come: a virtual account, and all that a bank prints on its statement. */
const LONG = unwrap(buildVietQr({ bin: '970418', account: 'V3MC1234567890ABCDE', service: 'QRIBFTTA', amount: 499_999_999, bill: 'MCKXNB6A2J0123456789ABCDE', purpose: 'MCKXNB6A2J0123456789ABCDE' }));

for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  for (const theme of screen === 'kiosk' ? (['light'] as const) : (['light', 'dark', 'contrast'] as const)) {
    test(`is read from the ${screen}'s screen, ${theme}`, async ({ page }, info) => {
      const opened = await open(page, 'citizen', screen, { hello: { ...hello, theme }, counter, journey: at.paying });
      for (const [index, qr] of [at.paying.pay!.qr!, LONG].entries()) {
        await opened.push('journey.changed', { ...at.paying, id: `j${index}`, revision: 10 + index, pay: { ...at.paying.pay!, qr } });
        const png = info.outputPath('pay.png');
        // The picture of a code may still be that of the one before.
        await expect
          .poll(async () => {
            await page.screenshot({ path: png });
            return zbar(png);
          })
          .toBe(qr);
      }
    });
  }
}

/** What a phone would read; empty where there is nothing. */
function zbar(png: string): string {
  try {
    return execFileSync('zbarimg', ['-q', '--raw', png], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

const transfer = { ...at.paying.pay!, byOfficer: true } as const;
const STATES = {
  'pay-transfer': { ...at.paying, pay: transfer },
  'pay-transfer-expired': { ...at.payExpired, pay: { ...transfer, step: 'expired' } },
  'pay-part-expired': { ...at.payExpired, pay: { ...at.payExpired.pay!, amountPaid: 10_000 } },
  'review-too-large': { ...at.reviewing, problem: 'paymentTooLarge' },
} as const;

for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  test(`what is said of the money, ${screen}`, async ({ page }) => {
    const opened = await open(page, 'citizen', screen, { hello, counter, journey: at.attract });
    for (const [index, [name, journey]] of Object.entries(STATES).entries()) {
      await opened.push('journey.changed', { ...journey, id: `j${index}`, revision: 10 + index });
      await expectAsApproved(page, `${name}-${screen}`);
      expect.soft(await unreadable(page), name).toEqual([]);
      expect.soft(await barriers(page), name).toEqual([]);
    }
    expect(opened.complaints).toEqual([]);
  });
}
