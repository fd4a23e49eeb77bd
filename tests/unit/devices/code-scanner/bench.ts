// A driver on the bench's QR scanner: a pseudo terminal that socat holds.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCodeScanner } from '../../../../main/devices/code-scanner/device.ts';
import type { CodeScanner } from '../../../../main/services/ports.ts';
import { startCodeScanner } from '../../../bench/code-scanner.ts';
import { fastClock, keptLog, random, until } from '../support.ts';
import type { KeptLog } from '../support.ts';

export type ScannerBench = {
  readonly scanner: CodeScanner;
  readonly log: KeptLog;
  readonly path: string;
  readonly scans: readonly { readonly bytes: Uint8Array; readonly overlong: boolean }[];
  readonly scan: (text: string, terminator?: string) => Promise<void>;
  readonly fault: (kind: string, more?: Record<string, unknown>) => void;
  readonly unplug: () => Promise<void>;
  readonly replug: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function scannerBench(): Promise<ScannerBench> {
  const dir = mkdtempSync(join(tmpdir(), 'code-scanner-'));
  const part = await startCodeScanner({ dir, port: 0, values: {} });
  const { path } = part.addresses as { path: string };
  const log = keptLog();
  const scanner = createCodeScanner({ settings: { path, baudRate: 9600 }, clock: fastClock(4, 300), random, log });
  const scans: { bytes: Uint8Array; overlong: boolean }[] = [];
  scanner.onScan((scan) => scans.push(scan));
  scanner.start();
  await until(() => scanner.state().status === 'online', 'the scanner to be found');
  const route = async (name: string, body: Record<string, unknown> = {}): Promise<void> => {
    await part.routes[name]!({ rest: '', query: new URLSearchParams(), body });
  };
  return {
    scanner,
    log,
    path,
    scans,
    scan: (text, terminator) => route('POST /scan', { text, ...(terminator === undefined ? {} : { terminator }) }),
    fault: (kind, more = {}) => part.faults.set({ kind, times: 1, ...more }),
    unplug: () => route('POST /unplug'),
    replug: () => route('POST /replug'),
    async close() {
      await scanner.close();
      await part.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
