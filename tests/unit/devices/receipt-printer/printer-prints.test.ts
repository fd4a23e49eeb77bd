import { afterEach, describe, expect, it } from 'vitest';
import { PRINTER_MODELS } from '../../../../main/devices/receipt-printer/models.ts';
import { rowsToKnife } from '../../../../main/devices/receipt-printer/protocol.ts';
import { never, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { isBlackAt, printerBench, stripes } from './bench.ts';

describe('a receipt printer on a good day', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('prints a slip of several bands dot for dot and confirms it', async () => {
    bench = await printerBench();
    const raster = stripes(576, 300);
    expect(await bench.printer.print(raster, never())).toEqual({ ok: true, value: { confirmed: true } });
    const [slip] = bench.state().slips;
    expect(slip).toMatchObject({ kind: 'slip', why: 'cut', marked: true });
    const png = bench.slip(1);
    const wrong: string[] = [];
    for (let y = 0; y < 300; y += 1) {
      for (let x = 0; x < 576; x += 1) {
        if (isBlackAt(png, x, y) !== (raster.rows[y * 72 + (x >> 3)] === 0xff)) wrong.push(`${x},${y}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(bench.state().errors).toEqual([]);
  });

  it('feeds the last lines past the knife before it cuts', async () => {
    bench = await printerBench();
    await bench.printer.print(stripes(576, 40), never());
    expect(bench.slip(1).height).toBe(40 + rowsToKnife(PRINTER_MODELS['generic-80mm']));
  });

  it('prints jobs one after another, each on a slip of its own', async () => {
    bench = await printerBench();
    const results = await Promise.all([40, 50, 60].map((height) => bench.printer.print(stripes(576, height), never())));
    expect(results.map((result) => result.ok && result.value.confirmed)).toEqual([true, true, true]);
    expect(bench.state().slips.map((slip) => slip.height - 128)).toEqual([40, 50, 60]);
  });

  it('says what it knows of paper, cover and cutter', async () => {
    bench = await printerBench();
    await until(() => bench.printer.state().status === 'online', 'online');
    expect(bench.printer.state().media).toEqual({ paper: 'full', cover: 'closed', cutter: 'ok' });
  });

  it('prints on 58 mm paper with 384 dots', async () => {
    bench = await printerBench({ model: 'generic-58mm' });
    expect(await bench.printer.print(stripes(384, 200), never())).toEqual({ ok: true, value: { confirmed: true } });
    expect(bench.slip(1).width).toBe(384);
    expect(bench.state().errors).toEqual([]);
  });

  it('tests itself with a picture of its own', async () => {
    bench = await printerBench();
    const tested = await bench.printer.test(never());
    expect(tested).toEqual({ ok: true, value: { summary: 'printed, paper full' } });
    expect(bench.state().slips).toHaveLength(1);
  });

  it('logs each command and state by its name, and nothing of the slip', async () => {
    bench = await printerBench();
    await bench.printer.print(stripes(576, 40), never());
    expect(bench.log.lines.map((line) => line.event)).toEqual(['device.state', 'device.command']);
    expect(bench.log.lines[1]!.fields).toMatchObject({
      device: 'receiptPrinter',
      command: 'Printer.printRaster',
      completion: 'success',
    });
  });

  it('refuses a raster wider than its paper as the bug it is', async () => {
    bench = await printerBench();
    const printed = await bench.printer.print(stripes(640, 8), never());
    expect(printed).toMatchObject({ ok: false, error: { code: 'internalError', sent: false } });
  });
});
