// The wire to vpcd, against a driver of the test's own: power, ATR, commands, lifting, pacing, a service that restarts.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createExchangeLog } from '../../../bench/chip/exchange-log.ts';
import { withFaults } from '../../../bench/chip/faults.ts';
import type { Fault } from '../../../bench/chip/faults.ts';
import { seededRandom } from '../../../bench/chip/random.ts';
import { createSlot } from '../../../bench/chip/vpcd.ts';
import type { Slot } from '../../../bench/chip/vpcd.ts';
import { chip } from './cards.ts';
import { bytes, hex } from './terminal.ts';

/** The driver's end: accepts one card, sends messages, collects replies. */
class Driver {
  readonly server: Server;
  #card: Socket | undefined;
  #received = Buffer.alloc(0);
  #wake: (() => void)[] = [];

  constructor() {
    this.server = createServer((socket) => {
      this.#card = socket;
      this.#received = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        this.#received = Buffer.concat([this.#received, chunk]);
        this.#woken();
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#card = undefined;
        this.#woken();
      });
      this.#woken();
    });
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((done) => this.server.listen(port, '127.0.0.1', done));
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#card?.destroy();
    await new Promise((done) => this.server.close(done));
  }

  send(message: string): void {
    const body = bytes(message);
    this.#card?.write(Buffer.concat([Buffer.from([body.length >> 8, body.length & 0xff]), body]));
  }

  async reply(): Promise<string> {
    await this.until(() => this.#received.length >= 2 && this.#received.length >= 2 + this.#received.readUInt16BE());
    const length = this.#received.readUInt16BE();
    const body = this.#received.subarray(2, 2 + length);
    this.#received = this.#received.subarray(2 + length);
    return hex(body);
  }

  get present(): boolean {
    return this.#card !== undefined;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((done) => this.#wake.push(done));
  }

  #woken(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

describe('a card in a slot of vpcd', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function laid(faults: readonly Fault[] = [], pacing?: { bitsPerSecond: number; commandMilliseconds: number }) {
    const driver = new Driver();
    const port = await driver.listen();
    open.push(() => driver.close());
    const log = createExchangeLog(() => performance.now());
    const slot: Slot = createSlot({ reader: 0, log, port });
    open.push(() => slot.remove());
    slot.insert(withFaults(chip('card-2021'), faults, undefined, seededRandom(1)), pacing);
    await driver.until(() => driver.present);
    return { driver, slot, log, port };
  }

  it('gives its ATR, answers commands and forgets with power', async () => {
    const { driver, log } = await laid();
    driver.send('01');
    driver.send('04');
    expect(await driver.reply()).toBe('3b8580018073c821e0fe');
    driver.send('00a4040c07a0000002471001');
    expect(await driver.reply()).toBe('9000');
    driver.send('0084000008');
    expect(await driver.reply()).toMatch(/^[0-9a-f]{16}9000$/);
    driver.send('02');
    driver.send('0084000008');
    expect(await driver.reply()).toBe('6d00');
    expect(log.totals()).toMatchObject({ apdus: 3, bytesIn: 12 + 5 + 5, bytesOut: 2 + 10 + 2 });
    expect(log.entries(0).map((entry) => entry.event)).toEqual(
      ['inserted', 'connected', 'power-on', 'apdu', 'apdu', 'reset', 'apdu']);
  });

  it('leaves when it is removed and comes back when laid down again', async () => {
    const { driver, slot } = await laid();
    await slot.remove();
    await driver.until(() => !driver.present);
    expect(slot.state).toBe('empty');
    slot.insert(withFaults(chip('card-2021'), [], undefined, seededRandom(1)), undefined);
    await driver.until(() => driver.present);
  });

  it('is lifted instead of answering and returns by itself', async () => {
    const { driver, slot } = await laid([{ kind: 'lift', at: 1, backAfterMs: 20 }]);
    driver.send('00b09c0000');
    await driver.until(() => !driver.present);
    await driver.until(() => driver.present);
    driver.send('00b09c0000');
    expect(await driver.reply()).toMatch(/9000$/);
    expect(slot.state).toBe('inserted');
  });

  it('stays lifted when nothing says that it returns', async () => {
    const { driver, slot } = await laid([{ kind: 'lift', at: 1 }]);
    driver.send('00b09c0000');
    await driver.until(() => !driver.present);
    expect(slot.state).toBe('lifted');
  });

  it('finds a service that restarted', async () => {
    const { driver, slot, port } = await laid();
    await driver.close();
    const second = new Driver();
    await second.listen(port);
    open.push(() => second.close());
    await second.until(() => second.present);
    second.send('04');
    expect(await second.reply()).toBe('3b8580018073c821e0fe');
    await slot.remove();
  });

  it('takes the time that its pacing says', async () => {
    const { driver, log } = await laid([], { bitsPerSecond: 424_000, commandMilliseconds: 8 });
    for (let round = 0; round < 10; round += 1) {
      driver.send('00b09c0000');
      await driver.reply();
    }
    const { pacedMs } = log.totals();
    const took = log.entries(0).reduce((sum, entry) => sum + (entry.tookMs ?? 0), 0);
    expect(pacedMs).toBeCloseTo(10 * (8 + ((5 + 56) * 8) / 424), 1);
    expect(took).toBeGreaterThan(pacedMs - 0.1);
  });

  it('mutes a reply for as long as the fault says', async () => {
    const { driver } = await laid([{ kind: 'mute', at: 1, forMs: 120 }]);
    const start = performance.now();
    driver.send('00b09c0000');
    await driver.reply();
    expect(performance.now() - start).toBeGreaterThanOrEqual(119);
  });
});
