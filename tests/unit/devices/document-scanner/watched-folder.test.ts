// A copier that scans to a folder: only what comes after the citizen began is theirs, whole, once, and gone afterwards.

import { appendFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../main/base/clock.ts';
import { createWatchedFolder } from '../../../../main/devices/document-scanner/watched-folder.ts';
import type { Clock, DocumentScanner, OnPage } from '../../../../main/services/ports.ts';
import { keptLog, never, random, until as untilIn } from '../support.ts';
import type { KeptLog } from '../support.ts';
import { smallJpeg } from './bench.ts';
import { a4Jpeg, copierPdf } from './copier.ts';

/** Everything passes so many times as fast, the time of day too. */
function hurried(factor: number): Clock {
  const begun = systemClock.now();
  return { now: () => begun + (systemClock.now() - begun) * factor, after: (ms, callback) => systemClock.after(ms / factor, callback) };
}
const clock = hurried(10);

vi.setConfig({ testTimeout: 40_000 });
const until = (condition: () => boolean, what: string) => untilIn(condition, what, 20_000);

let folder: string;
let log: KeptLog;
let scanner: DocumentScanner;

function started(time = clock): DocumentScanner {
  scanner = createWatchedFolder({ folder, clock: time, random, log });
  scanner.start();
  return scanner;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copier-'));
  log = keptLog();
});
afterEach(async () => {
  await scanner.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
const inside = (name: string) => readdirSync(join(folder, name));
const setAside = () => inside('mot-cua-set-aside').map((name) => name.replace(/^[0-9a-f]{12}-/, '')).sort();
const reasons = () => log.lines.filter(({ event }) => event === 'scan.setAside').map(({ fields }) => fields['reason']);
/** Begins a scan and waits until the folder is watched for it. */
async function scanning(onPage?: OnPage, signal = never()) {
  await until(() => scanner.state().status === 'online', 'the folder to be found');
  const scanned = scanner.scan(signal, onPage);
  await until(() => scanner.state().status === 'deviceBusy', 'the scan to begin');
  return { scanned };
}
const bytesOf = (pages: readonly { readonly bytes: Uint8Array }[]) => pages.map(({ bytes }) => Buffer.from(bytes));

describe('a copier’s folder', () => {
  it('gives the files that come, in their order, whatever they are called, and keeps none', async () => {
    started();
    const sheets = [40, 90].map((shade) => a4Jpeg(shade, [413, 585]));
    const pdf = await copierPdf([sheets[1]!, sheets[0]!]);
    const { scanned } = await scanning();
    put('scan0001.xyz', sheets[0]!);
    await until(() => !existsSync(join(folder, 'scan0001.xyz')), 'the first file to be taken');
    put('scan0002.jpg', pdf);
    const result = await scanned;
    expect(result.ok && bytesOf(result.value)).toEqual([sheets[0], sheets[1], sheets[0]]);
    expect(readdirSync(folder).sort()).toEqual(['mot-cua-set-aside', 'mot-cua-taken']);
    expect([...inside('mot-cua-taken'), ...setAside()]).toEqual([]);
    expect(scanner.state()).toMatchObject({ status: 'online', media: {} });
  });

  it('never gives what lay there before: it is set aside, said to the technician and logged without its name', async () => {
    put('Nguyen Van An.jpg', smallJpeg('somebody else’s'));
    put('upload.tmp', smallJpeg('begun before'));
    started();
    const { scanned } = await scanning();
    put('new.jpg', smallJpeg('mine'));
    expect(await scanned).toMatchObject({ ok: true, value: [{ bytes: new Uint8Array(smallJpeg('mine')) }] });
    expect(setAside()).toEqual(['Nguyen Van An.jpg', 'upload.tmp']);
    expect(reasons()).toEqual(['before', 'before']);
    expect(JSON.stringify(log.lines)).not.toContain('Nguyen');
    expect(scanner.state()).toMatchObject({ status: 'online', media: { setAside: 'some' } });
  });

  it('does not give to the next what came after the one before had ended', async () => {
    started();
    const first = await scanning();
    put('one.jpg', smallJpeg('one'));
    expect((await first.scanned).ok).toBe(true);
    put('late.jpg', smallJpeg('late'));
    const second = await scanning();
    put('two.jpg', smallJpeg('two'));
    expect(await second.scanned).toMatchObject({ ok: true, value: [{ bytes: new Uint8Array(smallJpeg('two')) }] });
    expect(setAside()).toEqual(['late.jpg']);
  });

  it('waits for a file that still grows, and for its end', async () => {
    started();
    const pages: Buffer[] = [];
    const { scanned } = await scanning((page) => void pages.push(Buffer.from(page.bytes)));
    const whole = a4Jpeg(70);
    const pieces = 6;
    for (let piece = 0; piece < pieces; piece += 1) {
      const part = whole.subarray((whole.length * piece) / pieces, (whole.length * (piece + 1)) / pieces);
      // What has been moved is still written to by whoever has it open.
      const taken = inside('mot-cua-taken')[0];
      appendFileSync(taken ? join(folder, 'mot-cua-taken', taken) : join(folder, 'growing.jpg'), part);
      await new Promise((resolve) => clock.after(700, () => resolve(undefined)));
    }
    expect((await scanned).ok).toBe(true);
    expect(pages).toEqual([whole]);
  });

  it.each<[string, Uint8Array, object, Record<string, string>]>([
    ['half a JPEG', smallJpeg('cut off').subarray(0, 20), { code: 'invalidData', reason: 'badPage' }, { setAside: 'some' }],
    ['a TIFF', Buffer.from('II*\0and so on'), { code: 'unsupportedData', reason: 'tiff' }, { setAside: 'some', pages: 'tiff' }],
    ['a program', Buffer.from('MZ'), { code: 'invalidData', reason: 'badPage' }, { setAside: 'some' }],
  ])('sets %s aside and keeps the pages before it', async (_, bytes, error, media) => {
    started();
    const { scanned } = await scanning();
    put('1.jpg', smallJpeg('good'));
    await until(() => !existsSync(join(folder, '1.jpg')), 'the first to be taken');
    put('2.jpg', bytes);
    const result = await scanned;
    expect(result).toMatchObject({ ok: false, error });
    expect(!result.ok && bytesOf(result.error.pages)).toEqual([smallJpeg('good')]);
    expect(setAside()).toEqual(['2.jpg']);
    expect(reasons()).toEqual(['unreadable']);
    expect(scanner.state().media).toEqual(media);
  });

  it('removes a file only once its pages are sealed; one that could not be kept is set aside', async () => {
    started();
    let seal: (kept: boolean) => void = () => {};
    const { scanned } = await scanning(() => new Promise((resolve) => (seal = resolve)));
    put('1.jpg', smallJpeg('page'));
    await until(() => existsSync(join(folder, 'mot-cua-taken')) && inside('mot-cua-taken').length === 1, 'the file to be taken');
    expect(inside('mot-cua-taken')).toHaveLength(1);
    await until(() => (seal(false), setAside().length === 1), 'the file to be set aside');
    expect((await scanned).ok).toBe(false);
    expect(reasons()).toEqual(['notKept']);
  });

  it('never reads a file twice: what a kill left taken is set aside at the next start', async () => {
    mkdirSync(join(folder, 'mot-cua-taken'));
    writeFileSync(join(folder, 'mot-cua-taken', '00112233aabb-1.jpg'), smallJpeg('taken before the kill'));
    started();
    const { scanned } = await scanning();
    put('2.jpg', smallJpeg('new'));
    expect(await scanned).toMatchObject({ ok: true, value: [{ bytes: new Uint8Array(smallJpeg('new')) }] });
    expect(reasons()).toEqual(['cutOff']);
    expect(setAside()).toEqual(['1.jpg']);
  });

  it('follows no link out of the folder', async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'elsewhere-')), 'secret.jpg');
    writeFileSync(secret, smallJpeg('not for citizens'));
    started();
    const { scanned } = await scanning();
    symlinkSync(secret, join(folder, '1.jpg'));
    put('2.jpg', smallJpeg('page'));
    expect(await scanned).toMatchObject({ ok: true, value: [{ bytes: new Uint8Array(smallJpeg('page')) }] });
    expect(readFileSync(secret)).toEqual(smallJpeg('not for citizens'));
  });

  it('ends when the citizen turns away; what comes later is for nobody', async () => {
    started();
    const stop = new AbortController();
    const { scanned } = await scanning(undefined, stop.signal);
    stop.abort();
    expect(await scanned).toMatchObject({ ok: false, error: { code: 'canceled', pages: [] } });
    put('late.jpg', smallJpeg('late'));
    const next = await scanning();
    put('next.jpg', smallJpeg('next'));
    expect(await next.scanned).toMatchObject({ ok: true, value: [{}] });
    expect(setAside()).toEqual(['late.jpg']);
  });

  it('says that nothing came', async () => {
    started(hurried(25));
    await until(() => scanner.state().status === 'online', 'the folder to be found');
    expect(await scanner.scan(never())).toMatchObject({ ok: false, error: { code: 'commandErrorCode', reason: 'empty' } });
  });

  it('takes 60 pages at most', async () => {
    started();
    const sheet = a4Jpeg(1, [83, 117]);
    const [first, second] = [await copierPdf(Array.from({ length: 59 }, () => sheet)), await copierPdf([sheet, sheet])];
    const { scanned } = await scanning();
    put('1.pdf', first);
    await until(() => !existsSync(join(folder, '1.pdf')), 'the first to be taken');
    put('2.pdf', second);
    const result = await scanned;
    expect(result).toMatchObject({ ok: false, error: { reason: 'tooManyPages' } });
    expect(!result.ok && result.error.pages).toHaveLength(59);
    expect(setAside()).toEqual(['2.pdf']);
  });

  it('goes off line with its share, keeps the pages, and is found again', async () => {
    started();
    const { scanned } = await scanning();
    put('1.jpg', smallJpeg('one'));
    await until(() => existsSync(join(folder, 'mot-cua-taken')) && !existsSync(join(folder, '1.jpg')) && inside('mot-cua-taken').length === 0, 'the first to be kept');
    rmSync(folder, { recursive: true, force: true });
    const result = await scanned;
    expect(result).toMatchObject({ ok: false, error: { code: 'deviceNotReady', reason: 'disconnected' } });
    expect(!result.ok && result.error.pages).toHaveLength(1);
    expect(scanner.state()).toMatchObject({ status: 'offline' });
    mkdirSync(folder);
    await until(() => scanner.state().status === 'online', 'the share to be found again');
  });

  it('a second counter on the same folder gets no file twice', async () => {
    started();
    const other = createWatchedFolder({ folder, clock, random, log: keptLog() });
    other.start();
    await until(() => other.state().status === 'online', 'the folder to be found twice');
    const mine = await scanning();
    const stop = new AbortController();
    const theirs = other.scan(stop.signal);
    for (let index = 0; index < 8; index += 1) put(`${index}.jpg`, smallJpeg(`${index}`));
    await mine.scanned;
    stop.abort();
    const results = await Promise.all([mine.scanned, theirs]);
    const given = results.flatMap((result) => bytesOf(result.ok ? result.value : result.error.pages)).map(String);
    expect(new Set(given).size).toBe(given.length);
    await other.close();
  });

  it('a hard link given twice is two files, and neither is lost', async () => {
    started();
    const { scanned } = await scanning();
    put('1.jpg', smallJpeg('page'));
    linkSync(join(folder, '1.jpg'), join(folder, '2.jpg'));
    expect(await scanned).toMatchObject({ ok: true, value: [{}, {}] });
  });
});
