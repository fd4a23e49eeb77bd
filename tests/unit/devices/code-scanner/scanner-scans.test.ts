import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../support.ts';
import type { ScannerBench } from './bench.ts';
import { scannerBench } from './bench.ts';

const CARD = '068085001234|251234567|Nguyễn Thị Bưởi|02051985|Nữ|12 Hùng Vương, Đức Trọng, Lâm Đồng|10052021';

describe('a code scanner on a serial port', () => {
  let bench: ScannerBench;
  afterEach(() => bench.close());

  it.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['nothing', ''],
  ])('hands on a code that ends with %s, byte for byte', async (_, terminator) => {
    bench = await scannerBench();
    await bench.scan(CARD, terminator);
    await until(() => bench.scans.length > 0, 'the scan');
    expect(Buffer.from(bench.scans[0]!.bytes).toString('utf8')).toBe(CARD);
    expect(bench.scans[0]!.overlong).toBe(false);
  });

  it('hands on two codes scanned at once as two, in order', async () => {
    bench = await scannerBench();
    await bench.scan('first\rsecond', '\r');
    await until(() => bench.scans.length === 2, 'both scans');
    expect(bench.scans.map((scan) => Buffer.from(scan.bytes).toString())).toEqual(['first', 'second']);
  });

  it('joins a code that comes byte by byte', async () => {
    bench = await scannerBench();
    bench.fault('slow', { ms: 5 });
    await bench.scan('068085001234');
    await until(() => bench.scans.length > 0, 'the scan');
    expect(Buffer.from(bench.scans[0]!.bytes).toString()).toBe('068085001234');
  });

  it('hands on bytes that are no text as they are', async () => {
    bench = await scannerBench();
    bench.fault('windows-1258');
    await bench.scan('Đặng');
    await until(() => bench.scans.length > 0, 'the scan');
    expect([...bench.scans[0]!.bytes].some((byte) => byte >= 0x80)).toBe(true);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bench.scans[0]!.bytes)).toThrow();
  });

  it('cuts a code of more than 4 KiB and says so, then reads the next one', async () => {
    bench = await scannerBench();
    bench.fault('overlong');
    await bench.scan('068085001234');
    await until(() => bench.scans.length > 0, 'the long scan');
    expect(bench.scans).toHaveLength(1);
    expect(bench.scans[0]).toMatchObject({ overlong: true });
    expect(bench.scans[0]!.bytes).toHaveLength(4096);
    await bench.scan('068085001234');
    await until(() => bench.scans.length > 1, 'the next scan');
    expect(Buffer.from(bench.scans[1]!.bytes).toString()).toBe('068085001234');
  });

  it('is tested by holding a code before it', async () => {
    bench = await scannerBench();
    const tested = bench.scanner.test(new AbortController().signal);
    await bench.scan('test');
    expect(await tested).toEqual({ ok: true, value: { summary: 'read a code of 4 bytes' } });
  });

  it('says in a test that the port is open but nothing was scanned', async () => {
    bench = await scannerBench();
    const stop = new AbortController();
    const tested = bench.scanner.test(stop.signal);
    stop.abort();
    expect(await tested).toMatchObject({ ok: false, error: { code: 'canceled' } });
  });

  it('logs lengths and states, never what was scanned', async () => {
    bench = await scannerBench();
    const tested = bench.scanner.test(new AbortController().signal);
    await bench.scan(CARD);
    await tested;
    expect(JSON.stringify(bench.log.lines)).not.toContain('068085001234');
    expect(bench.log.lines.map((line) => line.event)).toEqual(['device.state', 'device.command']);
  });
});
