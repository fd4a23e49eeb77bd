import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEsclScanner } from '../../../../main/devices/document-scanner/device.ts';
import { fastClock, keptLog, never, random, until } from '../support.ts';
import type { EsclBench } from './bench.ts';
import { esclBench, smallJpeg } from './bench.ts';

const SHEETS = Array.from({ length: 4 }, (_, index) => smallJpeg(`sheet ${index + 1}`));

describe('a document scanner on a bad day', () => {
  let bench: EsclBench;
  afterEach(() => bench.close());

  it.each([
    {
      what: 'a jam',
      kind: 'jam',
      more: { atPage: 3 },
      error: { code: 'commandErrorCode', reason: 'jammed' },
      pages: 2,
    },
    {
      what: 'half a JPEG',
      kind: 'half-jpeg',
      more: { atPage: 2, whole: true },
      error: { code: 'invalidData', reason: 'badPage' },
      pages: 1,
    },
    {
      what: 'a connection cut in a page',
      kind: 'half-jpeg',
      more: { atPage: 2 },
      error: { code: 'deviceNotReady', reason: 'disconnected' },
      pages: 1,
    },
    {
      what: 'a PDF without a page',
      kind: 'wrong-type',
      more: { atPage: 2, type: 'pdf' },
      error: { code: 'unsupportedData', reason: 'pdfDamaged' },
      pages: 1,
    },
    {
      what: 'a reply that only claims to be a JPEG',
      kind: 'wrong-type',
      more: { atPage: 2, type: 'lie' },
      error: { code: 'invalidData', reason: 'badPage' },
      pages: 1,
    },
    {
      what: 'a web page',
      kind: 'wrong-type',
      more: { atPage: 1, type: 'html' },
      error: { code: 'invalidData', reason: 'badPage' },
      pages: 0,
    },
    {
      what: '30,000 × 30,000 pixels',
      kind: 'huge',
      more: { atPage: 2 },
      error: { code: 'unsupportedData', reason: 'tooLarge' },
      pages: 1,
    },
    {
      what: 'a PNG of 30,000 × 30,000 pixels',
      kind: 'huge',
      more: { atPage: 4, type: 'png' },
      error: { code: 'unsupportedData', reason: 'tooLarge', detail: '30000 × 30000 pixels' },
      pages: 3,
    },
    {
      what: 'a redirect to another machine',
      kind: 'redirect',
      more: { on: 'next', atPage: 2 },
      error: { code: 'invalidData', reason: 'redirected' },
      pages: 1,
    },
    {
      what: 'its plug pulled',
      kind: 'unplug',
      more: { atPage: 3 },
      error: { code: 'deviceNotReady', reason: 'disconnected' },
      pages: 2,
    },
  ])('keeps the pages before $what', async ({ kind, more, error, pages }) => {
    bench = await esclBench();
    await bench.load(SHEETS);
    await bench.fault(kind, more);
    const scanned = await bench.scanner.scan(never());
    expect(scanned).toMatchObject({ ok: false, error });
    expect(!scanned.ok && scanned.error.pages.map((page) => Buffer.from(page.bytes))).toEqual(SHEETS.slice(0, pages));
  });

  it('refuses a job at another machine', async () => {
    bench = await esclBench();
    await bench.load(SHEETS);
    await bench.fault('redirect', { on: 'job' });
    expect(await bench.scanner.scan(never())).toMatchObject({
      ok: false,
      error: { code: 'invalidData', reason: 'redirected', pages: [] },
    });
  });

  it('says that it is busy', async () => {
    bench = await esclBench();
    await bench.fault('busy');
    expect(await bench.scanner.scan(never())).toMatchObject({
      ok: false,
      error: { code: 'deviceNotReady', reason: 'busy' },
    });
  });

  it('says that the cover is open, in its state and when asked to scan', async () => {
    bench = await esclBench();
    await bench.load(SHEETS);
    await bench.fault('cover-open');
    expect(await bench.scanner.scan(never())).toMatchObject({ ok: false, error: { reason: 'coverOpen' } });
    expect(bench.scanner.state()).toMatchObject({ status: 'userError', detail: 'coverOpen' });
  });

  it('says that it is jammed until the sheet is taken out', async () => {
    bench = await esclBench();
    await bench.load(SHEETS);
    await bench.fault('jam', { atPage: 1 });
    await bench.scanner.scan(never());
    expect(bench.scanner.state()).toMatchObject({ status: 'userError', media: { feeder: 'jammed' } });
    expect(await bench.scanner.scan(never())).toMatchObject({ ok: false, error: { reason: 'jammed' } });
    await bench.heal('jam');
    expect(await bench.scanner.scan(never())).toMatchObject({ ok: true });
  });

  it('is deleted at the scanner when the citizen cancels, and scans again', async () => {
    bench = await esclBench();
    await bench.load(SHEETS);
    await bench.fault('slow-page', { atPage: 2, ms: 400 });
    const stop = new AbortController();
    const scanning = bench.scanner.scan(stop.signal);
    await until(() => bench.state().feeder.length < 4, 'the first page');
    stop.abort();
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'canceled' } });
    expect(bench.state().jobs).toMatchObject([{ state: 'Canceled' }]);
    await bench.heal();
    await until(
      () => bench.state().feeder.length > 0 && bench.state().jobs.every((job) => job.state !== 'Processing'),
      'the scanner to be idle',
    );
    expect(await bench.scanner.scan(never())).toMatchObject({ ok: true });
  });

  it('goes off line and is found again', async () => {
    bench = await esclBench();
    await bench.fault('outage');
    await until(() => bench.scanner.state().status === 'offline', 'the outage to be noticed');
    expect(await bench.scanner.scan(never())).toMatchObject({
      ok: false,
      error: { code: 'deviceNotReady', reason: 'unreachable', pages: [] },
    });
    await bench.heal();
    await until(() => bench.scanner.state().status === 'online', 'the scanner to be found again');
  });
});

describe('a document scanner that is none', () => {
  it('is an error with its reason, whatever it answers', async () => {
    const server = createServer((_, response) => response.end('<html>router</html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/eSCL`;
    const scanner = createEsclScanner({ settings: { url }, clock: fastClock(4), random, log: keptLog() });
    scanner.start();
    await until(() => scanner.state().status === 'hardwareError', 'the error');
    expect(scanner.state().detail).toBe('notAScanner');
    await scanner.close();
    server.closeAllConnections();
    server.close();
  });
});
