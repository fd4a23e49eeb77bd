// A scanner of SANE's (USB, on Linux), through `scanimage`: the feeder if there is paper in it, else the glass. Each page
// goes as soon as it is read; pages that came before a fault are handed over with it.

import { rm } from 'node:fs/promises';
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
import type { SaneOptions } from './scanimage.ts';
import { feederOf, glassOf, pagesIn, readOptions, scanArguments } from './scanimage.ts';
import { stateOfFailure } from './status.ts';
import { folderForPages, takePages } from './transport-program.ts';
import { createScanimage } from './transport-scanimage.ts';

const T = DELAYS.documentScanner;

type SaneLink = Link & { readonly options: SaneOptions };

export function createSaneScanner(settings: {
  /** As `scanimage -L` lists it. */
  readonly device: string;
  /** For scanimage alone, such as SANE_CONFIG_DIR. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): DocumentScanner {
  const { device, clock, log } = settings;
  const scanimage = createScanimage(clock, settings.environment ?? {});
  const state = createStateCell('documentScanner', clock, log);
  const lock = createLock();

  const supervisor = createSupervisor<SaneLink>({
    async open(signal) {
      const listed = await scanimage({ args: ['-d', device, '-A'], timeoutMs: T.answerMs, signal });
      if (!listed.ok) return listed;
      const options = readOptions(listed.value);
      return options
        ? ok({ options, onLost: () => {}, close: () => Promise.resolve() })
        : err({ code: 'hardwareError', reason: 'notAScanner', detail: 'no list of options' });
    },
    onOpened: () => state.set({ status: 'online' }),
    onDown: (failure) => state.set(stateOfFailure(failure)),
    clock,
    random: settings.random,
  });

  async function scanFrom(
    link: SaneLink,
    source: string | undefined,
    onPage: OnPage,
    signal: AbortSignal,
  ): Promise<Result<number, DeviceFailure>> {
    const folder = await folderForPages();
    const stop = new AbortController();
    const give = (): void => stop.abort();
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) give();
    let handed = 0;
    let bad: DeviceFailure | undefined;
    let reading = Promise.resolve();
    const read = async (name: string): Promise<void> => {
      if (bad) return;
      const pages = await takePages(join(folder, name));
      if (pages.ok) for (const page of pages.value) void onPage(page);
      else {
        bad = pages.error;
        stop.abort();
      }
    };
    try {
      const scanned = await scanimage({
        args: scanArguments(device, link.options, source, MAX_PAGES),
        cwd: folder,
        timeoutMs: T.jobMs,
        silenceMs: T.pageMs,
        signal: stop.signal,
        onPrinted(printed) {
          const names = pagesIn(printed);
          for (; handed < names.length; handed += 1) {
            const name = names[handed]!;
            reading = reading.then(() => read(name));
          }
        },
      });
      await reading;
      if (bad) return err(bad);
      // A batch of a feeder ends by the feeder being empty.
      const over = scanned.ok || (scanned.error.reason === 'empty' && handed > 0);
      return over ? ok(handed) : scanned;
    } finally {
      signal.removeEventListener('abort', give);
      await reading.catch(() => {});
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function scanPages(onPage: OnPage, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const link = await supervisor.need(signal);
    if (!link.ok) return link;
    const feeder = feederOf(link.value.options);
    const glass = glassOf(link.value.options);
    state.set({ status: 'deviceBusy' });
    let scanned = await scanFrom(link.value, feeder ?? glass, onPage, signal);
    // SANE does not say whether there is paper in the feeder; that it has none is learnt by asking for a page.
    const feederIsEmpty = !scanned.ok && scanned.error.reason === 'empty';
    if (feederIsEmpty && feeder !== undefined && glass !== undefined) scanned = await scanFrom(link.value, glass, onPage, signal);
    if (scanned.ok && scanned.value === 0) scanned = err({ code: 'commandErrorCode', reason: 'empty' });
    const lost = !scanned.ok && ['disconnected', 'notAnswering', 'scanimageFailed'].includes(scanned.error.reason ?? '');
    if (lost && !scanned.ok) supervisor.giveUp(link.value, scanned.error);
    else state.set(scanned.ok || scanned.error.code !== 'commandErrorCode' || scanned.error.reason === 'empty' ? { status: 'online' } : { status: 'userError', detail: scanned.error.reason ?? scanned.error.code });
    return scanned.ok ? ok() : scanned;
  }

  const commands = createScannerCommands({
    clock, log, lock, scanPages,
    async describe(signal) {
      const link = await supervisor.need(signal);
      if (!link.ok) return link;
      const { sources, modes } = link.value.options;
      return ok({ summary: `${device}, ${[...sources, ...modes].join(', ')}` });
    },
  });

  return {
    id: 'documentScanner',
    address: `sane ${device}`,
    state: state.get,
    onStateChanged: state.onChanged,
    ...commands,
    start: supervisor.start,
    close: supervisor.close,
  };
}
