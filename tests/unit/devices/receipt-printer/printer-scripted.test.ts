// What printers do and the bench's does not: a fault that shows only after the job's end, an answer that belongs to an
// earlier job, a printer that knows no "clear", one that sends noise.

import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createReceiptPrinter } from '../../../../main/devices/receipt-printer/device.ts';
import { fastClock, keptLog, never, random, until } from '../support.ts';
import { stripes } from './bench.ts';

type Script = {
  /** Answers to DLE EOT 1–4, now. */
  realTime: [number, number, number, number];
  /** What goes back for the nth GS r, from 1; null: nothing. */
  inOrder: (n: number, socket: Socket) => number | null;
};

const FINE: Script['realTime'] = [0x16, 0x12, 0x12, 0x12];

let close: () => Promise<void> = async () => {};
afterEach(() => close());

async function scripted(script: Script) {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let seen = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
      let at = 0;
      for (; at + 2 < seen.length; at += 1) {
        if (seen[at] === 0x10 && seen[at + 1] === 0x04)
          socket.write(Uint8Array.of(script.realTime[seen[at + 2]! - 1]!));
        if (seen[at] === 0x1d && seen[at + 1] === 0x72) {
          asked += 1;
          const answer = script.inOrder(asked, socket);
          if (answer !== null) socket.write(Uint8Array.of(answer));
        }
      }
      seen = seen.subarray(at);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const printer = createReceiptPrinter({
    settings: { transport: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port, model: 'generic-80mm' },
    clock: fastClock(8, 5000),
    random,
    log: keptLog(),
  });
  printer.start();
  close = async () => {
    await printer.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  await until(() => printer.state().status === 'online', 'the printer to be found');
  return printer;
}

/** Nothing in it reads as a command. */
const SLIP = stripes(576, 20);

describe('a job that came to its end', () => {
  it('is not confirmed when the printer then says that the cutter jammed', async () => {
    const script: Script = { realTime: [...FINE], inOrder: () => 0 };
    script.inOrder = (n) => {
      if (n === 2) script.realTime = [0x1e, 0x12, 0x1a, 0x12];
      return 0;
    };
    const printer = await scripted(script);
    expect(await printer.print(SLIP, never())).toMatchObject({
      ok: false,
      error: { code: 'hardwareError', reason: 'cutterJammed', sent: true },
    });
  });

  it('is not confirmed when its answer says that the paper is out', async () => {
    const printer = await scripted({ realTime: FINE, inOrder: (n) => (n === 2 ? 0x0c : 0) });
    expect(await printer.print(SLIP, never())).toMatchObject({ ok: false, error: { reason: 'paperOut', sent: true } });
  });

  it('is confirmed when it is answered at once by a printer with low paper', async () => {
    const printer = await scripted({ realTime: [0x16, 0x12, 0x12, 0x1e], inOrder: () => 0x03 });
    expect(await printer.print(SLIP, never())).toEqual({ ok: true, value: { confirmed: true } });
    expect(printer.state().media['paper']).toBe('low');
  });
});

describe('an answer that belongs to an earlier job', () => {
  it('does not confirm the next one', async () => {
    // The first job's end is never answered, then answered together with the next one's first question; the second
    // job's own end is not answered.
    const printer = await scripted({
      realTime: FINE,
      inOrder(n, socket) {
        if (n === 1) return 0;
        if (n === 3) {
          socket.write(Uint8Array.of(0));
          // The answer to this question itself comes a moment later.
          setTimeout(() => socket.write(Uint8Array.of(0)), 60);
        }
        return null;
      },
    });
    expect(await printer.print(SLIP, never())).toMatchObject({
      ok: false,
      error: { code: 'timeOut', reason: 'notConfirmed' },
    });
    expect(await printer.print(SLIP, never())).toMatchObject({
      ok: false,
      error: { code: 'timeOut', reason: 'notConfirmed' },
    });
  });
});

describe('a printer that is there and does not take jobs', () => {
  it('is given nothing of the slip', async () => {
    const printer = await scripted({ realTime: FINE, inOrder: () => null });
    expect(await printer.print(SLIP, never())).toMatchObject({
      ok: false,
      error: { code: 'timeOut', reason: 'notAnswering', sent: false },
    });
  });
});
