// What a paper's file says of itself, twice and alike: the information dictionary (ISO 32000-1 14.3.3) and XMP (ISO 16684-1)
// with the mark of PDF/A-2b (ISO 19005-2 6.6.4).

import type { PaperPdf } from '../../domain/pages/page.ts';
import { pdfText } from './writer.ts';

const PRODUCER = 'Một Cửa';
const MAX_LETTERS = 500;

type Described = Pick<PaperPdf, 'title' | 'subject' | 'language' | 'createdAt'>;

export function informationDictionary({ title, subject, createdAt }: Described): string {
  const date = `(D:${seconds(createdAt).replace(/\D/g, '')}Z)`;
  const texts = `/Title ${pdfText(clean(title))} /Subject ${pdfText(clean(subject))} /Producer ${pdfText(PRODUCER)}`;
  return `${texts} /CreationDate ${date} /ModDate ${date}`;
}

export function xmp({ title, subject, language, createdAt }: Described): Buffer {
  const date = seconds(createdAt);
  const alternatives = (text: string): string => `<rdf:Alt><rdf:li xml:lang="x-default">${escape(text)}</rdf:li></rdf:Alt>`;
  return Buffer.from(`<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format><dc:title>${alternatives(title)}</dc:title><dc:description>${alternatives(subject)}</dc:description>
<dc:language><rdf:Bag><rdf:li>${escape(language)}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>${PRODUCER}</pdf:Producer><xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`);
}

/** In UTC, without parts of a second, which a PDF's date does not have. */
const seconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const escape = (text: string): string => clean(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** No control characters and no halves of characters, which XML cannot carry. */
const clean = (text: string): string =>
  [...text].filter((character) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(character)).slice(0, MAX_LETTERS).join('');
