// Every letter of Vietnamese, and every character of the forms, is in the bundled font: its `cmap` is read here (OpenType
// 1.9, cmap, formats 4 and 12) from the WOFF 1.0 files, whose tables are only deflated.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const files = join(dirname(createRequire(import.meta.url).resolve('@fontsource/be-vietnam-pro/400.css')), 'files');

function charactersOf(file: string): Set<number> {
  const woff = readFileSync(join(files, file));
  for (let table = 0; table < woff.readUInt16BE(12); table++) {
    const at = 44 + 20 * table;
    if (woff.toString('latin1', at, at + 4) !== 'cmap') continue;
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)];
    const bytes = woff.subarray(offset, offset + packed);
    return mapped(packed === length ? bytes : inflateSync(bytes));
  }
  throw new Error('no cmap');
}

function mapped(cmap: Buffer): Set<number> {
  const found = new Set<number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record++) {
    const at = cmap.readUInt32BE(4 + 8 * record + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 4) {
      const segments = cmap.readUInt16BE(at + 6) / 2;
      for (let segment = 0; segment < segments; segment++) {
        const end = cmap.readUInt16BE(at + 14 + 2 * segment);
        const startAt = at + 16 + 2 * segments + 2 * segment;
        const start = cmap.readUInt16BE(startAt);
        const delta = cmap.readUInt16BE(startAt + 2 * segments);
        const rangeAt = startAt + 4 * segments;
        const range = cmap.readUInt16BE(rangeAt);
        for (let code = start; code <= end && code !== 0xffff; code++) {
          const glyph = range === 0 ? (code + delta) & 0xffff : cmap.readUInt16BE(rangeAt + range + 2 * (code - start));
          if (glyph !== 0) found.add(code);
        }
      }
    } else if (format === 12) {
      for (let group = 0; group < cmap.readUInt32BE(at + 12); group++) {
        for (let code = cmap.readUInt32BE(at + 16 + 12 * group); code <= cmap.readUInt32BE(at + 20 + 12 * group); code++) found.add(code);
      }
    }
  }
  return found;
}

const VOWELS = [...'aăâeêioôơuưy'];
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const letters = [...'abcdđeghiklmnopqrstuvxyfjwz', ...VOWELS.flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize('NFC')))];
const alphabet = [...letters, ...letters.map((letter) => letter.toUpperCase())];

const root = join(import.meta.dirname, '../../../main/domain');
const shippedTexts = ['slips/forms/data', 'procedures/data'].flatMap((folder) => readdirSync(join(root, folder)).map((file) => readFileSync(join(root, folder, file), 'utf8')));
const code = ['slip-parts.ts', 'forms/form-slip.ts'].map((file) => readFileSync(join(root, 'slips', file), 'utf8'));
const used = new Set([...[...shippedTexts, ...code].join('')].filter((character) => !/\p{Cc}/u.test(character)));

describe.each([400, 600, 700])('Be Vietnam Pro of weight %i', (weight) => {
  const has = new Set(['latin', 'latin-ext', 'vietnamese'].flatMap((part) => [...charactersOf(`be-vietnam-pro-${part}-${weight}-normal.woff`)]));

  it('has each letter with each of its tone marks, small and capital', () => {
    expect(alphabet).toHaveLength(2 * (27 + 72));
    expect(alphabet.filter((letter) => [...letter].length !== 1 || !has.has(letter.codePointAt(0)!))).toEqual([]);
  });

  it('has every character of the forms, the slips and the procedures', () => {
    expect([...used].filter((character) => !has.has(character.codePointAt(0)!))).toEqual([]);
  });

  it('is really asked: it has no Chinese', () => {
    expect(has.has('字'.codePointAt(0)!)).toBe(false);
  });
});
