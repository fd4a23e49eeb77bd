// The chip of the identity card in the running program: real pcscd, real virtual reader, real Electron. Each test is one
// citizen at a kiosk that the tests of a worker share.

import type { Page } from '@playwright/test';
import { profiles } from '../bench/chip/profiles.ts';
import { press, seesTitle } from './citizen.ts';
import { chipIsPossible, expect, hasFailed, isConfirming, isRefused, isStep, readerIs, scanQr, test, toScanner } from './chip-desk.ts';
import type { Desk } from './chip-desk.ts';
import { send, until, viewOf } from './driver.ts';

test.skip(!chipIsPossible, 'needs pcscd with a virtual reader, as root on Linux');

const LAY = 'Đặt thẻ căn cước lên ô đang sáng';
const KEEP = 'Xin giữ nguyên thẻ trên ô sáng';
const IS_IT_YOU = 'Đây có phải là ông/bà không?';
const GENUINE = /Thẻ thật: chữ ký của Nhà nước trên chip đã được kiểm tra/;

/** Data group 13 of these cannot be read, or not all of it: what is missing stays as the QR has it. */
const WITHOUT_DG13 = ['card-2024', 'card-2024-denied'];

async function seesPortrait(page: Page): Promise<void> {
  const portrait = page.getByRole('img', { name: 'Ảnh trên thẻ' });
  await expect(portrait).toBeVisible();
  const looks = await portrait.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    // Of the drawn face: its background above, its skin in the middle.
    const at = (x: number, y: number): number[] => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)];
    return { size: [canvas.width, canvas.height], corner: at(20, 20), face: at(206, 270) };
  });
  expect(looks.size).toEqual([413, 531]);
  const [blueish, skin] = [looks.corner as [number, number, number], looks.face as [number, number, number]];
  expect(blueish[2]).toBeGreaterThan(blueish[0]);
  expect(skin[0]).toBeGreaterThan(skin[2] + 20);
}

/** The answers of the form that came from the identity, by what they are. */
async function formOf(desk: Desk): Promise<Record<string, { value: string; source: string | undefined }>> {
  await send(desk.page, { type: 'confirmIdentity' });
  await send(desk.page, { type: 'chooseProcedure', code: '2.000635' });
  const { fields } = await until(desk.page, ({ station }) => station === 'form', 'the form');
  return Object.fromEntries(fields!.filter(({ source }) => source !== undefined).map(({ label, value, source }) => [label, { value, source }]));
}

test.describe('every kind of card', () => {
  const readable = profiles.filter(({ emrtd, pace }) => emrtd && pace.length > 0);
  for (const [index, { name, portrait }] of readable.entries()) {
    test(`${name}: name, portrait (${portrait}), verdict and form`, async ({ desk }) => {
      const { chip, page, program } = desk;
      const person = desk.holders[index % desk.holders.length]!;
      await scanQr(desk, person);
      await seesTitle(page, LAY);
      await chip.insert({ profile: name, persona: person.id });
      await until(page, isConfirming, 'the person', 30_000);
      await seesTitle(page, IS_IT_YOU);
      await expect(page.getByText(person.name, { exact: true })).toBeVisible();
      await expect(page.getByText(GENUINE)).toBeVisible();
      await seesPortrait(page);
      const shown = (await viewOf(page)).person!;
      expect(shown).toMatchObject({ number: person.number, source: 'chip', verdict: 'genuine' });

      const form = await formOf(desk);
      const dg13 = !WITHOUT_DG13.includes(name);
      expect(form).toMatchObject({
        'Họ, chữ đệm, tên người yêu cầu': { value: person.name, source: dg13 ? 'chip' : 'qr' },
        'Số định danh cá nhân': { value: person.number, source: 'chip' },
      });
      await expect(page.getByText('từ chip').first()).toBeVisible();
      expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
    });
  }
});
