// What is said of the known pages is so: their paper lies where the list says, and the list is the same each time.

import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { glassOf, KINDS, knownPages, paperBoxMm, renderKnownPage, textOf, wantedTurn } from '../../bench/document-scanner/known-pages.ts';
import type { KnownPage } from '../../bench/document-scanner/known-pages.ts';
import { temporaryFolder } from './part.ts';

const DPI = 50;
const MM_A_DOT = 25.4 / DPI;

/** The box of what is lighter than the lid. */
async function seen(page: KnownPage): Promise<{ left: number; top: number; right: number; bottom: number }> {
  const bytes = await renderKnownPage(page, temporaryFolder(), DPI);
  if (!bytes) throw new Error('no ImageMagick');
  const { width, height, data } = jpeg.decode(bytes);
  expect([width, height]).toEqual([Math.round(glassOf(page).width / MM_A_DOT), Math.round(glassOf(page).height / MM_A_DOT)]);
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4]! < 200) continue;
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x + 1);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return { left: box.left * MM_A_DOT, top: box.top * MM_A_DOT, right: box.right * MM_A_DOT, bottom: box.bottom * MM_A_DOT };
}

describe('the pages of which everything is known', () => {
  const pages = knownPages(KINDS.length * 2);

  it('are the same at each run, of every kind, and no two alike', () => {
    expect(knownPages(KINDS.length * 2)).toEqual(pages);
    expect(new Set(pages.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(pages.length);
  });

  it('say how they have to be turned, and what stands on them', () => {
    expect(pages.filter(({ kind }) => kind === 'upsideDown').map(wantedTurn)).toEqual([180, 180]);
    for (const page of pages) expect(textOf(page) === '').toBe(page.faults.includes('empty'));
  });

  for (const kind of ['straight', 'askew', 'shifted', 'upsideDown', 'lying', 'cutOff', 'small'] as const) {
    it(`lie where the list says: ${kind}`, async () => {
      const page = pages.find((each) => each.kind === kind)!;
      const box = await seen({ ...page, dark: 0 });
      const said = paperBoxMm(page);
      for (const side of ['left', 'top', 'right', 'bottom'] as const) expect(Math.abs(box[side] - said[side]), side).toBeLessThan(1.2);
    });
  }
});
