// A slip as sentences to be read aloud: codes letter by letter, money in words, nothing that only the eye can use.

import { dong } from '../money.ts';
import { unreachable } from '../result.ts';
import { moneyWords } from './money-words.ts';
import type { Slip, SlipBlock, SlipLanguage } from './slip.ts';

/** One sentence a line. */
export function slipText(slip: Slip): string {
  const copy = slip.copy ? [slip.language === 'vi' ? 'Bản sao' : 'Copy'] : [];
  return [...copy, ...slip.blocks.flatMap((block) => sentencesOf(block, slip.language))]
    .map(sentence)
    .join('\n');
}

function sentencesOf(block: SlipBlock, language: SlipLanguage): string[] {
  switch (block.kind) {
    case 'head':
      return [block.parent, block.unit, block.nation, block.motto];
    case 'heading':
      return [block.text];
    case 'text':
      return block.emphasis === 'quiet' ? [] : [block.text];
    case 'pair':
      return [`${block.label}: ${block.value}`];
    case 'list':
      return [...block.items];
    case 'amounts':
      return [
        ...block.lines.map(({ label, amount, note }) =>
          [`${label}: ${moneyWords(dong(amount), language)}`, note].filter(Boolean).join(', '),
        ),
        `${block.total.label}: ${moneyWords(dong(block.total.amount), language)}`,
      ];
    case 'register':
      return block.rows.map((row) => row.filter(Boolean).join(', '));
    case 'code':
      return [`${block.label}: ${spelled(block.code, language)}`];
    case 'qr':
      return [block.caption];
    case 'table':
      return block.rows.map((row) => row.join(', '));
    case 'bars':
      return [block.caption];
    case 'logo':
    case 'rule':
    case 'pattern':
    case 'signatures':
      return [];
    default:
      return unreachable(block);
  }
}

/** `H36.12 – 261124 – 0042` → `H 3 6 chấm 1 2, 2 6 1 1 2 4, 0 0 4 2` */
function spelled(code: string, language: SlipLanguage): string {
  return code
    .split(/\s*[–-]\s*/)
    .map((group) => [...group].map((letter) => (letter === '.' ? (language === 'vi' ? 'chấm' : 'dot') : letter)).join(' '))
    .join(', ');
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
