// Writes a PDF file, ISO 32000-1 clause 7: numbered objects, streams, the cross-reference table (7.5.4) and the trailer with an
// identifier made of the content. What is handed in is kept until the end and copied once.

import { createHash } from 'node:crypto';

export type PdfWriter = {
  /** A number to refer to before the object is there. */
  reserve(): number;
  /** `dictionary` without its brackets; a stream's length is added. Returns the number. */
  add(dictionary: string, stream?: Uint8Array | readonly Uint8Array[], number?: number): number;
  finish(root: number, info: number): Uint8Array;
};

/** The comment of four bytes above 127 says that the file is binary (ISO 19005-2, 6.1.2). */
const HEADER = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1');

export function createPdfWriter(): PdfWriter {
  const chunks: Uint8Array[] = [HEADER];
  const hash = createHash('sha256');
  const offsets: number[] = [];
  let length = HEADER.length;
  let reserved = 0;

  const put = (chunk: Uint8Array | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk;
    chunks.push(bytes);
    hash.update(bytes);
    length += bytes.length;
  };
  const reserve = (): number => ++reserved;
  const begin = (number: number): void => {
    offsets[number] = length;
    put(`${number} 0 obj\n`);
  };

  return {
    reserve,
    add(dictionary, stream, number = reserve()) {
      begin(number);
      if (stream === undefined) put(`<< ${dictionary} >>\nendobj\n`);
      else {
        const parts = stream instanceof Uint8Array ? [stream] : stream;
        const bytes = parts.reduce((sum, part) => sum + part.length, 0);
        put(`<< ${dictionary} /Length ${bytes} >>\nstream\n`);
        for (const part of parts) put(part);
        put('\nendstream\nendobj\n');
      }
      return number;
    },
    finish(root, info) {
      const table = length;
      const id = hash.copy().digest('hex').slice(0, 32);
      const rows = Array.from({ length: reserved }, (_, index) => {
        const offset = offsets[index + 1];
        if (offset === undefined) throw new Error(`object ${index + 1} of the PDF was not written`);
        return `${String(offset).padStart(10, '0')} 00000 n \n`;
      });
      put(`xref\n0 ${reserved + 1}\n0000000000 65535 f \n${rows.join('')}`);
      put(`trailer\n<< /Size ${reserved + 1} /Root ${root} 0 R /Info ${info} 0 R /ID [<${id}> <${id}>] >>\n`);
      put(`startxref\n${table}\n%%EOF\n`);
      const file = new Uint8Array(length);
      let at = 0;
      for (const chunk of chunks) {
        file.set(chunk, at);
        at += chunk.length;
      }
      return file;
    },
  };
}

/** A text string of 7.9.2.2, as UTF-16 with its mark. */
export function pdfText(text: string): string {
  return `<FEFF${utf16Hex(text)}>`;
}

/** Four digits for each code unit. */
export function utf16Hex(text: string): string {
  let hex = '';
  for (let at = 0; at < text.length; at += 1) hex += text.charCodeAt(at).toString(16).padStart(4, '0');
  return hex.toUpperCase();
}

/** A number without an exponent, to a ten-thousandth. */
export function pdfNumber(value: number): string {
  return String(Number(value.toFixed(4)));
}
