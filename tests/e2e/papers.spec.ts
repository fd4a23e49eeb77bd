// Three sheets through the feeder, the second one bad: seen, scanned again in its place from the glass, filed, and the
// portal's copies opened by programs that are not ours.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { press, seesTitle } from './citizen.ts';
import { carryOn, until, viewOf } from './driver.ts';
import { expect, test } from './program.ts';

test('three pages, the bad one is scanned again, and the portal has them in order', async ({ place }, info) => {
  test.setTimeout(120_000);
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'papers');

  await bench.documentScanner.loadFeeder([{ page: 'certificate', upsideDown: true }, 'empty', { page: 'letter', blurMm: 2 }, { page: 'card-copy', rotateDegrees: 3 }]);
  await press(page, /^Quét /);
  // The bad page is held up, and the empty back of a sheet is left out.
  await seesTitle(page, 'Trang này bị mờ.', 40_000);
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
  const ordered = [after[0], after[2], after[1]];

  await carryOn(page, bench, ({ station }) => station === 'goodbye', 60_000);
  const { documents, badDocuments } = await bench.portal.until(({ documents: there }) => there.length === 3, 'three pages at the portal', 30_000);
  expect(documents.map(({ id }) => id)).toEqual(ordered);
  expect(badDocuments).toEqual([]);
  mkdirSync(info.outputDir, { recursive: true });
  for (const { id } of documents) {
    const file = join(info.outputDir, `${id}.jpg`);
    writeFileSync(file, await bench.portal.document(id));
    expect(execFileSync('identify', [file], { encoding: 'utf8' })).toMatch(/ (JPEG|PNG) /);
  }
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});
