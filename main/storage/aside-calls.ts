// Calls that take as long as the file is big, for the client: one after another, each by a worker that is started for it.

import { Worker } from 'node:worker_threads';
import { fail } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Clock } from '../services/ports.ts';
import type { Message, Request, WorkerData } from './protocol.ts';

/** A million dossiers are copied and checked in a minute or two; nobody waits for it. */
const TIME_OUT_MS = 3_600_000;

export type AsideCalls = {
  /** Rejects for a bug. `busy` where the thread ended or took too long, `closed` after `close`. */
  call(request: Request): Promise<Result<unknown, Failure>>;
  /** What is under way is given up. */
  close(): void;
};

export function asideCalls({ workerFile, data, clock }: { readonly workerFile: string | URL; readonly data: () => WorkerData; readonly clock: Clock }): AsideCalls {
  let closed = false;
  let giveUp = (): void => {};
  let last: Promise<unknown> = Promise.resolve();

  function run(request: Request): Promise<Result<unknown, Failure>> {
    if (closed) return Promise.resolve(fail('closed', 'the storage is closed'));
    return new Promise((settle, reject) => {
      const worker = new Worker(workerFile, { workerData: { ...data(), aside: request } satisfies WorkerData, name: 'storage aside' });
      let cause = 'ended';
      const end = (reply: Result<unknown, Failure>): void => {
        stopTimer();
        settle(reply);
        // Deep in SQLite nothing reaches it, so nobody waits for its end.
        void worker.terminate();
      };
      const stopTimer = clock.after(TIME_OUT_MS, () => end(fail('busy', `${request.call} took too long`)));
      giveUp = () => end(fail('closed', 'the storage is closed'));
      worker.on('message', (message: Message) => {
        if ('bug' in message) reject(new Error(`storage: ${message.bug}`));
        else if ('reply' in message) end(message.reply);
      });
      worker.on('error', (error) => {
        cause = `${error.name}: ${error.message}`;
      });
      worker.on('exit', () => end(fail('busy', `the thread ${cause}`)));
    });
  }

  return {
    call(request) {
      const done = last.then(() => run(request));
      last = done.catch(() => {});
      return done;
    },
    close() {
      closed = true;
      giveUp();
    },
  };
}
