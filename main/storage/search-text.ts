// The words by which a dossier is found, folded to lower case without diacritics: code, number, name, telephone, the day
// it was received (`d20261124`, and its month `m202611`) and its status (`s4`). What is asked is turned into the same words.

import { vietnamDay } from '../domain/calendar/vietnam-time.ts';
import type { DossierStatus } from '../domain/dossier/dossier.ts';
import { DOSSIER_STATUSES } from '../domain/dossier/dossier.ts';
import { foldVietnamese } from '../domain/text/fold.ts';

type Applicant = { readonly number: { readonly value: string }; readonly fullName?: { readonly value: string } };
type Found = { readonly code: string; readonly applicant: Applicant; readonly phone?: string; readonly receivedAt: number; readonly status: DossierStatus };

/** The words of version 3 of the layout. */
export function searchText(code: string, dossier: { readonly applicant: Applicant }): string {
  const { number, fullName } = dossier.applicant;
  return foldVietnamese([code, number.value, fullName?.value ?? ''].join(' '));
}

export function searchWords(dossier: Found): string {
  const day = vietnamDay(dossier.receivedAt).replace(/-/g, '');
  const phone = (dossier.phone ?? '').replace(/\D/g, '').replace(/^84/, '0');
  return `${searchText(dossier.code, dossier)} ${phone} d${day} m${day.slice(0, 6)} s${DOSSIER_STATUSES[dossier.status]}`;
}

/** How an officer writes a status; the longest that fits counts. */
const STATUS_WORDS: readonly (readonly [string, DossierStatus])[] = [
  ['moi dang ky', 'newlyRegistered'],
  ['da tiep nhan', 'received'],
  ['khong tiep nhan', 'notReceived'],
  ['dang giai quyet', 'inProcess'],
  ['cho bo sung', 'supplementsRequested'],
  ['cho tra tien', 'paymentRequested'],
  ['da rut', 'withdrawn'],
  ['dung xu ly', 'stopped'],
  ['co ket qua', 'processed'],
  ['da tra ket qua', 'resultHandedOver'],
];
const DATE = /(?<![\d.])(\d{1,2})[/.](\d{1,2})[/.](20\d{2})(?!\d)|(?<!\d)(\d{1,2})\/(20\d{2})(?!\d)/g;
const MOST_WORDS = 12;

/**
 * An FTS5 query in which every word must be there; the last one that is typed may be unfinished, and so may figures. Null
 * where nothing is left to look for. A single letter is a word of its own: it begins too many others.
 */
export function searchQuery(text: string): string | null {
  let rest = foldVietnamese(text.slice(0, 200));
  const exact: string[] = [];
  rest = rest.replace(DATE, (_, day?: string, month?: string, year?: string, only?: string, ofYear?: string) => {
    exact.push(day ? `d${year}${month!.padStart(2, '0')}${day.padStart(2, '0')}` : `m${ofYear}${only!.padStart(2, '0')}`);
    return ' ';
  });
  for (const [words, status] of STATUS_WORDS) {
    if (!rest.includes(words)) continue;
    exact.push(`s${DOSSIER_STATUSES[status]}`);
    rest = rest.replace(words, ' ');
  }
  const words = (rest.match(/[a-z0-9]+/g) ?? []).slice(0, MOST_WORDS);
  const terms = [
    ...exact.map((word) => `"${word}"`),
    ...words.map((word, at) => (word.length > 1 && (at === words.length - 1 || /^\d+$/.test(word)) ? `"${word}"*` : `"${word}"`)),
  ];
  return terms.length === 0 ? null : terms.join(' AND ');
}
