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

  await bench.documentScanner.loadFeeder(['certificate', { page: 'letter', blurMm: 2 }, 'card-copy']);
  await press(page, /^Quét /);
  await expect(page.getByText('Đã quét 3 trang')).toBeVisible({ timeout: 40_000 });
  const before = (await viewOf(page)).papers![0]!.documents.map(({ id }) => id);

  await bench.documentScanner.loadGlass('letter');
  await press(page, /^Xem .*, tờ 2$/);
  await seesTitle(page, 'Trang này có rõ không?');
  await expect(page.getByText('Trang 2 trong 3 trang')).toBeVisible();
  await press(page, 'Quét lại trang này');
  const { papers } = await until(page, ({ scanning, papers: now }) => !scanning && now?.[0]?.documents[1]?.id !== before[1], 'the page in its place');
  const after = papers![0]!.documents.map(({ id }) => id);
  expect([after[0], after[2]]).toEqual([before[0], before[2]]);

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
    expect(execFileSync('identify', [file], { encoding: 'utf8' })).toContain(' JPEG ');
  }
  expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
});
