// What a person or a card wrote, as it can be printed.

import { withoutPictures } from '../text/fold.ts';

/** Composed letters, no control or direction characters, no emoji (the font has none: boxes would come out), no runs of blanks. */
export function printable(text: string): string {
  return withoutPictures(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    // After the removals: what stood between a letter and its mark may be gone.
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}
