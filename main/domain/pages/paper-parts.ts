// A paper's pages as the documents that leave this machine: one PDF with all of them, in their order. Where that would be
// larger than a document may be, there are several; a page that no PDF of ours can carry goes as it is.

import type { KeptPage } from './kept-page.ts';
import type { PagePicture } from './page.ts';

/** A page whose picture can be put into a PDF. */
export type PicturePage = KeptPage & Pick<PagePicture, 'mime'> & { readonly size: NonNullable<KeptPage['size']> };

export type PaperPart = {
  readonly paperId: string;
  /** Of this paper's parts: 1, 2 … */
  readonly number: number;
  readonly fileName: string;
} & ({ readonly pages: readonly PicturePage[] } | { readonly asItIs: KeptPage });

/** Below what the vault and the portal take as one document, and what one PDF of ours holds. */
export const MOST_PART_BYTES = 48_000_000;
export const MOST_PART_PAGES = 100;

const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const;

export function partsOf(pages: readonly KeptPage[]): readonly PaperPart[] {
  const papers = [...new Set(pages.map(({ paperId }) => paperId))];
  return papers.flatMap((paperId) => {
    const groups: { pages: PicturePage[]; bytes: number; asItIs?: KeptPage }[] = [];
    for (const page of pages.filter((candidate) => candidate.paperId === paperId)) {
      const last = groups.at(-1);
      if (!isPicture(page)) groups.push({ pages: [], bytes: 0, asItIs: page });
      else if (last && !last.asItIs && last.pages.length < MOST_PART_PAGES && last.bytes + page.bytes <= MOST_PART_BYTES) {
        last.pages.push(page);
        last.bytes += page.bytes;
      } else groups.push({ pages: [page], bytes: page.bytes });
    }
    return groups.map(({ pages: together, asItIs }, index): PaperPart => {
      const number = index + 1;
      const name = groups.length === 1 ? paperId : `${paperId}-${number}`;
      return asItIs ? { paperId, number, fileName: `${name}.${ENDINGS[asItIs.mime]}`, asItIs } : { paperId, number, fileName: `${name}.pdf`, pages: together };
    });
  });
}

function isPicture(page: KeptPage): page is PicturePage {
  return page.mime !== 'application/pdf' && page.size !== undefined;
}
