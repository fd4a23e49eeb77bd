// The words in tesseract's table (TSV): level, page, block, paragraph, line, word, left, top, width, height, confidence, text.

import type { Word } from '../../domain/pages/page.ts';

const WORD_LEVEL = '5';
const MAX_WORDS = 20_000;

export function wordsOf(table: string): readonly Word[] {
  const words: Word[] = [];
  let line = -1;
  let place = '';
  for (const row of table.split('\n')) {
    const [level, , block, paragraph, lineInParagraph, , x, y, width, height, confidence, ...rest] = row.split('\t');
    const text = rest.join(' ').trim();
    if (level !== WORD_LEVEL || text === '' || words.length === MAX_WORDS) continue;
    const here = `${block} ${paragraph} ${lineInParagraph}`;
    if (here !== place) line += 1;
    place = here;
    words.push({
      text: text.normalize('NFC'),
      confidence: Math.min(100, Math.max(0, Math.round(Number(confidence)))),
      line,
      box: { x: Number(x), y: Number(y), width: Number(width), height: Number(height) },
    });
  }
  return words;
}
