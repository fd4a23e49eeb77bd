// The scanner on a bad day, as the citizen sees it: a sentence that says what happened and what to do, the pages before it kept,
// and the next scan works.

import { press } from './citizen.ts';
import { carryOn, until, viewOf } from './driver.ts';
import { expect, test } from './program.ts';

const JAMMED = ['Giấy bị kẹt trong máy quét.', 'Các trang đã quét vẫn còn. Xin gọi cán bộ lấy giấy ra, rồi quét tiếp.'] as const;
const COVER_OPEN = ['Nắp máy quét đang mở.', 'Xin đậy nắp lại, rồi bấm “Quét”.'] as const;
const BUSY = ['Máy quét đang bận.', 'Xin chờ vài giây rồi bấm “Quét” lần nữa.'] as const;
const OFFLINE = ['Máy quét giấy chưa bật hoặc lỏng dây.', 'Những gì ông/bà đã làm vẫn còn. Xin gọi cán bộ, rồi quét tiếp.'] as const;
const FAILED = ['Trang này chưa quét xong.', 'Các trang trước vẫn còn. Xin quét lại trang này.'] as const;

/** What goes wrong, how many of the sheets are kept, and what is said. */
const DAYS = [
  ['busy', {}, 0, BUSY],
  ['cover-open', {}, 0, COVER_OPEN],
  ['jam', { atPage: 2 }, 1, JAMMED],
  ['half-jpeg', { atPage: 2, whole: true }, 1, FAILED],
  ['huge', { atPage: 1, type: 'png' }, 0, FAILED],
  ['wrong-type', { atPage: 2, type: 'pdf' }, 1, FAILED],
  ['redirect', { on: 'next', atPage: 1 }, 0, FAILED],
  ['unplug', { atPage: 2 }, 1, OFFLINE],
] as const;

test('a jam, an open cover, another program, half a page, a page too large, no page at all, another machine, no plug', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'papers');
  const scan = /^Quét /;
  const ended = () => program.log.filter(({ event, from }) => event === 'journey.moved' && from === 'papers.scanning').length;
  const pages = async () => (await viewOf(page)).papers![0]!.documents.length;

  for (const [fault, more, kept, [happened, toDo]] of DAYS) {
    const before = await pages();
    const scans = ended();
    await bench.documentScanner.loadFeeder(['letter', 'certificate']);
    await bench.documentScanner.fault(fault, more);
    await press(page, scan);
    // What was said of the day before may be the same.
    await expect.poll(ended, { message: fault }).toBe(scans + 1);
    await expect(page.getByText(happened, { exact: true }).first(), fault).toBeVisible();
    await expect(page.getByText(toDo, { exact: true }).first(), fault).toBeVisible();
    expect(await pages(), fault).toBe(before + kept);
    await bench.documentScanner.heal();
    await program.logged('device.state', ({ device, to }) => device === 'documentScanner' && to === 'online');
  }

  const before = await pages();
  await bench.documentScanner.loadFeeder(['letter', 'certificate']);
  await press(page, scan);
  await until(page, ({ scanning, papers }) => !scanning && papers![0]!.documents.length === before + 2, 'a scan on a good day');
  for (const [, , , [happened]] of DAYS) await expect(page.getByText(happened, { exact: true })).toHaveCount(0);
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});
