// A driver at a queue of Windows whose PowerShell is a program that hands each line on to this very test: the test is the queue.

import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock } from '../../../../main/base/clock.ts';
import { DELAYS } from '../../../../main/devices/delays.ts';
import { drivePagePrinter } from '../../../../main/devices/page-printer/device.ts';
import type { PagePrinterDriver } from '../../../../main/devices/page-printer/device.ts';
import { createQueueTransport } from '../../../../main/devices/page-printer/transport-queue.ts';
import type { Clock } from '../../../../main/services/ports.ts';
import { keptLog, random, until } from '../support.ts';

const T = DELAYS.pagePrinter;
const FACTOR = 60;
const STARTED_AT = systemClock.now();
const PROGRAM = `
  const wire = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
  wire.on('error', () => process.exit(1)).on('close', () => process.exit(Number(process.argv[2])));
  wire.pipe(process.stdout);
  process.stdin.pipe(wire);`;

const quickly = (ms: number): boolean => ms === T.jobPollMs || ms === T.idlePollMs;
const slowly = (ms: number): boolean => ms === T.cancelMs || ms === DELAYS.command.windUpMs;

/** Looks are quick; taking back has more time than in life. */
const quickLooks: Clock = { now: systemClock.now, after: (ms, callback) => systemClock.after(quickly(ms) ? ms / FACTOR : slowly(ms) ? ms * 10 : ms, callback) };

/** Besides, the minutes in which a person may help pass 60 times as fast. */
export const hurried: Clock = { now: () => STARTED_AT + (systemClock.now() - STARTED_AT) * FACTOR, after: quickLooks.after };

/** One wait ends when the test says so; it can also see how often that or another wait has begun. */
export function handClock(which: number) {
  const begun = new Map<number, number>();
  let end = (): void => {};
  const clock: Clock = {
    now: systemClock.now,
    after(ms, callback) {
      begun.set(ms, (begun.get(ms) ?? 0) + 1);
      if (ms !== which) return quickLooks.after(ms, callback);
      end = callback;
      return () => {
        if (end === callback) end = () => {};
      };
    },
  };
  return { clock, begun: (ms: number): number => begun.get(ms) ?? 0, end: () => end() };
}

export type Order = { readonly n: number; readonly media: string; readonly copies: number; readonly name: string; readonly pdf: Buffer };

export const QUEUE = { say: 'queue', driver: 'HP LaserJet M404', port: 'USB001', status: 0, attributes: 576, media: ['a4', 'a5'], copies: 99 };

export type QueueBench = {
  readonly printer: PagePrinterDriver;
  readonly orders: readonly Order[];
  readonly cancels: readonly number[];
  readonly say: (...lines: readonly unknown[]) => void;
  /** What happens at each order, besides that it is kept. */
  onOrder: (order: Order) => void;
  onCancel: (n: number) => void;
  readonly starts: () => number;
  readonly hangUp: () => void;
  readonly close: () => Promise<void>;
};

export async function queueBench(options: { readonly clock?: Clock; readonly first?: unknown; readonly exit?: number; readonly found?: boolean } = {}): Promise<QueueBench> {
  const { clock = quickLooks, first = QUEUE, exit = 0, found = true } = options;
  const orders: Order[] = [];
  const cancels: number[] = [];
  let wire: Socket | undefined;
  let starts = 0;
  const server = createServer((socket) => {
    wire = socket;
    starts += 1;
    socket.on('error', () => {});
    let bytes = Buffer.alloc(0);
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n')) {
        const [word, n, media, copies, size, name] = bytes.subarray(0, end).toString('latin1').split(' ');
        if (word === 'cancel') {
          bytes = bytes.subarray(end + 1);
          cancels.push(Number(n));
          bench.onCancel(Number(n));
          continue;
        }
        const over = end + 1 + Number(size);
        if (bytes.length < over) return;
        const order = { n: Number(n), media: media!, copies: Number(copies), name: Buffer.from(name!, 'base64').toString(), pdf: bytes.subarray(end + 1, over) };
        bytes = bytes.subarray(over);
        orders.push(order);
        bench.onOrder(order);
      }
    });
    if (first !== null) bench.say(first);
    else socket.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const program = { file: process.execPath, args: ['-e', PROGRAM, String(port), String(exit)] };
  const printer = drivePagePrinter({ transport: createQueueTransport({ queue: 'HP tầng 1', clock, program }), clock, random, log: keptLog() });
  const bench: QueueBench = {
    printer,
    orders,
    cancels,
    say: (...lines) => void wire?.write(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')),
    onOrder: () => {},
    onCancel: () => {},
    starts: () => starts,
    hangUp: () => void wire?.end(),
    async close() {
      await printer.close();
      wire?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  printer.start();
  if (found) await until(() => printer.state().status !== 'starting', 'the queue to be found', 60_000);
  return bench;
}
