// `probe paper`: pictures of pages into one PDF whose text can be searched, with how long each step took.

import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type { PaperPdf } from '../domain/pages/page.ts';
import { assemblePdf, MAX_PAGES } from '../papers/assemble-pdf.ts';
import { pictureSize } from '../papers/pdf/picture.ts';
import { createRecogniser } from '../papers/recogniser.ts';
import type { ProbeAnswer } from './member.ts';
import { fine, numberOption, parseArguments, refused, tools, wrongUsage } from './member.ts';

const USAGE = 'paper FILE… --into FILE.pdf [--dpi N]     upright pages, .jpg or .png';

export async function paper(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['into', 'dpi']);
  const into = parsed?.options.get('into');
  const dotsPerInch = numberOption(parsed?.options.get('dpi'), 300, 50, 1200);
  const names = parsed?.words ?? [];
  if (into === undefined || dotsPerInch === undefined || names.length === 0 || names.length > MAX_PAGES) return wrongUsage(USAGE);

  const { resolve } = createRequire(import.meta.url);
  const recogniser = createRecogniser({
    workerFile: new URL('../papers/recognition/worker.ts', import.meta.url),
    files: {
      engine: resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm'),
      language: resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'),
    },
    clock: tools.clock,
    log: tools.log,
  });
  const startedAt = performance.now();
  let since = startedAt;
  const took = (): number => {
    const before = since;
    since = performance.now();
    return Math.round(since - before);
  };
  try {
    const pages: PaperPdf['pages'][number][] = [];
    const told: { file: string; bytes: number; words: number; recognisedMs: number }[] = [];
    for (const name of names) {
      const mime = extname(name).toLowerCase() === '.png' ? 'image/png' : 'image/jpeg';
      const bytes = await readFile(name).then((read) => new Uint8Array(read), () => null);
      if (bytes === null) return refused({ code: 'noFile', detail: name });
      const size = pictureSize(bytes, mime);
      if (size === undefined) return refused({ code: 'undecodable', detail: name });
      const page = { bytes, mime, widthPx: size.width, heightPx: size.height, dotsPerInch } as const;
      took();
      const words = await recogniser.recognise(page);
      if (!words.ok) return refused(words.error);
      pages.push({ ...page, words: words.value });
      told.push({ file: name, bytes: bytes.length, words: words.value.length, recognisedMs: took() });
    }
    const pdf = await assemblePdf({ pages, title: 'Giấy tờ', subject: '', language: 'vi-VN', createdAt: tools.clock.now() });
    if (!pdf.ok) return refused(pdf.error);
    const assembledMs = took();
    await writeFile(into, pdf.value);
    return fine({ pdf: into, bytes: pdf.value.length, assembledMs, totalMs: Math.round(performance.now() - startedAt), pages: told });
  } finally {
    await recogniser.close();
  }
}
