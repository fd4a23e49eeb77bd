// The driver for NAPS2 on a stand-in that takes the options its documentation names and behaves as it says: pages only at the
// end, an exit code of 0 whatever happened, complaints in words. Windows itself is not here.

import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNaps2Scanner, failureIn, scanArguments } from '../../../../main/devices/document-scanner/naps2.ts';
import type { DocumentScanner } from '../../../../main/services/ports.ts';
import { fastClock, keptLog, never, random, until } from '../support.ts';
import { smallJpeg } from './bench.ts';

type Behaviour = {
  readonly feeder?: readonly string[];
  readonly glass?: readonly string[];
  readonly says?: { readonly feeder?: string; readonly glass?: string };
  readonly half?: boolean;
  readonly hangs?: 'feeder' | 'glass';
};

let dir: string;
let scanner: DocumentScanner | undefined;
const behave = (behaviour: Behaviour) => writeFileSync(join(dir, 'behaviour.json'), JSON.stringify(behaviour));
const calls = () => readFileSync(join(dir, 'calls'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as string[]);
const leftovers = () => readdirSync('/dev/shm').filter((name) => name.startsWith(`mot-cua-scan-${process.pid}-`));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'naps2-'));
  const program = `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
fs.appendFileSync(${JSON.stringify(join(dir, 'calls'))}, JSON.stringify(args) + '\\n');
if (args.includes('--listdevices')) { console.log('Canon DR-C225\\r\\nFujitsu fi-7160'); process.exit(0); }
const behaviour = JSON.parse(fs.readFileSync(${JSON.stringify(join(dir, 'behaviour.json'))}, 'utf8'));
const option = (name) => args[args.indexOf('--' + name) + 1];
const source = option('source');
if (behaviour.hangs === source) { fs.writeFileSync(${JSON.stringify(join(dir, 'hanging'))}, ''); setInterval(() => {}, 1000); } else {
  (behaviour[source] ?? []).forEach((base64, index) => fs.writeFileSync(option('output').replace('$(nnnn)', String(index + 1).padStart(4, '0')), Buffer.from(base64, 'base64').subarray(0, behaviour.half ? 20 : undefined)));
  if (behaviour.says?.[source]) console.log(behaviour.says[source]);
}
`;
  writeFileSync(join(dir, 'NAPS2.Console'), program);
  chmodSync(join(dir, 'NAPS2.Console'), 0o755);
});
afterEach(async () => {
  await scanner?.close();
  scanner = undefined;
  rmSync(dir, { recursive: true, force: true });
});

async function started(device = 'Canon DR-C225', program = join(dir, 'NAPS2.Console'), clock = fastClock(20, 100_000)): Promise<DocumentScanner> {
  scanner = createNaps2Scanner({ settings: { device, driver: 'wia', program }, clock, random, log: keptLog() });
  scanner.start();
  await until(() => scanner!.state().status !== 'starting', 'the list of devices', 20_000);
  return scanner;
}
const sheets = (...names: string[]) => names.map((name) => smallJpeg(name).toString('base64'));

// A program with a first line that names its interpreter is none on Windows.
describe.skipIf(process.platform === 'win32')('a scanner through NAPS2', () => {
  it('gives the feeder’s pages in order, more than nine too, and leaves nothing behind', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `sheet ${index + 1}`);
    behave({ feeder: sheets(...names), says: { feeder: 'No more pages in the feeder.' } });
    const scanned = await (await started()).scan(never());
    expect(scanned.ok && scanned.value.map(({ bytes }) => Buffer.from(bytes))).toEqual(names.map(smallJpeg));
    expect(leftovers()).toEqual([]);
    expect(scanner!.state().status).toBe('online');
  }, 30_000);

  it('scans the glass where there is no feeder or nothing in it', async () => {
    behave({ glass: sheets('card'), says: { feeder: 'No scanned pages to export.' } });
    expect(await (await started()).scan(never())).toMatchObject({ ok: true, value: [{ mime: 'image/jpeg' }] });
    expect(calls().slice(1).map((args) => args[args.indexOf('--source') + 1])).toEqual(['feeder', 'glass']);
  }, 30_000);

  it.each<[string, Behaviour, object, number]>([
    ['a jam after two pages', { feeder: sheets('1', '2'), says: { feeder: 'A paper jam occurred.' } }, { code: 'commandErrorCode', reason: 'jammed' }, 2],
    ['an open cover', { says: { feeder: 'The scanner cover is open.' } }, { code: 'commandErrorCode', reason: 'coverOpen' }, 0],
    ['another program', { says: { feeder: 'The device is busy.' } }, { code: 'deviceNotReady', reason: 'busy' }, 0],
    ['a pulled plug', { says: { feeder: 'The selected scanner is offline.' } }, { code: 'deviceNotReady', reason: 'disconnected' }, 0],
    ['nothing in it', {}, { code: 'commandErrorCode', reason: 'empty' }, 0],
    ['words that nobody knows', { says: { feeder: 'Đã xảy ra lỗi.' } }, { code: 'hardwareError', reason: 'naps2Failed', detail: 'Đã xảy ra lỗi.' }, 0],
    ['half a page', { feeder: sheets('1'), half: true }, { code: 'invalidData', reason: 'badPage' }, 0],
  ])('says what %s means and keeps the pages', async (_, behaviour, error, pages) => {
    behave(behaviour);
    const scanned = await (await started()).scan(never());
    expect(scanned).toMatchObject({ ok: false, error });
    expect(!scanned.ok && scanned.error.pages).toHaveLength(pages);
    expect(leftovers()).toEqual([]);
  }, 30_000);

  it('is ended when the citizen turns away', async () => {
    behave({ hangs: 'feeder' });
    const stop = new AbortController();
    const scanning = (await started()).scan(stop.signal);
    await until(() => existsSync(join(dir, 'hanging')), 'the scan to begin', 20_000);
    stop.abort();
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'canceled', pages: [] } });
    expect(leftovers()).toEqual([]);
  }, 30_000);

  it('is given up when it hangs', async () => {
    behave({ hangs: 'feeder' });
    expect(await (await started()).scan(never())).toMatchObject({ ok: false, error: { code: 'timeOut' } });
  }, 40_000);

  it('is given up sooner where it hangs over the one page of the glass', async () => {
    behave({ hangs: 'glass' });
    // A page's limit passes quickly, a job's does not.
    expect(await (await started('Canon DR-C225', undefined, fastClock(20, 10_000, 70_000))).scan(never())).toMatchObject({ ok: false, error: { code: 'timeOut', pages: [] } });
    expect(leftovers()).toEqual([]);
  }, 40_000);

  it('says that it is not plugged in, or not installed', async () => {
    expect((await started('Epson')).state()).toMatchObject({ status: 'offline', detail: 'noDevice' });
    await scanner!.close();
    expect((await started('Canon', join(dir, 'missing'))).state()).toMatchObject({ status: 'offline', detail: 'notInstalled' });
  }, 30_000);
});

describe('what is said to NAPS2', () => {
  it('has each thing as an argument of its own', () => {
    expect(scanArguments({ device: 'My "scanner" & more', driver: 'twain', program: '' }, 'glass', 'C:\\a b\\page-$(nnnn).jpg')).toEqual([
      '--noprofile', '--driver', 'twain', '--device', 'My "scanner" & more', '--source', 'glass', '--dpi', '300', '--pagesize', 'a4', '--bitdepth', 'color', '--jpegquality', '90', '--force', '--output', 'C:\\a b\\page-$(nnnn).jpg',
    ]);
  });

  it('and silence from it is no failure', () => expect(failureIn(' \r\n')).toBeUndefined());
});
