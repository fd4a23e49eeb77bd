// A Vietnamese syllable: its initial, its vowels, its final, and where its tone mark stands (the traditional way: hòa, thủy).

import { toneOf, vowelOf, withTone, type Tone } from './letters.ts';

/** Where the vowels are in a word: `[start, end)`. Empty when there are none. */
export type Vowels = { readonly start: number; readonly end: number };

/**
 * The last run of vowels. The u of "qu" and the i of "gi" before another vowel belong to the initial.
 */
export function findVowels(letters: readonly string[]): Vowels {
  let end = letters.length;
  while (end > 0 && vowelOf(letters[end - 1]!) === undefined) end--;
  let start = end;
  while (start > 0 && vowelOf(letters[start - 1]!) !== undefined) start--;
  const before = start === 1 ? letters[0]!.toLowerCase() : '';
  const first = start < end ? vowelOf(letters[start]!) : undefined;
  const more = end - start > 1;
  if (more && ((before === 'q' && first === 'u') || (before === 'g' && first === 'i'))) start++;
  return { start, end };
}

/** All runs of vowels that occur in Vietnamese syllables, marks included, tones left out. */
const KNOWN = new Set(
  (
    'a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ôô ơi ua uâ uê ui uo uô uơ uy ưa ươ ưi ưu yê ' +
    'iêu yêu oai oao oay oeo uai uao uay uây ui uôi uya uyê uyu ươi ươu ueo uă ue ie ye uye ieu yeu uou uoi uu ' +
    'uơu ưo ưoi ưou ưu'
  ).split(' '),
);

export const isKnownVowels = (vowels: string): boolean => KNOWN.has(vowels);

export function vowelsText(letters: readonly string[], { start, end }: Vowels): string {
  return letters.slice(start, end).map((letter) => vowelOf(letter)).join('');
}

/** The index of the letter that carries the tone; -1 when there is no vowel. */
export function tonePlace(letters: readonly string[]): number {
  const { start, end } = findVowels(letters);
  const count = end - start;
  if (count === 0) return -1;
  for (let index = end - 1; index >= start; index--) {
    if ('ăâêôơư'.includes(vowelOf(letters[index]!)!)) return index;
  }
  const closed = end < letters.length;
  if (count === 1) return start;
  if (count === 2) return closed ? start + 1 : start;
  return start + 1;
}

export function wordTone(letters: readonly string[]): Tone {
  return letters.map(toneOf).find((tone) => tone !== 'level') ?? 'level';
}

/** The word with this one tone, in its right place. Without a vowel the word stays as it is. */
export function placeTone(letters: readonly string[], tone: Tone): string[] {
  const bare = letters.map((letter) => withTone(letter, 'level'));
  const place = tonePlace(bare);
  if (place >= 0) bare[place] = withTone(bare[place]!, tone);
  return bare;
}
