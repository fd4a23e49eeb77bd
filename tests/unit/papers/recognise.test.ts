// A page of the bench is drawn, read, made into a paper and searched; a reader that is not wanted, hangs or dies is ended.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/base/clock.ts';
import type { PagePicture } from '../../../main/domain/pages/page.ts';
import { unwrap } from '../../../main/domain/result.ts';
import { assemblePdf } from '../../../main/papers/assemble-pdf.ts';
import { createRecogniser } from '../../../main/papers/recogniser.ts';
import type { Recogniser, RecogniserOptions } from '../../../main/papers/recogniser.ts';
import { probe } from '../../../main/probe/probe.ts';
import { PAGES } from '../../bench/document-scanner/page-content.ts';
import { PageRenderer } from '../../bench/document-scanner/render.ts';
import { paperOf, pngPage, wordsIn } from './pages.ts';

const require = createRequire(import.meta.url);
const RESOLUTION = 200;
/** Of the letters of a printed page. */
const ERROR_LIMIT = 0.03;

const folder = mkdtempSync(join(tmpdir(), 'mot-cua-recognise-'));
const recognisers: Recogniser[] = [];
const logged: string[] = [];
let letter: PagePicture;

function recogniser(more: Partial<RecogniserOptions> = {}): Recogniser {
  const made = createRecogniser({
    workerFile: new URL('../../../main/papers/recognition/worker.ts', import.meta.url),
    files: {
      engine: require.resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm'),
      language: require.resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'),
    },
    clock: systemClock,
    log: (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`),
    ...more,
  });
  recognisers.push(made);
  return made;
}

/** How many letters must be changed, of those that should stand there. */
function errorRate(found: string, wanted: string): number {
  let before = Array.from({ length: wanted.length + 1 }, (_, index) => index);
  for (let i = 1; i <= found.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= wanted.length; j += 1)
      row.push(Math.min(row[j - 1]! + 1, before[j]! + 1, before[j - 1]! + (found[i - 1] === wanted[j - 1] ? 0 : 1)));
    before = row;
  }
  return before[wanted.length]! / wanted.length;
}

beforeAll(async () => {
  const [width, height] = [Math.round((210 * RESOLUTION) / 25.4), Math.round((297 * RESOLUTION) / 25.4)];
  const bytes = await new PageRenderer(folder).render({ page: 'letter' }, { dpi: RESOLUTION, colour: 'grey', region: { x: 0, y: 0, width, height } });
  letter = { bytes: new Uint8Array(bytes), mime: 'image/jpeg', widthPx: width, heightPx: height, dotsPerInch: RESOLUTION };
});
afterEach(async () => {
  for (const one of recognisers.splice(0)) await one.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the text of a page', () => {
  it('is read with few errors while the program goes on, and found in the paper', async () => {
    let worst = 0;
    let last = performance.now();
    const ticking = setInterval(() => {
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
    }, 5);
    const begun = performance.now();
    const words = unwrap(await recogniser().recognise(letter));
    clearInterval(ticking);
    expect(worst).toBeLessThan((performance.now() - begun) / 3);
    const wanted = PAGES.letter.texts.filter(({ mm, bold }) => mm === 4 && !bold).map(({ text }) => text);
    const found = words.map(({ text }) => text).join(' ');
    const body = found.slice(found.indexOf('Kính gửi'), found.indexOf('lũy kế.') + 'lũy kế.'.length);
    expect(errorRate(body, wanted.filter((text) => text !== '').join(' '))).toBeLessThan(ERROR_LIMIT);
    expect(words.every(({ box }) => box.x >= 0 && box.y >= 0 && box.x + box.width <= letter.widthPx && box.y + box.height <= letter.heightPx)).toBe(true);
    const pdf = unwrap(await assemblePdf(paperOf([{ ...letter, words }])));
    expect(await wordsIn(pdf)).toEqual(words.map(({ text }) => text));
    // What was read is logged as a number only.
    expect(logged.join()).toMatch(/page\.recognised {"words":\d+,"waited":\d+,"took":\d+}/);
    expect(logged.join()).not.toContain('Kính');
  });

  it('is not read when it is no longer wanted, and the next page is', async () => {
    const reader = recogniser();
    const first = new AbortController();
    const second = new AbortController();
    const running = reader.recognise(letter, first.signal);
    const waiting = reader.recognise(letter, second.signal);
    second.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'canceled' } });
    setTimeout(() => first.abort(), 300);
    expect(await running).toMatchObject({ ok: false, error: { code: 'canceled' } });
    expect(unwrap(await reader.recognise(pngPage()))).toEqual([]);
  });

  it('takes no longer than it may, and is freed when nothing is asked', async () => {
    const slow = recogniser({ pageMs: 200 });
    expect(await slow.recognise(letter)).toMatchObject({ ok: false, error: { code: 'timeOut' } });
    let idle = (): void => {};
    const clock = { ...systemClock, after: (ms: number, callback: () => void) => (ms === 77 ? ((idle = callback), () => {}) : systemClock.after(ms, callback)) };
    const reader = recogniser({ clock, idleMs: 77 });
    expect((await reader.recognise(pngPage())).ok).toBe(true);
    idle();
    expect((await reader.recognise(pngPage())).ok).toBe(true);
  });

  it('a thread that cannot begin or dies is an answer, and is begun anew', async () => {
    const broken = recogniser({ files: { engine: '/nowhere', language: '/nowhere' } });
    expect(await broken.recognise(letter)).toMatchObject({ ok: false, error: { code: 'studioUnavailable' } });
    const file = join(folder, 'dies-once.mjs');
    writeFileSync(
      file,
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       const mark = ${JSON.stringify(join(folder, 'died'))};
       parentPort.on('message', ({ id }) => {
         if (existsSync(mark)) return parentPort.postMessage({ id, words: [] });
         writeFileSync(mark, '');
         throw new Error('died');
       });`,
    );
    const dies = recogniser({ workerFile: file });
    expect(await dies.recognise(letter)).toMatchObject({ ok: false, error: { code: 'studioUnavailable' } });
    expect(await dies.recognise(letter)).toEqual({ ok: true, value: [] });
  });

  it('refuses what is no picture or too large, and reads on', async () => {
    const reader = recogniser();
    const cut = { ...letter, bytes: new Uint8Array([0xff, 0xd8, 1, 2, 3]) };
    expect(await reader.recognise(cut)).toMatchObject({ ok: false, error: { code: 'undecodable' } });
    expect(await reader.recognise({ ...letter, widthPx: 30_000, heightPx: 30_000 })).toMatchObject({ ok: false, error: { code: 'tooLarge' } });
    expect((await reader.recognise(pngPage())).ok).toBe(true);
  });

  it('the probe makes a paper of files, and says which is no picture', async () => {
    const [blank, text, pdf] = ['blank.png', 'text.jpg', 'paper.pdf'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(blank, pngPage().bytes);
    writeFileSync(text, 'no picture');
    const made = await probe(['paper', blank, '--dpi', '150', '--into', pdf, '--json']);
    expect(made.status).toBe(0);
    expect(JSON.parse(made.text)).toMatchObject({ pdf, bytes: readFileSync(pdf).length, pages: [{ file: blank, words: 0 }] });
    expect((await probe(['paper', text, '--into', pdf])).status).toBe(1);
    expect((await probe(['paper', blank])).status).toBe(2);
  });

  it.runIf(process.platform === 'linux')('is read at a low priority, the program at its own', () => {
    const script = `
      import { readdirSync, readFileSync } from 'node:fs';
      import { createRecogniser } from ${JSON.stringify(pathToFileURL(join(process.cwd(), 'main/papers/recogniser.ts')))};
      const options = JSON.parse(process.argv[2]);
      const clock = { now: () => Date.now(), after: (ms, callback) => { const timer = setTimeout(callback, ms); return () => clearTimeout(timer); } };
      const reader = createRecogniser({ ...options, clock, log: () => {} });
      await reader.recognise({ bytes: new Uint8Array([1]), widthPx: 1, heightPx: 1, dotsPerInch: 72 });
      const nice = (task) => Number(readFileSync('/proc/self/task/' + task + '/stat', 'latin1').split(') ')[1].split(' ')[16]);
      console.log(JSON.stringify([nice(process.pid), Math.max(...readdirSync('/proc/self/task').map(nice))]));
      await reader.close();`;
    const file = join(folder, 'priorities.mjs');
    writeFileSync(file, script);
    const options = {
      workerFile: join(process.cwd(), 'main/papers/recognition/worker.ts'),
      files: {
        engine: require.resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm'),
        language: require.resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'),
      },
    };
    const printed = execFileSync(process.execPath, [file, JSON.stringify(options)], { encoding: 'utf8' });
    const [main, highest] = JSON.parse(printed) as [number, number];
    expect(highest).toBe(Math.max(5, main));
  });
});
