// The studio's window, from main's side: one request at a time, each with a time-out. When it dies or hangs it is made
// again and the request fails; whoever asked asks again.

import type { WebContents } from 'electron';
import type { StudioReply, StudioTask } from '../../preload/contract/studio.ts';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Studio, StudioFailure } from '../services/ports.ts';
import { slipFrames, STAMP_ROOM } from './slip-frames.ts';
import type { SlipFrames } from './slip-frames.ts';
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
/** As wide as the widest roll. Each frame is painted and copied whole, so it is only as high as slips are at this counter. */
const WINDOW = { width: 576, height: 1_280 };
/** It grows by so many dots at a time, and stays so unless that slip was a rare one. */
const STEP = 320;
const MOST_KEPT = 2_400;
/** Frames a second: how long a slip that is drawn waits for its picture. Nothing is painted while nothing changes. */
const FRAME_RATE = 240;
/** A slip goes from its page when no other is coming: taking it off is painted, too. */
const RELEASE_MS = 1_000;

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
  const hidden = createHiddenWindow<StudioTask, Reply>('studio', options, { ...WINDOW, offscreen: true });
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;
  let stopRelease = () => {};

  const withLogo = () => {
    const logo = options.logo?.();
    return logo ? { logo } : {};
  };
  /** Of this window; the one after it has its own. */
  const frames = new WeakMap<Opened, SlipFrames>();
  function framesOf(studio: Opened): SlipFrames {
    const known = frames.get(studio);
    if (known) return known;
    studio.window.webContents.setFrameRate(FRAME_RATE);
    const made = slipFrames(studio.window.webContents);
    frames.set(studio, made);
    return made;
  }
  const ask = (studio: Opened, task: StudioTask): Promise<Reply> => hidden.ask(studio, task, TASK_MS);

  /** What was drawn last goes, once nothing else has been drawn; a window that is gone has taken it along. */
  function release(): void {
    if (hidden.contents()) void hidden.open().then((studio) => ask(studio, { task: 'release' })).catch(() => {});
  }

  /** One at a time; a studio that does not answer is ended, for the next request to find a new one. */
  function run<T>(work: (studio: Opened) => Promise<T>): Promise<Result<T, StudioFailure>> {
    const next = queue.then(async (): Promise<Result<T, StudioFailure>> => {
      if (closed) return fail('canceled');
      stopRelease();
      try {
        const studio = await hidden.open();
        return ok(await work(studio));
      } catch (error) {
        if (!(error instanceof Refusal)) hidden.dispose();
        return failureOf(error);
      } finally {
        stopRelease = options.clock.after(RELEASE_MS, release);
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
        const frames = framesOf(studio);
        const { number, cells } = frames.next();
        const drawn = await ask(studio, { task: 'drawSlip', slip, dots, stamp: cells, ...withLogo() });
        const height = Math.ceil(drawn.height);
        if (height < 1 || height > MAX_HEIGHT) throw new Refusal('tooLarge', `${height} dots high`);
        const needed = Math.ceil((height + STAMP_ROOM) / STEP) * STEP;
        const [, now = 0] = studio.window.getContentSize();
        if (now < needed) studio.window.setContentSize(WINDOW.width, needed);
        const stop = new AbortController();
        try {
          return await hidden.bounded(studio, TASK_MS, frames.frame(number, dots, height, stop.signal));
        } finally {
          stop.abort();
          if (needed > MOST_KEPT && !studio.window.isDestroyed()) studio.window.setContentSize(WINDOW.width, WINDOW.height);
        }
      }),
    printSlip: (slip, { media }) =>
      run(async (studio) => {
        await ask(studio, { task: 'laySlip', slip, media, ...withLogo() });
        const pdf = await hidden.bounded(
          studio,
          TASK_MS,
          studio.window.webContents.printToPDF({ pageSize: PAGE_SIZES[media], printBackground: true, margins: PAGE_MARGINS_INCH, ...(slip.blocks.some(({ kind }) => kind === 'register') && BROAD) }),
        );
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
      stopRelease();
      hidden.dispose();
    },
  };
}
