// A driver on the bench's page printer.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPagePrinter } from '../../../../main/devices/page-printer/device.ts';
import type { PagePrinterDriver } from '../../../../main/devices/page-printer/device.ts';
import type { Clock } from '../../../../main/services/ports.ts';
import { startPagePrinter } from '../../../bench/page-printer.ts';
import type { PageJobRecord } from '../../../bench/page-printer.ts';
import { systemClock } from '../../../../main/base/clock.ts';
import { DELAYS } from '../../../../main/devices/delays.ts';
import { keptLog, random, until } from '../support.ts';

const FACTOR = 60;
const STARTED_AT = systemClock.now();
const T = DELAYS.pagePrinter;

/** To take a job back has more time than in life: the printer lives in this very process, and a loaded machine holds both ends up. */
const patient = (ms: number): number => (ms === T.cancelMs || ms === DELAYS.command.windUpMs ? ms * 10 : ms);

/** The printer and its jobs are asked often; time-outs keep their whole length. */
const quickLooks: Clock = {
  now: systemClock.now,
  after: (ms, callback) => systemClock.after(ms === T.jobPollMs || ms === T.idlePollMs ? ms / FACTOR : patient(ms), callback),
};

/** A printer's minutes pass 60 times as fast, where a test waits for the driver to give up; answers take what they take. */
export const hurried: Clock = {
  now: () => STARTED_AT + (systemClock.now() - STARTED_AT) * FACTOR,
  after: (ms, callback) => systemClock.after(ms === T.jobPollMs || ms >= T.idlePollMs ? ms / FACTOR : patient(ms), callback),
};

export type IppBench = {
  readonly printer: PagePrinterDriver;
  readonly url: string;
  readonly jobs: () => readonly PageJobRecord[];
  readonly document: (job: PageJobRecord) => Buffer;
  readonly fault: (kind: string, more?: Record<string, unknown>) => Promise<void>;
  readonly heal: (kind?: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function ippBench(clock: Clock = quickLooks): Promise<IppBench> {
  const dir = mkdtempSync(join(tmpdir(), 'page-printer-'));
  const part = await startPagePrinter({ dir, port: 0, values: {} });
  const { url } = part.addresses as { url: string };
  const printer = createPagePrinter({ settings: { transport: 'ipp', url }, clock, random, log: keptLog() });
  printer.start();
  await until(() => printer.state().status === 'online', 'the printer to be found');
  return {
    printer,
    url,
    jobs: () => (part.state() as { jobs: readonly PageJobRecord[] }).jobs,
    document: ({ file }) => readFileSync(join(dir, 'documents', file)),
    async fault(kind, more = {}) {
      part.faults.set({ kind, ...more });
      await part.faultsChanged?.('set', kind);
    },
    async heal(kind) {
      part.faults.heal(kind);
      await part.faultsChanged?.('heal', kind);
    },
    async close() {
      await printer.close();
      await part.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
