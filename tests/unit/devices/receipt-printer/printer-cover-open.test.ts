import { afterEach, describe, expect, it } from 'vitest';
import { never, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { printerBench, stripes } from './bench.ts';

describe('a receipt printer with its cover open', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('says so while nobody prints, and when it is closed', async () => {
    bench = await printerBench();
    await bench.fault('cover-open');
    await until(() => bench.printer.state().media['cover'] === 'open', 'the open cover');
    expect(bench.printer.state()).toMatchObject({ status: 'userError', detail: 'coverOpen' });
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'online again');
  });

  it('refuses a slip before a byte of it is sent', async () => {
    bench = await printerBench();
    await bench.fault('cover-open');
    expect(await bench.printer.print(stripes(576, 40), never())).toEqual({
      ok: false,
      error: { code: 'commandErrorCode', reason: 'coverOpen', sent: false },
    });
  });

  it('is a failure with its reason in the middle of a slip', async () => {
    bench = await printerBench();
    await bench.fault('stall', { rows: 120 });
    const printing = bench.printer.print(stripes(576, 480), never());
    await until(() => bench.state().rowsUnderHead > 100, 'the slip to come out');
    await bench.fault('cover-open');
    expect(await printing).toEqual({ ok: false, error: { code: 'commandErrorCode', reason: 'coverOpen', sent: true } });
  });

  it('prints the next slip when it is closed again', async () => {
    bench = await printerBench();
    await bench.fault('stall', { rows: 120 });
    const printing = bench.printer.print(stripes(576, 480), never());
    await until(() => bench.state().rowsUnderHead > 100, 'the slip to come out');
    await bench.fault('cover-open');
    await printing;
    await bench.heal();
    expect(await bench.printer.print(stripes(576, 40), never())).toEqual({ ok: true, value: { confirmed: true } });
    expect(bench.state().errors).toEqual([]);
  });
});
