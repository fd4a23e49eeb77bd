// Pages with known truth through the real window for pages: how well they are straightened, cropped, turned and judged,
// beside unpaper and ImageMagick on the same pictures; how fast, and how small. MOT_CUA_PAGES sets how many (200),
// MOT_CUA_PAGES_BESIDE how many of them the other two programs get (40; they take seconds each), MOT_CUA_PAGES_SEED which.

import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { _electron } from '@playwright/test';
import { DEFAULT_QUALITY_LIMITS, QUALITY_CODES } from '../../main/domain/pages/page.ts';
import type { ImprovedPage, ImproveOptions } from '../../main/domain/pages/page.ts';
import { startBench } from '../bench/client.ts';
import { papers } from './pages/papers.ts';
import type { PaperTruth } from './pages/papers.ts';
import type { Measure, Row } from './row.ts';

const run = promisify(execFile);
const DPI = 300;
const AT_A_TIME = 2;
const PACE_PAGES = 24;

type Page = Omit<ImprovedPage, 'bytes' | 'preview'> & { readonly file: string; readonly bytes: number };
type Answer = { readonly ms: number } & ({ readonly ok: true; readonly pages: readonly Page[] } | { readonly ok: false; readonly code: string });
type InMain = { improvePage(file: string, options: ImproveOptions, out: string): Promise<Answer>; drawPaper(truth: PaperTruth, file: string): Promise<readonly string[]>; pagesProcessorSeconds(): number | null };

const measure: Measure = async (context) => {
  const count = Number(context.env['MOT_CUA_PAGES'] ?? 200);
  const beside = Number(context.env['MOT_CUA_PAGES_BESIDE'] ?? 40);
  const bench = await startBench({ dir: join(context.scratch, 'bench'), mode: 'self-service' });
  const app = await _electron.launch({
    executablePath: context.electronPath,
    args: ['-r', join(context.root, 'tests/performance/pages/main.cjs'), context.root, ...context.electronSwitches, '--settings', bench.settingsFile, '--data', join(context.scratch, 'data')],
    env: context.env as Record<string, string>,
  });
  const folder = join(context.scratch, 'pages');
  mkdirSync(folder);
  const draw = (truth: PaperTruth, file: string) => app.evaluate((_, [one, other]) => (globalThis as unknown as InMain).drawPaper(one, other), [truth, file] as const);
  const improve = (file: string, options: ImproveOptions, out: string) => app.evaluate((_, [one, two, three]) => (globalThis as unknown as InMain).improvePage(one, two, three), [file, options, out] as const);
  const optionsOf = ({ dpi }: PaperTruth): ImproveOptions => ({ dotsPerInch: dpi, expectedMm: { width: 210, height: 297 }, turn: true, split: false, bilevel: true, limits: DEFAULT_QUALITY_LIMITS });
  try {
    await app.firstWindow({ timeout: 60_000 });
    const found = { skew: [] as number[], crop: [] as number[], size: [] as number[], unpaper: [] as number[], imageMagick: [] as number[], skewBeside: [] as number[] };
    const wrong = { turned: 0, emptyMissed: 0, filledDropped: 0, failed: 0 };
    const verdicts = new Map(QUALITY_CODES.map((code) => [code, { wanted: 0, found: 0, falseAlarms: 0 }]));
    const all = papers(count, DPI, Number(context.env['MOT_CUA_PAGES_SEED'] ?? 1));
    for (const [index, truth] of all.entries()) {
      const file = join(folder, `${index}.jpg`);
      await draw(truth, file);
      const answer = await improve(file, optionsOf(truth), join(folder, `${index}-out`));
      if (!answer.ok) {
        wrong.failed += 1;
        context.say(`page ${index}: ${answer.code}`);
        continue;
      }
      const page = answer.pages[0]!;
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
        context.say(`page ${index} (${truth.fault ?? 'good'}, ${truth.degrees.toFixed(2)}° + ${truth.turned}°): skew off ${errors.skew.toFixed(2)}°, crop off ${errors.crop.toFixed(1)} mm, turned ${page.turnedDegrees}°, said ${page.quality.map(({ code, measure: value }) => `${code} ${value.toFixed(2)}`).join(', ') || 'nothing'}`);
      }
      if (index < beside && !truth.empty && (truth.turned === 0 || truth.turned === 180)) {
        found.skewBeside.push(errors.skew);
        found.imageMagick.push(leftBy(await imageMagickAngle(file), truth.degrees));
        found.unpaper.push(leftBy(await unpaperAngle(file, context.scratch), truth.degrees));
      }
      if (index % 20 === 19) context.say(`${index + 1} of ${count} pages`);
    }

    const pace = await paceOf(
      (index) => {
        const at = index % Math.min(all.length, 20);
        return improve(join(folder, `${at}.jpg`), optionsOf(all[at]!), join(folder, `pace-${index}`));
      },
      () => app.evaluate(() => (globalThis as unknown as InMain).pagesProcessorSeconds()),
    );
    const filled = all.filter(({ empty }) => !empty).length;
    const percent = (value: number, of: number): number => (100 * value) / Math.max(1, of);
    const rows: Row[] = [
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
        { name: `${code}: false alarms`, ours: [tally.falseAlarms], unit: `of ${count - tally.wanted}` },
      ]),
      { name: 'bytes of a page', ours: found.size, unit: 'kB', aim: '≤ 400' },
      { name: 'largest page', ours: [Math.max(...found.size)], unit: 'kB', aim: '≤ 400' },
      { name: 'a page of A4 in colour at 300 dpi, two at a time', ours: pace.wall, unit: 'ms', aim: '≤ 430' },
      ...(pace.processor.length > 0 ? [{ name: 'the same, processor time shared by two cores', ours: pace.processor, unit: 'ms', aim: '≤ 430' }] : []),
    ];
    return rows;
  } finally {
    await app.close();
    await bench.stop();
  }
};

/** Milliseconds a page over several runs of a stack, two of its pages under way at any time; other work on the machine lengthens `wall` only. */
async function paceOf(improve: (index: number) => Promise<Answer>, processorSeconds: () => Promise<number | null>): Promise<{ readonly wall: readonly number[]; readonly processor: readonly number[] }> {
  const [wall, processor]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
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
  const [plain, out] = [join(scratch, 'unpaper-in.pgm'), join(scratch, 'unpaper-out.pgm')];
  await run('convert', [file, '-colorspace', 'Gray', plain], { timeout: 120_000 });
  const { stdout, stderr } = await run('unpaper', ['-v', '--overwrite', plain, out], { timeout: 120_000 });
  const radians = Number(/rotate \([^)]*\): (-?[\d.]+)/.exec(stdout + stderr)?.[1] ?? 0);
  return (radians * 180) / Math.PI;
}

export default measure;
