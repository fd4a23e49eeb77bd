// Pictures that are no pages: what is measured of them is finite and lies within them, whatever their size and content.
// FUZZ_RUNS sets the runs; a failure prints its seed.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_QUALITY_LIMITS } from '../../main/domain/pages/page.ts';
import { examine } from '../../renderer/studio/imaging/examine.ts';
import { planesOf } from '../../renderer/studio/imaging/planes.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const TIMEOUT_MS = 60_000 + RUNS * 400;

const side = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 160 }));
const fill = fc.constantFrom<(x: number, y: number, seed: number) => number>(
  () => 0,
  () => 255,
  (_x, _y, seed) => seed,
  (x, y, seed) => (Math.imul(x * 31 + y * 17 + 1, seed * 2_654_435 + 1) >>> 8) & 255,
  (x, _y, seed) => (x % (2 + (seed % 9)) === 0 ? 0 : 255),
  (_x, y, seed) => (y % (2 + (seed % 9)) === 0 ? 0 : 255),
  (x, y, seed) => (x > seed % 40 && y > seed % 30 && x < 100 ? 240 : 60),
  (x, y) => (x + y) % 256,
);

it('any picture is measured', () => {
  fc.assert(
    fc.property(side, side, fill, fc.nat({ max: 255 }), fc.integer({ min: 1, max: 1200 }), fc.boolean(), fc.boolean(), fc.boolean(), (width, height, paint, seed, dotsPerInch, turn, split, sized) => {
      const data = new Uint8ClampedArray(width * height * 4);
      for (let at = 0; at < width * height; at += 1) data.fill(paint(at % width, Math.floor(at / width), seed), at * 4, at * 4 + 4);
      const found = examine(planesOf({ width, height, data }), dotsPerInch, {
        dotsPerInch, turn, split, bilevel: true, limits: DEFAULT_QUALITY_LIMITS, expectedMm: sized ? { width: 210, height: 297 } : null,
      });
      expect(Math.abs(found.skewDegrees)).toBeLessThanOrEqual(45);
      expect(found.pages.length).toBeGreaterThanOrEqual(1);
      expect(found.pages.length).toBeLessThanOrEqual(2);
      const [wide, high] = found.quarters % 2 === 0 ? [found.box.width, found.box.height] : [found.box.height, found.box.width];
      for (const page of found.pages) {
        for (const value of [page.box.x, page.box.y, page.box.width - 1, page.box.height - 1, wide - page.box.x - page.box.width, high - page.box.y - page.box.height]) {
          expect(value).toBeGreaterThanOrEqual(0);
        }
        for (const { measure } of page.quality) expect(Number.isFinite(measure)).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
}, TIMEOUT_MS);
