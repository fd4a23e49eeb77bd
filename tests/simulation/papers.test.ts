// The power goes at every change of what is kept, just before and just after, while papers are scanned, turned, filed and put
// together: no page that was shown is lost, nothing is left over, and the portal has one document with the pages in order.

import { expect, it } from 'vitest';
import { runPapers } from './papers.ts';

const MOST_CHANGES = 120;

for (const when of ['before', 'after'] as const) {
  it(`papers, with a power cut ${when} each change`, async () => {
    const wrong: string[] = [];
    let cuts = 0;
    for (let nth = 1; nth <= MOST_CHANGES; nth += 1) {
      const run = await runPapers({ seed: 1, cut: { nth, when } });
      wrong.push(...run.wrong.map((sentence) => `cut ${when} change ${nth}: ${sentence}`));
      // Sheets that were fed again lie behind those that were there.
      if ([...run.document].sort().join() !== 'one turned,three,two') wrong.push(`cut ${when} change ${nth}: ${run.document.join()}`);
      if (!run.cut) break;
      cuts += 1;
    }
    expect(wrong).toEqual([]);
    expect(cuts).toBeGreaterThan(30);
    expect(cuts).toBeLessThan(MOST_CHANGES);
  }, 600_000);
}

const EVERY = 5;

for (const when of ['before', 'after'] as const) {
  it(`papers that are kept for a second dossier, with a power cut ${when} changes all over`, async () => {
    const wrong: string[] = [];
    let nth = when === 'before' ? 1 : 3;
    for (; nth <= 2 * MOST_CHANGES; nth += EVERY) {
      const run = await runPapers({ seed: 4, saves: true, cut: { nth, when } });
      wrong.push(...run.wrong.map((sentence) => `cut ${when} change ${nth}: ${sentence}`));
      for (const pages of [run.document, run.second]) if ([...pages].sort().join() !== 'one turned,three,two') wrong.push(`cut ${when} change ${nth}: ${pages.join()}`);
      if (!run.cut) break;
    }
    expect(wrong).toEqual([]);
    expect(nth).toBeGreaterThan(60);
    expect(nth).toBeLessThan(2 * MOST_CHANGES);
  }, 600_000);
}

it('papers go without their text where it cannot be read', async () => {
  expect(await runPapers({ seed: 2, recogniserFails: true })).toMatchObject({ document: ['one turned', 'two', 'three'], wrong: [] });
});

it('a disk that is full in the middle of a scan is said; the pages before it are kept, and it goes on when there is room', async () => {
  const run = await runPapers({ seed: 3, fullAfterPages: 1 });
  expect(run.problems).toContain('storageFull');
  expect(run.wrong).toEqual([]);
  expect([...run.document].sort()).toEqual(['one turned', 'three', 'two']);
});
