// Text as people type it, made comparable: folding for search (unicode61 of SQLite does not fold đ), plain ASCII for
// VietQR, and cleaning of what came from a keyboard or a scanner.

const COMBINING_MARKS = /\p{M}+/gu;
const CONTROLS_AND_FORMATTING = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;
/** Emoji with their skin tones, flags, keycaps and variation selectors. */
const PICTURES = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u{1F3FB}-\u{1F3FF}]|\u{20E3}|\u{FE0E}|\u{FE0F}/gu;
/** Pictographic by Unicode's letter, but ordinary in names of businesses. */
const PICTURES_THAT_STAY = new Set(['©', '®', '™']);

/** Lower case, without diacritics, đ as d, every run of white space one space: `Đỗ Thị  Hằng` → `do thi hang`. */
export function foldVietnamese(text: string): string {
  return withoutDiacritics(text).toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Printable ASCII only, case kept, what has no ASCII letter dropped: `Lệ phí №1` → `Le phi No1`. */
export function toAscii(text: string): string {
  return withoutDiacritics(text)
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Without emoji: they say nothing that a form or a code has a place for, and no bundled letter looks like them. */
export function withoutPictures(text: string): string {
  return text.replace(PICTURES, (picture) => (PICTURES_THAT_STAY.has(picture) ? picture : ''));
}

/** NFC, without control characters, invisible formatting and emoji, white space squeezed, at most `max` characters. */
export function cleanText(text: string, max: number): string {
  const cleaned = withoutPictures(text.slice(0, max * 4).replace(/\s+/g, ' '))
    .replace(CONTROLS_AND_FORMATTING, '')
    // After the removals: what stood between a letter and its mark may be gone.
    .normalize('NFC')
    .replace(/ {2,}/g, ' ')
    .trim();
  return Array.from(cleaned).slice(0, max).join('').trim();
}

function withoutDiacritics(text: string): string {
  return text.normalize('NFKD').replace(COMBINING_MARKS, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').normalize('NFC');
}
