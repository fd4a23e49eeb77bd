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

/** A display profile (ICC.1:2001-04) with sRGB's primaries, given to the channels in this order, and its curve as one gamma. */
function profileOf(name: string, order: readonly ('r' | 'g' | 'b')[]): Buffer {
  const XYZ = { r: [0.4361, 0.2225, 0.0139], g: [0.3851, 0.7169, 0.0971], b: [0.1431, 0.0606, 0.7139] };
  const fixed = (value: number): number => Math.round(value * 65_536);
  const block = (type: string, size: number): Buffer => Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(size - type.length)]);
  const xyz = (values: readonly number[]): Buffer => values.reduce((made, value, index) => (made.writeInt32BE(fixed(value), 8 + index * 4), made), block('XYZ ', 20));
  const description = block('desc', 90 + name.length + 1);
  description.writeUInt32BE(name.length + 1, 8);
  description.write(name, 12, 'latin1');
  const curve = block('curv', 16);
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(2.2 * 256), 12);
  const tags: (readonly [string, Buffer])[] = [['desc', description], ['cprt', block('text', 12)], ['wtpt', xyz([0.9642, 1, 0.8249])]];
  (['r', 'g', 'b'] as const).forEach((channel, index) => tags.push([`${channel}XYZ`, xyz(XYZ[order[index]!])], [`${channel}TRC`, curve]));
  const [header, table] = [Buffer.alloc(128), Buffer.alloc(4 + tags.length * 12)];
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  let at = 128 + table.length;
  for (const [index, [tag, body]] of tags.entries()) {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    table.write(tag, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(body.length, 12 + index * 12);
    bodies.push(padded);
    at += padded.length;
  }
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02200000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((value, index) => header.writeInt32BE(fixed(value), 68 + index * 4));
  return Buffer.concat([header, table, ...bodies]);
}

/** Behind the first segment, as an ICC profile lies in a JPEG. */
function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const head = Buffer.from('\xff\xe2\0\0ICC_PROFILE\0\x01\x01', 'latin1');
  head.writeUInt16BE(head.length - 2 + profile.length, 2);
  const at = 4 + jpeg.readUInt16BE(4);
  return Buffer.concat([jpeg.subarray(0, at), head, profile, jpeg.subarray(at)]);
}

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

test('a scanner’s own colours become sRGB’s by the profile that it embeds', async ({ page }) => {
  await open(page);
  const stamped = (profile: Buffer | null): string => {
    const plain = ['-size', '1240x1754', 'xc:#fdfdfb', '-fill', '#1d1d1d', ...Array.from({ length: 20 }, (_, line) => ['-draw', `rectangle 150,${(line < 10 ? 200 : 800) + line * 40} 1090,${(line < 10 ? 212 : 812) + line * 40}`]).flat(), '-fill', '#c81e28', '-draw', 'rectangle 470,752 770,1002'];
    const jpeg = execFileSync('convert', [...plain, '-units', 'PixelsPerInch', '-density', String(DPI), '-quality', '92', 'jpeg:-']);
    return (profile ? withProfile(jpeg, profile) : jpeg).toString('base64');
  };
  /** Of the stamp in the middle, whichever way the page was turned, as ImageMagick reads it. */
  const colour = async (profile: Buffer | null): Promise<readonly number[]> => {
    const { base64, widthPx, heightPx } = whole(await ask(page, stamped(profile)));
    return execFileSync('convert', ['-', '-crop', `40x40+${(widthPx >> 1) - 20}+${(heightPx >> 1) - 20}`, '-resize', '1x1!', '-depth', '8', 'rgb:-'], { input: Buffer.from(base64, 'base64') }).toJSON().data;
  };
  const red = await colour(null);
  expect(red[0]! - red[2]!).toBeGreaterThan(100);
  const isAbout = (found: readonly number[], wanted: readonly number[]): void => found.forEach((value, index) => expect.soft(Math.abs(value - wanted[index]!), `${found} for ${wanted}`).toBeLessThanOrEqual(16));
  for (const name of ['sRGB IEC61966-2.1', 'Some Scanner']) isAbout(await colour(profileOf(name, ['r', 'g', 'b'])), red);
  // Its first channel is blue, its last is red.
  isAbout(await colour(profileOf('Some Scanner', ['b', 'g', 'r'])), red.toReversed());
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
