// A driver on the bench's eSCL scanner, with pages that are small ready-made JPEGs.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEsclScanner } from '../../../../main/devices/document-scanner/device.ts';
import type { DocumentScanner } from '../../../../main/services/ports.ts';
import { startDocumentScanner } from '../../../bench/document-scanner.ts';
import { fastClock, keptLog, random, until } from '../support.ts';
import type { KeptLog } from '../support.ts';

/** A whole JPEG of 1 × 1 pixel with a comment, so that each page is another. */
export function smallJpeg(comment: string): Buffer {
  const text = Buffer.from(comment);
  const segment = (marker: number, data: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data]);
  const frame = Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xfe, text),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0xd9]),
  ]);
}

export type EsclBench = {
  readonly scanner: DocumentScanner;
  readonly log: KeptLog;
  readonly url: string;
  /** Puts sheets into the feeder, or one onto the glass. */
  readonly load: (sheets: readonly Buffer[], source?: 'feeder' | 'glass') => Promise<void>;
  readonly fault: (kind: string, more?: Record<string, unknown>) => Promise<void>;
  readonly heal: (kind?: string) => Promise<void>;
  readonly state: () => {
    readonly jobs: readonly { readonly state: string; readonly source: string; readonly dpi: number }[];
    readonly feeder: readonly unknown[];
  };
  readonly close: () => Promise<void>;
};

export async function esclBench(): Promise<EsclBench> {
  const dir = mkdtempSync(join(tmpdir(), 'document-scanner-'));
  const part = await startDocumentScanner({ dir, port: 0, values: {} });
  const { url } = part.addresses as { url: string };
  const log = keptLog();
  const scanner = createEsclScanner({ settings: { url }, clock: fastClock(20, 8000), random, log });
  scanner.start();
  await until(() => scanner.state().status === 'online', 'the scanner to be found');
  return {
    scanner,
    log,
    url,
    async load(sheets, source = 'feeder') {
      const pages = sheets.map((sheet) => ({ base64: sheet.toString('base64') }));
      await part.routes['POST /load']!({ rest: '', query: new URLSearchParams(), body: { pages, source } });
    },
    async fault(kind, more = {}) {
      part.faults.set({ kind, ...more });
      await part.faultsChanged?.('set', kind);
    },
    async heal(kind) {
      part.faults.heal(kind);
      await part.faultsChanged?.('heal', kind);
    },
    state: () => part.state() as ReturnType<EsclBench['state']>,
    async close() {
      await scanner.close();
      await part.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
