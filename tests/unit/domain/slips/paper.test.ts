import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paperAt, PAPERS } from '../../../../main/domain/slips/paper.ts';

const wanted = fc.constantFrom(...PAPERS);

it('is what was wanted where both printers are, and never what the counter has not', () => {
  fc.assert(
    fc.property(wanted, fc.boolean(), fc.boolean(), (paper, roll, pages) => {
      const got = paperAt(paper, { roll, pages });
      expect(got === null).toBe(!roll && !pages);
      if (roll && pages) expect(got).toBe(paper);
      if (got === 'roll') expect(roll).toBe(true);
      else if (got !== null) expect(pages).toBe(true);
      if (pages && paper !== 'roll') expect(got).toBe(paper);
    }),
  );
});

it('is A5 for a slip where there is no roll', () => {
  expect(paperAt('roll', { roll: false, pages: true })).toBe('a5');
});
