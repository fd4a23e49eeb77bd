// A citizen's hands at the real screen: finds what is written there and touches it.

import type { Page } from '@playwright/test';
import type { Bench } from '../bench/client.ts';
import { expect } from './program.ts';

/** Answers by field: what is typed, or the words of the choice that is touched. */
export type Written = Readonly<Record<string, { readonly type: string } | { readonly touch: string }>>;

export const EXTRACT: Written = {
  case: { touch: 'Cho tôi hoặc con chưa thành niên của tôi' },
  phone: { type: '0912345678' },
  eventType: { touch: 'Khai sinh' },
  registeredName: { type: 'Nguyễn Văn An' },
  registeredBirthDate: { type: '20051999' },
  registeredNumber: { type: '' },
  registeredPlace: { type: 'UBND xã Liên Nghĩa' },
  registeredYear: { type: '1999' },
  registerEntry: { type: '' },
  copies: { type: '2' },
  vneidLevel2: { touch: 'Không' },
};

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).first().click();
}

export async function seesTitle(page: Page, title: string | RegExp, ms?: number): Promise<void> {
  await expect(page.getByRole('heading', { name: title }).first()).toBeVisible(ms === undefined ? {} : { timeout: ms });
}

/** From the first screen to the choice of procedures, by the card's QR. */
export async function identify(page: Page, bench: Bench, qr: string): Promise<void> {
  await press(page, 'Bắt đầu');
  await press(page, 'Đồng ý và tiếp tục');
  await seesTitle(page, 'Đưa mã QR trên thẻ căn cước vào ô đang sáng');
  await bench.codeScanner.scan(qr);
  await seesTitle(page, 'Đây có phải là ông/bà không?');
  await press(page, 'Đúng là tôi');
  await seesTitle(page, 'Ông/bà cần làm việc gì?');
}

/** Sheet after sheet, until the form is done. */
export async function fillForm(page: Page, written: Written): Promise<void> {
  for (;;) {
    const question = page.locator('[data-field]').first();
    // The sheet with what the card has filled in is only looked over.
    const known = await page.getByRole('heading', { name: 'Máy đã điền sẵn. Xin ông/bà xem lại.' }).isVisible();
    const id = !known && (await question.count()) > 0 ? await question.getAttribute('data-field') : null;
    const progress = await page.getByText(/^Trang \d+\/\d+$/).textContent();
    if (id !== null) {
      const answer = written[id];
      if (!answer) throw new Error(`the form asks for ${id}`);
      if ('touch' in answer) await question.getByText(answer.touch, { exact: true }).click();
      else if (answer.type !== '') await page.keyboard.type(answer.type);
    }
    const last = page.getByRole('button', { name: 'Xong tờ khai' });
    if (await last.isVisible()) {
      await last.click();
      return;
    }
    await press(page, 'Tiếp tục');
    await expect(page.getByText(progress!, { exact: true })).toHaveCount(0);
  }
}
