import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CodeScannerHandle } from '../../bench/client.ts';
import { encodeWindows1258, mojibake } from '../../bench/code-scanner/encodings.ts';
import { startCodeScanner } from '../../bench/code-scanner.ts';
import { startPart } from './part.ts';

/** Reads a serial port until so many bytes have come. */
function open(path: string) {
  const stream = createReadStream(path, { flags: 'r' });
  stream.on('error', () => undefined);
  let received = Buffer.alloc(0);
  let ended = false;
  stream.on('data', (chunk) => (received = Buffer.concat([received, chunk as Buffer])));
  stream.on('close', () => (ended = true));
  onTestFinished(() => void stream.destroy());
  const until = async (condition: () => boolean) => {
    const end = Date.now() + 10_000;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`nothing came; received ${received.length} bytes`);
      await new Promise((done) => setTimeout(done, 5));
    }
  };
  return {
    async bytes(count: number): Promise<Buffer> {
      await until(() => received.length >= count);
      const bytes = received.subarray(0, count);
      received = received.subarray(count);
      return bytes;
    },
    gone: () => until(() => ended),
  };
}

describe.skipIf(process.platform === 'win32')('the bench’s QR scanner', () => {
  it('sends what is held under it, with its terminator', async () => {
    const { handle, addresses } = await startPart(startCodeScanner, CodeScannerHandle);
    const port = open(String(addresses['path']));
    await handle.scan('068…|Nguyễn Văn An');
    expect((await port.bytes(24)).toString('utf8')).toBe('068…|Nguyễn Văn An\r');
    await handle.scanBytes(Uint8Array.of(0, 255), '\r\n');
    expect([...(await port.bytes(4))]).toEqual([0, 255, 13, 10]);
  });

  it('is unplugged and plugged in again at the same path', async () => {
    const { handle, addresses } = await startPart(startCodeScanner, CodeScannerHandle);
    const path = String(addresses['path']);
    const port = open(path);
    await handle.scan('a');
    await port.bytes(2);
    await handle.unplug();
    await port.gone();
    expect(existsSync(path)).toBe(false);
    expect((await handle.scan('lost')).plugged).toBe(false);
    await handle.replug();
    const again = open(path);
    await handle.scan('b');
    expect((await again.bytes(2)).toString()).toBe('b\r');
  });

  it('cuts off, runs over, and sends wrong encodings when told to', async () => {
    const { handle, addresses } = await startPart(startCodeScanner, CodeScannerHandle);
    const port = open(String(addresses['path']));
    await handle.fault('truncated', { times: 1 });
    await handle.scan('12345678');
    expect((await port.bytes(5)).toString()).toBe('1234\r');
    await handle.fault('mojibake', { times: 1 });
    await handle.scan('Đỗ');
    expect((await port.bytes(11)).toString('utf8')).toBe('Ä\u0090á»\u0097\r');
    await handle.fault('slow', { times: 1, ms: 1 });
    await handle.scan('slow');
    expect((await port.bytes(5)).toString()).toBe('slow\r');
    await handle.fault('overlong', { times: 1 });
    void handle.scan('x');
    expect((await port.bytes(8194)).subarray(-3).toString()).toBe('XX\r');
    expect(
      (await handle.until((state) => state.scans.length === 4, 'four scans')).scans.map((scan) => scan.fault),
    ).toEqual(['truncated', 'mojibake', 'slow', 'overlong']);
  });
});

describe('wrong encodings', () => {
  it('writes Windows-1258 that a Windows-1258 decoder reads', () => {
    const text = 'Nguyễn Thị Đặng Ước, Hoà Ờ ỉ ì Ò Ỹ';
    expect(new TextDecoder('windows-1258').decode(encodeWindows1258(text)).normalize('NFC')).toBe(text);
  });
  it('writes mojibake that Latin-1 once made', () => {
    expect(mojibake('ễ').toString('utf8')).toBe('á»\u0085');
  });
});
