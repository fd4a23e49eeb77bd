// The words by which a dossier is found: code, number and name, folded to lower case without diacritics.

import { foldVietnamese } from '../domain/text/fold.ts';

type Applicant = { readonly number: { readonly value: string }; readonly fullName?: { readonly value: string } };

export function searchText(code: string, dossier: { readonly applicant: Applicant }): string {
  const { number, fullName } = dossier.applicant;
  return foldVietnamese([code, number.value, fullName?.value ?? ''].join(' '));
}

/** An FTS5 query in which every word is the beginning of a word; null where nothing is left to look for. */
export function searchQuery(text: string): string | null {
  const words = foldVietnamese(text.slice(0, 200)).match(/[a-z0-9]+/g) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' ');
}
