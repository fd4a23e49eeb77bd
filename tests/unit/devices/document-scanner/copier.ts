// What a copier makes: JPEGs of A4 paper, and PDFs of them as several programs write them.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import jpeg from 'jpeg-js';

/** An A4 page at 100 dpi in one shade, so that each is another. */
export function a4Jpeg(shade: number, [width, height] = [827, 1169]): Buffer {
  return Buffer.from(jpeg.encode({ width, height, data: Buffer.alloc(width * height * 4, shade) }, 60).data);
}

const A4: [number, number] = [595.28, 841.89];

/** `packed`: its objects in object streams. `text`: the last page has a line of text over a small picture instead. */
export async function copierPdf(pages: readonly Buffer[], { packed = false, text = false } = {}): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  for (const [index, page] of pages.entries()) {
    const picture = await pdf.embedJpg(page);
    const isLetter = text && index === pages.length - 1;
    const sheet = pdf.addPage(A4);
    sheet.drawImage(picture, isLetter ? { x: 40, y: 700, width: 80, height: 80 } : { x: 0, y: 0, width: A4[0], height: A4[1] });
    if (isLetter) sheet.drawText('A letter with a logo', { x: 40, y: 600, font: await pdf.embedFont(StandardFonts.Helvetica) });
  }
  return Buffer.from(await pdf.save({ useObjectStreams: packed }));
}

/** Runs programs in a folder of their own with these files; gives the files that are there afterwards. */
export function programs(files: Readonly<Record<string, Buffer>>, ...commands: readonly (readonly [string, ...string[]])[]): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'copier-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    for (const [program, ...args] of commands) execFileSync(program, args, { cwd: folder, stdio: 'pipe', timeout: 30_000 });
    return new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
