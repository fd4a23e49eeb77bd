// What stands on the keys. The Vietnamese letters and tones have keys of their own, for those who never learned Telex.

import type { Tone } from './letters.ts';

export const LETTER_ROWS = [
  ['q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p'],
  ['a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l'],
  ['z', 'x', 'c', 'v', 'b', 'n', 'm'],
] as const;

export const VIETNAMESE_LETTERS = ['ă', 'â', 'đ', 'ê', 'ô', 'ơ', 'ư'] as const;

/** Each tone key shows the tone on an a. */
export const TONE_KEYS: readonly { readonly tone: Exclude<Tone, 'level'>; readonly sign: string }[] = [
  { tone: 'acute', sign: 'á' },
  { tone: 'grave', sign: 'à' },
  { tone: 'hook', sign: 'ả' },
  { tone: 'tilde', sign: 'ã' },
  { tone: 'dot', sign: 'ạ' },
];

export const FIGURE_ROWS = [
  ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'],
  ['-', '/', ':', '(', ')', '"', '&', '@', '%', '+'],
  ['.', ',', '?', '!', "'", ';', '='],
] as const;
