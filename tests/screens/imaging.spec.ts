// The window for pages by its message port, in a real browser under its own content policy: a paper whose truth is known comes
// out straight, cropped, upright and judged; it is turned by hand; what is no picture is refused. ImageMagick reads the results.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { DEFAULT_QUALITY_LIMITS } from '../../main/domain/pages/page.ts';
import type { ImagingReply, ImagingTask } from '../../preload/contract/imaging.ts';
import type { PaperTruth } from '../performance/pages/papers.ts';
import { papers } from '../performance/pages/papers.ts';

declare global {
  interface Window {
    askImaging(task: ImagingTask): Promise<ImagingReply>;
  }
}

const { drawPaper } = createRequire(import.meta.url)('../performance/pages/draw.cjs') as { readonly drawPaper: unknown };
const DPI = 150;
const PIXEL = DPI / 25.4;
const OPTIONS = { dotsPerInch: DPI, expectedMm: { width: 210, height: 297 }, turn: true, split: false, bilevel: true, limits: DEFAULT_QUALITY_LIMITS };
const [GOOD] = papers(1, DPI);

async function open(page: Page): Promise<void> {
  await page.goto('/studio/imaging.html');
  await page.evaluate(
    () =>
      new Promise<void>((ready) => {
        const { port1, port2 } = new MessageChannel();
        const waiting = new Map<number, (reply: ImagingReply) => void>();
        window.askImaging = (task) =>
          new Promise((resolve) => {
            const id = waiting.size + 1;
            waiting.set(id, resolve);
            port1.postMessage({ id, ...task });
          });
        port1.addEventListener('message', ({ data }) => ('ready' in (data as object) ? ready() : waiting.get((data as ImagingReply).id)?.(data as ImagingReply)));
        port1.start();
        window.postMessage({ type: 'studio.port' }, '*', [port2]);
      }),
  );
}

const draw = async (page: Page, more: Partial<PaperTruth>): Promise<string> => ((await page.evaluate(`(${String(drawPaper)})(${JSON.stringify({ ...GOOD, ...more })})`)) as { jpeg: string }).jpeg;

type Answer = { readonly code: string } | (Record<'widthPx' | 'heightPx' | 'skewDegrees' | 'turnedDegrees', number> & { readonly crop: { x: number; y: number; width: number; height: number }; readonly said: readonly string[]; readonly base64: string; readonly preview: string; readonly mime: string });

/** Bytes go in and come out as base64, since the browser is at the end of a wire. */
function ask(page: Page, base64: string, task: { readonly quarterTurns?: 1 | 2 | 3 } = {}): Promise<Answer> {
  return page.evaluate(
    async ([text, { quarterTurns }, options]) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const toText = (made: Uint8Array): string => {
        let letters = '';
        for (let at = 0; at < made.length; at += 8192) letters += String.fromCharCode(...made.subarray(at, at + 8192));
        return btoa(letters);
      };
      const reply = await window.askImaging(quarterTurns ? { task: 'rotate', bytes, mime: 'image/jpeg', quarterTurns } : { task: 'improve', bytes, options });
      if (!reply.ok) return { code: reply.code };
      const made = reply.task === 'improve' ? { said: reply.pages[0]!.quality.map(({ code }) => code), ...reply.pages[0]! } : { said: [], skewDegrees: 0, turnedDegrees: 0, crop: { x: 0, y: 0, width: 0, height: 0 }, ...reply.page };
      return { ...made, base64: toText(made.bytes), preview: toText(made.preview), bytes: undefined };
    },
    [base64, task, OPTIONS] as const,
  );
}

/** Format, size in pixels, bits a sample, and a digest of the pixels. */
const judged = (base64: string): readonly string[] => execFileSync('identify', ['-format', '%m %w %h %z %#', '-'], { input: Buffer.from(base64, 'base64'), encoding: 'utf8' }).split(' ');

function whole(answer: Answer): Exclude<Answer, { code: string }> {
  if ('code' in answer) throw new Error(answer.code);
  return answer;
}

test('a paper that lies askew, on its head or on its side comes out straight, cropped and upright', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await open(page);
  for (const turned of [0, 180, 90] as const) {
    const lies = turned === 90 ? { glassMm: [322, 232] as const } : {};
    const found = whole(await ask(page, await draw(page, { turned, coloured: false, ...lies })));
    expect(Math.abs(found.skewDegrees - GOOD!.degrees), `${turned}`).toBeLessThanOrEqual(0.3);
    expect((found.turnedDegrees + turned) % 360).toBe(0);
    expect(Math.abs(found.widthPx - 210 * PIXEL) / PIXEL).toBeLessThanOrEqual(2);
    expect(Math.abs(found.heightPx - 297 * PIXEL) / PIXEL).toBeLessThanOrEqual(2);
    expect(found.said).toEqual([]);
    expect(judged(found.base64).slice(0, 3)).toEqual([found.mime === 'image/png' ? 'PNG' : 'JPEG', String(found.widthPx), String(found.heightPx)]);
    expect(Math.max(...judged(found.preview).slice(1, 3).map(Number))).toBe(800);
  }
  expect(complaints).toEqual([]);
});

test('what is wrong with a paper is said', async ({ page }) => {
  await open(page);
  for (const [more, code] of [
    [{ empty: true }, 'empty'],
    [{ blurMm: 0.45 }, 'blurred'],
    [{ light: 0.3, shadow: 0 }, 'tooDark'],
    [{ foldMm: 28 }, 'folded'],
    [{ shiftMm: [34, 0] }, 'cutOff'],
    [{ paperMm: [148, 210] }, 'wrongSize'],
  ] as const)
    expect(whole(await ask(page, await draw(page, more))).said, code).toContain(code);
});

test('a page is turned by hand, and four quarters later it is the same to the pixel', async ({ page }) => {
  await open(page);
  const upright = whole(await ask(page, await draw(page, { coloured: false })));
  expect(upright.mime).toBe('image/png');
  const quarter = whole(await ask(page, upright.base64, { quarterTurns: 1 }));
  expect([quarter.widthPx, quarter.heightPx]).toEqual([upright.heightPx, upright.widthPx]);
  const half = whole(await ask(page, upright.base64, { quarterTurns: 2 }));
  expect(judged(half.base64)[4]).not.toBe(judged(upright.base64)[4]);
  const back = whole(await ask(page, quarter.base64, { quarterTurns: 3 }));
  expect(judged(back.base64)).toEqual(judged(upright.base64));
});

test('what is no picture, half of one or too large is refused', async ({ page }) => {
  await open(page);
  const jpeg = Buffer.from(await draw(page, {}), 'base64');
  const huge = Buffer.alloc(64);
  huge.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
  for (const [bytes, code] of [
    [jpeg.subarray(0, jpeg.length >> 1), 'undecodable'],
    [Buffer.from('%PDF-1.7 and so on and so forth, to its end %%EOF'), 'undecodable'],
    [huge, 'tooLarge'],
    [Buffer.alloc(0), 'undecodable'],
  ] as const) {
    expect(await ask(page, bytes.toString('base64'))).toEqual({ code });
    expect(await ask(page, bytes.toString('base64'), { quarterTurns: 1 })).toEqual({ code });
  }
});
