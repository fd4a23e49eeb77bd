// What is measured of a page, held against scans that the bench draws with another program and of which everything is
// known. MOT_CUA_KNOWN_PAGES sets how many (one of each kind).

import jpeg from 'jpeg-js';
import { expect, it } from 'vitest';
import { DEFAULT_QUALITY_LIMITS } from '../../../../main/domain/pages/page.ts';
import { examine } from '../../../../renderer/studio/imaging/examine.ts';
import { planesOf } from '../../../../renderer/studio/imaging/planes.ts';
import { KINDS, knownPages, renderKnownPage, wantedTurn } from '../../../bench/document-scanner/known-pages.ts';
import type { KnownPage } from '../../../bench/document-scanner/known-pages.ts';
import { imageMagick, renderArguments } from '../../../bench/document-scanner/render.ts';

const COUNT = Number(process.env['MOT_CUA_KNOWN_PAGES'] ?? KINDS.length);
const DPI = 100;
const MM = 25.4 / DPI;
/** Each is drawn once. */
const FOLDER = '.cache/known-pages';

async function examined(page: KnownPage) {
  const scan = await renderKnownPage(page, FOLDER, DPI);
  if (!scan) throw new Error('no ImageMagick');
  const { width, height, data } = jpeg.decode(scan, { useTArray: true });
  const expectedMm = page.beside ? null : { width: 210, height: 297 };
  return examine(planesOf({ width, height, data: new Uint8ClampedArray(data) }), DPI, { dotsPerInch: DPI, expectedMm, turn: true, split: true, bilevel: true, limits: DEFAULT_QUALITY_LIMITS });
}

/** What is wrong with the reading of a page, in words. */
function wrongWith(page: KnownPage, found: Awaited<ReturnType<typeof examined>>): readonly string[] {
  const isEmpty = page.faults.includes('empty');
  const [wide, high] = page.lies % 180 === 0 ? page.paperMm : [page.paperMm[1], page.paperMm[0]];
  const skew = Math.abs(found.skewDegrees - page.skewDegrees);
  const crop = Math.max(Math.abs(found.box.width * MM - wide), Math.abs(found.box.height * MM - high));
  const said = [...new Set(found.pages.flatMap(({ quality }) => quality.map(({ code }) => code)))];
  return [
    ...(skew > 0.3 && !isEmpty ? [`skew off by ${skew.toFixed(2)}°`] : []),
    ...(crop > 2 && page.kind !== 'cutOff' && page.beside === null ? [`crop off by ${crop.toFixed(1)} mm`] : []),
    ...(found.quarters * 90 !== wantedTurn(page) && !isEmpty ? [`turned by ${found.quarters * 90}°`] : []),
    ...(found.pages.length === (page.beside ? 2 : 1) ? [] : [`${found.pages.length} pages`]),
    ...(found.pages.every(({ empty }) => empty === isEmpty) ? [] : ['empty or not']),
    ...page.faults.filter((fault) => !said.includes(fault)).map((fault) => `not said: ${fault}`),
    ...said.filter((code) => !(page.faults as readonly string[]).includes(code)).map((code) => `wrongly said: ${code}`),
  ];
}

for (const page of knownPages(COUNT)) {
  it(`page ${page.number}, ${page.kind}, is read as it is`, async () => {
    expect(wrongWith(page, await examined(page))).toEqual([]);
  });
}

it.each(['letter', 'card-copy'] as const)('a %s that is nothing but blur is blurred, not empty, and no part of it is wiped away', async (page) => {
  for (const blurMm of [1, 2]) {
    const region = { x: 0, y: 0, width: Math.round(210 / MM), height: Math.round(297 / MM) };
    const scan = await imageMagick(renderArguments({ page, blurMm }, { dpi: DPI, colour: 'colour', region }));
    const { width, height, data } = jpeg.decode(scan!, { useTArray: true });
    const { pages } = examine(planesOf({ width, height, data: new Uint8ClampedArray(data) }), DPI, { dotsPerInch: DPI, expectedMm: null, turn: true, split: true, bilevel: true, limits: DEFAULT_QUALITY_LIMITS });
    expect(pages, `${blurMm} mm`).toHaveLength(1);
    expect(pages[0], `${blurMm} mm`).toMatchObject({ empty: false, quality: [{ code: 'blurred' }] });
    expect(pages[0]!.content, `${blurMm} mm`).not.toBe('bilevel');
  }
});
