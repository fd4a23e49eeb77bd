// The chip of the identity card in the running program: real pcscd, real virtual reader, real Electron. Each test is one
// citizen at a kiosk that the tests of a worker share.

import type { Page } from '@playwright/test';
import type { JourneyView } from '../../preload/contract/journey.ts';
import { profiles } from '../bench/chip/profiles.ts';
import { press, seesTitle } from './citizen.ts';
import { chipIsPossible, expect, hasFailed, isConfirming, isRefused, isStep, readerIs, scanQr, test, toScanner } from './chip-desk.ts';
import type { Desk } from './chip-desk.ts';
import { carryOn, send, until, viewOf } from './driver.ts';
import { signInOfficer } from './people.ts';
import { PAPER_MS } from './program.ts';
import { readAudit, readDatabase } from './records.ts';

test.use({ chip: true });
test.skip(!chipIsPossible, 'needs pcscd with a virtual reader, as root on Linux');

const LAY = 'Đặt thẻ căn cước lên ô đang sáng';
const KEEP = 'Xin giữ nguyên thẻ trên ô sáng';
const IS_IT_YOU = 'Đây có phải là ông/bà không?';
const GENUINE = /Thẻ thật: chữ ký của Nhà nước trên chip đã được kiểm tra/;

/** Data group 13 of these cannot be read: what is written with diacritics stays as the QR has it. */
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
      await until(page, isConfirming, 'the person');
      await seesTitle(page, IS_IT_YOU);
      await expect(page.getByText(person.name, { exact: true })).toBeVisible();
      await expect(page.getByText(GENUINE)).toBeVisible();
      await seesPortrait(page);
      const shown = (await viewOf(page)).person!;
      expect(shown).toMatchObject({ number: person.number, source: 'chip', verdict: 'genuine' });

      const form = await formOf(desk);
      const written = WITHOUT_DG13.includes(name) ? 'qr' : 'chip';
      const printed = person.printedResidence ?? person.residence;
      expect(form).toEqual({
        'Họ, chữ đệm, tên người yêu cầu': { value: person.name, source: written },
        'Số định danh cá nhân': { value: person.number, source: 'chip' },
        'Ngày, tháng, năm sinh': { value: person.birth.split('/').reverse().join('-'), source: 'chip' },
        'Nơi cư trú': { value: written === 'qr' ? printed : person.residence, source: written },
      });
      await expect(page.getByText('từ chip').first()).toBeVisible();
      expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
    });
  }
});

test.describe('on the way', () => {
  test('twelve digits typed at the screen open the chip as the QR does', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('hoang-thi-quynh');
    await toScanner(page);
    await press(page, 'Nhập 12 số căn cước');
    await page.keyboard.type(person.number);
    await press(page, 'Tiếp tục');
    await seesTitle(page, LAY);
    await expect(page.getByRole('button', { name: 'Tiếp tục không đọc chip' })).toBeVisible();
    await chip.insert({ profile: 'card-2021', persona: person.id });
    await seesTitle(page, IS_IT_YOU);
    await expect(page.getByText(person.name, { exact: true })).toBeVisible();
    expect(await formOf(desk)).toMatchObject({
      'Họ, chữ đệm, tên người yêu cầu': { value: person.name, source: 'chip' },
      'Số định danh cá nhân': { value: person.number, source: 'chip' },
    });
  });

  test('a card that lies there already is read at once', async ({ desk }) => {
    const person = desk.holder('do-uoc');
    await desk.chip.insert({ profile: 'card-2021', persona: person.id });
    await readerIs(desk.page, ({ media }) => media.card === 'present', 'the card');
    await scanQr(desk, person);
    await seesTitle(desk.page, IS_IT_YOU);
  });

  test('what is read is followed: words, the line, the name, and no way that would cut it off', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('tran-thi-binh-minh');
    await scanQr(desk, person);
    // Slow enough to be looked at.
    await chip.insert({ profile: 'card-2021', persona: person.id, pacing: { bitsPerSecond: 106_000, commandMilliseconds: 60 } });
    await seesTitle(page, KEEP);
    await expect(page.getByText('Họ tên trên chip')).toBeVisible();
    await expect(page.getByText(person.name, { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Dùng mã QR' })).toHaveCount(0);
    const percent = Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
    expect(percent).toBeGreaterThan(20);
    await seesTitle(page, IS_IT_YOU);
  });

  // A whole reading takes 26 commands: the text begins at the ninth, the portrait at the seventeenth.
  for (const [when, at, left] of [['the text', 10, 26], ['the portrait', 21, 22]] as const) {
    test(`lifted during ${when}: it is said, and goes on when the card is back`, async ({ desk }) => {
      const { chip, page } = desk;
      const person = desk.holder('nguyen-van-an');
      await scanQr(desk, person);
      await chip.insert({ profile: 'card-2021', persona: person.id, faults: [{ kind: 'lift', at }] });
      await seesTitle(page, 'Xin đặt lại thẻ lên ô đang sáng');
      await expect(page.getByRole('alert')).toContainText('máy sẽ đọc tiếp từ chỗ dở');
      const { entries } = await chip.log();
      await chip.insert({ same: true });
      await seesTitle(page, IS_IT_YOU);
      await seesPortrait(page);
      // From where it was: the second contact is shorter by the files that were read in the first.
      const again = (await chip.log(entries.at(-1)!.number)).entries.filter(({ event }) => event === 'apdu').length;
      expect(again).toBeLessThanOrEqual(left);
    });
  }

  test('the citizen goes back and another card is read: nothing of the first is left', async ({ desk }) => {
    const { chip, page } = desk;
    const [first, second] = [desk.holder('nguyen-van-an'), desk.holder('hoang-thi-quynh')];
    await chip.insert({ profile: 'card-2021', persona: first.id });
    await scanQr(desk, first);
    await seesTitle(page, IS_IT_YOU);
    await press(page, 'Không phải tôi');
    await chip.remove();
    await readerIs(page, ({ media }) => media.card === 'notPresent', 'an empty reader');
    await desk.bench.codeScanner.scan(second.qr);
    await seesTitle(page, LAY);
    await press(page, 'Dùng mã QR');
    await seesTitle(page, IS_IT_YOU);
    await expect(page.getByText(second.name, { exact: true })).toBeVisible();
    await expect(page.getByRole('img', { name: 'Ảnh trên thẻ' })).toHaveCount(0);
    expect((await viewOf(page)).person).toMatchObject({ number: second.number, source: 'qr' });
  });
});

test.describe('cards that do not fit', () => {
  test('another person’s card is told, and is left alone before it locks', async ({ desk }) => {
    const { chip, page } = desk;
    const [scanned, laid] = [desk.holder('nguyen-van-an'), desk.holder('k-breo')];
    await scanQr(desk, scanned);
    await chip.insert({ profile: 'card-2021', persona: laid.id });
    // The failure that is on the screen must not be taken for the next one's.
    const readAgain = async () => {
      const { revision } = await viewOf(page);
      await press(page, 'Đọc lại thẻ');
      await until(page, (view) => view.revision > revision && hasFailed(view), 'the end of the next reading');
    };
    await until(page, hasFailed, 'the end of the reading');
    await expect(page.getByText('Thẻ trên ô sáng không khớp với số căn cước.')).toBeVisible();
    await readAgain();
    const spent = (await chip.log()).entries.filter(({ event }) => event === 'apdu').length;
    await readAgain();
    expect((await chip.log()).entries.filter(({ event }) => event === 'apdu')).toHaveLength(spent);

    // Its holder comes: the chip still opens, though it has counted.
    await send(page, { type: 'back' });
    await desk.bench.codeScanner.scan(laid.qr);
    await seesTitle(page, IS_IT_YOU);
    await expect(page.getByText(laid.name, { exact: true })).toBeVisible();
  });

  test('the QR of one card with a chip that was personalised for the same number but opens by another', async ({ desk }) => {
    const { chip, page } = desk;
    await scanQr(desk, desk.holder('nguyen-van-an'));
    await chip.insert({ profile: 'card-2021', persona: 'k-breo', can: desk.holder('nguyen-van-an').can });
    await until(page, isRefused, 'the refusal');
    await seesTitle(page, 'Xin gặp cán bộ tại quầy');
  });

  for (const profile of ['not-emrtd', 'bac-only']) {
    test(`${profile} is told, and the QR still leads on`, async ({ desk }) => {
      const { chip, page } = desk;
      const person = desk.holder('nguyen-van-an');
      await scanQr(desk, person);
      await chip.insert({ profile, persona: person.id });
      await until(page, hasFailed, 'the end of the reading');
      await expect(page.getByText('Máy không đọc được loại thẻ này.')).toBeVisible();
      await press(page, 'Dùng mã QR');
      await seesTitle(page, IS_IT_YOU);
      expect(await formOf(desk)).toMatchObject({ 'Họ, chữ đệm, tên người yêu cầu': { value: person.name, source: 'qr' } });
    });
  }

  test('two cards at once, then one', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('nguyen-van-an');
    await chip.insert({ profile: 'card-2021', persona: person.id });
    await chip.insert({ reader: 1, profile: 'not-emrtd' });
    await readerIs(page, ({ detail }) => detail === 'cardCollision', 'two cards');
    await scanQr(desk, person);
    await expect(page.getByText('Máy chưa đọc được chip trên thẻ.')).toBeVisible();
    await chip.remove(1);
    await seesTitle(page, IS_IT_YOU);
  });

  test('a chip that does not answer is told, and a good card is read after it', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('nguyen-van-an');
    await scanQr(desk, person);
    await chip.insert({ madness: 'no-atr' });
    await expect(page.getByText('Máy chưa đọc được chip trên thẻ.')).toBeVisible();
    await chip.insert({ profile: 'card-2021', persona: person.id });
    await seesTitle(page, IS_IT_YOU);
  });

  for (const madness of ['random-bytes', 'always-9000', 'always-61', 'echo'] as const) {
    test(`a chip that answers ${madness} for ever ends in a sentence`, async ({ desk }) => {
      const { chip, page } = desk;
      await scanQr(desk, desk.holder('nguyen-van-an'));
      await chip.insert({ madness });
      await until(page, hasFailed, 'the end of the reading');
      await expect(page.getByRole('alert')).toContainText(/Máy (chưa đọc được chip trên thẻ|không đọc được loại thẻ này)/);
    });
  }

  for (const kind of ['certificate-curve', 'certificate-composite-field', 'certificate-huge-field', 'certificate-huge-rsa', 'certificate-tiny-key', 'portrait-dimensions', 'portrait-text'] as const) {
    test(`${kind}: no window and no process dies of it, and nothing is called genuine`, async ({ desk }) => {
      const { chip, page, program } = desk;
      const person = desk.holder('nguyen-van-an');
      await scanQr(desk, person);
      await chip.insert({ profile: 'card-2021', persona: person.id, hostile: { kind } });
      const view = await until(page, (now) => isConfirming(now) || isRefused(now) || hasFailed(now), 'an end');
      expect(view.person?.verdict).not.toBe('genuine');
      expect(program.app.process().exitCode).toBeNull();
      expect(program.log.filter(({ event }) => event === 'app.failed')).toEqual([]);
    });
  }

  test('an authority that nobody here trusts: the card may be used, and nobody calls it genuine', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('nguyen-van-an');
    await scanQr(desk, person);
    await chip.insert({ profile: 'card-2021', persona: person.id, forgery: 'other-authority' });
    await seesTitle(page, IS_IT_YOU);
    await expect(page.getByText(/nơi cấp chưa kiểm tra được tại máy này/)).toBeVisible();
    await expect(page.getByText(GENUINE)).toHaveCount(0);
    expect((await viewOf(page)).person?.verdict).toBe('notFullyVerified');
  });
});

test('a copy and whatever was changed is refused, there is no way on, and the audit log says why', async ({ place }) => {
  const { bench } = place;
  const chip = bench.chip!;
  const person = (await chip.holders()).find(({ id }) => id === 'nguyen-van-an')!;
  const program = await place.start();
  const page = await program.window('citizen');
  const forged = {
    clone: { chip: 'failed:chipAnswerWrong' },
    'clone-without-keys': { active: 'failed:chipRefused', chip: 'failed:chipRefused' },
    'hidden-dg15': { passive: 'failed:dataGroupMissing' },
    'altered-dg1': { passive: 'failed:dataGroupAltered' },
    'altered-dg2': { passive: 'failed:dataGroupAltered' },
    'altered-dg13': { passive: 'failed:dataGroupAltered' },
    'altered-hash': { passive: 'failed:signatureWrong' },
    'altered-signature': { passive: 'failed:signatureWrong' },
    'unsigned-dg13': { passive: 'failed:dataGroupNotSigned' },
  } as const;
  await readerIs(page, ({ status }) => status === 'online', 'the reader');
  for (const forgery of Object.keys(forged) as (keyof typeof forged)[]) {
    await scanQr({ bench, page }, person);
    await chip.insert({ profile: 'card-2021', persona: person.id, forgery });
    await until(page, isRefused, `the refusal of ${forgery}`);
    await seesTitle(page, 'Xin gặp cán bộ tại quầy');
    await expect(page.getByText('Thẻ này không qua được kiểm tra.')).toBeVisible();
    await expect(page.getByRole('img', { name: 'Ảnh trên thẻ' })).toHaveCount(0);
    for (const intent of ['next', 'confirmIdentity', 'readCardAgain'] as const) expect(await send(page, { type: intent })).toBe(false);
    await send(page, { type: 'leave' });
    await send(page, { type: 'next' });
    await chip.remove();
    await readerIs(page, ({ media }) => media.card === 'notPresent', 'an empty reader');
  }
  await program.close();
  const verdicts = readAudit(place.data).filter(({ details }) => details.event === 'chipRead').map(({ details }) => details);
  expect(verdicts).toMatchObject(Object.values(forged).map((checks) => ({ overall: 'refused', to: 'identify.refused', ...checks })));
  expect((await readDatabase(place.data)).auditBrokenAt).toBeNull();
  expect(JSON.stringify(readAudit(place.data))).not.toContain(person.number);
});

test.describe('an officer', () => {
  test.use({ mode: 'counter' });

  test('serves a walk-in with the chip, and the citizen’s screen shows the same', async ({ place }) => {
    const { bench } = place;
    const chip = bench.chip!;
    const person = (await chip.holders()).find(({ id }) => id === 'tran-thi-binh-minh')!;
    const program = await place.start();
    const [staff, citizen] = [await program.window('staff'), await program.window('citizenFacing')];
    await signInOfficer(staff, bench.pins.officer);
    await readerIs(staff, ({ status }) => status === 'online', 'the reader');
    await press(staff, 'Bắt đầu hồ sơ cho người dân');
    await until(staff, ({ station, kind }) => station === 'notice' && kind === 'assisted', 'the assisted journey');
    await send(staff, { type: 'accept' });
    await until(staff, ({ identify }) => identify?.step === 'waiting', 'the question for the QR');
    await send(staff, { type: 'typeNumber', number: person.number });
    for (const page of [staff, citizen]) await seesTitle(page, LAY);
    await expect(citizen.getByRole('button')).toHaveCount(0);
    await chip.insert({ profile: 'card-2024-partly', persona: person.id });
    for (const page of [staff, citizen]) {
      await seesTitle(page, IS_IT_YOU);
      await expect(page.getByText(GENUINE)).toBeVisible();
      await seesPortrait(page);
    }
    await press(staff, 'Đúng là tôi');
    await send(staff, { type: 'chooseProcedure', code: '2.000635' });
    const { fields } = await until(staff, ({ station }) => station === 'form', 'the form');
    expect(fields!.filter(({ source }) => source === 'chip').map(({ value }) => value)).toContain(person.number);
  });
});

test.describe('the reader and the service', () => {
  test.afterEach(async ({ desk }) => {
    await desk.chip.service('up');
  });

  test('pcscd restarts while the card is waited for, and while it is read', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('nguyen-van-an');
    await scanQr(desk, person);
    await chip.service('dead');
    await readerIs(page, ({ status }) => status === 'offline', 'the loss');
    await chip.service('up');
    await readerIs(page, ({ status }) => status === 'online', 'the reader again');
    expect((await viewOf(page)).identify?.card?.step).toBe('waitingForCard');

    await chip.insert({ profile: 'card-2021', persona: person.id, pacing: { bitsPerSecond: 106_000, commandMilliseconds: 40 } });
    await until(page, isStep('authenticity'), 'the middle of the reading');
    await chip.service('dead');
    await chip.service('up');
    await seesTitle(page, IS_IT_YOU);
    await seesPortrait(page);
  });

  test('no reader any more: it is told, the QR leads on, and once it is back the card is read', async ({ desk }) => {
    const { chip, page } = desk;
    const person = desk.holder('nguyen-van-an');
    await scanQr(desk, person);
    await chip.service('withoutReaders');
    await readerIs(page, ({ status }) => status === 'noDevice', 'the loss');
    await until(page, hasFailed, 'the sentence');
    await expect(page.getByText('Đầu đọc thẻ đang tắt.')).toBeVisible();
    await chip.service('up');
    await readerIs(page, ({ status }) => status === 'online', 'the reader again');
    await chip.insert({ profile: 'card-2021', persona: person.id });
    await press(page, 'Đọc lại thẻ');
    await seesTitle(page, IS_IT_YOU);
  });

  test('no service at all: the QR is enough, and the chip is not asked for', async ({ desk }) => {
    const { bench, chip, page } = desk;
    await chip.service('dead');
    await readerIs(page, ({ status }) => status === 'offline', 'the loss');
    await toScanner(page);
    await bench.codeScanner.scan(desk.holder('nguyen-van-an').qr);
    await seesTitle(page, IS_IT_YOU);
  });
});

test.describe('looking dossiers up', () => {
  test('by a genuine chip: all of the person’s, and of a card of nobody who filed here none', async ({ desk }) => {
    const { bench, chip, page, program } = desk;
    const filer = desk.holder('nguyen-van-an');
    await chip.insert({ profile: 'card-2021', persona: filer.id });
    await carryOn(page, bench, ({ station }) => station === 'goodbye');
    await send(page, { type: 'next' });
    await until(page, ({ station }) => station === 'attract', 'the first screen');

    await chip.remove(0);
    await press(page, 'Tra cứu hồ sơ');
    await seesTitle(page, 'Đưa mã vuông trên giấy hẹn vào ô đang sáng');
    await bench.codeScanner.scan(filer.qr);
    await seesTitle(page, LAY);
    await chip.insert({ profile: 'card-2021', persona: filer.id });
    await seesTitle(page, /hồ sơ của ông\/bà$/);
    await expect(page.getByText('Hồ sơ đã nộp và đang chờ cán bộ tiếp nhận.').first()).toBeVisible();
    await press(page, 'Xong');

    const other = desk.holder('hoang-thi-quynh');
    await chip.remove(0);
    await press(page, 'Tra cứu hồ sơ');
    await seesTitle(page, 'Đưa mã vuông trên giấy hẹn vào ô đang sáng');
    await bench.codeScanner.scan(other.qr);
    await seesTitle(page, LAY);
    await chip.insert({ profile: 'card-2021', persona: other.id });
    await seesTitle(page, 'Không có hồ sơ nào của ông/bà');
    await press(page, 'Về màn hình đầu');
    await seesTitle(page, 'Mời ông/bà làm thủ tục.');
    expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

test.describe('papers that are kept for the next dossier', () => {
  test('are offered to their owner’s proved card, taken by one press, filed, and erased by their owner', async ({ desk }) => {
    const { bench, chip, page, program } = desk;
    const owner = desk.holder('nguyen-van-an');
    const files = async (there: (view: JourneyView) => boolean, what: () => Promise<void>): Promise<void> => {
      await chip.insert({ profile: 'card-2021', persona: owner.id });
      await carryOn(page, bench, there);
      await what();
      await carryOn(page, bench, ({ station }) => station === 'goodbye');
      await send(page, { type: 'next' });
      await until(page, ({ station }) => station === 'attract', 'the first screen');
      await chip.remove(0);
    };
    const before = (await bench.portal.records()).documents.length;
    await files(({ saving }) => saving !== undefined, async () => {
      await seesTitle(page, 'Giữ lại giấy tờ này cho lần sau?');
      await press(page, 'Đồng ý giữ');
    });
    await files(({ station }) => station === 'papers', async () => {
      await until(page, ({ papers }) => papers?.[0]?.saved?.pages === 1, 'the kept paper');
      await expect(page.getByText(/^Máy còn giữ 1 trang ông\/bà quét ngày /)).toBeVisible();
      await expect(page.getByRole('img', { name: /, tờ 1$/ })).toBeVisible();
      await press(page, /dùng lại giấy đã lưu/);
      await until(page, ({ papers }) => papers?.[0]?.documents.length === 1, 'its page');
    });
    await bench.portal.until(({ documents }) => documents.length === before + 2, 'the papers of both dossiers at the portal', PAPER_MS);

    await press(page, 'Tra cứu hồ sơ');
    await bench.codeScanner.scan(owner.qr);
    await seesTitle(page, LAY);
    await chip.insert({ profile: 'card-2021', persona: owner.id });
    await seesTitle(page, 'Giấy tờ lưu cho lần sau');
    await press(page, 'Xóa giấy tờ đã lưu');
    await press(page, 'Xóa hết');
    await expect(page.getByText('Đã xóa hết giấy tờ lưu cho lần sau. Máy không còn giữ gì.')).toBeVisible();
    await press(page, 'Xong');
    expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
