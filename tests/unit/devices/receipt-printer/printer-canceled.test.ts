import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { printerBench, stripes } from './bench.ts';

describe('a print job that is canceled', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('does not begin when it was canceled before', async () => {
    bench = await printerBench();
    const stop = new AbortController();
    stop.abort();
    expect(await bench.printer.print(stripes(576, 40), stop.signal)).toEqual({
      ok: false,
      error: { code: 'canceled', sent: false },
    });
  });

  it('gives up its turn behind another job, which goes on', async () => {
    bench = await printerBench();
    await bench.fault('stall', { rows: 50 });
    const first = bench.printer.print(stripes(576, 200), new AbortController().signal);
    const stop = new AbortController();
    const second = bench.printer.print(stripes(576, 200), stop.signal);
    stop.abort();
    expect(await second).toMatchObject({ ok: false, error: { code: 'canceled', sent: false } });
    await bench.heal();
    expect(await first).toEqual({ ok: true, value: { confirmed: true } });
  });

  it('is not confirmed when paper may be out, and the next slip is whole', async () => {
    bench = await printerBench();
    await bench.fault('stall', { rows: 60 });
    const stop = new AbortController();
    const printing = bench.printer.print(stripes(576, 480), stop.signal);
    await until(() => bench.state().rowsUnderHead > 50, 'the slip to come out');
    stop.abort();
    expect(await printing).toMatchObject({
      ok: false,
      error: { code: 'canceled', reason: 'notConfirmed', sent: true },
    });
    await bench.heal();
    expect(await bench.printer.print(stripes(576, 40), new AbortController().signal)).toEqual({
      ok: true,
      value: { confirmed: true },
    });
    expect(bench.state().errors).toEqual([]);
  });

  it('ends when the driver is closed in the middle', async () => {
    bench = await printerBench();
    await bench.fault('stall', { rows: 60 });
    const printing = bench.printer.print(stripes(576, 480), new AbortController().signal);
    await until(() => bench.state().rowsUnderHead > 50, 'the slip to come out');
    await bench.printer.close();
    expect(await printing).toMatchObject({ ok: false, error: { reason: 'notConfirmed', sent: true } });
  });
});
