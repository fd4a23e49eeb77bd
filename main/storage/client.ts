// The store and the vault as the services see them: calls to the storage worker, each with a time-out. A worker that dies
// or hangs is replaced; calls that were under way fail as `busy` (they may or may not have been carried out; every write
// of the services can be repeated), later ones wait for the new worker. What reads the whole file has a thread of its own.

import { Worker } from 'node:worker_threads';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Clock } from '../services/ports.ts';
import type { Store, StoreFailure, Vault } from '../services/store.ts';
import { asideCalls } from './aside-calls.ts';
import type { Backup } from './backup.ts';
import { keepBackingUp } from './daily-backup.ts';
import type { OpenReport } from './engine.ts';
import { isForAside } from './protocol.ts';
import type { CallName, Calls, Message, Request, WorkerData } from './protocol.ts';

export type OpenStoreOptions = {
  /** The data directory; made if it is not there. */
  readonly dir: string;
  /** 32 bytes, from `databaseKey`. */
  readonly key: Uint8Array;
  /** Which keeper has the key, for the log. */
  readonly keyFrom?: string;
  readonly nativeBinding?: string;
  /** worker.ts under Node 24, storage-worker.cjs in the built program. */
  readonly workerFile: string | URL;
  readonly clock: Clock;
  readonly log: Log;
};

export type OpenedStore = {
  readonly store: Store;
  readonly vault: Vault;
  readonly report: OpenReport;
  /** Makes a backup now; one a day is made without being asked. */
  backup(): Promise<Result<Backup, StoreFailure>>;
  /** When the last backup was made, ms; null where there is none. */
  lastBackupAt(): number | null;
  /** The lasting failure that the storage is in, or null. A disk that was full or read-only is tried again by itself. */
  health(): StoreFailure | null;
  /** Returns its unsubscribe. */
  onHealthChanged(listener: (health: StoreFailure | null) => void): () => void;
  /** Ends the worker after the calls that are under way. */
  close(): Promise<void>;
};

/** How long a call may take before the worker counts as hung, ms. Disks at counters are slow, not dead. */
const TIME_OUT_MS: Readonly<Record<Exclude<CallName, 'backup'> | 'open', number>> = {
  open: 120_000,
  write: 15_000,
  read: 30_000,
  'vault.put': 60_000,
  'vault.get': 30_000,
  'vault.remove': 15_000,
  'vault.destroy': 30_000,
  tidy: 15_000,
  tryWriting: 15_000,
  close: 15_000,
};
const SLOW_MS = 250;
/** Waits before a dead worker is replaced; after the last one the storage stays closed. */
const RESTART_WAITS_MS = [0, 500, 2_000, 5_000, 15_000];
/** A worker that lived this long begins the waits anew. */
const STEADY_MS = 60_000;

/** How often a disk that failed is tried again. */
const TRY_AGAIN_MS = 10_000;

const LASTING: readonly StoreFailure['code'][] = ['corrupt', 'wrongKey', 'readOnly', 'full', 'newer', 'closed'];

type Pending = {
  readonly request: Request;
  readonly transfer: readonly ArrayBuffer[];
  readonly settle: (reply: Result<unknown, unknown>) => void;
  readonly reject: (bug: Error) => void;
  readonly stopTimer: () => void;
  /** Given to a worker: if that one dies, nobody knows whether it was carried out. */
  posted: boolean;
};

/** Resolves when the database is open, checked and migrated, or with the state that it is in. */
export async function openStore(options: OpenStoreOptions): Promise<Result<OpenedStore, StoreFailure>> {
  const { clock, log } = options;
  let worker: Worker | null = null;
  let ready = false;
  let closed = false;
  let openedAt = 0;
  let deaths = 0;
  let nextId = 1;
  let health: StoreFailure | null = null;
  let stopRestartTimer = (): void => {};
  let stopTryingAgain = (): void => {};
  const pending = new Map<number, Pending>();
  const aside = asideCalls({ workerFile: options.workerFile, data: () => workerData(false), clock });
  const listeners = new Set<(health: StoreFailure | null) => void>();

  const first = await start(true);
  if (!first.ok) {
    log('storage.failed', { state: first.error.code, detail: first.error.detail });
    return first;
  }
  const report = first.value;
  log('storage.opened', { version: report.schemaVersion, cipher: report.cipher, keyFrom: options.keyFrom });
  if (report.migratedFrom > 0 && report.migratedFrom < report.schemaVersion) {
    log('storage.migrated', { from: report.migratedFrom, to: report.schemaVersion });
  }

  const store: Store = {
    write: (writes) => call('write', { writes, now: clock.now() }),
    read: (query, ...args) => call('read', { query, args: args[0] }) as never,
  };
  const vault: Vault = {
    put: (journeyId, documentId, bytes) => {
      const copy = new Uint8Array(bytes);
      return call('vault.put', { journeyId, documentId, bytes: copy }, [copy.buffer]);
    },
    get: (journeyId, documentId) => call('vault.get', { journeyId, documentId }),
    remove: (journeyId, documentId) => call('vault.remove', { journeyId, documentId }),
    destroy: (journeyId) => call('vault.destroy', { journeyId }),
  };
  let { lastBackupAt } = report;
  const stopBackingUp = keepBackingUp({ backup, lastBackupAt, clock });

  return ok({
    store,
    vault,
    report,
    backup,
    lastBackupAt: () => lastBackupAt,
    health: () => health,
    onHealthChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  });

  /** Starts a worker and resolves with what it says of the database. */
  function start(firstStart: boolean): Promise<Result<OpenReport, StoreFailure>> {
    const started = new Worker(options.workerFile, { workerData: workerData(firstStart), name: 'storage' });
    worker = started;
    ready = false;
    return new Promise((resolve) => {
      const stopTimer = clock.after(TIME_OUT_MS.open, () => {
        finish(fail('busy', 'opening took too long'));
        void started.terminate();
      });
      let answeredOnce = false;
      const finish = (opened: Result<OpenReport, StoreFailure>): void => {
        if (answeredOnce) return;
        answeredOnce = true;
        stopTimer();
        if (!opened.ok) worker = null;
        resolve(opened);
      };
      let cause = 'ended';
      started.on('message', (message: Message) => {
        if (!('opened' in message)) return answered(message);
        if (message.opened.ok) {
          ready = true;
          openedAt = clock.now();
          for (const one of pending.values()) post(one);
        }
        finish(message.opened);
      });
      started.on('error', (error: Error) => {
        cause = `${error.name}: ${error.message}`;
      });
      started.on('exit', () => {
        finish(fail('closed', `the storage worker ${cause}`));
        if (worker === started) died(cause);
      });
    });
  }

  function workerData(firstStart: boolean): WorkerData {
    return {
      dir: options.dir,
      key: options.key,
      ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
      firstStart,
      now: clock.now(),
    };
  }

  function call<N extends CallName>(
    name: N,
    args: Calls[N]['args'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<Calls[N]['reply']> {
    if (closed) return Promise.resolve(fail('closed', 'the storage is closed') as Calls[N]['reply']);
    const id = nextId++;
    const request = { id, call: name, args } as Request;
    if (isForAside(request)) return readAside(request) as Promise<Calls[N]['reply']>;
    return new Promise((settle, reject) => {
      const one: Pending = {
        request,
        transfer,
        settle: settle as (reply: Result<unknown, unknown>) => void,
        reject,
        stopTimer: clock.after(TIME_OUT_MS[name as keyof typeof TIME_OUT_MS], () => timedOut(id, name)),
        posted: false,
      };
      pending.set(id, one);
      if (ready) post(one);
    });
  }

  async function readAside(request: Request): Promise<Result<unknown, Failure>> {
    const reply = await aside.call(request);
    // A copy may be damaged and the file well; who reads the file itself has seen it.
    if (request.call === 'read' && !reply.ok && reply.error.code === 'corrupt') setHealth(reply.error as StoreFailure);
    return reply;
  }

  function post(one: Pending): void {
    one.posted = true;
    worker?.postMessage(one.request, one.transfer as ArrayBuffer[]);
  }

  function answered(message: Exclude<Message, { opened: unknown }>): void {
    const one = pending.get(message.id);
    if (one === undefined) return;
    pending.delete(message.id);
    one.stopTimer();
    if ('bug' in message) {
      one.reject(new Error(`storage: ${message.bug}`));
      return;
    }
    if (message.tookMs > SLOW_MS)
      log('storage.slow', { operation: operationOf(one.request), took: Math.round(message.tookMs) });
    noteHealth(one.request.call, message.reply as Result<unknown, StoreFailure>);
    one.settle(message.reply);
  }

  function timedOut(id: number, name: CallName): void {
    const one = pending.get(id);
    if (one === undefined) return;
    const underWay = [...pending.values()].find(({ posted }) => posted);
    pending.delete(id);
    one.settle(fail('busy', `${name} took too long`));
    // A worker that is still opening has its own time-out; one that was given a call and does not answer hangs.
    if (!one.posted || !ready) return;
    ready = false;
    const hung = worker;
    // Deep in SQLite nothing reaches it until it is done. Who reads holds nobody up: the next worker need not wait for that end,
    // as it must for one that may be writing.
    if (underWay?.request.call === 'read') died(`hung in ${operationOf(underWay.request)}`);
    void hung?.terminate();
  }

  function died(cause: string): void {
    worker = null;
    ready = false;
    failPending({ code: 'busy', detail: 'the storage worker ended' }, ({ posted }) => posted);
    if (closed) return;
    log('storage.failed', { state: 'worker', detail: cause });
    deaths = clock.now() - openedAt > STEADY_MS ? 0 : deaths;
    restart();
  }

  function restart(): void {
    const wait = RESTART_WAITS_MS[deaths++];
    if (wait === undefined) {
      closed = true;
      setHealth({ code: 'closed', detail: 'the storage worker keeps ending' });
      failPending({ code: 'closed', detail: 'the storage worker keeps ending' });
      return;
    }
    stopRestartTimer = clock.after(wait, () => {
      void start(false).then((opened) => {
        if (closed) return;
        setHealth(opened.ok ? null : opened.error);
        if (opened.ok) return;
        failPending(opened.error);
        restart();
      });
    });
  }

  function failPending(failure: StoreFailure, which: (one: Pending) => boolean = () => true): void {
    for (const [id, one] of pending) {
      if (!which(one)) continue;
      pending.delete(id);
      one.stopTimer();
      one.settle(fail(failure.code, failure.detail));
    }
  }

  function noteHealth(name: CallName, reply: Result<unknown, StoreFailure>): void {
    if (name === 'close') return;
    if (!reply.ok && LASTING.includes(reply.error.code)) setHealth(reply.error);
    else if (reply.ok && (name === 'write' || name === 'tryWriting')) setHealth(null);
  }

  function setHealth(next: StoreFailure | null): void {
    if (health?.code === next?.code) return;
    health = next;
    stopTryingAgain();
    if (next !== null) log('storage.failed', { state: next.code, detail: next.detail });
    if (next?.code === 'full' || next?.code === 'readOnly') tryAgainLater();
    for (const listener of listeners) listener(next);
  }

  /** While the counter is out of service nobody writes, so nobody would notice that the disk is well again. */
  function tryAgainLater(): void {
    stopTryingAgain = clock.after(TRY_AGAIN_MS, () => {
      void call('tryWriting', { now: clock.now() }).then((tried) => {
        if (!tried.ok && !closed && health !== null) tryAgainLater();
      });
    });
  }

  async function backup(): Promise<Result<Backup, StoreFailure>> {
    const begun = clock.now();
    const made = await call('backup', { now: begun }).catch((bug: Error) => {
      log('storage.backupFailed', { detail: bug.message });
      throw bug;
    });
    if (made.ok) {
      await call('tidy', { now: begun });
      lastBackupAt = made.value.madeAt;
    }
    if (made.ok) log('storage.backedUp', { bytes: made.value.bytes, took: clock.now() - begun });
    else log('storage.backupFailed', { detail: `${made.error.code} ${made.error.detail ?? ''}` });
    return made;
  }

  async function close(): Promise<void> {
    if (closed) return;
    stopBackingUp();
    stopRestartTimer();
    stopTryingAgain();
    aside.close();
    const ended = worker;
    const closing = ready ? call('close', undefined) : undefined;
    closed = true;
    await closing;
    await ended?.terminate();
    failPending({ code: 'closed', detail: 'the storage is closed' });
  }
}

function operationOf(request: Request): string {
  if (request.call === 'write')
    return request.args.writes
      .map((write) => write.write)
      .join('+')
      .slice(0, 60);
  return request.call === 'read' ? request.args.query : request.call;
}
