// Every screen and state of the citizen's window at both sizes: as it was approved, readable, and free of barriers.

import { expect, test } from '@playwright/test';
import type { CounterView } from '../../preload/contract/counter.ts';
import type { JourneyView } from '../../preload/contract/journey.ts';
import { barriers, expectAsApproved, unreadable } from './checks.ts';
import { counter, hello, outOfPaper } from './fixtures/counter.ts';
import * as at from './fixtures/journey.ts';
import { page as scannedPage } from './fixtures/page.ts';
import { open, SCREENS, type ScreenName } from './screen.ts';

type State = { readonly journey: JourneyView; readonly counter?: CounterView; readonly press?: string };

const STATES: Readonly<Record<string, State>> = {
  attract: { journey: at.attract },
  notice: { journey: at.notice },
  identify: { journey: at.identifying },
  'identify-type': { journey: at.identifying, press: 'Nhập 12 số căn cước' },
  'identify-wrong-qr': { journey: at.wrongQr },
  'identify-reading': { journey: at.readingCard },
  'identify-confirm': { journey: at.confirming },
  'identify-confirm-chip': { journey: at.confirmedByChip },
  procedure: { journey: at.choosing },
  'form-check': { journey: at.formKnown },
  'form-choice': { journey: at.formChoice },
  'form-text': { journey: at.formText },
  'form-date': { journey: at.formDate },
  'form-number': { journey: at.formNumber },
  'form-yes-no': { journey: at.formYesNo },
  papers: { journey: at.papersWanted },
  'papers-there': { journey: at.papersThere },
  'papers-saved': { journey: at.papersSaved },
  'papers-saving': { journey: at.savingAsked },
  scanning: { journey: at.scanning },
  'scanning-next': { journey: at.scanningNext },
  'papers-empty-left-out': { journey: at.papersEmptyLeftOut },
  'papers-blurred': { journey: at.papersBlurred },
  'papers-blurred-twice': { journey: at.papersBlurredTwice },
  'papers-which-way': { journey: at.papersWhichWay, press: 'Xoay trang' },
  'papers-look': { journey: at.papersThere, press: 'Xem Văn bản ủy quyền, tờ 1' },
  review: { journey: at.reviewing },
  leave: { journey: at.reviewing, press: 'Dừng lại' },
  pay: { journey: at.paying },
  'pay-creating': { journey: at.payCreating },
  'pay-under-paid': { journey: at.payUnderPaid },
  'pay-expired': { journey: at.payExpired },
  'pay-unavailable': { journey: at.payUnavailable },
  'pay-clock-wrong': { journey: at.payClockWrong },
  'pay-unknown': { journey: at.payUnknown },
  'file-sending': { journey: at.sending },
  'file-accepted': { journey: at.accepted },
  'file-queued': { journey: at.queued },
  'slip-printing': { journey: at.slipPrinting },
  'slip-printed': { journey: at.slipPrinted },
  'slip-paid': { journey: at.slipPaid },
  'slip-sent': { journey: at.slipSent },
  'slip-paper-out': { journey: at.slipWaiting },
  rating: { journey: at.rating },
  goodbye: { journey: at.goodbye },
  attention: { journey: at.warned },
  'out-of-service': { journey: at.attract, counter: outOfPaper },
};

/** Opening the window costs more than showing a state; a dozen states share one. */
const A_DOZEN = 12;

const names = Object.keys(STATES);
for (const screen of Object.keys(SCREENS) as ScreenName[]) {
  for (let first = 0; first < names.length; first += A_DOZEN) {
    const some = names.slice(first, first + A_DOZEN);
    test(`the citizen's window from ${some[0]} to ${some.at(-1)}, ${screen}`, async ({ page }) => {
      const opened = await open(page, 'citizen', screen, { hello, counter, journey: at.attract, preview: scannedPage });
      for (const [index, name] of some.entries()) {
        await test.step(name, async () => {
          const state = STATES[name]!;
          // Each state is a journey of its own, so that nothing of the one before is left on the screen.
          const id = state.journey.id === null ? null : `j${index}`;
          await opened.push('counter.changed', state.counter ?? counter);
          await opened.push('journey.changed', { ...state.journey, id, revision: 10 + index });
          if (state.press) await page.getByRole('button', { name: state.press }).click();
          await expectAsApproved(page, `${name}-${screen}`);
          expect.soft(await unreadable(page), name).toEqual([]);
          // What is read and touched is the same on both; the kiosk adds pictures, and the steps of paying.
          if (screen === 'laptop' || name === 'pay') expect.soft(await barriers(page), name).toEqual([]);
        });
      }
      expect(opened.complaints).toEqual([]);
    });
  }
}
