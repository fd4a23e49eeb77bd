// The SANE driver on SANE's own test device, which makes every fault that a backend can report.

import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf, feederOf, glassOf, pagesIn, readOptions, SANE_DEVICE, scanArguments } from '../../../../main/devices/document-scanner/scanimage.ts';
import { createSaneScanner } from '../../../../main/devices/document-scanner/sane.ts';
import type { DocumentScanner, ScannedPage } from '../../../../main/services/ports.ts';
import { fastClock, keptLog, never, random, until } from '../support.ts';
import { smallJpeg } from './bench.ts';

let dir: string;
let scanner: DocumentScanner | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sane-'));
});
afterEach(async () => {
  await scanner?.close();
  scanner = undefined;
  rmSync(dir, { recursive: true, force: true });
});

/** `options`: what the test device begins with, by the names of test.conf (sane-test(5)). */
function started(options: Readonly<Record<string, string>> = {}, device = 'test'): DocumentScanner {
  writeFileSync(join(dir, 'dll.conf'), 'test\n');
  writeFileSync(join(dir, 'test.conf'), Object.entries(options).map(([name, value]) => `${name} ${value}\n`).join(''));
  scanner = createSaneScanner({ device, environment: { SANE_CONFIG_DIR: dir }, clock: fastClock(20, 8000), random, log: keptLog() });
  scanner.start();
  return scanner;
}
const leftovers = () => readdirSync('/dev/shm').filter((name) => name.startsWith(`mot-cua-scan-${process.pid}-`));

describe('a scanner of SANE’s', () => {
  it('gives the feeder’s ten sheets one by one and leaves nothing behind', async () => {
    const sane = started();
    const come: ScannedPage[] = [];
    const scanned = await sane.scan(never(), (page) => void come.push(page));
    expect(scanned.ok && scanned.value).toHaveLength(10);
    expect(scanned.ok && scanned.value).toEqual(come);
    expect(come[0]).toMatchObject({ mime: 'image/jpeg' });
    expect(sane.state().status).toBe('online');
    expect(leftovers()).toEqual([]);
  }, 20_000);

  it.each([
    ['SANE_STATUS_JAMMED', { code: 'commandErrorCode', reason: 'jammed' }],
    ['SANE_STATUS_COVER_OPEN', { code: 'commandErrorCode', reason: 'coverOpen' }],
    ['SANE_STATUS_NO_DOCS', { code: 'commandErrorCode', reason: 'empty' }],
    ['SANE_STATUS_DEVICE_BUSY', { code: 'deviceNotReady', reason: 'busy' }],
    ['SANE_STATUS_IO_ERROR', { code: 'deviceNotReady', reason: 'disconnected' }],
  ])('says what %s means', async (status, error) => {
    const sane = started({ 'read-status-code': `"${status}"` });
    expect(await sane.scan(never())).toMatchObject({ ok: false, error: { ...error, pages: [] } });
    expect(leftovers()).toEqual([]);
  });

  it('is ended when the citizen turns away', async () => {
    const sane = started({ 'read-delay': 'true', 'read-delay-duration': '200000', 'read-limit': 'true', 'read-limit-size': '64' });
    const stop = new AbortController();
    const scanning = sane.scan(stop.signal);
    await until(() => sane.state().status === 'deviceBusy', 'the scan to begin');
    stop.abort();
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'canceled' } });
    await until(() => leftovers().length === 0, 'its folder to go');
  });

  // A program with a first line that names its interpreter is none on Windows, and SANE is not there either.
  it('that falls silent over its second page is given up, and the first is kept', async () => {
    writeFileSync(join(dir, 'page.jpg'), smallJpeg('first'));
    const standIn = `#!${process.execPath}
const fs = require('node:fs');
if (process.argv.includes('-A')) console.log("All options specific to device 'x':\\n    --source Feeder [Feeder]\\n    --resolution 300dpi [300]");
else {
  fs.copyFileSync(${JSON.stringify(join(dir, 'page.jpg'))}, 'page-1.jpg');
  console.log('page-1.jpg');
  setInterval(() => {}, 1000);
}
`;
    writeFileSync(join(dir, 'scanimage'), standIn);
    chmodSync(join(dir, 'scanimage'), 0o755);
    // A page's limit passes quickly, a job's does not.
    const log = keptLog();
    scanner = createSaneScanner({ device: 'x', environment: { PATH: dir }, clock: fastClock(20, 10_000, 70_000), random, log });
    scanner.start();
    const scanned = await scanner.scan(never());
    expect(scanned).toMatchObject({ ok: false, error: { code: 'timeOut', reason: 'notAnswering', pages: [{ mime: 'image/jpeg' }] } });
    expect(log.lines).toContainEqual({ event: 'device.state', fields: expect.objectContaining({ to: 'offline', detail: 'notAnswering' }) });
    expect(leftovers()).toEqual([]);
  }, 60_000);

  it('that is not there is off line, with SANE’s reason', async () => {
    const sane = started({}, 'nosuch:0');
    await until(() => sane.state().status !== 'starting', 'its state');
    expect(await sane.scan(never())).toMatchObject({ ok: false, error: { code: 'hardwareError', reason: 'scanimageFailed' } });
  });
});

describe('scanimage’s words', () => {
  const LISTING = `All options specific to device \`x':
  Scan Mode:
    --mode Lineart|Gray|Color [Color]
    --resolution 75|150|300|600dpi [75]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
  Geometry:
    -x 0..215.9mm [215.9]
    -y 0..297.011mm [297.011]
`;

  it('are read as options, and asked for A4 in colour at 300 dpi', () => {
    const options = readOptions(LISTING)!;
    expect(options).toEqual({ sources: ['Flatbed', 'ADF', 'ADF Duplex'], modes: ['Lineart', 'Gray', 'Color'], resolutions: [75, 150, 300, 600], width: 215.9, height: 297.011 });
    expect([feederOf(options), glassOf(options)]).toEqual(['ADF', 'Flatbed']);
    expect(scanArguments('x', options, 'ADF', 60)).toEqual([
      '-d', 'x', '--format=jpeg', '--batch=page-%d.jpg', '--batch-print', '--batch-count=60', '--source=ADF', '--mode=Color', '--resolution=300', '-x', '210', '-y', '297',
    ]);
    expect(scanArguments('x', options, 'Flatbed', 60)).toContain('--batch-count=1');
  });

  it('that are none are refused', () => {
    expect(readOptions('scanimage: no SANE devices found')).toBeUndefined();
    expect(readOptions('')).toBeUndefined();
  });

  it('name only pages that are whole, and never a place outside', () => {
    expect(pagesIn('page-1.jpg\npage-2.jpg\npage-3.j')).toEqual(['page-1.jpg', 'page-2.jpg']);
    expect(pagesIn('../../etc/passwd\n/etc/passwd\npage-1.jpg/..\n')).toEqual([]);
  });

  it('and exit codes all have a meaning', () => {
    expect(failureOf(0, '')).toBeUndefined();
    for (let status = 1; status < 256; status += 1) expect(failureOf(status, '')?.reason, `${status}`).toBeTruthy();
  });

  it('never take a device’s name for an option', () => {
    for (const name of ['test:0', 'airscan:e0:Canon MF (1A:2B)', 'genesys:libusb:001:004']) expect(SANE_DEVICE.test(name), name).toBe(true);
    for (const name of ['--help', '-d', '', 'a\nb', 'a;b', 'a$(b)']) expect(SANE_DEVICE.test(name), name).toBe(false);
  });
});
