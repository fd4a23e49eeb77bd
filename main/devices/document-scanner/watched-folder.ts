// A copier that scans to a folder: the person presses its button, and what then comes into the folder is theirs. What lay there
// before is somebody else's and is set aside, never shown. A file is taken once it is whole, by a rename; read once; and removed
// when its pages are sealed. What a kill left behind taken is set aside as well: whether its pages were kept is not known.

import { orAborted, pause } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, DocumentScanner, OnPage, Random } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell } from '../device.ts';
import { createIdlePoll } from '../idle-poll.ts';
import type { Link } from '../supervisor.ts';
import { createSupervisor } from '../supervisor.ts';
import { createScannerCommands, MAX_PAGES } from './commands.ts';
import { hasItsEnd, readPages } from './page.ts';
import { stateOfFailure } from './status.ts';
import { openScanFolder } from './transport-folder.ts';
import type { Look, ScanFolder, Taken } from './transport-folder.ts';

const T = DELAYS.documentScanner.folder;
const MAX_FILE_BYTES = 120_000_000;
/** Names under which programs write what is not finished. */
const UNFINISHED = /^[.~]|\.(?:tmp|part|filepart|crdownload)$/i;

/** What the copier sends every time, until somebody sets it otherwise. */
const SET_OTHERWISE: readonly string[] = ['tiff', 'pdfNotPictures'];

type FolderLink = Link & { readonly folder: ScanFolder };
type Reason = 'before' | 'cutOff' | 'unreadable' | 'notKept';

export function createWatchedFolder(options: { readonly folder: string; readonly clock: Clock; readonly random: Random; readonly log: Log }): DocumentScanner {
  const { clock, log } = options;
  const state = createStateCell('documentScanner', clock, log);
  const lock = createLock();
  const closing = new AbortController();
  const idlePoll = createIdlePoll({ everyMs: DELAYS.documentScanner.idlePollMs, look: lookAgain, isConnected: () => supervisor.link() !== undefined, lock, clock, signal: closing.signal });
  /** Why the last file could not be read, where the technician has to set the copier otherwise. */
  let refused: string | undefined;

  const supervisor = createSupervisor<FolderLink>({
    async open() {
      const opened = await openScanFolder(options.folder, options.random);
      if (!opened.ok) return opened;
      const listed = await opened.value.list();
      if (!listed.ok) return listed;
      for (const taken of await opened.value.leftTaken()) await setAside(opened.value, taken, 'cutOff');
      return ok({ folder: opened.value, onLost: () => {}, close: () => Promise.resolve() });
    },
    onOpened() {
      void lock.run(closing.signal, lookAgain);
      idlePoll.start();
    },
    onDown(failure) {
      idlePoll.stop();
      state.set(stateOfFailure(failure));
    },
    clock,
    random: options.random,
  });

  async function lookAgain(): Promise<void> {
    const link = supervisor.link();
    if (!link) return;
    const listed = await link.folder.list();
    if (!listed.ok) return supervisor.giveUp(link, { ...listed.error, reason: 'disconnected' });
    const some = await link.folder.countSetAside();
    state.set({ status: 'online', media: { ...(some > 0 && { setAside: 'some' }), ...(refused !== undefined && { pages: refused }) } });
  }

  async function setAside(folder: ScanFolder, file: Taken | Look, reason: Reason): Promise<boolean> {
    const done = await folder.setAside(file);
    if (done) log('scan.setAside', { reason });
    return done;
  }

  /** Waits for the end of a file that has been taken: whoever had it open may still be writing. */
  async function readWhole(folder: ScanFolder, taken: Taken, signal: AbortSignal): Promise<Result<Uint8Array, DeviceFailure>> {
    let since = clock.now();
    let last = await folder.look(taken);
    for (;;) {
      const read = await folder.read(taken, MAX_FILE_BYTES);
      if (!read.ok || hasItsEnd(read.value) !== false || clock.now() - since >= T.stuckMs) return read;
      if ((await pause(clock, T.pollMs, signal)) === 'aborted') return err({ code: 'canceled' });
      const look = await folder.look(taken);
      if (look?.bytes !== last?.bytes || look?.changedAt !== last?.changedAt) since = clock.now();
      last = look;
    }
  }

  /** Hands a file's pages over, then lets it go. */
  async function give(folder: ScanFolder, taken: Taken, onPage: OnPage, room: number, signal: AbortSignal): Promise<Result<number, DeviceFailure>> {
    let fate: Reason | 'kept' = 'notKept';
    try {
      const bytes = await readWhole(folder, taken, signal);
      if (!bytes.ok) return bytes;
      const read = readPages(bytes.value);
      const reason = read.ok ? undefined : read.error.reason;
      refused = reason !== undefined && SET_OTHERWISE.includes(reason) ? reason : undefined;
      if (!read.ok) {
        fate = 'unreadable';
        return read;
      }
      if (read.value.length > room) return err({ code: 'unsupportedData', reason: 'tooManyPages', detail: `more than ${MAX_PAGES}` });
      for (const page of read.value) {
        const kept = await orAborted(Promise.resolve(onPage(page)), signal);
        if (kept === 'aborted' || kept === false) return err({ code: 'canceled' });
      }
      fate = 'kept';
      return ok(read.value.length);
    } finally {
      if (fate === 'kept') await folder.remove(taken);
      else await setAside(folder, taken, fate);
    }
  }

  async function scanPages(onPage: OnPage, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const link = await supervisor.need(signal);
    if (!link.ok) return link;
    const { folder } = link.value;
    const old = await folder.list();
    if (!old.ok) return lost(link.value, old.error);
    /** What another program has open cannot be moved on Windows: it is known again, also under another name. */
    const strangers = new Set<string>();
    for (const file of old.value) if (!(await setAside(folder, file, 'before'))) strangers.add(file.id);
    state.set({ status: 'deviceBusy' });

    const seen = new Map<string, Look & { readonly since: number }>();
    const started = clock.now();
    let cameAt = started;
    let pages = 0;
    while (!signal.aborted) {
      const listed = await folder.list();
      if (!listed.ok) return lost(link.value, listed.error);
      const files = listed.value.filter(({ id, name }) => !strangers.has(id) && !UNFINISHED.test(name));
      for (const file of files) {
        const before = seen.get(file.id);
        const isStill = before !== undefined && before.bytes === file.bytes && before.changedAt === file.changedAt && before.name === file.name;
        if (!isStill) seen.set(file.id, { ...file, since: clock.now() });
        if (!isStill) cameAt = clock.now();
        // In their order: a later file waits for one that still grows.
        if (!isStill || file.bytes === 0 || clock.now() - before.since < T.settleMs) break;
        const taken = await folder.take(file.name);
        if (!taken) break;
        const given = await give(folder, taken, onPage, MAX_PAGES - pages, signal);
        if (!given.ok) return given;
        pages += given.value;
        cameAt = clock.now();
      }
      if (pages > 0 && clock.now() - cameAt >= T.quietMs) return ok();
      if (pages === 0 && clock.now() - Math.max(started, cameAt) >= T.firstMs) return err({ code: 'commandErrorCode', reason: 'empty' });
      await pause(clock, T.pollMs, signal);
    }
    return err({ code: 'canceled' });
  }

  function lost(link: FolderLink, failure: DeviceFailure): Result<never, DeviceFailure> {
    const disconnected: DeviceFailure = { ...failure, reason: 'disconnected' };
    supervisor.giveUp(link, disconnected);
    return err(disconnected);
  }

  const commands = createScannerCommands({
    clock, log, lock,
    async scanPages(onPage, signal) {
      const scanned = await scanPages(onPage, signal);
      await lookAgain();
      return scanned;
    },
    /** Whether it can be read and written, and what waits there for a person. */
    async describe(signal) {
      const link = await supervisor.need(signal);
      if (!link.ok) return link;
      const listed = await link.value.folder.list();
      if (!listed.ok) return lost(link.value, listed.error);
      await lookAgain();
      return ok({ summary: `${listed.value.length} files, ${await link.value.folder.countSetAside()} set aside` });
    },
  });

  return {
    id: 'documentScanner',
    address: `folder ${options.folder}`,
    state: state.get,
    onStateChanged: state.onChanged,
    ...commands,
    start: supervisor.start,
    async close() {
      closing.abort();
      idlePoll.stop();
      await supervisor.close();
    },
  };
}
