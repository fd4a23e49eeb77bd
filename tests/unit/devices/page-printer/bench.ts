// A driver on the bench's page printer.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPagePrinter } from '../../../../main/devices/page-printer/device.ts';
import type { IppPrinter } from '../../../../main/devices/page-printer/device.ts';
import type { Clock } from '../../../../main/services/ports.ts';
import { startPagePrinter } from '../../../bench/page-printer.ts';
import type { PageJobRecord } from '../../../bench/page-printer.ts';
import { systemClock } from '../../../../main/base/clock.ts';
import { DELAYS } from '../../../../main/devices/delays.ts';
import { keptLog, random, until } from '../support.ts';

const FACTOR = 60;
const STARTED_AT = systemClock.now();

/** A printer's minutes pass 60 times as fast, for long waits and for the pauses between questions; answers take what they take. */
export const hurried: Clock = {
  now: () => STARTED_AT + (systemClock.now() - STARTED_AT) * FACTOR,
  after: (ms, callback) => systemClock.after(ms === DELAYS.pagePrinter.jobPollMs || ms >= 10_000 ? ms / FACTOR : ms, callback),
};

export type IppBench = {
  readonly printer: IppPrinter;
  readonly url: string;
  readonly jobs: () => readonly PageJobRecord[];
  readonly document: (job: PageJobRecord) => Buffer;
  readonly fault: (kind: string, more?: Record<string, unknown>) => Promise<void>;
  readonly heal: (kind?: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function ippBench(): Promise<IppBench> {
  const dir = mkdtempSync(join(tmpdir(), 'page-printer-'));
  const part = await startPagePrinter({ dir, port: 0, values: {} });
  const { url } = part.addresses as { url: string };
  const printer = createPagePrinter({ settings: { transport: 'ipp', url }, clock: hurried, random, log: keptLog() });
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
