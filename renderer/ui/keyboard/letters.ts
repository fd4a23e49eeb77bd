// Vietnamese letters taken apart and put together: a base letter, its mark (mũ, trăng, râu) and its tone.

export type Tone = 'level' | 'acute' | 'grave' | 'hook' | 'tilde' | 'dot';

const TONES: readonly Tone[] = ['level', 'acute', 'grave', 'hook', 'tilde', 'dot'];

/** Each vowel with its six tones, in the order of TONES. */
const ROWS = [
  'aáàảãạ', 'ăắằẳẵặ', 'âấầẩẫậ', 'eéèẻẽẹ', 'êếềểễệ', 'iíìỉĩị',
  'oóòỏõọ', 'ôốồổỗộ', 'ơớờởỡợ', 'uúùủũụ', 'ưứừửữự', 'yýỳỷỹỵ',
] as const;

const PARTS = new Map<string, { readonly vowel: string; readonly tone: Tone }>();
const WHOLE = new Map<string, string>();
for (const row of ROWS) {
  const letters = [...row];
  letters.forEach((letter, index) => {
    const tone = TONES[index]!;
    PARTS.set(letter, { vowel: letters[0]!, tone });
    WHOLE.set(`${letters[0]}${tone}`, letter);
  });
}

export const isUpper = (letter: string): boolean => letter !== letter.toLowerCase();

const inCaseOf = (pattern: string, letter: string): string => (isUpper(pattern) ? letter.toUpperCase() : letter);

/** The vowel without its tone, in lower case (`Ấ` → `â`); undefined for other letters. */
export const vowelOf = (letter: string): string | undefined => PARTS.get(letter.toLowerCase())?.vowel;

export const toneOf = (letter: string): Tone => PARTS.get(letter.toLowerCase())?.tone ?? 'level';

/** The same letter with another tone; case is kept. */
export function withTone(letter: string, tone: Tone): string {
  const vowel = vowelOf(letter);
  return vowel === undefined ? letter : inCaseOf(letter, WHOLE.get(`${vowel}${tone}`)!);
}

/** The same letter as another vowel (`Á`, `â` → `Ấ`); tone and case are kept. */
export function withVowel(letter: string, vowel: string): string {
  return inCaseOf(letter, WHOLE.get(`${vowel}${toneOf(letter)}`)!);
}
