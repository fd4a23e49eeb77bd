// The hidden window for pages, from main's side: two pictures at a time, each with a time-out and a cancel. The window
// holds up no slip; when it hangs it is made again, and what was under way fails and may be asked for again.

import type { WebContents } from 'electron';
import type { ImagingReply, ImagingTask } from '../../preload/contract/imaging.ts';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Imaging, StudioFailure } from '../services/ports.ts';
import { createHiddenWindow, failureOf, Refusal } from './hidden-window.ts';
import type { HiddenWindowOptions } from './hidden-window.ts';

export type ImagingWindow = Pick<Imaging, 'warm' | 'improve' | 'rotate'> & {
  contents(): WebContents | null;
  close(): void;
};

type Reply = Extract<ImagingReply, { ok: true }>;

const TASK_MS = 30_000;
const MAX_BYTES = 40_000_000;
const AT_A_TIME = 2;

export function createImaging(options: HiddenWindowOptions): ImagingWindow {
  const hidden = createHiddenWindow<ImagingTask, Reply>('imaging', options, { width: 200, height: 200, offscreen: false });
  const waiting: (() => void)[] = [];
  let running = 0;
  let closed = false;

  async function turn(): Promise<void> {
    if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  }

  /** Whoever waits takes the place over. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  async function run(task: ImagingTask, signal?: AbortSignal): Promise<Result<Reply, StudioFailure>> {
    if (task.bytes.length > MAX_BYTES) return fail('tooLarge', `${task.bytes.length} bytes`);
    await turn();
    try {
      if (closed || signal?.aborted) return fail('canceled');
      return ok(await hidden.ask(await hidden.open(), task, TASK_MS, signal));
    } catch (error) {
      if (!(error instanceof Refusal) && !signal?.aborted) hidden.dispose();
      return failureOf(error);
    } finally {
      leave();
    }
  }

  return {
    // What goes wrong with it is told to the page that comes.
    warm: () => void hidden.open().catch(() => {}),
    async improve(bytes, improving, signal) {
      const done = await run({ task: 'improve', bytes, options: improving }, signal);
      if (!done.ok) return done;
      return done.value.task === 'improve' ? ok(done.value.pages) : fail('studioUnavailable', 'another answer');
    },
    async rotate(bytes, mime, quarterTurns) {
      const done = await run({ task: 'rotate', bytes, mime, quarterTurns });
      if (!done.ok) return done;
      return done.value.task === 'rotate' ? ok(done.value.page) : fail('studioUnavailable', 'another answer');
    },
    contents: hidden.contents,
    close() {
      closed = true;
      hidden.dispose();
    },
  };
}
