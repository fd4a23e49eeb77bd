// A USB scanner on Windows through NAPS2's command line (NAPS2.Console.exe, naps2.com/doc/command-line), which speaks WIA and
// TWAIN. It writes its pages when all are scanned, and its exit code says nothing: what counts is which pages are there, then
// what it printed. Written after its documentation; no Windows machine has tried it.

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, DocumentScanner, OnPage, Random } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell } from '../device.ts';
import type { Link } from '../supervisor.ts';
import { createSupervisor } from '../supervisor.ts';
import { createScannerCommands, MAX_PAGES } from './commands.ts';
import { stateOfFailure } from './status.ts';
import { folderForPages, runProgram, takePages } from './transport-program.ts';

const T = DELAYS.documentScanner;
const OUTPUT = 'page-$(nnnn).jpg';
export const NAPS2_PROGRAM = 'C:\\Program Files\\NAPS2\\NAPS2.Console.exe';

export type Naps2Settings = {
  /** As `NAPS2.Console.exe --listdevices --driver wia` lists it. */
  readonly device: string;
  readonly driver: 'wia' | 'twain';
  readonly program: string;
};

export function createNaps2Scanner(options: { readonly settings: Naps2Settings; readonly clock: Clock; readonly random: Random; readonly log: Log }): DocumentScanner {
  const { settings, clock, log } = options;
  const { device, driver, program } = settings;
  const state = createStateCell('documentScanner', clock, log);
  const lock = createLock();

  const supervisor = createSupervisor<Link>({
    async open(signal) {
      const listed = await runProgram({ clock, file: program, args: ['--listdevices', '--driver', driver], timeoutMs: T.naps2.listMs, signal });
      if (!listed.ok) return listed;
      const names = listed.value.printed.split(/\r?\n/).map((line) => line.trim().toLowerCase());
      return names.some((name) => name.includes(device.toLowerCase())) ? ok({ onLost: () => {}, close: () => Promise.resolve() }) : err({ code: 'deviceNotReady', reason: 'noDevice', detail: `${names.filter((name) => name !== '').length} others` });
    },
    onOpened: () => state.set({ status: 'online' }),
    onDown: (failure) => state.set(stateOfFailure(failure)),
    clock,
    random: options.random,
  });

  /** How many pages came. From the feeder it says nothing until the last page, and may: from the glass there is one. */
  async function scanFrom(source: 'feeder' | 'glass', onPage: OnPage, signal: AbortSignal): Promise<Result<number, DeviceFailure>> {
    const folder = await folderForPages();
    try {
      const ended = await runProgram({ clock, file: program, args: scanArguments(settings, source, join(folder, OUTPUT)), cwd: folder, timeoutMs: T.jobMs, ...(source === 'glass' && { silenceMs: T.pageMs }), signal });
      const names = (await readdir(folder)).filter((name) => /^page.{0,20}\.jpg$/.test(name)).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
      let handed = 0;
      if (!ended.ok && ended.error.code !== 'timeOut') return ended;
      for (const name of names.slice(0, MAX_PAGES)) {
        const pages = await takePages(join(folder, name));
        // What hung may have left the last file half.
        if (!pages.ok && !ended.ok) break;
        if (!pages.ok) return pages;
        for (const page of pages.value) void onPage(page);
        handed += pages.value.length;
      }
      if (!ended.ok) return ended;
      if (names.length > MAX_PAGES) return err({ code: 'unsupportedData', reason: 'tooManyPages', detail: `more than ${MAX_PAGES}` });
      const failure = failureIn(ended.value.printed + ended.value.complaint);
      // A feeder that has run empty is how each of its scans ends.
      return failure && !(failure.reason === 'empty' && handed > 0) ? err(failure) : ok(handed);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function scanPages(onPage: OnPage, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const link = await supervisor.need(signal);
    if (!link.ok) return link;
    state.set({ status: 'deviceBusy' });
    let scanned = await scanFrom('feeder', onPage, signal);
    // It does not say whether there is a feeder or paper in it; that there is none is learnt by asking for a page.
    const isEmpty = scanned.ok ? scanned.value === 0 : scanned.error.reason === 'empty';
    if (isEmpty) scanned = await scanFrom('glass', onPage, signal);
    if (scanned.ok && scanned.value === 0) scanned = err({ code: 'commandErrorCode', reason: 'empty' });
    if (!scanned.ok && (scanned.error.code === 'timeOut' || (scanned.error.code === 'deviceNotReady' && scanned.error.reason !== 'busy'))) supervisor.giveUp(link.value, scanned.error);
    else state.set({ status: 'online' });
    return scanned.ok ? ok() : scanned;
  }

  const commands = createScannerCommands({
    clock, log, lock, scanPages,
    /** Whether Windows lists it. */
    async describe(signal) {
      const link = await supervisor.need(signal);
      return link.ok ? ok({ summary: `${device}, ${driver}` }) : link;
    },
  });

  return {
    id: 'documentScanner',
    address: `naps2 ${driver} ${device}`,
    state: state.get,
    onStateChanged: state.onChanged,
    ...commands,
    start: supervisor.start,
    close: supervisor.close,
  };
}

/** Each an argument of its own; `device` never begins like an option. */
export function scanArguments({ device, driver }: Naps2Settings, source: 'feeder' | 'glass', output: string): readonly string[] {
  return ['--noprofile', '--driver', driver, '--device', device, '--source', source, '--dpi', '300', '--pagesize', 'a4', '--bitdepth', 'color', '--jpegquality', '90', '--force', '--output', output];
}

const COMPLAINTS: readonly (readonly [RegExp, DeviceFailure])[] = [
  [/jam/i, { code: 'commandErrorCode', reason: 'jammed' }],
  [/cover|lid/i, { code: 'commandErrorCode', reason: 'coverOpen' }],
  [/busy|in use/i, { code: 'deviceNotReady', reason: 'busy' }],
  [/offline|not (?:be )?found|disconnected|no device/i, { code: 'deviceNotReady', reason: 'disconnected' }],
  [/no (?:scanned )?pages|feeder/i, { code: 'commandErrorCode', reason: 'empty' }],
];

/** What its words mean, where it is English; other words are told to the technician as they are. */
export function failureIn(printed: string): DeviceFailure | undefined {
  const words = printed.trim();
  if (words === '') return undefined;
  return COMPLAINTS.find(([pattern]) => pattern.test(words))?.[1] ?? { code: 'hardwareError', reason: 'naps2Failed', detail: words.slice(-180) };
}
