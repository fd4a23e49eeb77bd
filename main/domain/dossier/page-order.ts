// The order of a paper's pages: those of all papers lie in one list, and a page changes places only with its neighbour of
// the same paper.

import type { KeptPage } from '../pages/kept-page.ts';

/** The same list where there is nothing to change places with. */
export function movedPage(pages: readonly KeptPage[], id: string, by: -1 | 1): readonly KeptPage[] {
  const from = pages.findIndex((page) => page.id === id);
  const page = pages[from];
  if (!page) return pages;
  let to = from + by;
  while (pages[to] && pages[to]!.paperId !== page.paperId) to += by;
  const other = pages[to];
  if (!other) return pages;
  return pages.map((one, at) => (at === from ? other : at === to ? page : one));
}
