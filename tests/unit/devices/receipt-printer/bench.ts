// A driver connected to the bench's printer in this process, for tests of what happens on bad days.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { systemClock } from '../../../../main/base/clock.ts';
import { DELAYS } from '../../../../main/devices/delays.ts';
import { createReceiptPrinter } from '../../../../main/devices/receipt-printer/device.ts';
import type { EscPosPrinter } from '../../../../main/devices/receipt-printer/device.ts';
import { PRINTER_MODELS } from '../../../../main/devices/receipt-printer/models.ts';
import type { PrinterModelName } from '../../../../main/devices/receipt-printer/models.ts';
import type { Clock, Raster } from '../../../../main/services/ports.ts';
import { startReceiptPrinter } from '../../../bench/receipt-printer.ts';
import type { SlipRecord } from '../../../bench/receipt-printer.ts';
import { keptLog, random, until } from '../support.ts';
import type { KeptLog } from '../support.ts';

export type BenchState = {
  readonly powered: boolean;
  readonly connections: number;
  readonly bufferedBytes: number;
  readonly rowsUnderHead: number;
  readonly slips: readonly SlipRecord[];
  readonly errors: readonly { readonly error: string }[];
};

export type PrinterBench = {
  readonly printer: EscPosPrinter;
  readonly log: KeptLog;
  readonly state: () => BenchState;
  readonly fault: (kind: string, more?: Record<string, unknown>) => Promise<void>;
  readonly heal: (kind?: string) => Promise<void>;
  readonly slip: (number: number) => PNG;
  readonly close: () => Promise<void>;
};

const T = DELAYS.receiptPrinter;

/**
 * Looks at an idle printer, and for one that is away, come quickly; time-outs keep their whole length. Answers have five times
 * theirs: the printer lives in this very process, and a loaded machine holds both ends up at once.
 */
export const quickLooks: Clock = {
  now: systemClock.now,
  after: (ms, callback) => systemClock.after(ms >= T.idlePollMs && ms < 1.5 * T.idlePollMs ? ms / 8 : ms === T.answerMs ? ms * 5 : ms, callback),
};

export async function printerBench(
  options: {
    readonly model?: PrinterModelName;
    readonly speed?: number;
    readonly buffer?: number;
    readonly clock?: Clock;
    /** Default: tcp. */
    readonly transport?: 'tcp' | 'serial' | 'usb';
  } = {},
): Promise<PrinterBench> {
  const dir = mkdtempSync(join(tmpdir(), 'receipt-printer-'));
  const values: Record<string, string> = { speed: String(options.speed ?? 4000) };
  if (options.buffer !== undefined) values['buffer'] = String(options.buffer);
  const { model = 'generic-80mm', transport = 'tcp' } = options;
  if (transport !== 'tcp') values['serial'] = 'yes';
  values['dots'] = String(PRINTER_MODELS[model].dots);
  const part = await startReceiptPrinter({ dir, port: 0, values });
  const log = keptLog();
  const { host, port, path } = part.addresses as { host: string; port: number; path?: string };
  const printer = createReceiptPrinter({
    settings: { transport, model, ...(transport === 'tcp' ? { host, port } : { path, flowControl: 'none' }) },
    clock: options.clock ?? quickLooks,
    random,
    log,
  });
  printer.start();
  await until(() => printer.state().status !== 'starting', 'the printer to be found');
  return {
    printer,
    log,
    state: () => part.state() as BenchState,
    async fault(kind, more = {}) {
      part.faults.set({ kind, ...more });
      await part.faultsChanged?.('set', kind);
    },
    async heal(kind) {
      part.faults.heal(kind);
      await part.faultsChanged?.('heal', kind);
    },
    slip: (number) => PNG.sync.read(readFileSync(join(dir, `slip-${number}.png`))),
    async close() {
      await printer.close();
      await part.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A raster whose every row differs, so that a lost or doubled band shows. */
export function stripes(width: number, height: number): Raster {
  const rowBytes = width / 8;
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    rows.fill(0xff, y * rowBytes, y * rowBytes + 1 + (y % (rowBytes - 1)));
  }
  return { width, height, rows };
}

export function isBlackAt(png: PNG, x: number, y: number): boolean {
  return (png.data[(y * png.width + x) * 4] ?? 255) < 128;
}
