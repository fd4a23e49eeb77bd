// One PDF/A-2b (ISO 19005-2) for one paper. It runs in the main process page by page: pictures are taken over as they are
// compressed, what is packed anew is packed by Node's own threads, so that nothing else waits longer than for one page.

import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { PaperPdf } from '../domain/pages/page.ts';
import type { StudioFailure } from '../services/ports.ts';
import { addGlyphlessFont } from './pdf/glyphless-font.ts';
import { informationDictionary, xmp } from './pdf/metadata.ts';
import { pdfPicture } from './pdf/picture.ts';
import { srgbProfile } from './pdf/srgb-profile.ts';
import { textLayer } from './pdf/text-layer.ts';
import { createPdfWriter, pdfNumber, pdfText } from './pdf/writer.ts';

export const MAX_PAGES = 200;
/** All pictures together. */
export const MAX_BYTES = 256_000_000;
export const MAX_WORDS_A_PAGE = 20_000;
/** Sides that a page may have, points (ISO 19005-2 6.1.13). */
const SIDES = { least: 3, most: 14_400 };

const deflating = promisify(deflate);

/** `tooLarge` above the limits, `undecodable` for pictures that the file cannot carry. Nothing that was handed in is changed. */
export async function assemblePdf(paper: PaperPdf): Promise<Result<Uint8Array, StudioFailure>> {
  const { pages } = paper;
  if (pages.length === 0) return fail('undecodable', 'no pages');
  if (pages.length > MAX_PAGES) return fail('tooLarge', `${pages.length} pages`);
  const bytes = pages.reduce((sum, page) => sum + page.bytes.length, 0);
  if (bytes > MAX_BYTES) return fail('tooLarge', `${bytes} bytes`);

  const writer = createPdfWriter();
  const tree = writer.reserve();
  const font = writer.reserve();
  const kids: number[] = [];
  const characters = new Set<string>(' ');
  for (const [index, page] of pages.entries()) {
    const [width, height] = [page.widthPx, page.heightPx].map((pixels) => (pixels * 72) / page.dotsPerInch) as [number, number];
    if (![width, height].every((side) => side >= SIDES.least && side <= SIDES.most)) return fail('undecodable', `page ${index + 1}: its size`);
    if (page.words.length > MAX_WORDS_A_PAGE) return fail('tooLarge', `page ${index + 1}: ${page.words.length} words`);
    const picture = await pdfPicture(page);
    if (!picture.ok) return fail(picture.error.code, `page ${index + 1}: ${picture.error.detail}`);
    const image = writer.add(picture.value.dictionary, picture.value.stream);
    const text = textLayer(page);
    for (const character of text.characters) characters.add(character);
    const [w, h] = [pdfNumber(width), pdfNumber(height)];
    const content = `q ${w} 0 0 ${h} 0 0 cm /P0 Do Q\n${text.operators}\n`;
    const contents = writer.add('/Filter /FlateDecode', await deflating(Buffer.from(content, 'latin1')));
    const resources = `<< /XObject << /P0 ${image} 0 R >> /Font << /F0 ${font} 0 R >> >>`;
    kids.push(writer.add(`/Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${w} ${h}] /Resources ${resources} /Contents ${contents} 0 R`));
  }
  await addGlyphlessFont(writer, characters, font);
  writer.add(`/Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}]`, undefined, tree);
  const profile = writer.add('/N 3 /Filter /FlateDecode', await deflating(srgbProfile()));
  const condition = '/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1)';
  const intent = writer.add(`/Type /OutputIntent /S /GTS_PDFA1 ${condition} /DestOutputProfile ${profile} 0 R`);
  // Not packed, so that whoever does not read PDF finds it (ISO 19005-2 6.6.2).
  const metadata = writer.add('/Type /Metadata /Subtype /XML', xmp(paper));
  const root = writer.add(
    `/Type /Catalog /Pages ${tree} 0 R /Lang ${pdfText(paper.language)} /Metadata ${metadata} 0 R /OutputIntents [${intent} 0 R] /ViewerPreferences << /DisplayDocTitle true >>`,
  );
  return ok(writer.finish(root, writer.add(informationDictionary(paper))));
}
