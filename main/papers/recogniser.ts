// Reads the Vietnamese text of pages, one at a time in a thread of low priority, so that neither main nor a slip waits. The
// thread is ended when a page takes too long or is no longer wanted, and when nothing was asked for a while, which frees its
// memory; the next page starts a new one. It is meant for pictures that the imaging window has encoded anew: bytes from
// outside are decoded in that window's sandbox, never here.

import { Worker } from 'node:worker_threads';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { PagePicture, Word } from '../domain/pages/page.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Clock, Imaging, StudioFailure } from '../services/ports.ts';
import type { EngineFiles, RecognitionReply, RecognitionRequest } from './recognition/protocol.ts';

export type RecogniserOptions = {
  /** recognition/worker.ts under Node 24, recognition-worker.cjs in the built program. */
  readonly workerFile: string | URL;
  readonly files: EngineFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly pageMs?: number;
  readonly idleMs?: number;
};

export type Recogniser = Pick<Imaging, 'recognise'> & { close(): Promise<void> };

/**
 * A page of A4 at 300 dpi takes two to four seconds on a counter's PC that has nothing else to do; behind work that citizens
 * wait for it takes many times that. A page that hangs holds up other papers' words only.
 */
const PAGE_MS = 5 * 60_000;
const IDLE_MS = 60_000;
const MAX_BYTES = 40_000_000;
const MAX_PIXELS = 50_000_000;

type Outcome = Result<readonly Word[], StudioFailure>;

export function createRecogniser(options: RecogniserOptions): Recogniser {
  const { clock, log, pageMs = PAGE_MS, idleMs = IDLE_MS } = options;
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let nextId = 1;
  let stopIdleTimer = (): void => {};
  const closing = new AbortController();

  function start(): Worker {
    const started = new Worker(options.workerFile, { workerData: options.files, name: 'recognition' });
    worker = started;
    // Listened to for as long as it lives: an error that nobody hears would end the program.
    started.on('error', () => {});
    started.on('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  async function end(): Promise<void> {
    stopIdleTimer();
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  async function read(page: PagePicture, signal: AbortSignal | undefined): Promise<Outcome> {
    if (closing.signal.aborted || signal?.aborted) return fail('canceled');
    stopIdleTimer();
    const reader = worker ?? start();
    const id = nextId++;
    let cleanUp = (): void => {};
    const outcome = await new Promise<Outcome>((resolve) => {
      const cancel = (): void => resolve(fail('canceled'));
      const died = (error: Error): void => resolve(fail('studioUnavailable', `${error.name}: ${error.message}`));
      const exited = (): void => resolve(fail('studioUnavailable', 'the thread ended'));
      const answered = (reply: RecognitionReply): void => {
        if (reply.id !== id) return;
        resolve('words' in reply ? ok(reply.words) : fail(reply.refused, 'the engine does not read it'));
      };
      const stopTimer = clock.after(pageMs, () => resolve(fail('timeOut')));
      cleanUp = () => {
        stopTimer();
        reader.off('message', answered).off('error', died).off('exit', exited);
        signal?.removeEventListener('abort', cancel);
        closing.signal.removeEventListener('abort', cancel);
      };
      reader.on('message', answered).on('error', died).on('exit', exited);
      signal?.addEventListener('abort', cancel);
      closing.signal.addEventListener('abort', cancel);
      const bytes = new Uint8Array(page.bytes);
      const request: RecognitionRequest = { id, bytes, dotsPerInch: page.dotsPerInch };
      reader.postMessage(request, [bytes.buffer]);
    });
    cleanUp();
    if (outcome.ok || outcome.error.code === 'undecodable') stopIdleTimer = clock.after(idleMs, () => void end());
    else await end();
    return outcome;
  }

  return {
    recognise(page, signal) {
      if (page.bytes.length > MAX_BYTES || page.widthPx * page.heightPx > MAX_PIXELS) return Promise.resolve(fail('tooLarge'));
      const asked = clock.now();
      const mine = turn.then(async () => {
        const begun = clock.now();
        const outcome = await read(page, signal);
        if (outcome.ok) log('page.recognised', { words: outcome.value.length, waited: begun - asked, took: clock.now() - begun });
        else if (outcome.error.code !== 'canceled') log('page.notRecognised', { reason: outcome.error.code, detail: outcome.error.detail });
        return outcome;
      });
      turn = mine;
      // Whoever no longer wants a page that waits need not wait for those before it.
      return new Promise((resolve, reject) => {
        const cancel = (): void => resolve(fail('canceled'));
        signal?.addEventListener('abort', cancel);
        mine.then(resolve, reject).finally(() => signal?.removeEventListener('abort', cancel));
      });
    },
    async close() {
      closing.abort();
      await turn;
      await end();
    },
  };
}
