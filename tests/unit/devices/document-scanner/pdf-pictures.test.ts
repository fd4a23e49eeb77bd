// A copier's PDF is taken apart as Poppler takes it apart, whoever wrote it; what is more than pictures is refused.

import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPages } from '../../../../main/devices/document-scanner/page.ts';
import { picturesOf } from '../../../../main/devices/document-scanner/pdf-pictures.ts';
import { a4Jpeg, copierPdf, programs } from './copier.ts';

const SHEETS = [40, 120, 200].map((shade) => a4Jpeg(shade));
const taken = (pdf: Uint8Array) => {
  const pages = readPages(pdf);
  return pages.ok ? pages.value.map(({ bytes }) => Buffer.from(bytes)) : pages.error.reason;
};
const byPoppler = (pdf: Buffer) => [...programs({ 'scan.pdf': pdf }, ['pdfimages', '-j', 'scan.pdf', 'page'])].filter(([name]) => name.endsWith('.jpg')).map(([, bytes]) => bytes);

/** Objects as they are given; a cross-reference table is not needed. */
const pdfOf = (...objects: (string | Buffer)[]) => Buffer.concat([Buffer.from('%PDF-1.4\n'), ...objects.map((object) => Buffer.concat([Buffer.from(object), Buffer.from('\n')])), Buffer.from('%%EOF\n')]);
const stream = (number: number, dictionary: string, bytes: Buffer) => Buffer.concat([Buffer.from(`${number} 0 obj\n<<${dictionary}>>\nstream\r\n`), bytes, Buffer.from('\nendstream\nendobj')]);
const picture = (number: number, bytes: Buffer, more = '/Filter/DCTDecode') => stream(number, `/Type/XObject/Subtype/Image/Width 827/Height 1169${more}/Length ${bytes.length}`, bytes);
const TREE = ['1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj', '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>endobj'];
const SHEET = ['3 0 obj<</Type/Page/Parent 2 0 R/Contents 8 0 R/Resources<</XObject<</Im0 4 0 R>>>>>>endobj', stream(8, '/Length 60', Buffer.from('q 0.24 0 0 0.24 0 0 cm 2480 0 0 3508 0 0 cm /Im0 Do Q'))] as const;

describe('the pages of a copier’s PDF', () => {
  it.each([
    ['with plain objects', () => copierPdf(SHEETS)],
    ['with packed objects', () => copierPdf(SHEETS, { packed: true })],
    ['put together by Poppler from three', async () => {
      const parts = await Promise.all(SHEETS.map((sheet) => copierPdf([sheet])));
      return programs(Object.fromEntries(parts.map((part, index) => [`${index}.pdf`, part])), ['pdfunite', '2.pdf', '0.pdf', '1.pdf', 'scan.pdf']).get('scan.pdf')!;
    }],
  ])('%s are its JPEGs in the order of its pages, byte for byte', async (_, make) => {
    const pdf = await make();
    const pages = taken(pdf);
    expect(pages).toHaveLength(3);
    expect(pages).toEqual(byPoppler(pdf));
  });

  it('are found where the picture is packed once more, and where its length stands elsewhere', () => {
    expect(taken(pdfOf(...TREE, ...SHEET, picture(4, deflateSync(SHEETS[0]!), '/Filter[/FlateDecode/DCTDecode]')))).toEqual([SHEETS[0]]);
    const elsewhere = stream(4, '/Subtype/Image/Width 827/Height 1169/Filter/DCTDecode/Length 5 0 R', SHEETS[1]!);
    expect(taken(pdfOf(...TREE, ...SHEET, elsewhere, `5 0 obj ${SHEETS[1]!.length} endobj`))).toEqual([Buffer.concat([SHEETS[1]!, Buffer.from('\n')])]);
  });

  it('are those of the last change', () => {
    expect(taken(pdfOf(...TREE, ...SHEET, picture(4, SHEETS[0]!), picture(4, SHEETS[2]!)))).toEqual([SHEETS[2]]);
  });

  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['text beside a logo, which would be lost', () => copierPdf([SHEETS[0]!, SHEETS[1]!], { text: true }), 'pdfNotPictures'],
    ['two pictures on a page', () => pdfOf(...TREE, SHEET[0].replace('/Im0 4 0 R', '/Im0 4 0 R/Im1 5 0 R'), SHEET[1], picture(4, SHEETS[0]!), picture(5, SHEETS[1]!)), 'pdfNotPictures'],
    ['fax compression', () => pdfOf(...TREE, ...SHEET, picture(4, Buffer.from('fax'), '/Filter/CCITTFaxDecode')), 'pdfNotPictures'],
    ['a page tree that goes round', () => pdfOf(TREE[0]!, '2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]>>endobj'), 'pdfDamaged'],
    ['61 pages', () => copierPdf(Array.from({ length: 61 }, () => SHEETS[0]!), { packed: true }), 'tooManyPages'],
    ['no page', () => pdfOf(TREE[0]!), 'pdfDamaged'],
    ['a picture that is no JPEG', () => pdfOf(...TREE, ...SHEET, picture(4, Buffer.from('GIF89a'))), 'badPage'],
    ['half a JPEG', () => pdfOf(...TREE, ...SHEET, picture(4, SHEETS[0]!.subarray(0, 900))), 'badPage'],
  ])('are not taken from a PDF with %s', async (_, make, reason) => expect(taken(await make())).toBe(reason));

  it('do not blow up: what unpacks to more than 16 MB is left packed', () => {
    const bomb = deflateSync(Buffer.alloc(64_000_000), { level: 9 });
    const begun = process.memoryUsage().arrayBuffers;
    expect(picturesOf(pdfOf(stream(9, `/Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${bomb.length}`, bomb)))).toMatchObject({ ok: false, error: 'pdfDamaged' });
    expect(process.memoryUsage().arrayBuffers - begun).toBeLessThan(40_000_000);
  });
});
