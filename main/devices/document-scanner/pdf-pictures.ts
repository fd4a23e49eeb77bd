// The pages of a copier's PDF, each of which is one JPEG: taken out byte for byte, nothing is decoded. Read after ISO
// 32000-1 as far as that needs (7.3 objects, 7.5.7 object streams, 7.7.3 page tree, 8.9.5 images), with caps on everything.
// Objects are found by going through the file, not by its cross-reference table, which a hostile file could make anything of.

import { inflateSync } from 'node:zlib';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';

export type NoPictures = 'pdfDamaged' | 'pdfNotPictures' | 'tooManyPages';

const MAX_PAGES = 60;
const MAX_OBJECTS = 20_000;
const MAX_DEPTH = 24;
const MAX_PICTURE_BYTES = 40_000_000;
const MAX_INFLATED_BYTES = 16_000_000;
const MAX_CONTENT_BYTES = 400_000;
/** The picture fills the page but for this part of it: else there is more on the page, which would be lost. */
const BARE = 0.1;

type Name = `/${string}`;
type Reference = { readonly ref: number };
type Dictionary = ReadonlyMap<string, Value>;
type Value = number | Name | Reference | readonly Value[] | Dictionary | null;
type Stored = { readonly value: Value; readonly stream?: Uint8Array };

/** The JPEGs of a PDF's pages in the order of its pages. */
export function picturesOf(pdf: Uint8Array): Result<readonly Uint8Array[], NoPictures> {
  const objects = objectsOf(pdf);
  if (!objects) return err('pdfDamaged');
  const find = (value: Value | undefined): Stored | undefined => (isReference(value) ? objects.get(value.ref) : value === undefined ? undefined : { value });
  const entry = (dictionary: Dictionary | undefined, name: string): Stored | undefined => find(dictionary?.get(name));
  const dictionaryIn = (stored: Stored | undefined): Dictionary | undefined => (stored?.value instanceof Map ? stored.value : undefined);

  const pages: { readonly page: Dictionary; readonly resources: Dictionary | undefined; readonly box: readonly number[] }[] = [];
  const seen = new Set<number>();
  const walk = (value: Value | undefined, resources: Dictionary | undefined, box: readonly number[], depth: number): boolean => {
    const node = dictionaryIn(find(value));
    if (!node || depth > MAX_DEPTH || (isReference(value) && seen.has(value.ref))) return false;
    if (isReference(value)) seen.add(value.ref);
    const own = dictionaryIn(entry(node, 'Resources')) ?? resources;
    const said = entry(node, 'MediaBox')?.value;
    const ownBox = Array.isArray(said) ? said.map((side) => find(side)?.value).filter((side) => typeof side === 'number') : box;
    const kids = entry(node, 'Kids')?.value;
    if (!Array.isArray(kids)) return pages.push({ page: node, resources: own, box: ownBox }) <= MAX_PAGES;
    return kids.every((kid) => walk(kid, own, ownBox, depth + 1));
  };
  const catalogue = [...objects.values()].map((stored) => dictionaryIn(stored)).findLast((value) => value?.get('Type') === '/Catalog');
  if (!walk(catalogue?.get('Pages'), undefined, [], 0)) return err(pages.length > MAX_PAGES ? 'tooManyPages' : 'pdfDamaged');

  const pictures: Uint8Array[] = [];
  for (const { page, resources, box } of pages) {
    const drawn = [...(dictionaryIn(entry(resources, 'XObject'))?.values() ?? [])].map((value) => find(value)).filter((stored) => stored !== undefined);
    const [image, another] = drawn;
    const jpeg = image && another === undefined && fills(page, box) ? jpegOf(image) : undefined;
    if (!jpeg) return err('pdfNotPictures');
    pictures.push(jpeg);
  }
  return pictures.length > 0 ? ok(pictures) : err('pdfDamaged');

  /** Whether what is drawn, the unit square under all the page's matrices (8.3.4), has the page's area. */
  function fills(page: Dictionary, [left = 0, bottom = 0, right = 0, top = 0]: readonly number[]): boolean {
    const contents = entry(page, 'Contents');
    const streams = Array.isArray(contents?.value) ? contents.value.map((value) => find(value)) : [contents];
    let area = 1;
    let drawn = 0;
    for (const part of streams.slice(0, 20)) {
      const drawing = part && unpacked(part, MAX_CONTENT_BYTES);
      if (!drawing) return false;
      const text = Buffer.from(drawing).toString('latin1');
      drawn += text.match(/\/[^\s/]{1,127}\s+Do(?![A-Za-z])/g)?.length ?? 0;
      for (const [, ...matrix] of text.matchAll(/(-?[\d.]{1,20})\s+(-?[\d.]{1,20})\s+(-?[\d.]{1,20})\s+(-?[\d.]{1,20})\s+-?[\d.]{1,20}\s+-?[\d.]{1,20}\s+cm(?![A-Za-z])/g)) {
        const [a, b, c, d] = matrix.map(Number) as [number, number, number, number];
        area *= Math.abs(a * d - b * c);
      }
    }
    return drawn === 1 && Math.abs(area / Math.abs((right - left) * (top - bottom)) - 1) <= BARE;
  }

  function jpegOf(image: Stored): Uint8Array | undefined {
    return dictionaryIn(image)?.get('Subtype') === '/Image' ? unpacked(image, MAX_PICTURE_BYTES, '/DCTDecode') : undefined;
  }

  /** The stream's bytes as far as `last`, the filter that is wanted. */
  function unpacked(stored: Stored, maxBytes: number, last?: Name): Uint8Array | undefined {
    const filter = entry(dictionaryIn(stored), 'Filter')?.value;
    const filters = (Array.isArray(filter) ? filter : [filter]).filter((name) => name !== undefined && name !== null).join();
    if (!stored.stream || stored.stream.length > maxBytes) return undefined;
    if (filters === (last ?? '')) return stored.stream;
    return filters === ['/FlateDecode', ...(last ? [last] : [])].join() ? inflated(stored.stream, maxBytes) : undefined;
  }
}

function isReference(value: Value | undefined): value is Reference {
  return typeof value === 'object' && value !== null && 'ref' in value;
}

/** Objects by their number, the last of each; undefined for what is no PDF or has a stream without an end. */
function objectsOf(pdf: Uint8Array): Map<number, Stored> | undefined {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const objects = new Map<number, Stored>();
  const packed: { readonly dictionary: Dictionary; readonly stream: Uint8Array }[] = [];
  const heads = /(?:^|[\s>])(\d{1,7})\s{1,8}\d{1,5}\s{1,8}obj(?![a-z])/g;
  for (let head = heads.exec(text), count = 0; head; head = heads.exec(text), count += 1) {
    if (count >= MAX_OBJECTS) return undefined;
    const reader = new Reader(text, heads.lastIndex);
    const value = reader.value(0);
    const number = Number(head[1]);
    if (!(value instanceof Map) || !reader.skip('stream')) {
      objects.set(number, { value: value ?? null });
      heads.lastIndex = Math.max(heads.lastIndex, reader.at);
      continue;
    }
    const from = reader.at + (text.startsWith('\r\n', reader.at) ? 2 : 1);
    const length = value.get('Length');
    const said = typeof length === 'number' && Number.isInteger(length) && length >= 0 ? from + length : -1;
    const to = said >= 0 && text.slice(said, said + 12).trimStart().startsWith('endstream') ? said : text.indexOf('endstream', from);
    if (to < 0) return undefined;
    const stream = pdf.subarray(from, to);
    objects.set(number, { value, stream });
    if (value.get('Type') === '/ObjStm') packed.push({ dictionary: value, stream });
    heads.lastIndex = to;
  }
  let left = MAX_INFLATED_BYTES;
  for (const { dictionary, stream } of packed) {
    const bytes = dictionary.get('Filter') === '/FlateDecode' ? inflated(stream, left) : undefined;
    const [count, first] = [dictionary.get('N'), dictionary.get('First')];
    if (!bytes || typeof count !== 'number' || typeof first !== 'number') return undefined;
    left -= bytes.length;
    const inside = Buffer.from(bytes).toString('latin1');
    const numbers = inside.slice(0, first).trim().split(/\s+/).map(Number);
    for (let index = 0; index < Math.min(count, numbers.length / 2); index += 1) {
      const [number, offset] = [numbers[index * 2]!, first + numbers[index * 2 + 1]!];
      if (objects.size >= MAX_OBJECTS) return undefined;
      if (Number.isInteger(number) && offset >= 0 && offset < inside.length) objects.set(number, { value: new Reader(inside, offset).value(0) ?? null });
    }
  }
  return objects;
}

function inflated(bytes: Uint8Array, maxOutputLength: number): Uint8Array | undefined {
  try {
    return maxOutputLength > 0 ? inflateSync(bytes, { maxOutputLength }) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads values of ISO 32000-1, 7.3, from a place on; strings are skipped, since nothing that is looked for is one. */
class Reader {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  skip(word: string): boolean {
    this.#space();
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** Undefined at the end of a list and for what is no value. */
  value(depth: number): Value | undefined {
    this.#space();
    if (depth > MAX_DEPTH) return undefined;
    if (this.skip('<<')) return this.#dictionary(depth);
    if (this.skip('[')) {
      const values: Value[] = [];
      for (let value = this.value(depth + 1); value !== undefined; value = this.value(depth + 1)) values.push(value);
      this.skip(']');
      return values;
    }
    const next = this.text[this.at];
    if (next === '/') return this.#match(/\/[^\s<>[\](){}/%]{0,127}/y) as Name | undefined;
    if (next === '(') return this.#string();
    if (next === '<') return this.#match(/<[0-9A-Fa-f\s]*>/y) === undefined ? undefined : null;
    const reference = this.#match(/(\d{1,7})\s{1,8}\d{1,5}\s{1,8}R(?![A-Za-z])/y);
    if (reference !== undefined) return { ref: Number.parseInt(reference, 10) };
    const number = this.#match(/[+-]?(?:\d{1,10}(?:\.\d{0,10})?|\.\d{1,10})/y);
    if (number !== undefined) return Number(number);
    return this.#match(/(?:true|false|null)(?![A-Za-z])/y) === undefined ? undefined : null;
  }

  #dictionary(depth: number): Dictionary {
    const entries = new Map<string, Value>();
    for (;;) {
      this.#space();
      if (this.skip('>>')) return entries;
      const name = this.#match(/\/[^\s<>[\](){}/%]{0,127}/y);
      const value = name === undefined ? undefined : this.value(depth + 1);
      if (name === undefined || value === undefined) return entries;
      entries.set(name.slice(1), value);
    }
  }

  #string(): null {
    let open = 0;
    do {
      const letter = this.text[this.at];
      if (letter === undefined) return null;
      if (letter === '(') open += 1;
      if (letter === ')') open -= 1;
      this.at += letter === '\\' ? 2 : 1;
    } while (open > 0);
    return null;
  }

  #space(): void {
    this.#match(/(?:\s|%[^\r\n]*)+/y);
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
