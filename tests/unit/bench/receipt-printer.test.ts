import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReceiptPrinterHandle } from '../../bench/client.ts';
import { EscPosReader, RealTimeScanner } from '../../bench/receipt-printer/escpos.ts';
import { startReceiptPrinter } from '../../bench/receipt-printer.ts';
import { startPart, temporaryFolder } from './part.ts';

const INIT = [0x1b, 0x40];
const CUT = [0x1d, 0x56, 66, 0];
const statusRequest = (n: number) => [0x10, 0x04, n];
const picture = (rows: number, fill = 0xaa, widthBytes = 72) =>
  Buffer.concat([
    Buffer.of(0x1d, 0x76, 0x30, 0, widthBytes, 0, rows & 255, rows >> 8),
    Buffer.alloc(widthBytes * rows, fill),
  ]);

/** A host on the wire: what came back can be awaited. */
class Host {
  socket: net.Socket;
  received = Buffer.alloc(0);
  closed = false;
  constructor(port: number) {
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => (this.received = Buffer.concat([this.received, chunk])));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.closed = true));
    onTestFinished(() => void this.socket.destroy());
  }
  send(...bytes: (readonly number[] | Buffer)[]): void {
    this.socket.write(Buffer.concat(bytes.map((part) => Buffer.from(part as Buffer))));
  }
  async until(condition: () => boolean): Promise<void> {
    const end = Date.now() + 10_000;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`nothing came; received ${this.received.toString('hex')}`);
      await new Promise((done) => setTimeout(done, 5));
    }
  }
  async ask(...bytes: (readonly number[] | Buffer)[]): Promise<number> {
    this.received = Buffer.alloc(0);
    this.send(...bytes);
    await this.until(() => this.received.length > 0);
    return this.received[0] ?? -1;
  }
}

async function printer(values: Record<string, string> = {}) {
  const part = await startPart(startReceiptPrinter, ReceiptPrinterHandle, { values });
  const port = Number(part.addresses['port']);
  return { ...part, printer: part.handle, port, host: new Host(port), connect: () => new Host(port) };
}

describe('the bench’s receipt printer', () => {
  it('draws what it gets: a QR printed as a picture is read back from the PNG', async () => {
    const { printer: device, host } = await printer();
    const text = 'H36.12-261124-0042|9K4T7Q';
    const code = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
    const scale = 8;
    const quiet = 32;
    const rows = code.size * scale + 2 * quiet;
    const raster = Buffer.alloc(72 * rows);
    for (let y = 0; y < code.size * scale; y += 1) {
      for (let x = 0; x < code.size * scale; x += 1) {
        if (code.get(Math.floor(y / scale), Math.floor(x / scale)) === 0) continue;
        const at = (y + quiet) * 72 + ((x + quiet) >> 3);
        raster[at] = (raster[at] ?? 0) | (0x80 >> ((x + quiet) & 7));
      }
    }
    for (let from = 0; from < rows; from += 96) {
      const band = Math.min(96, rows - from);
      host.send(
        [...(from === 0 ? INIT : []), 0x1d, 0x76, 0x30, 0, 72, 0, band, 0],
        raster.subarray(from * 72, (from + band) * 72),
      );
    }
    host.send(CUT);
    const png = await device.slipPng(1);
    const picture = PNG.sync.read(png);
    expect([picture.width, picture.height]).toEqual([576, rows]);
    const file = join(temporaryFolder(), 'slip.png');
    writeFileSync(file, png);
    expect(execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8' }).trim()).toBe(text);
    expect((await device.state()).errors).toEqual([]);
  });

  it('answers DLE EOT at once and GS r only after what was sent before it', async () => {
    const { host, printer: device } = await printer({ speed: '200' });
    // 100 mm at 200 mm/s: half a second of printing.
    host.send(INIT, picture(800), [0x1d, 0x72, 1]);
    expect(await host.ask(statusRequest(4))).toBe(0x12);
    expect((await device.state()).rowsUnderHead).toBeLessThan(800);
    await host.until(() => host.received.length === 2);
    expect((await device.state()).rowsUnderHead).toBe(800);
  });

  it('says by DLE EOT what is wrong: paper low, out, cover, cutter', async () => {
    const { host, printer: device } = await printer();
    expect(await host.ask(statusRequest(1))).toBe(0x16);
    await device.fault('paper-low');
    expect(await host.ask(statusRequest(4))).toBe(0x1e);
    await device.fault('paper-out');
    expect(await host.ask(statusRequest(4))).toBe(0x7e);
    expect(await host.ask(statusRequest(2))).toBe(0x32);
    expect(await host.ask(statusRequest(1))).toBe(0x1e);
    await device.refill();
    await device.fault('cover-open');
    expect(await host.ask(statusRequest(2))).toBe(0x16);
    await device.heal();
    await device.fault('cutter-jam');
    host.send(INIT, picture(10), CUT);
    await device.until((state) => state.offline, 'the cutter to jam');
    expect(await host.ask(statusRequest(3))).toBe(0x1a);
    expect(await device.slips()).toHaveLength(0);
    await device.heal();
    await device.slipPng(1);
  });

  it('reports changes by itself after GS a, in four bytes', async () => {
    const { host, printer: device } = await printer();
    host.send([0x1d, 0x61, 0x0f]);
    await host.until(() => host.received.length === 4);
    expect(host.received.toString('hex')).toBe('14000000');
    host.received = Buffer.alloc(0);
    await device.paper('out');
    await host.until(() => host.received.length === 4);
    expect(host.received.toString('hex')).toBe('1c000f00');
  });

  it('runs out of paper at a row, keeps what was torn, and goes on after the refill', async () => {
    const { host, printer: device } = await printer();
    await device.fault('paper-out-after', { rows: 150 });
    host.send(INIT, picture(400), CUT);
    const out = await device.until((state) => state.condition.paper === 'out', 'the end of the roll');
    expect(out.slips).toMatchObject([{ kind: 'torn', why: 'paperOut', height: 150 }]);
    expect(out.offline).toBe(true);
    await device.refill();
    const done = await device.until((state) => state.slips.length === 2, 'the slip');
    expect(done.slips[1]).toMatchObject({ kind: 'slip', height: 400, tears: [150] });
  });

  it('is switched off at a byte: the connection is reset, the port closed, a torn slip left', async () => {
    const { host, printer: device, connect } = await printer();
    await device.fault('power-off', { atByte: 2 + 8 + 72 * 50 });
    host.send(INIT, picture(400), CUT);
    await host.until(() => host.closed);
    const off = await device.until((state) => !state.powered, 'the power to go');
    expect(off.slips).toMatchObject([{ kind: 'torn', why: 'powerOff', height: 50 }]);
    const refused = connect();
    await refused.until(() => refused.closed);
    await device.power(true);
    expect(await connect().ask(statusRequest(1))).toBe(0x16);
  });

  it('stops reading when its buffer is full, and takes the rest later', async () => {
    const { host, printer: device } = await printer({ buffer: '4096' });
    await device.fault('stall');
    host.send(INIT, picture(1000), CUT);
    const full = await device.until((state) => state.bufferedBytes >= 4096, 'the buffer to fill');
    expect(full.rowsUnderHead).toBe(0);
    await device.heal();
    expect(PNG.sync.read(await device.slipPng(1)).height).toBe(1000);
  });

  it('serves one connection at a time', async () => {
    const { host, connect } = await printer();
    expect(await host.ask(statusRequest(1))).toBe(0x16);
    const second = connect();
    second.send(statusRequest(1));
    expect(await host.ask(statusRequest(4))).toBe(0x12);
    expect(second.received).toHaveLength(0);
    host.socket.destroy();
    await second.until(() => second.received.length === 1);
  });

  it('never answers when told so, and still prints', async () => {
    const { host, printer: device } = await printer();
    await device.fault('no-status');
    host.send([0x1d, 0x61, 0xff], statusRequest(1), [0x1d, 0x72, 1], INIT, picture(20), CUT);
    await device.slipPng(1);
    expect(host.received).toHaveLength(0);
  });

  it('records text and unknown commands as errors', async () => {
    const { host, printer: device } = await printer();
    host.send(Buffer.from('Giấy hẹn'), [0x1b, 0x7f], CUT);
    await device.slipPng(1);
    const { errors } = await device.state();
    expect(errors.map((entry) => entry.error)).toEqual([
      'text, which this printer does not print: 47 69 E1 BA A5 79 20 68 E1 BA B9 6E',
      'unknown command 1B 7F',
    ]);
  });

  it('knows its slips after a restart', async () => {
    const first = await printer();
    first.host.send(INIT, picture(10), CUT);
    await first.printer.slipPng(1);
    await first.close();
    const again = await startPart(startReceiptPrinter, ReceiptPrinterHandle, { dir: first.dir });
    expect(await again.handle.slips()).toHaveLength(1);
  });
});

describe('reading ESC/POS', () => {
  it('gives the same actions however the bytes are cut', () => {
    const stream = Buffer.concat([
      Buffer.from(INIT),
      picture(30, 0x10, 3),
      Buffer.of(0x1b, 0x64, 3, 0x1b, 0x70, 0, 25, 250, 0x1d, 0x72, 1, 0x10, 4, 1),
      Buffer.from(CUT),
    ]);
    const read = (cuts: readonly number[]) => {
      const reader = new EscPosReader();
      const actions: unknown[] = [];
      let pending = Buffer.alloc(0);
      const edges = [...cuts].sort((a, b) => a - b);
      for (const [index, from] of [0, ...edges].entries()) {
        pending = Buffer.concat([pending, stream.subarray(from, edges[index] ?? stream.length)]);
        for (let step = reader.next(pending); step !== undefined; step = reader.next(pending)) {
          actions.push(step.action);
          pending = pending.subarray(step.consumed);
        }
      }
      return actions;
    };
    const whole = read([]);
    expect(whole).toHaveLength(37);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => void expect(read(cuts)).toEqual(whole)),
      { numRuns: 50 },
    );
  });

  it('always goes forward on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const reader = new EscPosReader();
        let rest: Uint8Array = bytes;
        for (let step = reader.next(rest); step !== undefined; step = reader.next(rest)) {
          expect(step.consumed).toBeGreaterThan(0);
          expect(step.consumed).toBeLessThanOrEqual(rest.length);
          rest = rest.subarray(step.consumed);
        }
      }),
    );
  });

  it('finds real-time requests inside pictures, as printers do', () => {
    expect(new RealTimeScanner().scan(Buffer.of(0x1d, 0x76, 0x30, 0, 3, 0, 1, 0, 0x10, 0x04, 0x02))).toEqual([
      { request: 'status', n: 2 },
    ]);
  });
});
