// One picture at a time, off every window's own thread. What breaks in here is an answer; what hangs is ended from outside.

import type { ImagingAnswer, ImagingTask } from '../../../preload/contract/imaging.ts';
import { improve } from './improve.ts';
import { rotate } from './rotate.ts';
import { inScratch } from './scratch.ts';

async function work(task: ImagingTask): Promise<ImagingAnswer> {
  try {
    return await inScratch(() => (task.task === 'improve' ? improve(task.bytes, task.options) : rotate(task.bytes, task.quarterTurns)));
  } catch (error) {
    // The kind of error only: its message may quote what is on the page.
    return { ok: false, code: 'failed', detail: error instanceof Error ? error.name : 'unknown' };
  }
}

async function answer({ data }: MessageEvent<ImagingTask>): Promise<void> {
  self.postMessage(await work(data));
}

self.addEventListener('message', (event: MessageEvent<ImagingTask>) => void answer(event));
