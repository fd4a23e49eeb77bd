// The studio's window, from main's side: one request at a time over a message port, each with a time-out. When it dies or
// hangs it is made again and the request fails; whoever asked asks again. Nothing of it can reach the rest of the program.

import { join } from 'node:path';
import { BrowserWindow, MessageChannelMain } from 'electron';
import type { MessagePortMain, NativeImage, Session, WebContents } from 'electron';
import type { StudioReady, StudioReply, StudioTask } from '../../preload/contract/studio.ts';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Clock, Raster, Studio, StudioFailure } from '../services/ports.ts';
import { addressOf } from './addresses.ts';

export type StudioWindow = Studio & {
  /** Opens the window ahead of need. */
  warm(): void;
  contents(): WebContents | null;
  close(): void;
};

const READY_MS = 15_000;
const TASK_MS = 20_000;
const PREVIEW_SIDE = 800;
const MAX_BYTES = 40_000_000;
/** A slip of 1.5 m; more is a mistake. */
const MAX_HEIGHT = 12_000;
/** A dot is black when it is darker than this; text is antialiased. */
const BLACK_BELOW = 150;

type Open = { readonly window: BrowserWindow; readonly port: MessagePortMain; readonly gone: Promise<never> };

export function createStudio(options: { readonly session: Session; readonly preloadDir: string; readonly packaged: boolean; readonly clock: Clock; readonly log: Log }): StudioWindow {
  const { session, preloadDir, packaged, clock, log } = options;
  let opening: Promise<Open> | null = null;
  let current: BrowserWindow | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let nextId = 1;
  let restarts = 0;
  let closed = false;

  function open(): Promise<Open> {
    opening ??= openWindow().catch((error: unknown) => {
      dispose();
      throw error;
    });
    return opening;
  }

  async function openWindow(): Promise<Open> {
    if (restarts > 0) log('studio.restarted', { attempt: restarts });
    restarts += 1;
    const window = new BrowserWindow({
      show: false,
      width: 576,
      height: 800,
      frame: false,
      webPreferences: {
        preload: join(preloadDir, 'studio.cjs'),
        session,
        offscreen: true,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        enableWebSQL: false,
        devTools: !packaged,
        backgroundThrottling: false,
      },
    });
    current = window;
    const { port1, port2 } = new MessageChannelMain();
    const gone = new Promise<never>((_, reject) => {
      window.webContents.once('render-process-gone', (_event, { reason }) => {
        log('window.gone', { role: 'studio', reason });
        dispose();
        reject(new Error('gone'));
      });
    });
    gone.catch(() => {});
    const ready = new Promise<void>((resolve) => {
      port1.on('message', ({ data }) => {
        if ((data as Partial<StudioReady> | null)?.ready) resolve();
      });
    });
    port1.start();
    window.webContents.once('dom-ready', () => window.webContents.postMessage('studio.port', null, [port2]));
    await window.loadURL(addressOf('studio'));
    await within(READY_MS, Promise.race([ready, gone]));
    return { window, port: port1, gone };
  }

  function dispose() {
    opening = null;
    if (current && !current.isDestroyed()) current.destroy();
    current = null;
  }

  function within<T>(ms: number, promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(ms, () => reject(new Error('timeOut')));
      promise.then(resolve, reject).finally(cancel);
    });
  }

  async function ask({ port, gone }: Open, task: StudioTask): Promise<Extract<StudioReply, { ok: true }>> {
    const id = nextId++;
    const reply = new Promise<StudioReply>((resolve) => {
      const listener = ({ data }: { data: unknown }) => {
        if ((data as Partial<StudioReply> | null)?.id !== id) return;
        port.off('message', listener);
        resolve(data as StudioReply);
      };
      port.on('message', listener);
    });
    port.postMessage({ id, ...task });
    const answer = await within(TASK_MS, Promise.race([reply, gone]));
    if (!answer.ok) throw new Refusal(answer.code, answer.detail);
    return answer;
  }

  /** One at a time; a studio that does not answer is ended, for the next request to find a new one. */
  function run<T>(work: (studio: Open) => Promise<T>): Promise<Result<T, StudioFailure>> {
    const next = queue.then(async (): Promise<Result<T, StudioFailure>> => {
      if (closed) return fail('canceled');
      try {
        return ok(await work(await open()));
      } catch (error) {
        if (error instanceof Refusal) {
          return error.code === 'failed' ? fail('studioUnavailable', error.message) : fail(error.code, error.message);
        }
        dispose();
        const message = (error as Error).message;
        return message === 'timeOut' ? fail('timeOut') : fail('studioUnavailable', message);
      }
    });
    queue = next;
    return next;
  }

  return {
    warm: () => void run(async () => {}),
    contents: () => current?.webContents ?? null,
    drawSlip: (slip, { dots }) =>
      run(async (studio) => {
        const { window } = studio;
        window.setContentSize(dots, 800);
        const drawn = await ask(studio, { task: 'drawSlip', slip, dots });
        const height = Math.ceil(drawn.height);
        if (height < 1 || height > MAX_HEIGHT) throw new Refusal('tooLarge', `${height} dots high`);
        window.setContentSize(dots, height);
        await ask(studio, { task: 'settle', width: dots, height });
        const image = await window.webContents.capturePage({ x: 0, y: 0, width: dots, height });
        await ask(studio, { task: 'release' });
        return toRaster(image, dots, height);
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
      dispose();
    },
  };
}

class Refusal extends Error {
  readonly code: 'undecodable' | 'tooLarge' | 'failed';
  constructor(code: Refusal['code'], message = '') {
    super(message);
    this.code = code;
  }
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
