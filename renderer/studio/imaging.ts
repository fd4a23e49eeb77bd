// The hidden window that works on pages. It has nothing but a message port, and hands each picture to a worker of its own:
// what hangs in there is ended with its worker, and no picture waits for another.

import type { ImagingAnswer, ImagingReply, ImagingRequest, ImagingTask } from '../../preload/contract/imaging.ts';
import type { StudioReady } from '../../preload/contract/studio.ts';

/** Workers that have nothing to do, kept for the next picture: starting one takes longer than decoding. */
const idle: Worker[] = [];
const MAX_IDLE = 2;
/** Each keeps a hundred megabytes for its next picture, but not over the night. */
const IDLE_MS = 60_000;
let sweep: ReturnType<typeof setTimeout> | undefined;
const busy = new Map<number, Worker>();

const newWorker = (): Worker => new Worker(new URL('./imaging/page-worker.ts', import.meta.url), { type: 'module' });

function work(id: number, task: ImagingTask): Promise<ImagingAnswer> {
  const worker = idle.pop() ?? newWorker();
  clearTimeout(sweep);
  busy.set(id, worker);
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<ImagingAnswer>) => {
      busy.delete(id);
      if (idle.length < MAX_IDLE) idle.push(worker);
      else worker.terminate();
      if (busy.size === 0) sweep = setTimeout(() => idle.splice(0).forEach((each) => each.terminate()), IDLE_MS);
      resolve(data);
    };
    worker.onerror = () => {
      busy.delete(id);
      worker.terminate();
      resolve({ ok: false, code: 'failed', detail: 'worker' });
    };
    worker.postMessage(task, [task.bytes.buffer as ArrayBuffer]);
  });
}

function cancel(id: number): void {
  busy.get(id)?.terminate();
  busy.delete(id);
}

window.addEventListener('message', (event: MessageEvent<{ type?: unknown }>) => {
  const port = event.ports[0];
  if (event.source !== window || event.data?.type !== 'studio.port' || !port) return;
  port.onmessage = ({ data }: MessageEvent<ImagingRequest>) => {
    if ('cancel' in data) return cancel(data.cancel);
    const { id, ...task } = data;
    // Main's end takes copies only: with a transfer list the message arrives empty.
    void work(id, task).then((answer) => port.postMessage({ id, ...answer } satisfies ImagingReply));
  };
  const ready: StudioReady = { ready: true };
  port.postMessage(ready);
});
