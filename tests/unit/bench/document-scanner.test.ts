import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DocumentScannerHandle } from '../../bench/client.ts';
import { PageRenderer } from '../../bench/document-scanner/render.ts';
import { startDocumentScanner } from '../../bench/document-scanner.ts';
import { startPart, temporaryFolder } from './part.ts';

const settings = (source: 'Platen' | 'Feeder', dpi = 75, more = '') => `<?xml version="1.0"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>2.63</pwg:Version><pwg:InputSource>${source}</pwg:InputSource><scan:ColorMode>Grayscale8</scan:ColorMode>
<scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution>${more}</scan:ScanSettings>`;

/** The head of a JPEG says its size. */
function sizeOf(bytes: Buffer): { width: number; height: number } {
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2)
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  throw new Error('no JPEG');
}

async function scanner() {
  const part = await startPart(startDocumentScanner, DocumentScannerHandle);
  const url = String(part.addresses['url']);
  const startJob = (source: 'Platen' | 'Feeder', dpi?: number) =>
    fetch(`${url}/ScanJobs`, { method: 'POST', body: settings(source, dpi) });
  const job = async (source: 'Platen' | 'Feeder', dpi?: number): Promise<string> => {
    const reply = await startJob(source, dpi);
    expect(reply.status).toBe(201);
    return new URL(reply.headers.get('location') ?? '', url).href;
  };
  const next = (at: string) => fetch(`${at}/NextDocument`, { redirect: 'manual' });
  const page = async (at: string) => {
    const reply = await next(at);
    return {
      status: reply.status,
      type: reply.headers.get('content-type'),
      bytes: Buffer.from(await reply.arrayBuffer()),
    };
  };
  const status = async () => /<scan:AdfState>(\w+)</.exec(await (await fetch(`${url}/ScannerStatus`)).text())?.[1];
  return { scanner: part.handle, url, startJob, job, next, page, status };
}

describe('the bench’s document scanner', () => {
  it('scans what lies on the glass, once a job, at the resolution asked for', async () => {
    const { job, page, scanner: control } = await scanner();
    const at = await job('Platen', 100);
    const first = await page(at);
    expect([first.status, first.type]).toEqual([200, 'image/jpeg']);
    expect(sizeOf(first.bytes)).toEqual({ width: 827, height: 1169 });
    expect((await page(at)).status).toBe(404);
    expect((await control.state()).scans).toMatchObject([{ page: 1, source: 'Platen', what: 'declaration' }]);
  });

  it('draws a page with ink on it, and an empty one without', async () => {
    const { job, page, scanner: control } = await scanner();
    const ink = async () => {
      const { data } = jpeg.decode((await page(await job('Platen'))).bytes);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1;
      return dark / (data.length / 4);
    };
    expect(await ink()).toBeGreaterThan(0.005);
    await control.loadGlass('empty');
    expect(await ink()).toBe(0);
  });

  it('feeds sheet after sheet and is then empty', async () => {
    const { job, page, startJob, status, scanner: control } = await scanner();
    expect((await startJob('Feeder')).status).toBe(409);
    await control.loadFeeder(['declaration', { page: 'letter', rotateDegrees: 2, upsideDown: true }]);
    expect(await status()).toBe('ScannerAdfLoaded');
    const at = await job('Feeder');
    expect((await page(at)).status).toBe(200);
    expect(await status()).toBe('ScannerAdfProcessing');
    expect((await page(at)).status).toBe(200);
    expect((await page(at)).status).toBe(404);
    expect(await status()).toBe('ScannerAdfEmpty');
  });

  it('runs one job at a time and gives it up when it is deleted', async () => {
    const { job, startJob, page } = await scanner();
    const at = await job('Platen');
    expect((await startJob('Platen')).status).toBe(503);
    expect((await fetch(at, { method: 'DELETE' })).status).toBe(200);
    expect((await page(at)).status).toBe(404);
    expect((await startJob('Platen')).status).toBe(201);
  });

  it('jams at a page, keeps the sheet, and goes on after it is taken out', async () => {
    const { job, page, status, scanner: control } = await scanner();
    await control.loadFeeder(['declaration', 'letter', 'certificate']);
    await control.fault('jam', { atPage: 2 });
    const at = await job('Feeder');
    expect((await page(at)).status).toBe(200);
    expect((await page(at)).status).toBe(409);
    expect(await status()).toBe('ScannerAdfJam');
    await control.clearJam();
    expect(await status()).toBe('ScannerAdfLoaded');
    expect((await control.state()).feeder).toMatchObject([{ page: 'letter' }, { page: 'certificate' }]);
  });

  it('is busy, has its cover open, or is unplugged in the middle', async () => {
    const { job, page, startJob, status, next, scanner: control } = await scanner();
    await control.fault('busy', { times: 1 });
    expect((await startJob('Platen')).status).toBe(503);
    await control.loadFeeder(['declaration', 'letter']);
    await control.fault('cover-open');
    expect(await status()).toBe('ScannerAdfHatchOpen');
    await control.heal();
    await control.fault('unplug', { atPage: 2 });
    const at = await job('Feeder');
    expect((await page(at)).status).toBe(200);
    await expect(next(at)).rejects.toThrow();
    await expect(status()).rejects.toThrow();
    await control.plug();
    expect(await status()).toBe('ScannerAdfLoaded');
  });

  it('sends half a JPEG, another type, a redirect or a monstrous size when told to', async () => {
    const { job, next, page, scanner: control } = await scanner();
    const faulty = async (kind: string, parameters = {}) => {
      await control.fault(kind, parameters);
      return job('Platen');
    };
    const half = await next(await faulty('half-jpeg', { times: 1 }));
    await expect(half.arrayBuffer()).rejects.toThrow();
    const short = await page(await faulty('half-jpeg', { times: 1, whole: true }));
    expect(short.bytes.subarray(-2).toString('hex')).not.toBe('ffd9');
    expect((await page(await faulty('wrong-type', { times: 1, type: 'pdf' }))).type).toBe('application/pdf');
    expect(sizeOf((await page(await faulty('huge', { times: 1 }))).bytes)).toEqual({ width: 30_000, height: 30_000 });
    const elsewhere = await next(await faulty('redirect', { on: 'next' }));
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([302, 'http://198.51.100.7/page.jpg']);
  });

  it('refuses settings that it does not have', async () => {
    const { url } = await scanner();
    const send = async (body: string) => (await fetch(`${url}/ScanJobs`, { method: 'POST', body })).status;
    expect(await send('hello')).toBe(400);
    expect(await send(settings('Platen', 77))).toBe(409);
    expect(await send(settings('Platen', 75, '<pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>'))).toBe(409);
    expect(
      await send(
        settings(
          'Platen',
          75,
          '<pwg:ScanRegions><pwg:ScanRegion><pwg:Height>9999</pwg:Height></pwg:ScanRegion></pwg:ScanRegions>',
        ),
      ),
    ).toBe(409);
  });

  it('scans a pattern of the right size where ImageMagick is missing', async () => {
    const renderer = new PageRenderer(temporaryFolder());
    vi.stubEnv('PATH', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const page = await renderer.render(
      { page: 'letter' },
      { dpi: 75, colour: 'grey', region: { x: 0, y: 0, width: 620, height: 877 } },
    );
    expect(renderer.withImageMagick).toBe(false);
    const { width, height, data } = jpeg.decode(page);
    expect([width, height]).toEqual([620, 877]);
    expect(data.some((value, at) => at % 4 === 0 && value < 100)).toBe(true);
  });

  const hasScanimage =
    spawnSync('scanimage', ['--version']).status === 0 &&
    spawnSync('sh', ['-c', 'ls /usr/lib/*/sane/libsane-airscan.so.1']).status === 0;
  it.skipIf(!hasScanimage)(
    'is understood by sane-airscan, an independent eSCL client',
    async () => {
      const { url, scanner: control } = await scanner();
      const config = temporaryFolder();
      writeFileSync(join(config, 'dll.conf'), 'airscan\n');
      writeFileSync(
        join(config, 'airscan.conf'),
        `[devices]\n"Bench" = ${url}, eSCL\n[options]\ndiscovery = disable\n`,
      );
      mkdirSync(join(config, 'dll.d'));
      const scanimage = async (...args: string[]) => {
        const { execFile } = await import('node:child_process');
        return new Promise<string>((done, failed) => {
          execFile(
            'scanimage',
            ['-d', 'airscan:e0:Bench', ...args],
            { env: { ...process.env, SANE_CONFIG_DIR: config }, timeout: 30_000 },
            (error, stdout, stderr) => (error === null ? done(stdout) : failed(new Error(stderr))),
          );
        });
      };
      const flat = join(config, 'flat.png');
      await scanimage('--source', 'Flatbed', '--resolution', '100', '--format', 'png', '-o', flat);
      const { width, height } = {
        width: readFileSync(flat).readUInt32BE(16),
        height: readFileSync(flat).readUInt32BE(20),
      };
      expect(Math.abs(width - 827)).toBeLessThanOrEqual(2);
      expect(Math.abs(height - 1169)).toBeLessThanOrEqual(2);
      await control.loadFeeder(['declaration', 'letter', 'certificate']);
      await scanimage(
        '--source',
        'ADF',
        '--resolution',
        '75',
        '--format',
        'jpeg',
        `--batch=${join(config, 'page-%d.jpg')}`,
      );
      expect(execFileSync('ls', [config], { encoding: 'utf8' }).match(/page-\d\.jpg/g)).toHaveLength(3);
      await expect(scanimage('--source', 'ADF', '--format', 'png', '-o', flat)).rejects.toThrow(/out of documents/i);
    },
    90_000,
  );
});
