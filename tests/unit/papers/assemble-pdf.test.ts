// Poppler judges the papers: their text word for word, their pictures byte for byte, what they say of themselves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { assemblePdf } from '../../../main/papers/assemble-pdf.ts';
import { jpegPage, judge, laidOut, paperOf, pngPage, wordsIn } from './pages.ts';

const VOWELS = 'aăâeêioôơuưy'.split('');
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const letter = fc.oneof(
  fc.tuple(fc.constantFrom(...VOWELS), fc.constantFrom(...TONES)).map(([vowel, tone]) => vowel + tone),
  fc.constantFrom(...'bcdđghklmnpqrstvxBĐHNT0123456789'.split('')),
);
const vietnameseWord = fc.tuple(fc.array(letter, { minLength: 1, maxLength: 9 }), fc.boolean()).map(([letters, upper]) => {
  const word = letters.join('');
  return upper ? word.toUpperCase() : word;
});

describe('a paper as PDF', () => {
  it('has exactly the words that were read, composed or not', async () => {
    const texts = 'Cộng hòa xã hội chủ nghĩa Việt Nam nghiêng ngả, khuỷu quạnh thuở ngoằn ngoèo rượu ẶẪỔỰỲ (số 12/2026).'.split(' ');
    const decomposed = texts.map((text) => text.normalize('NFD'));
    const pdf = unwrap(await assemblePdf(paperOf([pngPage(laidOut(texts)), jpegPage(laidOut(decomposed))])));
    expect(await wordsIn(pdf)).toEqual([...texts, ...texts]);
  });

  it('any Vietnamese words come back from it', async () => {
    const picture = pngPage();
    await fc.assert(
      fc.asyncProperty(fc.array(vietnameseWord, { minLength: 1, maxLength: 60 }), async (texts) => {
        const pdf = unwrap(await assemblePdf(paperOf([{ ...picture, words: laidOut(texts) }])));
        expect(await wordsIn(pdf)).toEqual(texts.map((text) => text.normalize('NFC')));
      }),
      { numRuns: 12 },
    );
  });

  it('its words lie where they are seen', async () => {
    const [word] = laidOut(['Nguyễn']);
    const pdf = unwrap(await assemblePdf(paperOf([pngPage([word!])])));
    const html = await judge(pdf, (run) => run('pdftotext', '-bbox', 'paper.pdf', '-'));
    const [xMin, yMin, xMax, yMax] = ['xMin', 'yMin', 'xMax', 'yMax'].map((name) => Number(new RegExp(`<word[^>]*${name}="([\\d.]+)"`).exec(html)?.[1]));
    const points = (pixels: number): number => (pixels * 72) / 150;
    expect(xMin).toBeCloseTo(points(word!.box.x), 1);
    expect(xMax).toBeCloseTo(points(word!.box.x + word!.box.width), 1);
    expect(yMin).toBeCloseTo(points(word!.box.y), 0);
    expect(yMax).toBeCloseTo(points(word!.box.y + word!.box.height), 0);
  });

  it('has the JPEG byte for byte and the PNG pixel for pixel', async () => {
    const photo = jpegPage();
    const drawn = pngPage();
    const coloured = pngPage([], 2);
    const pdf = unwrap(await assemblePdf(paperOf([photo, drawn, coloured])));
    await judge(pdf, async (run, folder) => {
      const list = (await run('pdfimages', '-list', 'paper.pdf')).split('\n').slice(2, 5).map((row) => row.trim().split(/\s+/));
      expect(list.map(([page, , type, width, height, color, , bits, enc]) => [page, type, width, height, color, bits, enc])).toEqual([
        ['1', 'image', '1240', '1754', 'rgb', '8', 'jpeg'],
        ['2', 'image', '1240', '1754', 'gray', '8', 'image'],
        ['3', 'image', '1240', '1754', 'rgb', '8', 'image'],
      ]);
      expect(list.map((row) => row[12])).toEqual(['150', '150', '150']);
      await run('pdfimages', '-all', 'paper.pdf', 'p');
      expect(readFileSync(join(folder, 'p-000.jpg')).equals(photo.bytes)).toBe(true);
      for (const [file, page] of [['p-001.png', drawn], ['p-002.png', coloured]] as const) {
        const back = PNG.sync.read(readFileSync(join(folder, file)));
        expect(back.data.equals(PNG.sync.read(Buffer.from(page.bytes)).data), file).toBe(true);
      }
    });
  });

  it('says what it is, and that it is PDF/A-2b', async () => {
    const pdf = unwrap(await assemblePdf(paperOf([pngPage(laidOut(['Một']))])));
    const [information, metadata, fonts] = await judge(pdf, (run) =>
      Promise.all([run('pdfinfo', '-isodates', 'paper.pdf'), run('pdfinfo', '-meta', 'paper.pdf'), run('pdffonts', 'paper.pdf')]),
    );
    for (const line of [
      /^Title: +Giấy khai sinh <bản sao> & trích lục$/m,
      /^Subject: +Hồ sơ thử$/m,
      /^Producer: +Một Cửa$/m,
      /^CreationDate: +2026-11-25T01:02:03Z$/m,
      /^PDF version: +1\.7$/m,
      /^Page size: +595\.2 x 841\.92 pts \(A4\)$/m,
      /^Encrypted: +no$/m,
    ])
      expect(information).toMatch(line);
    for (const text of ['<pdfaid:part>2<', '<pdfaid:conformance>B<', 'Giấy khai sinh &lt;bản sao&gt; &amp; trích lục', '<rdf:li>vi-VN<'])
      expect(metadata).toContain(text);
    // Embedded, a subset, with its Unicode.
    expect(fonts).toMatch(/CID TrueType +Identity-H +yes yes yes/);
  });

  it('is the same file for the same paper', async () => {
    const paper = paperOf([pngPage(laidOut(['Một']))]);
    expect(unwrap(await assemblePdf(paper))).toEqual(unwrap(await assemblePdf(paper)));
  });

  it('refuses what it cannot carry', async () => {
    const good = pngPage();
    const photo = jpegPage();
    const seeThrough = pngPage([], 6);
    const refusal = async (...pages: Parameters<typeof paperOf>[0]): Promise<string> => {
      const made = await assemblePdf(paperOf(pages));
      return made.ok ? 'made' : made.error.code;
    };
    expect(await refusal()).toBe('undecodable');
    expect(await refusal(seeThrough)).toBe('undecodable');
    expect(await refusal({ ...good, widthPx: 1239 })).toBe('undecodable');
    expect(await refusal({ ...good, dotsPerInch: 0 })).toBe('undecodable');
    expect(await refusal({ ...good, mime: 'image/jpeg' })).toBe('undecodable');
    expect(await refusal({ ...photo, bytes: photo.bytes.subarray(0, 9000) })).toBe('undecodable');
    expect(await refusal({ ...good, bytes: good.bytes.subarray(0, -12) })).toBe('undecodable');
    expect(await refusal(...Array.from({ length: 201 }, () => good))).toBe('tooLarge');
  });
});
