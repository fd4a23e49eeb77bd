// A page printer at a queue of Windows: what is printed, and what is said when it does not come out.

import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DELAYS } from '../../../../main/devices/delays.ts';
import { jobOf, printerOf } from '../../../../main/devices/page-printer/queue-protocol.ts';
import { queueProgram } from '../../../../main/devices/page-printer/queue-script.ts';
import { problemOf } from '../../../../main/devices/page-printer/status.ts';
import { testPage } from '../../../../main/devices/page-printer/test-page.ts';
import type { PageJob } from '../../../../main/services/ports.ts';
import { never, until } from '../support.ts';
import { handClock, hurried, queueBench, QUEUE } from './queue-bench.ts';
import type { Order, QueueBench } from './queue-bench.ts';

const A4: PageJob = { media: 'a4', copies: 1, jobName: 'Giấy tiếp nhận' };
const pdf = testPage('a4');
const PATIENCE = 60_000;
const [SPOOLING, PRINTING, PRINTED, PAPER_OUT, ERROR, DELETING] = [0x8, 0x10, 0x80, 0x40, 0x2, 0x4];
let bench: QueueBench;
afterEach(() => bench?.close());

const job = (n: number, status: number, spooled = true) => ({ say: 'job', n, id: 17, status, spooled });
const gone = (n: number) => ({ say: 'gone', n });
const begin = ({ n }: Order) => [{ say: 'printing', n }, job(n, SPOOLING, false), job(n, SPOOLING | PRINTING)];

describe('a queue of Windows', () => {
  it('gets the document as it is, its paper, copies and name, and the page is printed once the job has left it', async () => {
    bench = await queueBench();
    bench.onOrder = (order) => bench.say(...begin(order), job(order.n, PRINTING));
    let done = false;
    const printing = bench.printer.print(pdf, { ...A4, media: 'a5', copies: 2 }, never()).finally(() => (done = true));
    await until(() => bench.orders.length === 1, 'the order', PATIENCE);
    expect(bench.orders[0]).toMatchObject({ n: 1, media: 'a5', copies: 2, name: 'Giấy tiếp nhận' });
    expect(bench.orders[0]!.pdf.equals(pdf)).toBe(true);
    expect(done).toBe(false);
    bench.say(gone(1));
    expect(await printing).toEqual({ ok: true, value: { confirmed: true } });
    expect(bench.printer.model).toBe('HP LaserJet M404');
    expect(bench.printer.state().status).toBe('online');
  });

  it('that keeps printed jobs says so itself', async () => {
    bench = await queueBench();
    bench.onOrder = (order) => bench.say(...begin(order), job(order.n, PRINTED));
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: true, value: { confirmed: true } });
  });

  it('that makes no copies gets the document twice', async () => {
    bench = await queueBench({ first: { ...QUEUE, copies: 1 } });
    bench.onOrder = (order) => bench.say(...begin(order), gone(order.n));
    expect(await bench.printer.print(pdf, { ...A4, copies: 2 }, never())).toMatchObject({ ok: true });
    expect(bench.orders.map(({ copies }) => copies)).toEqual([1, 1]);
  });

  it.each([
    ['deleted by somebody', [job(1, DELETING), gone(1)], { code: 'canceled', reason: 'canceledAtPrinter', sent: true }],
    ['gone in the middle of its trouble', [job(1, ERROR), gone(1)], { code: 'canceled', reason: 'canceledAtPrinter', detail: 'other', sent: true }],
    ['broken by the driver', [{ say: 'failed', n: 1, step: 'print', about: 'RPC' }], { code: 'hardwareError', reason: 'aborted', sent: true }],
    ['not to be followed', [{ say: 'failed', n: 1, step: 'follow', about: '' }], { code: 'hardwareError', reason: 'notConfirmed', sent: true }],
  ])('whose job was %s has not printed it', async (_what, lines, error) => {
    bench = await queueBench();
    bench.onOrder = (order) => bench.say(...begin(order), ...lines);
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: false, error });
  });

  it.each([
    ['read', { code: 'invalidData', reason: 'notPdf', detail: 'why', sent: false }],
    ['render', { code: 'unsupportedData', reason: 'pdfNotSupported', detail: 'why', sent: false }],
    ['media', { code: 'unsupportedData', reason: 'mediaNotSupported', detail: 'why', sent: false }],
  ])('to which nothing went since "%s" failed', async (step, error) => {
    bench = await queueBench();
    bench.onOrder = ({ n }) => bench.say({ say: 'failed', n, step, about: 'why' });
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: false, error });
    bench.onOrder = (order) => bench.say(...begin(order), gone(order.n));
    expect(await bench.printer.print(pdf, A4, never())).toMatchObject({ ok: true });
  });

  it.each([
    ['no such paper', { media: ['a5'] }, { code: 'unsupportedData', reason: 'mediaNotSupported', detail: 'a4', sent: false }],
    ['paper out', { status: 0x10 }, { code: 'commandErrorCode', reason: 'paperOut', sent: false }],
    ['a jam', { status: 0x8 }, { code: 'hardwareError', reason: 'jammed', sent: false }],
    ['an open door', { status: 0x40_0000 }, { code: 'commandErrorCode', reason: 'coverOpen', sent: false }],
    ['no toner', { status: 0x4_0000 }, { code: 'commandErrorCode', reason: 'tonerOut', sent: false }],
    ['the queue paused', { status: 0x1 }, { code: 'deviceNotReady', reason: 'paused', sent: false }],
    ['the cable out', { attributes: 0x640 }, { code: 'deviceNotReady', reason: 'printerOffline', sent: false }],
  ])('with %s is sent nothing', async (_what, more, error) => {
    bench = await queueBench({ first: { ...QUEUE, ...more } });
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: false, error });
    expect(bench.orders).toEqual([]);
  });

  it('goes on where somebody puts in paper, and shows meanwhile what is missing, though only the job says it', async () => {
    bench = await queueBench();
    bench.onOrder = (order) => bench.say(...begin(order), job(order.n, PRINTING | PAPER_OUT));
    const printing = bench.printer.print(pdf, A4, never());
    await until(() => bench.printer.state().media['paper'] === 'out', 'the state to say so', PATIENCE);
    expect(bench.printer.state()).toMatchObject({ status: 'userError', detail: 'paperOut' });
    bench.say(job(1, PRINTING), gone(1));
    expect(await printing).toEqual({ ok: true, value: { confirmed: true } });
    await until(() => bench.printer.state().status === 'online', 'the printer to be ready', PATIENCE);
  });

  it('has a job taken back that nobody helps', async () => {
    bench = await queueBench({ clock: hurried });
    bench.onOrder = (order) => bench.say(...begin(order), job(order.n, PRINTING | PAPER_OUT));
    bench.onCancel = (n) => bench.say(job(n, PAPER_OUT | DELETING), gone(n));
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: false, error: { code: 'commandErrorCode', reason: 'paperOut', sent: true } });
    expect(bench.cancels).toEqual([1]);
  });

  it.each([
    ['is deleted', (n: number) => [job(n, DELETING), gone(n)], { ok: false, error: { code: 'canceled', reason: 'notConfirmed', sent: true } }],
    ['has come out after all', (n: number) => [job(n, PRINTED)], { ok: true, value: { confirmed: true } }],
  ])('takes a job back that is aborted here, and it %s', async (_what, answer, result) => {
    bench = await queueBench();
    bench.onOrder = (order) => bench.say(...begin(order));
    bench.onCancel = (n) => bench.say(...answer(n));
    const stop = new AbortController();
    const printing = bench.printer.print(pdf, A4, stop.signal);
    await until(() => bench.orders.length === 1, 'the order', PATIENCE);
    stop.abort();
    expect(await printing).toEqual(result);
  });

  it('whose program dies in the middle may have printed, and is found again', async () => {
    bench = await queueBench();
    bench.onOrder = (order) => {
      bench.say(...begin(order));
      bench.hangUp();
    };
    expect(await bench.printer.print(pdf, A4, never())).toMatchObject({ ok: false, error: { reason: 'notConfirmed', sent: true } });
    bench.onOrder = (order) => bench.say(...begin(order), gone(order.n));
    await until(() => bench.starts() === 2, 'the queue to be opened again', PATIENCE);
    expect(await bench.printer.print(pdf, A4, never())).toMatchObject({ ok: true });
  });

  it('whose program says what it never says is ended', async () => {
    bench = await queueBench();
    bench.say('HTTP/1.1 200 OK');
    await until(() => bench.starts() === 2, 'another one', PATIENCE);
  });

  it('that hangs in the driver is ended, and what it may have printed is open', async () => {
    const { sendMs, queue } = DELAYS.pagePrinter;
    const hand = handClock(sendMs);
    bench = await queueBench({ clock: hand.clock });
    const printing = bench.printer.print(pdf, A4, never());
    await until(() => bench.orders.length === 1, 'the order', PATIENCE);
    // Each word of the program begins the wait for its next one.
    const heard = hand.begun(queue.silenceMs);
    bench.say({ say: 'printing', n: 1 });
    await until(() => hand.begun(queue.silenceMs) > heard, 'the word', PATIENCE);
    hand.end();
    expect(await printing).toEqual({ ok: false, error: { code: 'timeOut', reason: 'notConfirmed', sent: true } });
    await until(() => bench.starts() === 2, 'another one', PATIENCE);
  });

  it('that falls silent is opened again', async () => {
    const hand = handClock(DELAYS.pagePrinter.queue.silenceMs);
    bench = await queueBench({ clock: hand.clock });
    expect(bench.starts()).toBe(1);
    hand.end();
    await until(() => bench.starts() === 2, 'another one', PATIENCE);
  });

  it.each([
    [11, 'noDevice'],
    [12, 'pdfNotSupported'],
    [13, 'spoolerFailed'],
  ])('whose program ends with %i at once', async (exit, detail) => {
    bench = await queueBench({ first: null, exit });
    expect(bench.printer.state()).toMatchObject({ status: 'offline', detail });
  });

  it('that asks for a file is no printer', async () => {
    bench = await queueBench({ first: { ...QUEUE, port: 'PORTPROMPT:' } });
    expect(bench.printer.state()).toMatchObject({ status: 'hardwareError', detail: 'notAPrinter' });
  });

  it('prints a test page', async () => {
    bench = await queueBench();
    bench.onOrder = (order) => bench.say(...begin(order), gone(order.n));
    expect(await bench.printer.test(never())).toEqual({ ok: true, value: { summary: 'printed, A4, HP LaserJet M404' } });
  });
});

describe('what winspool’s numbers mean', () => {
  const flags = fc.integer({ min: 0, max: 0xffff_ffff });

  it('a job is never called printed that somebody deleted or that left in trouble', () => {
    fc.assert(
      fc.property(flags, fc.boolean(), fc.boolean(), (status, left, canceled) => {
        const { state } = jobOf({ status, gone: left, canceled });
        const calledPrinted = (status & PRINTED!) !== 0;
        const inTrouble = (status & (0x1 | 0x2 | 0x4 | 0x20 | 0x40 | 0x100 | 0x200 | 0x400)) !== 0;
        expect(state === 'completed').toBe(calledPrinted || (left && !canceled && !inTrouble));
        if (left) expect(['completed', 'canceled']).toContain(state);
      }),
    );
  });

  it('a printer can print exactly where nothing is said that stops it', () => {
    const stops = 0x1 | 0x2 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80 | 0x800 | 0x1000 | 0x4_0000 | 0x10_0000 | 0x20_0000 | 0x40_0000 | 0x200_0000;
    fc.assert(
      fc.property(flags, flags, (status, attributes) => {
        const says = { ...QUEUE, say: 'queue' as const, media: [], status, attributes };
        const can = (status & stops) === 0 && (status & 0x4) === 0 && (attributes & 0x400) === 0;
        expect(problemOf(printerOf(says)) === undefined).toBe(can);
      }),
    );
  });
});

it('is reached by a script that takes nothing from the settings into its text, short enough for Windows', () => {
  const { args, environment } = queueProgram();
  const script = Buffer.from(args.at(-1)!, 'base64').toString('utf16le');
  expect(script).toContain('New-Object PageQueue $env:MOT_CUA_QUEUE');
  expect(args.join(' ').length).toBeLessThan(16_000);
  expect(environment!['MOT_CUA_CLASS']!.length).toBeLessThan(32_000);
});
