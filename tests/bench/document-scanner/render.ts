// Pages as JPEG, drawn by ImageMagick and kept in a folder, so that each is drawn once. Where ImageMagick is missing, a
// plain pattern of the right size takes its place.

import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES } from './page-content.ts';
import type { PageContent, PageName, Text } from './page-content.ts';

export type PageSpec = {
  readonly page: PageName;
  /** Clockwise; what the page's deskew has to take back. */
  readonly rotateDegrees?: number;
  readonly shiftMm?: readonly [number, number];
  readonly upsideDown?: boolean;
  /** 0 as it is … 0.9 nearly black. */
  readonly dark?: number;
  /** Blur's radius in millimetres. */
  readonly blurMm?: number;
  /** Specks and grain, 0 … 1. */
  readonly dirt?: number;
};

export type RenderSettings = {
  readonly dpi: number;
  readonly colour: 'colour' | 'grey' | 'bilevel';
  /** Pixels at `dpi`. */
  readonly region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
};

/** Changes whenever pages come out differently. */
const VERSION = 1;
const A4_MM = [210, 297] as const;
const RENDER_MS = 120_000;
const INKS = { print: '#23252b', hand: '#1d3a8a', seal: '#b4231f' } as const;
const FONTS = '/usr/share/fonts/truetype/dejavu';

const font = (text: Text): readonly string[] => {
  const name =
    text.mono === true
      ? 'DejaVuSansMono'
      : text.ink === 'hand'
        ? 'DejaVuSans'
        : text.bold === true
          ? 'DejaVuSerif-Bold'
          : 'DejaVuSerif';
  const file = join(FONTS, `${name}.ttf`);
  return existsSync(file) ? ['-font', file] : [];
};

/** The arguments of ImageMagick that draw what stands on a page. */
export function drawing(content: PageContent, dpi: number): readonly string[] {
  const px = (mm: number) => Math.round((mm * dpi) / 25.4);
  const stroke = Math.max(1, px(0.25));
  const args: string[] = [];
  for (const shape of content.shapes) {
    const ink = INKS[('ink' in shape ? shape.ink : undefined) ?? 'print'];
    const [draw, fill] =
      shape.shape === 'line'
        ? [`line ${px(shape.from[0])},${px(shape.from[1])} ${px(shape.to[0])},${px(shape.to[1])}`, 'none']
        : shape.shape === 'box'
          ? [
              `rectangle ${px(shape.from[0])},${px(shape.from[1])} ${px(shape.to[0])},${px(shape.to[1])}`,
              shape.fill ?? 'none',
            ]
          : [
              `circle ${px(shape.centre[0])},${px(shape.centre[1])} ${px(shape.centre[0] + shape.radius)},${px(shape.centre[1])}`,
              'none',
            ];
    args.push(
      '-fill',
      fill,
      '-stroke',
      ink,
      '-strokewidth',
      String(shape.shape === 'circle' ? stroke * 3 : stroke),
      '-draw',
      draw,
    );
  }
  args.push('-stroke', 'none');
  for (const text of content.texts) {
    if (text.text === '') continue;
    args.push(...font(text), '-pointsize', String(px(text.mm)), '-fill', INKS[text.ink ?? 'print']);
    // Leaning, as handwriting does.
    const angle = text.ink === 'hand' ? '0x-12' : '0x0';
    if (text.centred === true)
      args.push(
        '-gravity',
        'North',
        '-annotate',
        `${angle}${signed(px(text.x - A4_MM[0] / 2))}${signed(px(text.y - text.mm))}`,
        text.text,
      );
    else
      args.push(
        '-gravity',
        'NorthWest',
        '-annotate',
        `${angle}${signed(px(text.x))}${signed(px(text.y - text.mm))}`,
        text.text,
      );
  }
  return args;
}

const signed = (value: number) => (value < 0 ? String(value) : `+${value}`);

/** The arguments of ImageMagick for one page. */
export function renderArguments(spec: PageSpec, settings: RenderSettings): readonly string[] {
  const { dpi, region } = settings;
  const width = Math.round((A4_MM[0] * dpi) / 25.4);
  const height = Math.round((A4_MM[1] * dpi) / 25.4);
  const px = (mm: number) => Math.round((mm * dpi) / 25.4);
  const [shiftX, shiftY] = spec.shiftMm ?? [0, 0];
  const args = [
    '-size',
    `${width}x${height}`,
    'xc:#fbf9f3',
    '-units',
    'PixelsPerInch',
    '-density',
    '72',
    ...drawing(PAGES[spec.page], dpi),
    '+gravity',
  ];
  if (spec.rotateDegrees !== undefined || spec.shiftMm !== undefined) {
    // Turned about its middle on the scanner's dark lid.
    args.push(
      '-virtual-pixel',
      'background',
      '-background',
      '#8a8a86',
      '-distort',
      'SRT',
      `${width / 2},${height / 2} 1 ${spec.rotateDegrees ?? 0} ${width / 2 + px(shiftX)},${height / 2 + px(shiftY)}`,
    );
  }
  if (spec.upsideDown === true) args.push('-rotate', '180');
  if (spec.dirt !== undefined && spec.dirt > 0)
    args.push('-seed', '7', '-attenuate', String(spec.dirt), '+noise', 'Gaussian');
  if (spec.blurMm !== undefined && spec.blurMm > 0) args.push('-blur', `0x${px(spec.blurMm)}`);
  if (spec.dark !== undefined && spec.dark > 0) args.push('-evaluate', 'Multiply', String(1 - spec.dark));
  args.push(
    '-crop',
    `${region.width}x${region.height}+${region.x}+${region.y}`,
    '+repage',
    '-background',
    '#fbf9f3',
    '-extent',
    `${region.width}x${region.height}`,
  );
  if (settings.colour !== 'colour') args.push('-colorspace', 'Gray');
  if (settings.colour === 'bilevel') args.push('-threshold', '60%');
  args.push('-density', String(dpi), '-quality', '88', 'jpg:-');
  return args;
}

export class PageRenderer {
  #folder: string;
  #queue: Promise<unknown> = Promise.resolve();
  /** False once ImageMagick was not found or would not draw. */
  withImageMagick = true;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** One page after another: drawing takes a whole processor. */
  render(spec: PageSpec, settings: RenderSettings): Promise<Buffer> {
    const done = this.#queue.then(() => this.#render(spec, settings));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #render(spec: PageSpec, settings: RenderSettings): Promise<Buffer> {
    const args = renderArguments(spec, settings);
    const file = join(
      this.#folder,
      `${spec.page}-${createHash('sha256')
        .update(JSON.stringify([VERSION, args]))
        .digest('hex')
        .slice(0, 16)}.jpg`,
    );
    if (existsSync(file)) return readFileSync(file);
    const bytes = this.withImageMagick ? await imageMagick(args) : undefined;
    if (bytes === undefined) {
      this.withImageMagick = false;
      return pattern(settings);
    }
    const temporary = `${file}.${randomUUID()}`;
    writeFileSync(temporary, bytes);
    try {
      renameSync(temporary, file);
    } catch {
      rmSync(temporary, { force: true });
    }
    return bytes;
  }
}

/** Undefined where there is no ImageMagick. */
export function imageMagick(args: readonly string[]): Promise<Buffer | undefined> {
  const run = (program: string) =>
    new Promise<Buffer | undefined>((done) => {
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: RENDER_MS });
      const out: Buffer[] = [];
      let complaint = '';
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8').slice(0, 500)));
      const without = (reason: string) => {
        console.error(`${program}: ${reason}; a pattern takes the pages' place`);
        done(undefined);
      };
      let started = true;
      child.on('error', (error: NodeJS.ErrnoException) => {
        started = false;
        if (error.code === 'ENOENT') done(undefined);
        else without(error.message);
      });
      child.on('close', (code) => {
        if (code === 0) done(Buffer.concat(out));
        else if (started) without(complaint || `exit status ${code}`);
      });
    });
  // On Windows `convert` is another program.
  return process.platform === 'win32' ? run('magick') : run('convert').then((bytes) => bytes ?? run('magick'));
}

/** A sheet with grey bars. */
async function pattern({ region, dpi }: RenderSettings): Promise<Buffer> {
  const { default: jpeg } = await import('jpeg-js');
  const { width, height } = region;
  const data = Buffer.alloc(width * height * 4, 0xf8);
  const bar = Math.max(1, Math.round(dpi / 12));
  for (let y = bar * 12; y < height - bar * 12; y += bar * 4) {
    for (let row = y; row < y + bar; row += 1)
      data.fill(0x50, (row * width + bar * 12) * 4, (row * width + width - bar * 12) * 4);
  }
  return jpeg.encode({ data, width, height }, 80).data;
}
