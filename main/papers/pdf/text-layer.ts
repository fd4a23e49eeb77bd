// The words of a page as unseen text over its picture (text rendering mode 3, ISO 32000-1 9.3.6): the words of a line stand on
// one baseline, each stretched to the width of its box, so that a selection covers what is seen.

import type { PagePicture, Word } from '../../domain/pages/page.ts';
import { DESCENT, GLYPH_WIDTH } from './glyphless-font.ts';
import { pdfNumber, utf16Hex } from './writer.ts';

/** Longer is no word that anybody searches for. */
const MAX_LETTERS = 200;

/** Operators that write the words, and which characters occur. Sizes in points. */
export function textLayer(page: PagePicture & { readonly words: readonly Word[] }): { readonly operators: string; readonly characters: ReadonlySet<string> } {
  const scale = 72 / page.dotsPerInch;
  const lines = new Map<number, { top: number; bottom: number; words: { text: string; word: Word }[] }>();
  const characters = new Set<string>();
  for (const word of page.words) {
    const text = plain(word.text);
    const { x, y, width, height } = word.box;
    if (text === '' || ![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) continue;
    for (const character of `${text} `) characters.add(character);
    const line = lines.get(word.line) ?? { top: y, bottom: y + height, words: [] };
    line.top = Math.min(line.top, y);
    line.bottom = Math.max(line.bottom, y + height);
    line.words.push({ text, word });
    lines.set(word.line, line);
  }
  if (lines.size === 0) return { operators: '', characters };
  const operators = ['BT', '3 Tr'];
  for (const { top, bottom, words } of lines.values()) {
    const size = (bottom - top) * scale;
    const baseline = (page.heightPx - bottom) * scale + DESCENT * size;
    operators.push(`/F0 ${pdfNumber(size)} Tf`);
    for (const { text, word } of words) {
      const stretch = (100 * word.box.width * scale) / (text.length * GLYPH_WIDTH * size);
      operators.push(
        `${pdfNumber(stretch)} Tz`,
        `1 0 0 1 ${pdfNumber(word.box.x * scale)} ${pdfNumber(baseline)} Tm`,
        // The space parts words whose boxes nearly touch.
        `<${utf16Hex(`${text} `)}> Tj`,
      );
    }
  }
  operators.push('ET');
  return { operators: operators.join('\n'), characters };
}

/** Composed letters, no spaces, no control characters, nothing outside the plane that a code unit reaches. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/[\p{C}\p{Z}\u{10000}-\u{10ffff}]/gu, '').slice(0, MAX_LETTERS);
}
