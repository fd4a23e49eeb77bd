// Finds dossiers by any part of a name, a number or a code, with or without Vietnamese marks.

import type { DossierRow } from '../../../preload/contract/counter.ts';

const MARKS = /[\u0300-\u036f]/g;

export const fold = (text: string): string => text.normalize('NFD').replace(MARKS, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** The newest first; every word of the search must be in the row. */
export function matching(dossiers: readonly DossierRow[], search: string): readonly DossierRow[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  return dossiers
    .filter((row) => {
      const text = fold([row.applicantName, row.applicantNumber, row.code, row.procedureName].join(' '));
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => b.receivedAt - a.receivedAt);
}
