// The font of the text that lies unseen over a page: every character is one empty glyph, half an em wide. A character's code is
// its UTF-16 code unit (Identity-H), and ToUnicode (ISO 32000-1 9.10.3) says so for those that occur, so that what is searched
// and copied is exactly what was read, whatever its diacritics. TrueType tables: ISO/IEC 14496-22 clause 5.

import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { PdfWriter } from './writer.ts';

/** Of the em. */
export const GLYPH_WIDTH = 0.5;
/** How far a line's box reaches below its baseline, of its height. */
export const DESCENT = 0.2;

const UNITS = 1000;
const NAME = 'MCGLYF+Unseen';
const deflating = promisify(deflate);

/** Adds the font with the characters that occur, and returns its number. */
export async function addGlyphlessFont(writer: PdfWriter, characters: ReadonlySet<string>, number: number): Promise<void> {
  const file = trueType();
  const program = writer.add(`/Filter /FlateDecode /Length1 ${file.length}`, await deflating(file));
  const box = `[0 ${-DESCENT * UNITS} ${GLYPH_WIDTH * UNITS} ${(1 - DESCENT) * UNITS}]`;
  const heights = `/Ascent ${(1 - DESCENT) * UNITS} /Descent ${-DESCENT * UNITS} /CapHeight ${(1 - DESCENT) * UNITS}`;
  const descriptor = writer.add(
    `/Type /FontDescriptor /FontName /${NAME} /Flags 5 /FontBBox ${box} /ItalicAngle 0 ${heights} /StemV 80 /FontFile2 ${program} 0 R`,
  );
  const codes = [...characters].map((character) => character.charCodeAt(0)).sort((a, b) => a - b);
  // Every code leads to the one empty glyph.
  const glyphs = Buffer.alloc(((codes.at(-1) ?? 0) + 1) * 2);
  for (let at = 1; at < glyphs.length; at += 2) glyphs[at] = 1;
  const map = writer.add('/Filter /FlateDecode', await deflating(glyphs));
  const system = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>';
  const descendant = writer.add(
    `/Type /Font /Subtype /CIDFontType2 /BaseFont /${NAME} ${system} /FontDescriptor ${descriptor} 0 R /DW ${GLYPH_WIDTH * UNITS} /CIDToGIDMap ${map} 0 R`,
  );
  const unicode = writer.add('/Filter /FlateDecode', await deflating(Buffer.from(toUnicode(codes), 'latin1')));
  writer.add(
    `/Type /Font /Subtype /Type0 /BaseFont /${NAME} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R`,
    undefined,
    number,
  );
}

function toUnicode(codes: readonly number[]): string {
  const lines = [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
  ];
  // At most a hundred in a block.
  for (let from = 0; from < codes.length; from += 100) {
    const block = codes.slice(from, from + 100).map((code) => code.toString(16).toUpperCase().padStart(4, '0'));
    lines.push(`${block.length} beginbfchar`, ...block.map((code) => `<${code}> <${code}>`), 'endbfchar');
  }
  lines.push('endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end', '');
  return lines.join('\n');
}

/** Two glyphs without outlines: .notdef and the one that is used. */
function trueType(): Buffer {
  const int16 = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 2);
    values.forEach((value, index) => bytes.writeUInt16BE(value & 0xffff, index * 2));
    return bytes;
  };
  const width = GLYPH_WIDTH * UNITS;
  const ascent = (1 - DESCENT) * UNITS;
  const descent = -DESCENT * UNITS;
  const tables: Record<string, Buffer> = {
    glyf: Buffer.alloc(0),
    // Version, revision, check sum, magic number, flags, units, both dates, box, style, smallest size, direction, short loca.
    head: int16(1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, UNITS, 0, 0, 0, 0, 0, 0, 0, 0, 0, descent, width, ascent, 0, 8, 2, 0, 0),
    hhea: int16(1, 0, ascent, descent, 0, width, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2),
    hmtx: int16(width, 0, width, 0),
    loca: int16(0, 0, 0),
    maxp: int16(1, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
  };
  const names = Object.keys(tables).sort();
  const head = Buffer.alloc(12 + names.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  int16(names.length, 64, 2, names.length * 16 - 64).copy(head, 4);
  const bodies: Buffer[] = [];
  let offset = head.length;
  names.forEach((name, index) => {
    const table = tables[name]!;
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    const at = 12 + index * 16;
    head.write(name, at, 'latin1');
    head.writeUInt32BE(checkSum(padded), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(table.length, at + 12);
    bodies.push(padded);
    offset += padded.length;
  });
  const file = Buffer.concat([head, ...bodies]);
  // The whole file sums up to this; the field is the third of `head`.
  const place = head.readUInt32BE(12 + names.indexOf('head') * 16 + 8) + 8;
  file.writeUInt32BE((0xb1b0afba - checkSum(file)) >>> 0, place);
  return file;
}

function checkSum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
