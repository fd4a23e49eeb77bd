import { afterEach, describe, expect, it } from 'vitest';
import { never, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { printerBench, stripes } from './bench.ts';

describe('a receipt printer that never answers', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('prints, but nothing is confirmed', async () => {
    bench = await printerBench({ model: 'generic-80mm-mute' });
    await bench.fault('no-status');
    expect(await bench.printer.print(stripes(576, 200), never())).toEqual({ ok: true, value: { confirmed: false } });
    await until(() => bench.state().slips.length === 1, 'the slip');
    expect(bench.state().errors).toEqual([]);
  });

  it('is not asked anything', async () => {
    bench = await printerBench({ model: 'generic-80mm-mute' });
    expect(bench.printer.state()).toMatchObject({ status: 'online', detail: 'statusUnknown', media: {} });
    expect(await bench.printer.status(never())).toEqual({
      ok: false,
      error: { code: 'unsupportedCommand', reason: 'noStatus' },
    });
    expect(await bench.printer.test(never())).toEqual({
      ok: true,
      value: { summary: 'sent; this model does not say whether it printed' },
    });
  });
});

describe('a receipt printer that answers, but does not say when it is done', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('prints, and nothing is confirmed', async () => {
    bench = await printerBench({ model: 'generic-80mm-polled' });
    expect(await bench.printer.print(stripes(576, 200), never())).toEqual({ ok: true, value: { confirmed: false } });
    await until(() => bench.state().slips.length === 1, 'the slip');
  });

  it('says what stopped it on the way', async () => {
    bench = await printerBench({ model: 'generic-80mm-polled' });
    await bench.fault('paper-out-after', { rows: 150 });
    expect(await bench.printer.print(stripes(576, 200), never())).toEqual({
      ok: false,
      error: { code: 'commandErrorCode', reason: 'paperOut', sent: true },
    });
  });
});
