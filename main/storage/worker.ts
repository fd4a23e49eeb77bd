// The storage worker: opens the database and carries out one call after another. SQLite and fsync block a thread, so
// they have one of their own; started for one thing aside, it does only that.

import { parentPort, workerData } from 'node:worker_threads';
import { fail } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { carryOutAside } from './aside.ts';
import { guarded, openEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { storeFailureOf } from './failures.ts';
import type { Message, Request, WorkerData } from './protocol.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker');

const { aside, ...options } = workerData as WorkerData;
if (aside) answer(aside, () => carryOutAside(options, aside));
else start();

function start(): void {
  const opened = openEngine(options);
  send(opened.ok ? { opened: { ok: true, value: opened.value.report } } : { opened });
  if (opened.ok) serve(opened.value);
  else port!.close();
}

function serve(engine: Engine): void {
  port!.on('message', (request: Request) => {
    answer(request, () => carryOut(engine, request));
    if (request.call === 'close') port!.close();
  });
}

function answer({ id }: Request, work: () => Result<unknown, Failure>): void {
  const begun = performance.now();
  try {
    const reply = work();
    send({ id, tookMs: performance.now() - begun, reply });
  } catch (error) {
    send({ id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function carryOut(engine: Engine, request: Request): Result<unknown, Failure> {
  switch (request.call) {
    case 'write':
      return guarded(() => engine.write(request.args.writes, request.args.now));
    case 'read':
      return guarded(() => engine.read(request.args.query, request.args.args as never));
    case 'vault.put':
      return guarded(() => engine.vault.put(request.args.journeyId, request.args.documentId, request.args.bytes));
    case 'vault.get':
      return attempt(() => engine.vault.get(request.args.journeyId, request.args.documentId));
    case 'vault.remove':
      return guarded(() => engine.vault.remove(request.args.journeyId, request.args.documentId));
    case 'vault.destroy':
      return guarded(() => engine.vault.destroy(request.args.journeyId));
    case 'backup':
      throw new Error('a backup has a thread of its own');
    case 'tidy':
      return guarded(() => engine.tidy(request.args.now));
    case 'tryWriting':
      return guarded(() => engine.tryWriting(request.args.now));
    case 'close':
      return guarded(() => engine.close());
  }
}

/** For work that gives a Result itself. */
function attempt<T, E extends Failure>(work: () => Result<T, E>): Result<T, Failure> {
  try {
    return work();
  } catch (error) {
    const failure = storeFailureOf(error);
    if (failure === null) throw error;
    return fail(failure.code, failure.detail);
  }
}

function send(message: Message): void {
  port!.postMessage(message);
}
