// Pages for the tests of papers, and the programs of Poppler as judges of a PDF.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import type { PagePicture, PaperPdf, Word } from '../../../main/domain/pages/page.ts';

export const RESOLUTION = 150;
export const WIDTH = 1240;
export const HEIGHT = 1754;

export type Page = PaperPdf['pages'][number];

export function jpegPage(words: readonly Word[] = []): Page {
  const data = Buffer.alloc(WIDTH * HEIGHT * 4, 0xf0);
  const bytes = new Uint8Array(jpeg.encode({ data, width: WIDTH, height: HEIGHT }, 60).data);
  return page(bytes, 'image/jpeg', words);
}

export function pngPage(words: readonly Word[] = [], colorType: 0 | 2 | 6 = 0): Page {
  const png = new PNG({ width: WIDTH, height: HEIGHT });
  png.data.fill(0xff);
  png.data.fill(0, 0, WIDTH * 40);
  for (let at = 3; at < png.data.length; at += 4) png.data[at] = 0xff;
  return page(new Uint8Array(PNG.sync.write(png, { colorType })), 'image/png', words);
}

const page = (bytes: Uint8Array, mime: PagePicture['mime'], words: readonly Word[]): Page => ({
  bytes,
  mime,
  widthPx: WIDTH,
  heightPx: HEIGHT,
  dotsPerInch: RESOLUTION,
  words,
});

/** Words laid out in lines of six, as a page has them. */
export function laidOut(texts: readonly string[]): readonly Word[] {
  return texts.map((text, index) => ({
    text,
    confidence: 90,
    line: Math.floor(index / 6),
    box: { x: 60 + (index % 6) * 190, y: 80 + Math.floor(index / 6) * 50, width: 170, height: 32 },
  }));
}

export const paperOf = (pages: readonly Page[]): PaperPdf => ({
  pages,
  title: 'Giấy khai sinh <bản sao> & trích lục',
  subject: 'Hồ sơ thử',
  language: 'vi-VN',
  createdAt: Date.UTC(2026, 10, 25, 1, 2, 3),
});

/** Runs a program over a PDF; `into` becomes a folder's path. */
export async function judge<T>(pdf: Uint8Array, work: (run: (program: string, ...args: string[]) => Promise<string>, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-paper-'));
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf);
    return await work(async (program, ...args) => {
      const { stdout, stderr } = await promisify(execFile)(program, args, { cwd: folder, maxBuffer: 16 * 1024 * 1024 });
      if (stderr !== '') throw new Error(`${program}: ${stderr}`);
      return stdout;
    }, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words that Poppler finds, in the order in which they are written. */
export const wordsIn = (pdf: Uint8Array): Promise<readonly string[]> =>
  judge(pdf, async (run) => (await run('pdftotext', '-raw', '-enc', 'UTF-8', 'paper.pdf', '-')).split(/\s+/u).filter((word) => word !== ''));
