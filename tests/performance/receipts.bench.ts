// A slip of 150 mm: how long its bitmap takes in the program's own studio, and how much is sent for it, beside the plain raster
// and beside a library for receipt printers with the same picture; what that is on a serial wire and on USB.

import { join } from 'node:path';
import { _electron } from '@playwright/test';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { build } from 'vite';
import { PRINTER_MODELS } from '../../main/devices/receipt-printer/models.ts';
import { jobPieces } from '../../main/devices/receipt-printer/protocol.ts';
import type { Raster } from '../../main/services/ports.ts';
import { startBench } from '../bench/client.ts';
import { SLIPS } from '../screens/fixtures/slips.ts';
import type { Measure, Row } from './row.ts';

const WARM_UP = 3;
const ROUNDS = 20;
/** 1206 dots, 151 mm. */
const SLIP = SLIPS['form-register-80mm']!;
/** A byte is ten bits on the wire. */
const SERIAL_BYTES_PER_MS = 115_200 / 10 / 1000;
/** Full speed, nineteen packets of 64 bytes a frame: what a receipt printer's USB takes at most. */
const USB_BYTES_PER_MS = 19 * 64;

type InMain = { drawSlip(slip: unknown, dots: number): Promise<{ readonly ms: number; readonly width: number; readonly height: number; readonly rows: string }> };

const measure: Measure = async (context) => {
  await build({
    configFile: false,
    root: context.root,
    logLevel: 'error',
    build: { ssr: 'main/app/studio.ts', outDir: context.scratch, emptyOutDir: false, rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'studio.cjs' } } },
  });
  const bench = await startBench({ dir: join(context.scratch, 'bench'), mode: 'self-service' });
  const app = await _electron.launch({
    executablePath: context.electronPath,
    args: ['-r', join(context.root, 'tests/performance/slips/main.cjs'), context.root, ...context.electronSwitches, '--settings', bench.settingsFile, '--data', join(context.scratch, 'data')],
    env: { ...(context.env as Record<string, string>), MOT_CUA_BENCH_STUDIO: join(context.scratch, 'studio.cjs') },
  });
  try {
    await app.firstWindow({ timeout: 60_000 });
    const draw = () => app.evaluate((_, [slip, dots]) => (globalThis as unknown as InMain).drawSlip(slip, dots), [SLIP.slip, SLIP.dots] as const);
    for (let turn = 0; turn < WARM_UP; turn += 1) context.say(`cold ${turn + 1}: ${Math.round((await draw()).ms)} ms`);
    const times: number[] = [];
    let raster: Raster | undefined;
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const { ms, rows, ...size } = await draw();
      times.push(ms);
      raster = { ...size, rows: new Uint8Array(Buffer.from(rows, 'base64')) };
    }
    context.say(`${raster!.width} × ${raster!.height} dots`);
    return [{ name: 'layout and bitmap of a 150 mm slip, warm', ours: times, unit: 'ms', aim: '≤ 40' }, ...onTheWire(raster!)];
  } finally {
    await app.close();
    await bench.stop();
  }
};

function onTheWire(raster: Raster): Row[] {
  const sent = jobPieces(raster, PRINTER_MODELS['generic-80mm']).reduce((sum, piece) => sum + piece.length, 0);
  const plain = raster.rows.length;
  const library = encoded(raster).length;
  return [
    { name: 'bytes sent, beside the plain raster', ours: [sent], yardstick: [plain], unit: 'bytes', aim: '≤ 1' },
    { name: 'bytes sent, beside receipt-printer-encoder', ours: [sent], yardstick: [library], unit: 'bytes', aim: '≤ 1' },
    { name: 'on the wire at 115,200 baud, beside the plain raster', ours: [sent / SERIAL_BYTES_PER_MS], yardstick: [plain / SERIAL_BYTES_PER_MS], unit: 'ms', aim: '≤ 1' },
    { name: 'on the wire by USB full speed, beside the plain raster', ours: [sent / USB_BYTES_PER_MS], yardstick: [plain / USB_BYTES_PER_MS], unit: 'ms', aim: '≤ 1' },
  ];
}

/** The same dots by the library, whose pictures are eight dots high at least. */
function encoded({ width, height, rows }: Raster): Uint8Array {
  const tall = Math.ceil(height / 8) * 8;
  const data = new Uint8ClampedArray(width * tall * 4).fill(255);
  for (let dot = 0; dot < width * height; dot += 1) if (rows[dot >> 3]! & (0x80 >> (dot & 7))) data.fill(0, dot * 4, dot * 4 + 3);
  const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos', imageMode: 'raster', columns: 48 });
  return encoder.initialize().image({ data, width, height: tall }, width, tall, 'threshold', 128).cut('partial').encode();
}

export default measure;
