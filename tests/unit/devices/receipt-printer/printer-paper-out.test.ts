import { afterEach, describe, expect, it } from 'vitest';
import { never, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { printerBench, stripes } from './bench.ts';

const BAND = 96;
/** A slip of 150 mm. */
const BANDS = 13;

describe('a receipt printer that runs out of paper', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('says so while nobody prints', async () => {
    bench = await printerBench();
    await bench.fault('paper-out');
    await until(() => bench.printer.state().media['paper'] === 'out', 'paper out');
    expect(bench.printer.state()).toMatchObject({ status: 'userError', detail: 'paperOut' });
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'online again');
    expect(bench.printer.state().media['paper']).toBe('full');
  });

  it('refuses a slip before a byte of it is sent', async () => {
    bench = await printerBench();
    await bench.fault('paper-out');
    const printed = await bench.printer.print(stripes(576, BAND), never());
    expect(printed).toEqual({ ok: false, error: { code: 'commandErrorCode', reason: 'paperOut', sent: false } });
    await bench.heal();
    await until(() => bench.state().bufferedBytes === 0, 'the buffer to be worked off');
    expect(bench.state().rowsUnderHead).toBe(0);
  });

  it.each(Array.from({ length: BANDS + 1 }, (_, band) => ({ band })))(
    'is a failure with its reason in band $band',
    async ({ band }) => {
      bench = await printerBench();
      await bench.fault('paper-out-after', { rows: band * BAND + 20 });
      const printed = await bench.printer.print(stripes(576, BANDS * BAND), never());
      expect(printed).toEqual({ ok: false, error: { code: 'commandErrorCode', reason: 'paperOut', sent: true } });
      expect(bench.printer.state().media['paper']).toBe('out');
    },
  );

  it('prints the next slip whole, without the rest of the broken one', async () => {
    bench = await printerBench();
    await bench.fault('paper-out-after', { rows: 150 });
    await bench.printer.print(stripes(576, 400), never());
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'new paper');
    expect(await bench.printer.print(stripes(576, 100), never())).toEqual({ ok: true, value: { confirmed: true } });
    expect(bench.state().errors).toEqual([]);
    const slips = bench.state().slips.filter((slip) => slip.kind === 'slip');
    // What came out of the broken one before the paper ended hangs on; the 250 rows after it do not come.
    expect(slips).toHaveLength(1);
    expect(slips[0]!.height).toBe(150 + 100 + 128);
  });

  it('still prints when the paper is low, and says that it is', async () => {
    bench = await printerBench();
    await bench.fault('paper-low');
    expect(await bench.printer.print(stripes(576, 40), never())).toEqual({ ok: true, value: { confirmed: true } });
    expect(bench.printer.state()).toMatchObject({ status: 'online', media: { paper: 'low' } });
  });
});
