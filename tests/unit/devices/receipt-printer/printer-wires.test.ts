import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../main/base/clock.ts';
import { createReceiptPrinter } from '../../../../main/devices/receipt-printer/device.ts';
import { openSpooler, spoolerProgram } from '../../../../main/devices/receipt-printer/transport-spooler.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import { fastClock, keptLog, never, random, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { isBlackAt, printerBench, stripes } from './bench.ts';

describe.each(['serial', 'usb'] as const)('a receipt printer on a %s wire', (transport) => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('prints whole and says so, over a buffer that is soon full', async () => {
    bench = await printerBench({ transport, model: 'generic-58mm', buffer: 8192, speed: 1000 });
    await until(() => bench.printer.state().status === 'online', 'the printer');
    expect(await bench.printer.print(stripes(384, 480), never())).toEqual({ ok: true, value: { confirmed: true } });
    const slip = bench.slip(1);
    expect([slip.width, bench.state().slips[0]!.height]).toEqual([384, 480 + 96]);
    expect([0, 100, 479].map((row) => [isBlackAt(slip, 8 * (row % 47) + 7, row), isBlackAt(slip, 8 * (row % 47) + 9, row)])).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
    expect(bench.state().errors).toEqual([]);
  });

  it('tells what is wrong with it, and is found again after it was off', async () => {
    // That nobody is there any more shows by questions without an answer.
    bench = await printerBench({ transport, clock: fastClock(8, 3000, 4500) });
    await bench.fault('cover-open');
    await until(() => bench.printer.state().media['cover'] === 'open', 'the open cover');
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'the closed cover');
    await bench.fault('power-off');
    await until(() => bench.printer.state().status === 'offline', 'the loss of it');
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'it to be back');
    expect(await bench.printer.print(stripes(576, 40), never())).toEqual({ ok: true, value: { confirmed: true } });
  });

  it('is switched off in the middle of a slip: nobody takes that for printed', async () => {
    bench = await printerBench({ transport });
    await bench.fault('power-off', { atByte: 20_000 });
    const printed = await bench.printer.print(stripes(576, 960), never());
    expect(printed).toMatchObject({ ok: false, error: { sent: true, reason: 'notConfirmed' } });
  });
});

describe('a receipt printer that is not there', () => {
  it.each([
    { transport: 'serial', path: '/dev/ttyNONE0' },
    { transport: 'usb', path: '/dev/usb/none0' },
  ] as const)('is no device ($transport)', async (address) => {
    const printer = createReceiptPrinter({ settings: { ...address, model: 'generic-80mm' }, clock: systemClock, random, log: keptLog() });
    printer.start();
    await until(() => printer.state().status === 'offline', 'a word about it');
    expect(printer.state().detail).toBe('noDevice');
    await printer.close();
  });
});

describe('a print queue of Windows', { timeout: 60_000 }, () => {
  let dir: string;
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** Stands in for PowerShell: keeps the job, or ends with the code that the file says. */
  function shell() {
    dir = mkdtempSync(join(tmpdir(), 'queue-'));
    const script = join(dir, 'shell.cjs');
    writeFileSync(
      script,
      `const fs = require('node:fs');
       const pieces = [];
       process.stdin.on('data', (piece) => pieces.push(piece)).on('end', () => {
         const exit = fs.existsSync(${JSON.stringify(join(dir, 'exit'))}) ? Number(fs.readFileSync(${JSON.stringify(join(dir, 'exit'))}, 'utf8')) : 0;
         if (exit === 0 && pieces.length) fs.writeFileSync(${JSON.stringify(join(dir, 'job'))}, Buffer.concat([Buffer.from(process.env.MOT_CUA_QUEUE + '\\n'), ...pieces]));
         process.exit(exit);
       });`,
    );
    return { file: process.execPath, args: [script] };
  }

  it('gets a slip as one job of raw bytes', async () => {
    const link = unwrap(await openSpooler('Máy in "quầy 1"', systemClock, never(), shell()));
    expect(link.wholeJobs).toBe(true);
    unwrap(await link.write(Uint8Array.of(0x1b, 0x40, 0xff), 5000));
    expect(readFileSync(join(dir, 'job'))).toEqual(Buffer.concat([Buffer.from('Máy in "quầy 1"\n'), Buffer.of(0x1b, 0x40, 0xff)]));
    await link.close();
  });

  it.each([
    [11, 'noDevice'],
    [12, 'jobRefused'],
    [14, 'notTaking'],
    [1, 'spoolerFailed'],
  ])('that ends with %i is a failure with its reason', async (code, reason) => {
    const run = shell();
    const link = unwrap(await openSpooler('queue', systemClock, never(), run));
    writeFileSync(join(dir, 'exit'), String(code));
    expect(await link.write(Uint8Array.of(1), 5000)).toMatchObject({ ok: false, error: { code: 'deviceNotReady', reason } });
    expect(await openSpooler('queue', systemClock, never(), run)).toMatchObject({ ok: false, error: { reason } });
  });

  it('is reached by a script that takes nothing from the settings into its text', () => {
    const { args } = spoolerProgram();
    const script = Buffer.from(args.at(-1)!, 'base64').toString('utf16le');
    expect(script).toContain('$env:MOT_CUA_QUEUE');
    // Windows takes no longer command line.
    expect(args.join(' ').length).toBeLessThan(8191);
  });

  it('without a PowerShell is a failure', async () => {
    dir = mkdtempSync(join(tmpdir(), 'queue-'));
    expect(await openSpooler('queue', systemClock, never(), { file: join(dir, 'none.exe'), args: [] })).toMatchObject({
      ok: false,
      error: { reason: 'spoolerFailed' },
    });
  });
});
