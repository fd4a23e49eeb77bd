import { afterEach, describe, expect, it } from 'vitest';
import { never, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { printerBench, stripes } from './bench.ts';

describe('a receipt printer whose cutter jams', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('has not printed the slip, and says why', async () => {
    bench = await printerBench();
    await bench.fault('cutter-jam', { times: 1 });
    expect(await bench.printer.print(stripes(576, 200), never())).toEqual({
      ok: false,
      error: { code: 'hardwareError', reason: 'cutterJammed', sent: true },
    });
    expect(bench.printer.state()).toMatchObject({ status: 'hardwareError', media: { cutter: 'jammed' } });
  });

  it('prints again when the cutter is free', async () => {
    bench = await printerBench();
    await bench.fault('cutter-jam', { times: 1 });
    await bench.printer.print(stripes(576, 200), never());
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'the cutter to be free');
    expect(await bench.printer.print(stripes(576, 40), never())).toEqual({ ok: true, value: { confirmed: true } });
  });
});
