import { afterEach, describe, expect, it } from 'vitest';
import { createCodeScanner } from '../../../../main/devices/code-scanner/device.ts';
import { fastClock, keptLog, random, until } from '../support.ts';
import type { ScannerBench } from './bench.ts';
import { scannerBench } from './bench.ts';

describe('a code scanner that is unplugged', () => {
  let bench: ScannerBench;
  afterEach(() => bench.close());

  it('is noticed at once and said to be gone', async () => {
    bench = await scannerBench();
    await bench.unplug();
    await until(() => bench.scanner.state().status === 'noDevice', 'the unplug to be noticed');
  });

  it('reads again when it is plugged in again, several times over', async () => {
    bench = await scannerBench();
    for (let round = 1; round <= 3; round += 1) {
      await bench.unplug();
      await until(() => bench.scanner.state().status !== 'online', 'the unplug');
      await bench.replug();
      await until(() => bench.scanner.state().status === 'online', 'the scanner to be found again');
      await bench.scan(`round ${round}`);
      await until(() => bench.scans.length === round, 'the scan');
    }
    expect(bench.scans.map((scan) => Buffer.from(scan.bytes).toString())).toEqual(['round 1', 'round 2', 'round 3']);
  });

  it('does not join the half of a code that came before to the next one', async () => {
    bench = await scannerBench();
    bench.fault('no-terminator');
    await bench.scan('half');
    await bench.unplug();
    await until(() => bench.scanner.state().status === 'noDevice', 'the unplug');
    await bench.replug();
    await until(() => bench.scanner.state().status === 'online', 'the scanner to be found again');
    await bench.scan('whole');
    await until(() => bench.scans.some((scan) => Buffer.from(scan.bytes).toString() === 'whole'), 'the whole scan');
    expect(bench.scans.every((scan) => ['half', 'whole'].includes(Buffer.from(scan.bytes).toString()))).toBe(true);
  });

  it('closes while it is looked for', async () => {
    bench = await scannerBench();
    await bench.unplug();
    await until(() => bench.scanner.state().status === 'noDevice', 'the unplug');
    await bench.scanner.close();
    await bench.replug();
    expect(bench.scanner.state().status).toBe('noDevice');
  });

  it('is busy, not broken, while another program has the port, and comes when it is free', async () => {
    bench = await scannerBench();
    const second = createCodeScanner({
      settings: { path: bench.path, baudRate: 9600 },
      clock: fastClock(4),
      random,
      log: keptLog(),
    });
    second.start();
    await until(() => second.state().status === 'deviceBusy', 'the lock to be seen');
    await bench.scanner.close();
    await until(() => second.state().status === 'online', 'the port to be free');
    await second.close();
  });
});
