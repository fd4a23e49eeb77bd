// The studio's window, from main's side: one request at a time, each with a time-out. When it dies or hangs it is made
// again and the request fails; whoever asked asks again.

import type { NativeImage, WebContents } from 'electron';
import type { StudioReply, StudioTask } from '../../preload/contract/studio.ts';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Raster, Studio, StudioFailure } from '../services/ports.ts';
import { createHiddenWindow, failureOf, Refusal } from './hidden-window.ts';
import type { HiddenWindowOptions, Opened } from './hidden-window.ts';

export type StudioWindow = Studio & {
  /** Opens the window ahead of need. */
  warm(): void;
  contents(): WebContents | null;
  close(): void;
};

const TASK_MS = 20_000;
const PREVIEW_SIDE = 800;
const MAX_BYTES = 40_000_000;
/** A slip of 1.5 m; more is a mistake. */
const MAX_HEIGHT = 12_000;
/** A dot is black when it is darker than this; text is antialiased. */
const BLACK_BELOW = 150;

const PAGE_SIZES = { a4: 'A4', a5: 'A5' } as const;
/** 10 mm, and 14 mm where the page is filed. */
const PAGE_MARGINS_INCH = { top: 10 / 25.4, bottom: 10 / 25.4, left: 14 / 25.4, right: 10 / 25.4 };

/** A register is printed on broad pages, and each says which it is; its foot is drawn outside the page, without the page's fonts. */
const BROAD = {
  landscape: true,
  displayHeaderFooter: true,
  headerTemplate: '<span></span>',
  footerTemplate: '<div style="width: 100%; padding-right: 10mm; font-size: 8pt; text-align: right">Trang <span class="pageNumber"></span>/<span class="totalPages"></span></div>',
};

type Reply = Extract<StudioReply, { ok: true }>;

export type StudioOptions = HiddenWindowOptions & {
  /** The agency's logo, a PNG. */
  readonly logo?: () => Uint8Array | null;
};

export function createStudio(options: StudioOptions): StudioWindow {
  const hidden = createHiddenWindow<StudioTask, Reply>('studio', options, { width: 576, height: 800, offscreen: true });
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  const withLogo = () => {
    const logo = options.logo?.();
    return logo ? { logo } : {};
  };
  const ask = (studio: Opened, task: StudioTask): Promise<Reply> => hidden.ask(studio, task, TASK_MS);

  /** One at a time; a studio that does not answer is ended, for the next request to find a new one. */
  function run<T>(work: (studio: Opened) => Promise<T>): Promise<Result<T, StudioFailure>> {
    const next = queue.then(async (): Promise<Result<T, StudioFailure>> => {
      if (closed) return fail('canceled');
      try {
        return ok(await work(await hidden.open()));
      } catch (error) {
        if (!(error instanceof Refusal)) hidden.dispose();
        return failureOf(error);
      }
    });
    queue = next;
    return next;
  }

  return {
    warm: () => void run(async () => {}),
    contents: () => hidden.contents(),
    drawSlip: (slip, { dots }) =>
      run(async (studio) => {
        const { window } = studio;
        window.setContentSize(dots, 800);
        const drawn = await ask(studio, { task: 'drawSlip', slip, dots, ...withLogo() });
        const height = Math.ceil(drawn.height);
        if (height < 1 || height > MAX_HEIGHT) throw new Refusal('tooLarge', `${height} dots high`);
        window.setContentSize(dots, height);
        await ask(studio, { task: 'settle', width: dots, height });
        const image = await window.webContents.capturePage({ x: 0, y: 0, width: dots, height });
        await ask(studio, { task: 'release' });
        return toRaster(image, dots, height);
      }),
    printSlip: (slip, { media }) =>
      run(async (studio) => {
        await ask(studio, { task: 'laySlip', slip, media, ...withLogo() });
        const pdf = await hidden.bounded(
          studio,
          TASK_MS,
          studio.window.webContents.printToPDF({ pageSize: PAGE_SIZES[media], printBackground: true, margins: PAGE_MARGINS_INCH, ...(slip.blocks.some(({ kind }) => kind === 'register') && BROAD) }),
        );
        await ask(studio, { task: 'release' });
        return new Uint8Array(pdf);
      }),
    preview: (bytes, mime) =>
      run(async (studio) => {
        if (bytes.length > MAX_BYTES) throw new Refusal('tooLarge', `${bytes.length} bytes`);
        const { jpeg } = await ask(studio, { task: 'preview', bytes, mime, maxSide: PREVIEW_SIDE });
        if (!jpeg) throw new Refusal('failed', 'no picture');
        return new Uint8Array(jpeg);
      }),
    close() {
      closed = true;
      hidden.dispose();
    },
  };
}

/** Black and white at one bit a dot. `toBitmap` gives BGRA. */
function toRaster(image: NativeImage, width: number, height: number): Raster {
  const size = image.getSize();
  const scaled = size.width === width && size.height === height ? image : image.resize({ width, height, quality: 'best' });
  const pixels = scaled.toBitmap();
  if (pixels.length !== width * height * 4) throw new Error(`captured ${size.width}×${size.height} for ${width}×${height}`);
  const bytesARow = width / 8;
  const rows = new Uint8Array(bytesARow * height);
  for (let dot = 0; dot < width * height; dot++) {
    const at = dot * 4;
    const luminance = 0.114 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.299 * pixels[at + 2]!;
    if (luminance < BLACK_BELOW) rows[dot >> 3]! |= 0x80 >> (dot & 7);
  }
  return { width, height, rows };
}
