// The bench's document scanner: an eSCL server (Mopria eSCL 2.x) with a glass and a feeder. Its pages are drawn, not
// photographed: papers as citizens bring them, straight or crooked, clean or dirty, as they are loaded by the control API.

import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { isEntry, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { capabilitiesXml, parseScanSettings, statusXml } from './document-scanner/escl.ts';
import type { AdfState, JobState, ScanSettings } from './document-scanner/escl.ts';
import { PAGES } from './document-scanner/page-content.ts';
import type { PageName } from './document-scanner/page-content.ts';
import { PageRenderer } from './document-scanner/render.ts';
import type { PageSpec } from './document-scanner/render.ts';
import { BadControlRequest, Faults, numberOf } from './faults.ts';
import { HTTP_FAULTS, HttpWire } from './http-wire.ts';
import type { Broken, WireReply, WireRequest } from './http-wire.ts';
import { Journal } from './journal.ts';

type Sheet = PageSpec | { readonly base64: string; readonly type: string };
type Job = {
  readonly id: string;
  readonly settings: ScanSettings;
  readonly startedAt: number;
  state: JobState;
  reason: string;
  completed: number;
  delivering: boolean;
  lastAskedAt: number;
};
export type ScanRecord = {
  readonly job: string;
  readonly page: number;
  readonly source: string;
  readonly what: string;
  readonly bytes: number;
  readonly at: number;
};

const FAULTS = [
  ...HTTP_FAULTS,
  'jam',
  'cover-open',
  'empty',
  'busy',
  'half-jpeg',
  'redirect',
  'wrong-type',
  'huge',
  'unplug',
  'relative-location',
  'slow-page',
] as const;
const MAX_FEEDER_PAGES = 500;
const MAX_JOBS = 50;
/** A job whose client has gone is given up. */
const JOB_IDLE_MS = 15_000;
const xml = (body: string): WireReply => ({ status: 200, headers: { 'content-type': 'text/xml' }, body });
const plain = (status: number, body: string): WireReply => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});

export async function startDocumentScanner(options: Options): Promise<BenchPart> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  // Beside the project's other caches, so that pages are drawn once and not once a run.
  const shared = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '.cache', 'bench-pages');
  const renderer = new PageRenderer(writable(options.values['pages'] ?? shared) ?? join(dir, 'pages'));
  const journal = new Journal<ScanRecord>(join(dir, 'scans.jsonl'));
  const faults = new Faults(FAULTS);
  const uuid = '6d6f7463-7561-4265-8e63-680000000001';
  let glass: Sheet | undefined = { page: 'declaration' };
  let feeder: Sheet[] = [];
  let jobs: Job[] = [];
  let jammed = false;
  let unplugged = false;

  const adfState = (): AdfState => {
    if (jammed) return 'ScannerAdfJam';
    if (faults.find('cover-open') !== undefined) return 'ScannerAdfHatchOpen';
    if (jobs.some((job) => job.state === 'Processing' && job.settings.source === 'Feeder'))
      return 'ScannerAdfProcessing';
    return feeder.length > 0 && faults.find('empty') === undefined ? 'ScannerAdfLoaded' : 'ScannerAdfEmpty';
  };
  const end = (job: Job, state: JobState, reason: string) => {
    job.state = state;
    job.reason = reason;
  };
  const active = () => {
    const job = jobs.find((known) => known.state === 'Processing');
    if (job === undefined || job.delivering || Date.now() - job.lastAskedAt < JOB_IDLE_MS) return job;
    end(job, 'Aborted', 'AbortedBySystem');
    return undefined;
  };

  function startJob(request: WireRequest): WireReply {
    const settings = parseScanSettings(request.body.toString('utf8'));
    if ('problem' in settings) return plain(settings.status, settings.problem);
    if (faults.find('busy') !== undefined) {
      faults.take('busy');
      return plain(503, 'busy');
    }
    if (active() !== undefined) return plain(503, 'another job is running');
    if (settings.source === 'Feeder' && adfState() !== 'ScannerAdfLoaded') return plain(409, adfState());
    if (settings.source === 'Platen' && glass === undefined) return plain(409, 'nothing lies on the glass');
    const job: Job = {
      id: randomUUID(),
      settings,
      startedAt: Date.now(),
      state: 'Processing',
      reason: 'JobScanning',
      completed: 0,
      delivering: false,
      lastAskedAt: Date.now(),
    };
    jobs = [job, ...jobs].slice(0, MAX_JOBS);
    const location = `/eSCL/ScanJobs/${job.id}`;
    const host = String(request.headers.host ?? `127.0.0.1:${wire.port}`);
    if (faults.take('redirect', 'job') !== undefined)
      return { status: 201, headers: { location: `http://198.51.100.7${location}` } };
    return {
      status: 201,
      headers: { location: faults.find('relative-location') === undefined ? `http://${host}${location}` : location },
    };
  }

  async function picture(sheet: Sheet, job: Job): Promise<{ type: string; bytes: Buffer }> {
    if ('base64' in sheet) return { type: sheet.type, bytes: Buffer.from(sheet.base64, 'base64') };
    const { dpi, colour, region } = job.settings;
    const px = (units: number) => Math.max(1, Math.round((units * dpi) / 300));
    const bytes = await renderer.render(sheet, {
      dpi,
      colour,
      region: {
        x: Math.round((region.x * dpi) / 300),
        y: Math.round((region.y * dpi) / 300),
        width: px(region.width),
        height: px(region.height),
      },
    });
    return { type: 'image/jpeg', bytes };
  }

  async function nextDocument(job: Job): Promise<WireReply | Broken> {
    if (job.state !== 'Processing') return plain(404, 'no more pages');
    job.lastAskedAt = Date.now();
    const page = job.completed + 1;
    const strikes = (kind: string) => {
      const fault = faults.find(kind, 'next');
      return fault !== undefined && (fault['atPage'] === undefined || fault['atPage'] === page) ? fault : undefined;
    };
    const fromFeeder = job.settings.source === 'Feeder';
    const sheet = fromFeeder ? feeder[0] : glass;
    if (sheet === undefined || (fromFeeder && faults.find('empty') !== undefined)) {
      end(job, 'Completed', 'JobCompletedSuccessfully');
      return plain(404, 'no more pages');
    }
    if (job.delivering) return plain(503, 'the last page is still on its way');
    if (strikes('unplug') !== undefined) {
      unplugged = true;
      faults.heal('unplug');
      end(job, 'Aborted', 'AbortedBySystem');
      void wire.follow(true);
      return { broken: 'reset' };
    }
    if (fromFeeder && strikes('jam') !== undefined) {
      jammed = true;
      faults.heal('jam');
      end(job, 'Aborted', 'AbortedBySystem');
      return plain(409, 'jam');
    }
    if (fromFeeder && faults.find('cover-open') !== undefined) {
      end(job, 'Aborted', 'AbortedBySystem');
      return plain(409, 'cover open');
    }
    job.delivering = true;
    try {
      const slow = strikes('slow-page');
      if (slow !== undefined) await new Promise((done) => setTimeout(done, numberOf(slow['ms'], 3000, 0, 600_000)));
      const { type, bytes } = await picture(sheet, job);
      if (job.state !== 'Processing') return plain(404, 'canceled');
      if (strikes('redirect') !== undefined)
        return { status: 302, headers: { location: 'http://198.51.100.7/page.jpg' } };
      job.completed += 1;
      if (fromFeeder) feeder.shift();
      else end(job, 'Completed', 'JobCompletedSuccessfully');
      journal.add({
        job: job.id,
        page,
        source: job.settings.source,
        what: 'page' in sheet ? sheet.page : sheet.type,
        bytes: bytes.length,
        at: Date.now(),
      });
      const reply = {
        status: 200,
        headers: { 'content-type': type, 'content-location': `/eSCL/ScanJobs/${job.id}/${page}` },
        body: bytes,
      };
      if (strikes('half-jpeg') !== undefined) {
        // `whole: true`: HTTP says that this was all.
        const half = strikes('half-jpeg')?.['whole'] === true;
        faults.take('half-jpeg', 'next');
        return half ? { ...reply, body: bytes.subarray(0, Math.floor(bytes.length / 2)) } : { broken: 'half', reply };
      }
      const wrong = strikes('wrong-type');
      if (wrong !== undefined) {
        faults.take('wrong-type', 'next');
        return wrongType(String(wrong['type'] ?? 'pdf'));
      }
      const huge = strikes('huge');
      if (huge !== undefined) {
        faults.take('huge', 'next');
        return huge['type'] === 'png'
          ? { status: 200, headers: { 'content-type': 'image/png' }, body: hugePng() }
          : { ...reply, body: hugeJpeg(bytes) };
      }
      return reply;
    } finally {
      job.delivering = false;
      job.lastAskedAt = Date.now();
    }
  }

  const jobPath = /^\/eSCL\/ScanJobs\/([0-9a-f-]{36})(\/NextDocument|\/ScanImageInfo)?$/;
  const wire = new HttpWire(options.port, faults, {
    operation({ path, method }) {
      if (path === '/eSCL/ScannerCapabilities') return 'capabilities';
      if (path === '/eSCL/ScannerStatus') return 'status';
      if (path === '/eSCL/ScanJobs') return 'job';
      if (jobPath.test(path)) return method === 'DELETE' ? 'delete' : 'next';
      return 'other';
    },
    handle(request, operation) {
      if (operation === 'capabilities') return xml(capabilitiesXml(uuid));
      if (operation === 'status') {
        const infos = jobs.map((job) => ({
          id: job.id,
          state: job.state,
          reason: job.reason,
          completed: job.completed,
          ageSeconds: Math.round((Date.now() - job.startedAt) / 1000),
        }));
        const busy = active() !== undefined || faults.find('busy') !== undefined;
        return xml(statusXml(jammed ? 'Stopped' : busy ? 'Processing' : 'Idle', adfState(), infos));
      }
      if (operation === 'job' && request.method === 'POST') return startJob(request);
      const match = jobPath.exec(request.path);
      const job = jobs.find((known) => known.id === match?.[1]);
      if (job === undefined) return plain(404, 'no such job');
      if (request.method === 'DELETE') {
        if (job.state === 'Processing') end(job, 'Canceled', 'JobCanceledByUser');
        return plain(200, '');
      }
      return match?.[2] === '/NextDocument' && request.method === 'GET' ? nextDocument(job) : plain(404, 'not here');
    },
  });
  await wire.open();

  const state = () => ({
    requests: wire.requests,
    unplugged,
    jammed,
    glass: glass === undefined ? null : describe(glass),
    feeder: feeder.map(describe),
    adf: adfState(),
    jobs: jobs.map(({ id, state: jobState, completed, settings }) => ({
      id,
      state: jobState,
      completed,
      source: settings.source,
      dpi: settings.dpi,
    })),
    scans: journal.all(),
    pages: Object.keys(PAGES),
    drawnByImageMagick: renderer.withImageMagick,
  });
  const followPlug = () => wire.follow(unplugged || faults.find('outage') !== undefined);

  return {
    addresses: { url: `http://127.0.0.1:${wire.port}/eSCL` },
    faults,
    state,
    reset() {
      journal.clear();
      feeder = [];
      glass = { page: 'declaration' };
      for (const job of jobs) if (job.state === 'Processing') end(job, 'Canceled', 'JobCanceledByUser');
      jobs = [];
    },
    async faultsChanged(change, kind) {
      if (change !== 'set' && (kind === undefined || kind === 'jam')) jammed = false;
      if (change !== 'set' && (kind === undefined || kind === 'unplug')) unplugged = false;
      await followPlug();
    },
    routes: {
      /** Puts sheets into the feeder, or one onto the glass. */
      'POST /load': ({ body }) => {
        const sheets = body['pages'];
        if (!Array.isArray(sheets) || sheets.length > MAX_FEEDER_PAGES)
          throw new BadControlRequest('"pages" must be a list of names or of page specifications');
        const read = sheets.map(readSheet);
        if (body['source'] === 'glass') glass = read[0];
        else feeder = body['add'] === true ? [...feeder, ...read] : read;
        return state();
      },
      'POST /unplug': async () => {
        unplugged = true;
        for (const job of jobs) if (job.state === 'Processing') end(job, 'Aborted', 'AbortedBySystem');
        await followPlug();
        return state();
      },
      'POST /plug': async () => {
        unplugged = false;
        await followPlug();
        return state();
      },
      /** The jammed sheet is taken out. */
      'POST /clear-jam': () => {
        jammed = false;
        return state();
      },
      /** What a page looks like, small. */
      'GET /preview/*': async ({ rest }) => {
        const dpi = 75;
        const region = { x: 0, y: 0, width: Math.round((210 * dpi) / 25.4), height: Math.round((297 * dpi) / 25.4) };
        return new RawReply(
          'image/jpeg',
          await renderer.render({ page: pageName(rest) }, { dpi, colour: 'colour', region }),
        );
      },
    },
    close: () => wire.close(),
  };
}

/** The folder, made if need be; undefined where nothing can be written into it. */
function writable(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}

function pageName(value: unknown): PageName {
  if (typeof value !== 'string' || !Object.hasOwn(PAGES, value))
    throw new BadControlRequest(`no page ${JSON.stringify(value)}; there are: ${Object.keys(PAGES).join(', ')}`);
  return value as PageName;
}

function readSheet(value: unknown): Sheet {
  if (typeof value === 'string') return { page: pageName(value) };
  if (typeof value !== 'object' || value === null) throw new BadControlRequest('a page is a name or an object');
  const given = value as Readonly<Record<string, unknown>>;
  if (typeof given['base64'] === 'string')
    return { base64: given['base64'], type: typeof given['type'] === 'string' ? given['type'] : 'image/jpeg' };
  const shift = given['shiftMm'];
  return {
    page: pageName(given['page']),
    ...(given['rotateDegrees'] === undefined ? {} : { rotateDegrees: numberOf(given['rotateDegrees'], 0, -180, 180) }),
    ...(Array.isArray(shift)
      ? { shiftMm: [numberOf(shift[0], 0, -100, 100), numberOf(shift[1], 0, -100, 100)] as const }
      : {}),
    ...(given['upsideDown'] === true ? { upsideDown: true } : {}),
    ...(given['dark'] === undefined ? {} : { dark: numberOf(given['dark'], 0, 0, 1) }),
    ...(given['blurMm'] === undefined ? {} : { blurMm: numberOf(given['blurMm'], 0, 0, 10) }),
    ...(given['dirt'] === undefined ? {} : { dirt: numberOf(given['dirt'], 0, 0, 1) }),
  };
}

const describe = (sheet: Sheet) => ('page' in sheet ? sheet : { type: sheet.type });

function wrongType(type: string): WireReply {
  const bodies: Readonly<Record<string, readonly [string, Buffer]>> = {
    pdf: [
      'application/pdf',
      Buffer.from(
        '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
      ),
    ],
    png: ['image/png', PNG.sync.write(new PNG({ width: 8, height: 8 }))],
    html: ['text/html', Buffer.from('<html><body>Scanner settings</body></html>')],
    /** Says JPEG and is none. */
    lie: ['image/jpeg', Buffer.from('GIF89a, not a JPEG at all')],
  };
  const [contentType, body] = bodies[type] ?? (bodies['pdf'] as readonly [string, Buffer]);
  return { status: 200, headers: { 'content-type': contentType }, body };
}

/** The same JPEG, claiming 30,000 × 30,000 pixels. */
function hugeJpeg(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 2; at + 9 < copy.length && copy[at] === 0xff; at += 2 + copy.readUInt16BE(at + 2)) {
    const marker = copy[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) {
      copy.writeUInt16BE(30_000, at + 5);
      copy.writeUInt16BE(30_000, at + 7);
      break;
    }
  }
  return copy;
}

/** A sound PNG of 30,000 × 30,000 black pixels, small on the wire. */
function hugePng(): Buffer {
  const side = 30_000;
  const small = PNG.sync.write(new PNG({ width: 1, height: 1 }), { colorType: 0 });
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(type, 4, 'latin1');
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])), 0);
    return Buffer.concat([head, data, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit a pixel, greyscale.
  header[8] = 1;
  return Buffer.concat([
    small.subarray(0, 8),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(side * (side / 8 + 1)), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

if (isEntry(import.meta.url)) await runBenchProcess('document-scanner', startDocumentScanner, ['pages']);
