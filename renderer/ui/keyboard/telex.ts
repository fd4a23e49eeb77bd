// Telex, the usual way to type Vietnamese on Latin keys: aa ee oo → â ê ô, aw ow uw → ă ơ ư, dd → đ, and s f r x j z for
// the tones. The same key again takes its mark back and types the letter. Pure: a word and a key give a word.

import { isUpper, vowelOf, withVowel, type Tone } from './letters.ts';
import { findVowels, isKnownVowels, placeTone, vowelsText, wordTone } from './syllable.ts';

/** The longest Vietnamese syllable has seven letters; what is longer is not one. */
const MAX_WORD = 8;

const TONE_KEYS: Readonly<Record<string, Tone>> = { s: 'acute', f: 'grave', r: 'hook', x: 'tilde', j: 'dot', z: 'level' };
const HATS: Readonly<Record<string, string>> = { a: 'â', e: 'ê', o: 'ô' };
const HORNS: Readonly<Record<string, string>> = { a: 'ă', â: 'ă', o: 'ơ', ô: 'ơ', u: 'ư' };

/** The word before the caret and the key that was touched give the new word. */
export function typeTelex(word: string, key: string): string {
  const letters = [...word.normalize('NFC')];
  if (letters.length > MAX_WORD || [...key].length !== 1) return word + key;
  const lower = key.toLowerCase();
  // The mark was taken back and the letter stands there: it is not Vietnamese, so the letter it is.
  const literal = /[sfrxjw]/.test(lower) && letters.at(-1)?.toLowerCase() === lower;
  const changed =
    literal ? undefined
    : lower in TONE_KEYS ? typeTone(letters, key, TONE_KEYS[lower]!)
    : lower === 'd' ? typeBar(letters, key)
    : lower === 'w' ? typeHorn(letters, key)
    : lower in HATS ? typeHat(letters, key, lower)
    : undefined;
  return (changed ?? append(letters, key)).join('');
}

/** Puts a tone on the word; the same tone again takes it off. */
export function applyTone(word: string, tone: Tone): string {
  const letters = [...word.normalize('NFC')];
  return placeTone(letters, wordTone(letters) === tone ? 'level' : tone).join('');
}

/** A letter at the end: the tone may have to move, and "uơ" or "ưo" before another letter is "ươ". */
function append(letters: readonly string[], key: string): string[] {
  const next = [...letters, key];
  const { start, end } = findVowels(letters);
  const half = end === letters.length ? vowelsText(letters, { start, end }).search(/uơ$|ưo$/) : -1;
  if (half >= 0 && /[nmcptiu]/i.test(key)) {
    next[start + half] = withVowel(next[start + half]!, 'ư');
    next[start + half + 1] = withVowel(next[start + half + 1]!, 'ơ');
  }
  const tone = wordTone(letters);
  return tone === 'level' ? next : placeTone(next, tone);
}

function typeTone(letters: readonly string[], key: string, tone: Tone): string[] | undefined {
  const { start, end } = findVowels(letters);
  const present = wordTone(letters);
  if (start === end) return undefined;
  if (tone === 'level') return present === 'level' ? undefined : placeTone(letters, 'level');
  return present === tone ? [...placeTone(letters, 'level'), key] : placeTone(letters, tone);
}

function typeBar(letters: readonly string[], key: string): string[] | undefined {
  const first = letters[0];
  if (first === undefined) return undefined;
  if (first.toLowerCase() === 'd') return [isUpper(first) ? 'Đ' : 'đ', ...letters.slice(1)];
  // đ again: back to d, and the key typed.
  if (first.toLowerCase() === 'đ') return [isUpper(first) ? 'D' : 'd', ...letters.slice(1), key];
  return undefined;
}

function typeHat(letters: readonly string[], key: string, base: string): string[] | undefined {
  const hat = HATS[base]!;
  const { start, end } = findVowels(letters);
  for (let index = end - 1; index >= start; index--) {
    const vowel = vowelOf(letters[index]!)!;
    if (vowel === hat) return replace(letters, { [index]: base }, key);
    const unhatted = vowel === base || HORNS[base] === vowel;
    if (unhatted) return ifKnown(replace(letters, index > start && isHornedU(letters, index) ? { [index]: hat, [index - 1]: 'u' } : { [index]: hat }));
  }
  return undefined;
}

const isHornedU = (letters: readonly string[], index: number): boolean => vowelOf(letters[index - 1]!) === 'ư';

function typeHorn(letters: readonly string[], key: string): string[] | undefined {
  const { start, end } = findVowels(letters);
  if (start === end) return [...letters, isUpper(key) ? 'Ư' : 'ư'];
  const vowels = vowelsText(letters, { start, end });
  const at = (index: number, vowel: string) => replace(letters, { [start + index]: vowel });

  const pair = vowels.search(/u[oôơ]|ưo/);
  if (pair >= 0) {
    // Open "uo" may stay "uơ" (thuở); it becomes "ươ" with the next letter.
    const last = end === letters.length && pair + 2 === vowels.length;
    const wide = !last || vowels.startsWith('ưo');
    if (vowels.includes('uơ') && last) return replace(letters, { [start + pair + 1]: 'o' }, key);
    return replace(letters, wide ? { [start + pair]: 'ư', [start + pair + 1]: 'ơ' } : { [start + pair + 1]: 'ơ' });
  }
  const done = vowels.search(/ươ/);
  if (done >= 0) return replace(letters, { [start + done]: 'u', [start + done + 1]: 'o' }, key);
  const marked = vowels.search(/[ăơư]/);
  if (marked >= 0) return replace(letters, { [start + marked]: plainOf(vowels[marked]!) }, key);

  if (vowels.startsWith('oa')) return ifKnown(at(1, 'ă'));
  if (vowels === 'ua' || vowels === 'uu' || vowels === 'ui') return at(0, 'ư');
  const plain = [...vowels].findIndex((vowel) => vowel in HORNS);
  return plain < 0 ? undefined : ifKnown(at(plain, HORNS[vowels[plain]!]!));
}

const plainOf = (vowel: string): string => ({ ă: 'a', ơ: 'o', ư: 'u' })[vowel] ?? vowel;

/** Some vowels replaced, the tone moved to where it now belongs, and perhaps the key typed after it. */
function replace(letters: readonly string[], vowels: Readonly<Record<number, string>>, key?: string): string[] {
  const tone = wordTone(letters);
  const next = letters.map((letter, index) => (vowels[index] === undefined ? letter : withVowel(letter, vowels[index])));
  if (key !== undefined) next.push(key);
  return placeTone(next, tone);
}

/** Only if Vietnamese has these vowels: otherwise the key is a letter of its own (khoeo). */
function ifKnown(letters: string[]): string[] | undefined {
  return isKnownVowels(vowelsText(letters, findVowels(letters))) ? letters : undefined;
}
