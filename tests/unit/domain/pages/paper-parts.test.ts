// A paper's pages as documents: nothing lost, nothing twice, nothing too large.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptPage } from '../../../../main/domain/pages/kept-page.ts';
import { MOST_PART_BYTES, MOST_PART_PAGES, partsOf } from '../../../../main/domain/pages/paper-parts.ts';

const size = { widthPx: 2480, heightPx: 3508, dotsPerInch: 300 };
const page = (id: string, more: Partial<KeptPage> = {}): KeptPage => ({ id, paperId: 'certificate', mime: 'image/jpeg', bytes: 300_000, sha256: '0'.repeat(64), size, ...more });
const described = (pages: readonly KeptPage[]) => partsOf(pages).map((part) => [part.fileName, 'pages' in part ? part.pages.map(({ id }) => id).join('') : part.asItIs.id]);

describe('a paper’s pages', () => {
  it('become one file for each paper, in the order of its pages', () => {
    expect(described([page('a'), page('x', { paperId: 'letter', mime: 'image/png' }), page('b')])).toEqual([['certificate.pdf', 'ab'], ['letter.pdf', 'x']]);
    expect(described([])).toEqual([]);
  });

  it('that no PDF can carry go as they are, between the others', () => {
    const { size: _, ...unmeasured } = page('c');
    expect(described([page('a'), page('b', { mime: 'application/pdf' }), unmeasured, page('d')])).toEqual([
      ['certificate-1.pdf', 'a'],
      ['certificate-2.pdf', 'b'],
      ['certificate-3.jpg', 'c'],
      ['certificate-4.pdf', 'd'],
    ]);
  });

  it('are all there once, in order, in files that are not too large and have names of their own', () => {
    const any = fc.record({
      paperId: fc.constantFrom('p', 'q', 'r'),
      mime: fc.constantFrom('image/jpeg' as const, 'image/png' as const, 'application/pdf' as const),
      bytes: fc.integer({ min: 1, max: 40_000_000 }),
      measured: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 260 }), (some) => {
        const pages = some.map(({ measured, ...rest }, at): KeptPage => ({ ...rest, id: String(at), sha256: '', ...(measured && { size }) }));
        const parts = partsOf(pages);
        for (const paperId of ['p', 'q', 'r']) {
          const mine = parts.filter((part) => part.paperId === paperId);
          expect(mine.map(({ number }) => number)).toEqual(mine.map((_, at) => at + 1));
          expect(mine.flatMap((part): readonly KeptPage[] => ('pages' in part ? part.pages : [part.asItIs]))).toEqual(pages.filter((one) => one.paperId === paperId));
        }
        for (const part of parts) {
          if (!('pages' in part)) continue;
          expect(part.pages.length).toBeGreaterThan(0);
          expect(part.pages.length).toBeLessThanOrEqual(MOST_PART_PAGES);
          expect(part.pages.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MOST_PART_BYTES);
        }
        expect(new Set(parts.map(({ fileName }) => fileName)).size).toBe(parts.length);
      }),
    );
  });
});
