// Text as wrongly set scanners send it.

// Windows-1258 outside ASCII: ready-made letters, and the combining marks that it has instead of the others.
const LETTERS = 'ÀÁÂĂÈÉÊÍĐÓÔƠÙÚƯàáâăèéêíđóôơùúư\u0300\u0309\u0303\u0301\u0323';
const BYTES = Buffer.from('c0c1c2c3c8c9cacdd0d3d4d5d9dadde0e1e2e3e8e9eaedf0f3f4f5f9fafdccd2deecf2', 'hex');
const WINDOWS_1258 = new Map([...LETTERS].map((letter, index) => [letter, BYTES[index]] as const));

/** As a scanner with the Vietnamese ANSI code page sends it: base letter, then its tone mark. */
export function encodeWindows1258(text: string): Buffer {
  const bytes: number[] = [];
  const put = (letter: string): boolean => {
    const code = letter.codePointAt(0) ?? 0;
    const byte = code < 0x80 ? code : WINDOWS_1258.get(letter);
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
