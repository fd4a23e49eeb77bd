// Text as wrongly set scanners send it.

/** Windows-1258 letters outside ASCII, with the combining tone marks that it uses instead of ready-made letters. */
const WINDOWS_1258: Readonly<Record<string, number>> = {
  À: 0xc0, Á: 0xc1, Â: 0xc2, Ă: 0xc3, È: 0xc8, É: 0xc9, Ê: 0xca, Í: 0xcd, Đ: 0xd0, Ó: 0xd3, Ô: 0xd4, Ơ: 0xd5, Ù: 0xd9, Ú: 0xda, Ư: 0xdd,
  à: 0xe0, á: 0xe1, â: 0xe2, ă: 0xe3, è: 0xe8, é: 0xe9, ê: 0xea, í: 0xed, đ: 0xf0, ó: 0xf3, ô: 0xf4, ơ: 0xf5, ù: 0xf9, ú: 0xfa, ư: 0xfd,
  '\u0300': 0xcc, '\u0309': 0xd2, '\u0303': 0xde, '\u0301': 0xec, '\u0323': 0xf2,
};

/** As a scanner with the Vietnamese ANSI code page sends it: base letter, then its tone mark. */
export function encodeWindows1258(text: string): Buffer {
  const bytes: number[] = [];
  const put = (letter: string): boolean => {
    const code = letter.codePointAt(0) ?? 0;
    const byte = code < 0x80 ? code : WINDOWS_1258[letter];
    if (byte !== undefined) bytes.push(byte);
    return byte !== undefined;
  };
  for (const letter of text.normalize('NFC')) {
    if (put(letter)) continue;
    // Takes the tone mark off and leaves the circumflex, breve or horn on the letter.
    const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(letter.normalize('NFD'))?.[0];
    const base = tone === undefined ? undefined : letter.normalize('NFD').replace(tone, '').normalize('NFC');
    if (base === undefined || tone === undefined || !put(base) || !put(tone)) bytes.push(0x3f);
  }
  return Buffer.from(bytes);
}

/** UTF-8 taken for Latin-1 and encoded once more: `Nguyá»…n`. */
export const mojibake = (text: string): Buffer => Buffer.from(Buffer.from(text, 'utf8').toString('latin1'), 'utf8');
