// What is measured of a page whose truth is known, on arrays: no decoder, no canvas.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_QUALITY_LIMITS } from '../../../../main/domain/pages/page.ts';
import type { ImproveOptions } from '../../../../main/domain/pages/page.ts';
import { examine } from '../../../../renderer/studio/imaging/examine.ts';
import { planesOf } from '../../../../renderer/studio/imaging/planes.ts';
import { DPI, drawPage } from './drawn-page.ts';
import type { Drawn } from './drawn-page.ts';

/** Small, for the sake of time. */
const PAPER = { width: 120, height: 170 };
const options: ImproveOptions = { dotsPerInch: DPI, expectedMm: PAPER, turn: true, split: false, bilevel: true, limits: DEFAULT_QUALITY_LIMITS };
const look = (drawn: Drawn, others: Partial<ImproveOptions> = {}) => examine(planesOf(drawPage(drawn)), DPI, { ...options, ...others });
const codes = (drawn: Drawn, others: Partial<ImproveOptions> = {}) => look(drawn, others).pages[0]!.quality.map(({ code }) => code);
const inMm = (px: number) => (px / DPI) * 25.4;

describe('a page on the glass', () => {
  it('is found, straightened and turned upright within 0.3° and 2 mm, however it lies', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), fc.constantFrom(0, 1, 2, 3), (degrees, quarters) => {
        const found = look({ degrees, quarters: quarters as 0 | 1 | 2 | 3, glassMm: [190, 190] });
        expect(Math.abs(found.skewDegrees - degrees)).toBeLessThanOrEqual(0.3);
        expect((found.quarters + quarters) % 4).toBe(0);
        const [page] = found.pages;
        expect(Math.abs(inMm(page!.box.width) - 120)).toBeLessThan(2);
        expect(Math.abs(inMm(page!.box.height) - 170)).toBeLessThan(2);
        expect(page!.quality).toEqual([]);
        expect(page!.content).toBe('bilevel');
      }),
      { numRuns: 4 },
    );
  });

  it('stays as it lies where it may not be turned, and says so', () => {
    const found = look({ quarters: 2 }, { turn: false });
    expect(found.quarters).toBe(0);
    expect(found.pages[0]!.quality.map(({ code }) => code)).toEqual(['upsideDown']);
    expect(codes({}, { turn: false })).toEqual([]);
  });

  it('is empty without writing, specks and all, and not with a line of it', () => {
    expect(codes({ lines: 0 })).toEqual(['empty']);
    expect(codes({ lines: 0, specks: 30 })).toEqual(['empty']);
    expect(look({ lines: 1 }).pages[0]!.empty).toBe(false);
  });

  it.each<[Drawn, Partial<ImproveOptions>, readonly string[]]>([
    [{ softMm: 1 }, {}, ['blurred']],
    [{ softMm: 1, lines: 2 }, {}, ['blurred']],
    [{ lines: 1, lidSoftMm: 2 }, {}, []],
    [{ paper: 90, glassMm: [120, 170] }, {}, ['tooDark']],
    [{ foldMm: 22 }, {}, ['folded']],
    [{ shiftMm: [-25, 0] }, {}, ['cutOff']],
    [{ shiftMm: [0, 65] }, {}, ['cutOff']],
    [{ paperMm: [120, 105] }, {}, ['wrongSize']],
    [{ degrees: -3, glassMm: [120, 170] }, {}, []],
    [{ paperMm: [90, 130] }, {}, ['wrongSize']],
    [{ paperMm: [90, 130] }, { expectedMm: null }, []],
    [{ paperMm: [90, 130], glassMm: [190, 190] }, {}, ['wrongSize']],
  ])('drawn as %j and asked for %j has wrong: %j', (drawn, others, wanted) => {
    expect(codes(drawn, others)).toEqual(wanted);
  });

  it('is kept in colour for blue ink', () => {
    expect(look({ ink: [40, 60, 180] }).pages[0]!.content).toBe('colour');
    expect(look({}, { bilevel: false }).pages[0]!.content).toBe('grey');
  });

  it('never throws, whatever the picture shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.boolean(), (width, height, noise, split) => {
        const data = new Uint8ClampedArray(width * height * 4).map((_, at) => noise[at % noise.length]!);
        const found = examine(planesOf({ width, height, data }), 150, { ...options, split });
        expect(found.pages.length).toBeGreaterThan(0);
        for (const { box } of found.pages) expect(box.width * box.height).toBeGreaterThan(0);
      }),
    );
  });
});
