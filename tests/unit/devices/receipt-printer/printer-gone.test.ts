import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createReceiptPrinter } from '../../../../main/devices/receipt-printer/device.ts';
import { fastClock, keptLog, never, random, until } from '../support.ts';
import type { PrinterBench } from './bench.ts';
import { printerBench, stripes } from './bench.ts';

const JOB_BYTES = 5 * (8 + 96 * 72);

describe('a receipt printer that is switched off', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('is noticed while nobody prints, and found again', async () => {
    bench = await printerBench();
    await bench.fault('power-off');
    await until(() => bench.printer.state().status === 'offline', 'the switch-off to be noticed');
    await bench.heal();
    await until(() => bench.printer.state().status === 'online', 'the printer to be found again');
    expect(await bench.printer.print(stripes(576, 40), never())).toEqual({ ok: true, value: { confirmed: true } });
  });

  it('is a failure before anything is sent when it is off', async () => {
    bench = await printerBench();
    await bench.fault('power-off');
    await until(() => bench.printer.state().status === 'offline', 'the switch-off to be noticed');
    expect(await bench.printer.print(stripes(576, 40), never())).toMatchObject({
      ok: false,
      error: { code: 'deviceNotReady', reason: 'unreachable', sent: false },
    });
  });

  it.each(Array.from({ length: 5 }, (_, step) => ({ atByte: 40 + Math.round((step * JOB_BYTES) / 5) })))(
    'leaves the slip not confirmed when it happens at byte $atByte of it',
    async ({ atByte }) => {
      bench = await printerBench();
      await bench.fault('power-off', { atByte });
      expect(await bench.printer.print(stripes(576, 480), never())).toMatchObject({
        ok: false,
        error: { code: 'deviceNotReady', reason: 'notConfirmed', sent: true },
      });
      expect(bench.state().slips.filter((slip) => slip.kind === 'slip')).toEqual([]);
    },
  );
});

describe('a receipt printer that stops answering', () => {
  let bench: PrinterBench;
  afterEach(() => bench.close());

  it('is off line, whatever its socket says', async () => {
    bench = await printerBench({ clock: fastClock(8) });
    await bench.fault('no-status');
    await until(() => bench.printer.state().status === 'offline', 'the silence to be noticed');
    expect(bench.printer.state().detail).toBe('notAnswering');
  });

  it('leaves a slip that it has taken not confirmed', async () => {
    bench = await printerBench();
    await bench.fault('stall', { rows: 60 });
    const printing = bench.printer.print(stripes(576, 480), never());
    await until(() => bench.state().rowsUnderHead > 50, 'the slip to come out');
    await bench.fault('no-status');
    expect(await printing).toMatchObject({ ok: false, error: { reason: 'notConfirmed', sent: true } });
  });

  it('leaves a slip not confirmed when it answers but does not come to its end', async () => {
    bench = await printerBench({ clock: fastClock(4, 5000) });
    await bench.fault('stall', { rows: 20 });
    expect(await bench.printer.print(stripes(576, 96), never())).toMatchObject({ ok: false, error: { code: 'timeOut', reason: 'notConfirmed', sent: true } });
  });
});

describe('a receipt printer that takes no more bytes', () => {
  it('times out instead of waiting for ever', async () => {
    // Answers every real-time question, and reads a job's first bytes only.
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      let received = 0;
      socket.on('data', (bytes: Buffer) => {
        received += bytes.length;
        for (let index = 0; index + 2 < bytes.length; index += 1) {
          if (bytes[index] === 0x10 && bytes[index + 1] === 0x04) socket.write(Uint8Array.of(0x12));
          if (bytes[index] === 0x1d && bytes[index + 1] === 0x72) socket.write(Uint8Array.of(0x00));
        }
        if (received > 1000) socket.pause();
      });
      socket.on('error', () => {});
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const printer = createReceiptPrinter({
      settings: { transport: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port, model: 'generic-80mm' },
      clock: fastClock(8, 5000),
      random,
      log: keptLog(),
    });
    printer.start();
    await until(() => printer.state().status === 'online', 'the printer to be found');
    expect(await printer.print(stripes(576, 960), never())).toMatchObject({
      ok: false,
      error: { reason: 'notConfirmed', sent: true },
    });
    await printer.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
