// Pages with known truth through the real window for pages: how well they are straightened, cropped, turned and judged,
// beside unpaper and ImageMagick on the same pictures; how fast, how small, and whether the words can still be read.
// MOT_CUA_PAGES sets how many (200), MOT_CUA_PAGES_FROM after which (0), MOT_CUA_PAGES_SECONDS after how long no more are begun
// (290; reading and pace take two fifths of that besides, so that all of it ends in eight minutes on a busy machine too),
// MOT_CUA_PAGES_BESIDE how many of them the other two programs get (16; they take seconds each), MOT_CUA_PAGES_READ how many are
// read (4), MOT_CUA_PAGES_SEED which. A page that fails, or takes a minute, is counted and not waited for.

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { _electron } from '@playwright/test';
import { systemClock } from '../../main/base/clock.ts';
import { DEFAULT_QUALITY_LIMITS, QUALITY_CODES } from '../../main/domain/pages/page.ts';
import type { ImprovedPage, ImproveOptions } from '../../main/domain/pages/page.ts';
import { createRecogniser } from '../../main/papers/recogniser.ts';
import { startBench } from '../bench/client.ts';
import { papers } from './pages/papers.ts';
import type { PaperTruth } from './pages/papers.ts';
import type { Measure, Row } from './row.ts';

const run = promisify(execFile);
const DPI = 300;
const AT_A_TIME = 2;
const PACE_PAGES = 16;
/** Longer than the windows' own patience: for a program that hangs. */
const PATIENCE_MS = 90_000;

type Page = Omit<ImprovedPage, 'bytes' | 'preview'> & { readonly file: string; readonly bytes: number };
type Answer = { readonly ms: number } & ({ readonly ok: true; readonly pages: readonly Page[] } | { readonly ok: false; readonly code: string });
type InMain = { improvePage(file: string, options: ImproveOptions, out: string): Promise<Answer>; drawPaper(truth: PaperTruth, file: string): Promise<readonly string[]>; pagesProcessorSeconds(): number | null };

const measure: Measure = async (context) => {
  const count = Number(context.env['MOT_CUA_PAGES'] ?? 200);
  const beside = Number(context.env['MOT_CUA_PAGES_BESIDE'] ?? 16);
  const readPages = Number(context.env['MOT_CUA_PAGES_READ'] ?? 4);
  const seconds = Number(context.env['MOT_CUA_PAGES_SECONDS'] ?? 290);
  const inSeconds = (more: number): (() => boolean) => {
    const end = performance.now() + more * 1000;
    return () => performance.now() < end;
  };
  const bench = await startBench({ dir: join(context.scratch, 'bench'), mode: 'self-service' });
  const app = await _electron.launch({
    executablePath: context.electronPath,
    args: ['-r', join(context.root, 'tests/performance/pages/main.cjs'), context.root, ...context.electronSwitches, '--settings', bench.settingsFile, '--data', join(context.scratch, 'data')],
    env: context.env as Record<string, string>,
  });
  const folder = join(context.scratch, 'pages');
  mkdirSync(folder);
  const draw = (truth: PaperTruth, file: string) => bounded(app.evaluate((_, [one, other]) => (globalThis as unknown as InMain).drawPaper(one, other), [truth, file] as const));
  const improve = (file: string, options: ImproveOptions, out: string) =>
    bounded(app.evaluate((_, [one, two, three]) => (globalThis as unknown as InMain).improvePage(one, two, three), [file, options, out] as const));
  const optionsOf = ({ dpi }: PaperTruth): ImproveOptions => ({ dotsPerInch: dpi, expectedMm: { width: 210, height: 297 }, turn: true, split: false, bilevel: true, limits: DEFAULT_QUALITY_LIMITS });
  try {
    await app.firstWindow({ timeout: 60_000 });
    const found = { skew: [] as number[], crop: [] as number[], size: [] as number[], unpaper: [] as number[], imageMagick: [] as number[], skewBeside: [] as number[] };
    const wrong = { turned: 0, emptyMissed: 0, filledDropped: 0, failed: 0 };
    const verdicts = new Map(QUALITY_CODES.map((code) => [code, { wanted: 0, found: 0, falseAlarms: 0 }]));
    const from = Number(context.env['MOT_CUA_PAGES_FROM'] ?? 0);
    const all = papers(from + count, DPI, Number(context.env['MOT_CUA_PAGES_SEED'] ?? 1)).slice(from);
    const improved: { readonly file: string; readonly truth: PaperTruth; readonly inColour: boolean }[] = [];
    const toRead: { readonly file: string; readonly page: Page; readonly words: readonly string[] }[] = [];
    let measured = 0;
    const one = async (index: number, truth: PaperTruth): Promise<void> => {
      const file = join(folder, `${index}.jpg`);
      const words = await draw(truth, file);
      const answer = await improve(file, optionsOf(truth), join(folder, `${index}-out`));
      if (!answer.ok) throw new Error(answer.code);
      const page = answer.pages[0]!;
      improved.push({ file, truth, inColour: page.content === 'colour' });
      const codes = page.quality.map(({ code }) => code);
      const errors = { skew: Math.abs(page.skewDegrees - truth.degrees), crop: cropError(page, truth) };
      found.size.push(page.bytes / 1000);
      if (!truth.empty || page.skewDegrees !== 0) found.skew.push(errors.skew);
      if (truth.fault !== 'cutOff' && truth.fault !== 'folded') found.crop.push(errors.crop);
      const turnedWrong = !truth.empty && (page.turnedDegrees + truth.turned) % 360 !== 0;
      if (turnedWrong) wrong.turned += 1;
      if (truth.empty && !page.empty) wrong.emptyMissed += 1;
      if (!truth.empty && page.empty) wrong.filledDropped += 1;
      for (const [code, tally] of verdicts) {
        const isWanted = truth.fault === code;
        if (isWanted) tally.wanted += 1;
        if (isWanted && codes.includes(code)) tally.found += 1;
        if (!isWanted && codes.includes(code)) tally.falseAlarms += 1;
      }
      const asWanted = truth.fault === null ? codes.length === 0 : codes.includes(truth.fault);
      if (errors.skew > 0.3 || errors.crop > 2 || turnedWrong || !asWanted) {
        context.say(`page ${from + index} (${truth.fault ?? 'good'}, ${truth.degrees.toFixed(2)}° + ${truth.turned}°): skew off ${errors.skew.toFixed(2)}°, crop off ${errors.crop.toFixed(1)} mm, turned ${page.turnedDegrees}°, said ${page.quality.map(({ code, measure: value }) => `${code} ${value.toFixed(2)}`).join(', ') || 'nothing'}`);
      }
      if (index < beside && !truth.empty && (truth.turned === 0 || truth.turned === 180)) {
        found.skewBeside.push(errors.skew);
        found.imageMagick.push(leftBy(await imageMagickAngle(file), truth.degrees));
        found.unpaper.push(leftBy(await unpaperAngle(file, context.scratch), truth.degrees));
      }
      if (toRead.length < readPages && truth.fault === null && truth.turned === 0) toRead.push({ file, page, words });
    };
    // One page is drawn while another is improved.
    let next = 0;
    const isTime = inSeconds(seconds);
    await Promise.all(
      Array.from({ length: AT_A_TIME }, async () => {
        while (next < all.length && isTime()) {
          const index = next++;
          await one(index, all[index]!).catch((error: Error) => {
            wrong.failed += 1;
            context.say(`page ${from + index}: ${error.message}`);
          });
          measured += 1;
          if (measured % 10 === 0) context.say(`${measured} of ${count} pages`);
        }
      }),
    );
    const done = all.slice(0, next);
    const reading = await readBoth(toRead, join(context.root, 'dist/main'), inSeconds(seconds / 5), context.say);

    const paceOn = (pages: typeof improved) =>
      paceOf(
        (index) => {
          const { file, truth } = pages[index % Math.min(pages.length, 20)]!;
          return improve(file, optionsOf(truth), join(folder, `pace-${index}`));
        },
        () => bounded(app.evaluate(() => (globalThis as unknown as InMain).pagesProcessorSeconds())),
        inSeconds(seconds / 10),
      );
    const pace = await paceOn(improved);
    const inColour = improved.filter((page) => page.inColour);
    const colourPace = inColour.length > 0 ? await paceOn(inColour) : { wall: [], processor: [] };
    const filled = done.filter(({ empty }) => !empty).length;
    const percent = (value: number, of: number): number => (100 * value) / Math.max(1, of);
    const rows: Row[] = [
      { name: 'pages with known truth', ours: [done.length], unit: 'pages', aim: `≥ ${count}` },
      { name: 'skew left in a page, the 99th of 100', ours: [worst(found.skew)], unit: '°', aim: '≤ 0.3' },
      { name: 'skew left in a page', ours: found.skew, unit: '°', aim: '≤ 0.3' },
      ...(found.imageMagick.length > 0 ? [{ name: 'the same pages by ImageMagick -deskew', ours: found.skewBeside, yardstick: found.imageMagick, unit: '°' }] : []),
      ...(found.unpaper.length > 0 ? [{ name: 'the same pages by unpaper', ours: found.skewBeside, yardstick: found.unpaper, unit: '°' }] : []),
      { name: 'crop off on the worst side, the 99th of 100', ours: [worst(found.crop)], unit: 'mm', aim: '≤ 2' },
      { name: 'stand upright', ours: [percent(filled - wrong.turned, filled)], unit: '%', aim: '≥ 99' },
      { name: 'empty pages taken for filled', ours: [wrong.emptyMissed], unit: 'pages', aim: '≤ 0' },
      { name: 'filled pages taken for empty', ours: [wrong.filledDropped], unit: 'pages', aim: '≤ 0' },
      { name: 'failed', ours: [wrong.failed], unit: 'pages', aim: '≤ 0' },
      ...[...verdicts].flatMap(([code, tally]): Row[] => [
        ...(tally.wanted > 0 ? [{ name: `${code}: found`, ours: [percent(tally.found, tally.wanted)], unit: `% of ${tally.wanted}` }] : []),
        { name: `${code}: false alarms`, ours: [tally.falseAlarms], unit: `of ${done.length - tally.wanted}` },
      ]),
      { name: 'bytes of a page', ours: found.size, unit: 'kB', aim: '≤ 400' },
      { name: 'largest page', ours: [Math.max(...found.size)], unit: 'kB', aim: '≤ 400' },
      ...(reading.after.length > 0 ? [{ name: 'words read on the page that is kept, against the scan as it came', ours: reading.after, yardstick: reading.before, unit: '%', aim: '≥ 0.98' }] : []),
      { name: 'a page of A4 scanned in colour at 300 dpi, two at a time', ours: pace.wall, unit: 'ms', aim: '≤ 430' },
      ...(pace.processor.length > 0 ? [{ name: 'the same, processor time shared by two cores', ours: pace.processor, unit: 'ms', aim: '≤ 430' }] : []),
      ...(colourPace.wall.length > 0 ? [{ name: 'a page that is kept in colour, two at a time', ours: colourPace.wall, unit: 'ms', aim: '≤ 430' }] : []),
      ...(colourPace.processor.length > 0 ? [{ name: 'the same, processor time shared by two cores', ours: colourPace.processor, unit: 'ms', aim: '≤ 430' }] : []),
    ];
    return rows;
  } finally {
    await bounded(app.close()).catch(() => app.process().kill('SIGKILL'));
    await bench.stop();
  }
};

function bounded<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeOut')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Milliseconds a page over several runs of a stack, two of its pages under way at any time; other work on the machine lengthens `wall` only. */
async function paceOf(
  improve: (index: number) => Promise<Answer>,
  processorSeconds: () => Promise<number | null>,
  isTime: () => boolean,
): Promise<{ readonly wall: readonly number[]; readonly processor: readonly number[] }> {
  const [wall, processor]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3 && (round === 0 || isTime()); round += 1) {
    let next = 0;
    const used = await processorSeconds();
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: AT_A_TIME }, async () => {
        while (next < PACE_PAGES) await improve(next++);
      }),
    );
    wall.push((performance.now() - begun) / PACE_PAGES);
    const after = await processorSeconds();
    if (used !== null && after !== null) processor.push(((after - used) * 1000) / PACE_PAGES / AT_A_TIME);
  }
  return { wall, processor };
}

/** Percent of a page's words that are read from the scan as it came, and from the page that is kept. */
async function readBoth(
  pages: readonly { readonly file: string; readonly page: Page; readonly words: readonly string[] }[],
  built: string,
  isTime: () => boolean,
  say: (line: string) => void,
): Promise<{ readonly before: readonly number[]; readonly after: readonly number[] }> {
  const recogniser = createRecogniser({
    workerFile: join(built, 'recognition-worker.cjs'),
    files: { engine: join(built, 'tesseract-core.wasm'), language: join(built, 'vie.traineddata.gz') },
    clock: systemClock,
    log: () => {},
  });
  const [before, after]: [number[], number[]] = [[], []];
  try {
    for (const { file, page, words } of pages) {
      if (!isTime()) break;
      const share = async (picture: Parameters<typeof recogniser.recognise>[0]): Promise<number> => {
        const read = await recogniser.recognise(picture);
        if (!read.ok) say(`not read: ${read.error.code}`);
        const found = new Map<string, number>();
        for (const { text } of read.ok ? read.value : []) found.set(text.normalize('NFC'), (found.get(text.normalize('NFC')) ?? 0) + 1);
        let right = 0;
        for (const word of words) {
          const left = found.get(word.normalize('NFC')) ?? 0;
          if (left === 0) continue;
          found.set(word.normalize('NFC'), left - 1);
          right += 1;
        }
        return (100 * right) / Math.max(1, words.length);
      };
      before.push(await share({ bytes: readFileSync(file), mime: 'image/jpeg', widthPx: page.crop.width, heightPx: page.crop.height, dotsPerInch: DPI }));
      after.push(await share({ bytes: readFileSync(page.file), mime: page.mime, widthPx: page.widthPx, heightPx: page.heightPx, dotsPerInch: page.dotsPerInch }));
    }
  } finally {
    await recogniser.close();
  }
  return { before, after };
}

/** Millimetres between the box that was found and that around the paper's true corners, on its worst side. */
function cropError({ crop }: Page, truth: PaperTruth): number {
  const px = truth.dpi / 25.4;
  const turn = ((truth.degrees + truth.turned) * Math.PI) / 180;
  const limits = truth.glassMm.map((mm) => mm * px);
  const spans = ([0, 1] as const).map((axis) => {
    const places = ([[-1, -1], [1, -1], [-1, 1], [1, 1]] as const).map(([right, below]) => {
      const [x, y] = [(right * truth.paperMm[0]) / 2, (below * truth.paperMm[1]) / 2];
      const turnedTo = axis === 0 ? Math.cos(turn) * x - Math.sin(turn) * y : Math.sin(turn) * x + Math.cos(turn) * y;
      return Math.max(0, Math.min(limits[axis]!, (truth.glassMm[axis]! / 2 + truth.shiftMm[axis]! + turnedTo) * px));
    });
    return [Math.min(...places), Math.max(...places)] as const;
  });
  const [[left, right], [top, bottom]] = spans as unknown as [readonly [number, number], readonly [number, number]];
  return Math.max(Math.abs(crop.x - left), Math.abs(crop.x + crop.width - right), Math.abs(crop.y - top), Math.abs(crop.y + crop.height - bottom)) / px;
}

/** The 99th of 100. */
const worst = (values: readonly number[]): number => values.slice().sort((one, other) => one - other)[Math.max(0, Math.ceil(values.length * 0.99) - 1)] ?? Number.NaN;

/** Whichever sign the program gives its angle. */
const leftBy = (angle: number, degrees: number): number => Math.min(Math.abs(angle - degrees), Math.abs(angle + degrees));

/** The angle that it turned the page back by. */
async function imageMagickAngle(file: string): Promise<number> {
  const { stdout } = await run('convert', [file, '-colorspace', 'Gray', '-deskew', '40%', '-format', '%[deskew:angle]', 'info:'], { timeout: 120_000 });
  return Number(stdout);
}

async function unpaperAngle(file: string, scratch: string): Promise<number> {
  const [plain, out] = [join(scratch, `${basename(file)}.pgm`), join(scratch, `${basename(file)}-out.pgm`)];
  await run('convert', [file, '-colorspace', 'Gray', plain], { timeout: 120_000 });
  const { stdout, stderr } = await run('unpaper', ['-v', '--overwrite', plain, out], { timeout: 120_000 });
  const radians = Number(/rotate \([^)]*\): (-?[\d.]+)/.exec(stdout + stderr)?.[1] ?? 0);
  return (radians * 180) / Math.PI;
}

export default measure;
