// A hidden, sandboxed window with a message port and nothing else, from main's side: it is made when it is first needed,
// answers requests each with a time-out, and is made again after it died or hung. Nothing of it can reach the rest of the
// program. The studio and the window for pages are two of them.

import { join } from 'node:path';
import { BrowserWindow, MessageChannelMain } from 'electron';
import type { MessagePortMain, Session, WebContents } from 'electron';
import type { Role } from '../../preload/contract/roles.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Clock, StudioFailure } from '../services/ports.ts';
import { fail } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { addressOf } from './addresses.ts';

export type HiddenWindowOptions = { readonly session: Session; readonly preloadDir: string; readonly packaged: boolean; readonly clock: Clock; readonly log: Log };

export type Opened = { readonly window: BrowserWindow; readonly port: MessagePortMain; readonly gone: Promise<never> };

export type Refused = { readonly id: number; readonly ok: false; readonly code: 'undecodable' | 'tooLarge' | 'failed'; readonly detail?: string };

export type HiddenWindow<Task, Reply extends { readonly id: number; readonly ok: true }> = {
  /** Rejects when the page does not come up; the next call tries again. */
  open(): Promise<Opened>;
  /** Something else that the window does, ended like a question: by the time or by the window's end. */
  bounded<T>(opened: Opened, timeoutMs: number, work: Promise<T>): Promise<T>;
  /** Rejects with `Refusal` for what the page refused, else when it was gone, hung or the signal came: `failureOf` tells which. */
  ask(opened: Opened, task: Task, timeoutMs: number, signal?: AbortSignal): Promise<Reply>;
  /** Ends the page; the next `open` makes another. */
  dispose(): void;
  contents(): WebContents | null;
};

const READY_MS = 15_000;

export class Refusal extends Error {
  readonly code: Refused['code'];
  constructor(code: Refused['code'], message = '') {
    super(message);
    this.code = code;
  }
}

/** What a rejection of `open` or `ask` means to whoever asked. */
export function failureOf(error: unknown): Result<never, StudioFailure> {
  if (error instanceof Refusal) return error.code === 'failed' ? fail('studioUnavailable', error.message) : fail(error.code, error.message);
  const { message } = error as Error;
  return message === 'timeOut' || message === 'canceled' ? fail(message) : fail('studioUnavailable', message);
}

export function createHiddenWindow<Task extends object, Reply extends { readonly id: number; readonly ok: true }>(
  role: Extract<Role, 'studio' | 'imaging'>,
  { session, preloadDir, packaged, clock, log }: HiddenWindowOptions,
  shape: { readonly width: number; readonly height: number; readonly offscreen: boolean },
): HiddenWindow<Task, Reply> {
  let opening: Promise<Opened> | null = null;
  let current: BrowserWindow | null = null;
  let nextId = 1;
  let restarts = 0;

  async function openWindow(): Promise<Opened> {
    if (restarts > 0) log('studio.restarted', { role, attempt: restarts });
    restarts += 1;
    const window = new BrowserWindow({
      show: false,
      width: shape.width,
      height: shape.height,
      frame: false,
      webPreferences: {
        preload: join(preloadDir, 'studio.cjs'),
        session,
        // One CSS pixel is one dot of a printer, whatever the screen's scale.
        offscreen: shape.offscreen && { deviceScaleFactor: 1 },
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
    // Two pictures, their cancels and the text's pages each listen.
    port1.setMaxListeners(50);
    const gone = new Promise<never>((_, reject) => {
      window.webContents.once('render-process-gone', (_event, { reason }) => {
        log('window.gone', { role, reason });
        if (current === window) dispose();
        reject(new Error('gone'));
      });
      window.once('closed', () => reject(new Error('gone')));
    });
    gone.catch(() => {});
    const ready = new Promise<void>((resolve) => {
      port1.on('message', ({ data }) => {
        if ((data as { ready?: boolean } | null)?.ready) resolve();
      });
    });
    port1.start();
    window.webContents.once('dom-ready', () => window.webContents.postMessage('studio.port', null, [port2]));
    await window.loadURL(addressOf(role));
    await within(READY_MS, Promise.race([ready, gone]));
    return { window, port: port1, gone };
  }

  function dispose() {
    opening = null;
    if (current && !current.isDestroyed()) current.destroy();
    current = null;
  }

  function within<T>(ms: number, promise: Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = (message: string) => () => reject(new Error(message));
      const cancel = clock.after(ms, stop('timeOut'));
      const canceled = stop('canceled');
      signal?.addEventListener('abort', canceled, { once: true });
      if (signal?.aborted) canceled();
      promise.then(resolve, reject).finally(() => {
        cancel();
        signal?.removeEventListener('abort', canceled);
      });
    });
  }

  return {
    open() {
      opening ??= openWindow().catch((error: unknown) => {
        dispose();
        throw error;
      });
      return opening;
    },
    async ask({ port, gone }, task, timeoutMs, signal) {
      const id = nextId++;
      let listener: ((event: { data: unknown }) => void) | undefined;
      const reply = new Promise<Reply | Refused>((resolve) => {
        listener = ({ data }) => {
          if ((data as { id?: number } | null)?.id === id) resolve(data as Reply | Refused);
        };
        port.on('message', listener);
      });
      try {
        port.postMessage({ id, ...task });
        const answer = await within(timeoutMs, Promise.race([reply, gone]), signal);
        if (!answer.ok) throw new Refusal(answer.code, answer.detail);
        return answer;
      } catch (error) {
        if (signal?.aborted) port.postMessage({ cancel: id });
        throw error;
      } finally {
        if (listener) port.off('message', listener);
      }
    },
    bounded: ({ gone }, timeoutMs, work) => within(timeoutMs, Promise.race([work, gone])),
    dispose,
    contents: () => current?.webContents ?? null,
  };
}
