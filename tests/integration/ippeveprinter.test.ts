// A printer that is not ours, CUPS's ippeveprinter: it takes our job, keeps our PDF byte for byte, and says no where it has to.
// It looks for a D-Bus to announce itself on, and gets one of its own with nobody on it.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../main/base/clock.ts';
import { createPagePrinter } from '../../main/devices/page-printer/device.ts';
import type { PagePrinterDriver } from '../../main/devices/page-printer/device.ts';
import { testPage } from '../../main/devices/page-printer/test-page.ts';
import { keptLog, never, random, until } from '../unit/devices/support.ts';

const dir = mkdtempSync(join(tmpdir(), 'ippeveprinter-'));
const spool = join(dir, 'spool');
const children: ChildProcess[] = [];
let printer: PagePrinterDriver;

beforeAll(async () => {
  mkdirSync(spool);
  const bus = `unix:path=${join(dir, 'bus')}`;
  writeFileSync(
    join(dir, 'bus.conf'),
    `<busconfig><type>session</type><listen>${bus}</listen><auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`,
  );
  const dbus = spawn('dbus-daemon', [`--config-file=${join(dir, 'bus.conf')}`, '--nofork', '--print-address=1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(dbus);
  await once(dbus.stdout!, 'data');
  const port = await freePort();
  children.push(
    spawn('ippeveprinter', ['-r', 'off', '-d', spool, '-k', '-p', String(port), '-f', 'application/pdf', '-c', '/bin/true', 'Judge'], {
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bus },
      stdio: 'ignore',
    }),
  );
  printer = createPagePrinter({ settings: { transport: 'ipp', url: `ipp://localhost:${port}/ipp/print` }, clock: systemClock, random, log: keptLog() });
  printer.start();
  await until(() => printer.state().status === 'online', 'ippeveprinter to be found', 20_000);
});

afterAll(async () => {
  await printer.close();
  for (const child of children.toReversed()) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  rmSync(dir, { recursive: true, force: true });
});

const kept = () => readdirSync(spool, { recursive: true }).map(String).filter((name) => name.endsWith('.pdf'));

it('keeps our PDF byte for byte and says that it is printed', async () => {
  const pdf = Buffer.concat([testPage('a4'), Buffer.from('\n% what a signature covers: \u0000\u00ff\r\n', 'latin1')]);
  expect(await printer.print(pdf, { media: 'a4', copies: 2, jobName: 'Giấy tiếp nhận hồ sơ' }, never())).toEqual({ ok: true, value: { confirmed: true } });
  expect(kept()).toHaveLength(1);
  expect(readFileSync(join(spool, kept()[0]!)).equals(pdf)).toBe(true);
  expect(printer.model).toBeTruthy();
});

it('has no A5, and gets nothing on A5', async () => {
  expect(await printer.print(testPage('a5'), { media: 'a5', copies: 1, jobName: 'A5' }, never())).toEqual({
    ok: false,
    error: { code: 'unsupportedData', reason: 'mediaNotSupported', detail: 'a5', sent: false },
  });
  expect(kept()).toHaveLength(1);
});

it('prints the technician’s test page', async () => {
  expect(await printer.test(never())).toMatchObject({ ok: true, value: { summary: expect.stringMatching(/^printed, A4/) } });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
