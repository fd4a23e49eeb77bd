// Sheets through the feeder: one upside down, one empty, one bad, one askew. The bad one is scanned again in its place from
// the glass, all is filed, and the portal's copy is opened and read by programs that are not ours.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { press, seesTitle } from './citizen.ts';
import { carryOn, until, viewOf } from './driver.ts';
import { expect, PAPER_MS, test } from './program.ts';

/** Written on the bench's pages, and on no other. */
const WORDS = { certificate: 'KHAI SINH', 'card-copy': 'BẢN CHỤP', letter: 'Kính gửi' } as const;

test('three pages, the bad one is scanned again, and the portal has them in order as one file that can be searched', async ({ place }, info) => {
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'papers');

  await bench.documentScanner.loadFeeder([{ page: 'certificate', upsideDown: true }, 'empty', { page: 'letter', blurMm: 2 }, { page: 'card-copy', rotateDegrees: 3 }]);
  await press(page, /^Quét /);
  // The bad page is held up, and the empty back of a sheet is left out.
  await seesTitle(page, 'Trang này bị mờ.');
  await expect(page.getByText('Máy đã bỏ 1 trang trắng, không có chữ.')).toBeVisible();
  await expect(page.getByRole('img', { name: /, tờ 2$/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Vẫn giữ trang này' })).toHaveCount(0);
  const before = (await viewOf(page)).papers![0]!.documents.map(({ id }) => id);
  expect(before).toHaveLength(3);

  await bench.documentScanner.loadGlass('letter');
  await press(page, 'Quét lại trang này');
  const { papers } = await until(page, ({ scanning, papers: now }) => !scanning && now?.[0]?.documents[1]?.id !== before[1], 'the page in its place');
  const after = papers![0]!.documents.map(({ id }) => id);
  expect([after[0], after[2]]).toEqual([before[0], before[2]]);
  expect(papers![0]!.documents.filter(({ flaw }) => flaw)).toEqual([]);

  // The citizen changes their mind about the order.
  await press(page, /^Xem .*, tờ 3$/);
  await press(page, 'Đưa lên trước');
  await expect(page.getByText('Trang 2 trong 3 trang')).toBeVisible();
  await press(page, 'Rõ, giữ lại');

  await carryOn(page, bench, ({ station }) => station === 'goodbye');
  // The text is read behind the citizen's back; the portal gets one file with all pages in their order.
  const { documents, badDocuments, dossiers } = await bench.portal.until(({ documents: there }) => there.length > 0, 'the paper at the portal', PAPER_MS);
  expect(documents).toMatchObject([{ mime: 'application/pdf' }]);
  expect(dossiers[0]!.data['TaiLieuNop']).toMatchObject([{ TepDinhKemId: documents[0]!.id, TenTepDinhKem: 'oldCopy.pdf', MaThanhPhanHoSo: 'oldCopy' }]);
  expect(badDocuments).toEqual([]);
  mkdirSync(info.outputDir, { recursive: true });
  const file = join(info.outputDir, 'paper.pdf');
  writeFileSync(file, await bench.portal.document(documents[0]!.id));
  const run = (tool: string, ...args: string[]): string => execFileSync(tool, args, { encoding: 'utf8' });
  const textOf = (number: number): string => run('pdftotext', '-f', `${number}`, '-l', `${number}`, file, '-').normalize('NFC');
  expect(run('pdfinfo', file)).toMatch(/Pages:\s+3\n/);
  // Upright, straight and in order: the text of each page is where it was put.
  expect(textOf(1)).toContain(WORDS.certificate);
  expect(textOf(2)).toContain(WORDS['card-copy']);
  expect(textOf(3)).toContain(WORDS.letter);
  // One picture a page, as compressed as it was made: none is more than 400 KB.
  const pictures = run('pdfimages', '-list', file).trim().split('\n').slice(2).map((line) => line.trim().split(/\s+/));
  expect(pictures.map(([number]) => number)).toEqual(['1', '2', '3']);
  for (const picture of pictures) expect(['jpeg', 'image']).toContain(picture[8]);
  expect(statSync(file).size).toBeLessThan(3 * 400_000);
  // Nothing is left of the single pages.
  const [journey] = readdirSync(join(place.data, 'vault'));
  await expect.poll(() => readdirSync(join(place.data, 'vault', journey!))).toEqual([`${documents[0]!.id}.sealed`]);
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});
