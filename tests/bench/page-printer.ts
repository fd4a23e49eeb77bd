// The bench's page printer: IPP/1.1 (RFC 8010, RFC 8011), A4 and A5, PDF only. It keeps each document as it came and takes a
// while to print; it can run out of paper, open its cover, jam, lose or abort a job, be slow, and be away.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEntry, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults, numberOf } from './faults.ts';
import { HTTP_FAULTS, HttpWire } from './http-wire.ts';
import type { WireReply } from './http-wire.ts';
import { parseRequest, reply, TAG } from './page-printer/ipp.ts';
import type { Attribute, Request } from './page-printer/ipp.ts';

const JOB_STATES = { processing: 5, stopped: 6, canceled: 7, aborted: 8, completed: 9 } as const;
type Job = {
  readonly id: number;
  readonly name: string;
  readonly media: string;
  readonly copies: number;
  readonly scaling: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly file: string;
  state: keyof typeof JOB_STATES;
  /** Time that printing still takes, and since when it goes on. */
  leftMs: number;
  at: number;
};
export type PageJobRecord = Omit<Job, 'leftMs' | 'at'>;

/** What stops the printer, with its keyword of RFC 8011 section 5.4.12. */
const STOPS = { 'paper-out': 'media-needed', 'cover-open': 'cover-open-error', jam: 'media-jam-error', 'toner-out': 'toner-empty-error' } as const;
const MILD = { 'paper-low': 'media-low-warning', 'toner-low': 'toner-low-report', 'tray-empty': 'media-empty-warning' } as const;
const FAULTS = [...HTTP_FAULTS, ...Object.keys(STOPS), ...Object.keys(MILD), 'aborts', 'canceled-at-printer', 'forgets', 'slow-print', 'busy', 'no-pdf', 'no-a5', 'one-copy', 'not-ipp'];
const OPERATIONS: Readonly<Record<number, string>> = { 2: 'print', 8: 'cancel', 9: 'job', 11: 'printer' };
const PRINTS_MS = 150;
const MAX_JOBS = 200;

const ended = ({ state }: Job): boolean => state === 'canceled' || state === 'aborted' || state === 'completed';

export async function startPagePrinter(options: Options): Promise<BenchPart> {
  const documents = join(options.dir, 'documents');
  mkdirSync(documents, { recursive: true });
  const faults = new Faults(FAULTS);
  let jobs: Job[] = [];
  let lastId = 0;

  const has = (kind: string): boolean => faults.find(kind) !== undefined;
  const stops = (): string[] => Object.entries(STOPS).filter(([kind]) => has(kind)).map(([, word]) => word);
  const reasons = (): string[] => [...stops(), ...Object.entries(MILD).filter(([kind]) => has(kind)).map(([, word]) => word)];

  /** Lets the time pass for the job that is printed: not while something stops it. */
  function advance(stopped = stops().length > 0): void {
    const now = Date.now();
    for (const job of jobs) {
      if (ended(job)) continue;
      if (job.state === 'processing') job.leftMs -= now - job.at;
      job.at = now;
      if (job.leftMs <= 0) job.state = faults.take('aborts') ? 'aborted' : faults.take('canceled-at-printer') ? 'canceled' : 'completed';
      else job.state = stopped ? 'stopped' : 'processing';
    }
  }

  const jobGroup = (job: Job): readonly [number, readonly Attribute[]] => [
    TAG.job,
    [
      [TAG.uri, 'job-uri', `ipp://127.0.0.1:${wire.port}/ipp/print/${job.id}`],
      [TAG.integer, 'job-id', job.id],
      [TAG.enum, 'job-state', JOB_STATES[job.state]],
      [TAG.keyword, 'job-state-reasons', job.state === 'stopped' ? 'printer-stopped' : job.state === 'aborted' ? 'aborted-by-system' : 'none'],
    ],
  ];

  function printerGroup(): readonly [number, readonly Attribute[]] {
    const said = reasons();
    const first = said[0] ?? 'none';
    return [
      TAG.printer,
      [
        [TAG.text, 'printer-make-and-model', 'Bench Page Printer'],
        [TAG.enum, 'printer-state', stops().length > 0 ? 5 : jobs.some((job) => !ended(job)) ? 4 : 3],
        [TAG.keyword, 'printer-state-reasons', first, ...said.slice(1)],
        [TAG.boolean, 'printer-is-accepting-jobs', true],
        [TAG.keyword, 'media-supported', 'iso_a4_210x297mm', ...(has('no-a5') ? [] : ['iso_a5_148x210mm'])],
        [TAG.mime, 'document-format-supported', 'image/urf', ...(has('no-pdf') ? [] : ['application/pdf'])],
        [TAG.range, 'copies-supported', [1, has('one-copy') ? 1 : 99]],
        [TAG.keyword, 'print-scaling-supported', 'auto', 'none'],
        [TAG.enum, 'operations-supported', 2, 4, 8, 9, 10, 11],
      ],
    ];
  }

  function print(request: Request): Buffer {
    const value = (name: string): Buffer | undefined => request.attributes.get(name)?.[0]?.bytes;
    if (has('busy')) {
      faults.take('busy');
      return reply(request, 0x0507, []);
    }
    const media = value('2/media')?.toString() ?? '';
    const copies = value('2/copies')?.readInt32BE(0) ?? 1;
    if (value('1/document-format')?.toString() !== 'application/pdf') return reply(request, 0x040a, []);
    if (!['iso_a4_210x297mm', ...(has('no-a5') ? [] : ['iso_a5_148x210mm'])].includes(media))
      return reply(request, 0x040b, [[TAG.unsupported, [[TAG.keyword, 'media', media]]]]);
    if (has('one-copy') && copies > 1) return reply(request, 0x040b, [[TAG.unsupported, [[TAG.integer, 'copies', copies]]]]);
    lastId += 1;
    const file = `job-${lastId}.pdf`;
    writeFileSync(join(documents, file), request.document);
    const job: Job = {
      id: lastId,
      name: value('1/job-name')?.toString() ?? '',
      media,
      copies,
      scaling: value('2/print-scaling')?.toString() ?? '',
      bytes: request.document.length,
      sha256: createHash('sha256').update(request.document).digest('hex'),
      file,
      state: 'processing',
      leftMs: numberOf(faults.take('slow-print')?.['ms'], PRINTS_MS, 0, 600_000),
      at: Date.now(),
    };
    jobs = [...jobs, job].slice(-MAX_JOBS);
    return reply(request, 0, [jobGroup(job)]);
  }

  function answer(request: Request): Buffer {
    const [charset, language] = request.attributes.keys();
    if (charset !== '1/attributes-charset' || language !== '1/attributes-natural-language' || !request.attributes.has('1/printer-uri')) return reply(request, 0x0400, []);
    if (OPERATIONS[request.operation] === 'printer') return reply(request, 0, [printerGroup()]);
    if (OPERATIONS[request.operation] === 'print') return print(request);
    const id = request.attributes.get('1/job-id')?.[0]?.bytes.readInt32BE(0);
    const job = has('forgets') ? undefined : jobs.find((known) => known.id === id);
    if (job === undefined) return reply(request, 0x0406, []);
    if (OPERATIONS[request.operation] === 'job') return reply(request, 0, [jobGroup(job)]);
    if (OPERATIONS[request.operation] !== 'cancel') return reply(request, 0x0501, []);
    if (ended(job)) return reply(request, 0x0404, []);
    job.state = 'canceled';
    return reply(request, 0, []);
  }

  const wire = new HttpWire(options.port, faults, {
    operation: ({ body }) => (body.length < 8 ? 'other' : (OPERATIONS[body.readUInt16BE(2)] ?? 'other')),
    handle({ method, body, headers }): WireReply {
      if (method !== 'POST' || headers['content-type'] !== 'application/ipp' || has('not-ipp')) return { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' };
      advance();
      try {
        return { status: 200, headers: { 'content-type': 'application/ipp' }, body: answer(parseRequest(body)) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return { status: 400 };
      }
    },
  });
  await wire.open();

  const records = (): PageJobRecord[] => jobs.map(({ leftMs: _left, at: _at, ...job }) => job);
  return {
    addresses: { url: `ipp://127.0.0.1:${wire.port}/ipp/print` },
    faults,
    state() {
      advance();
      return { requests: wire.requests, reasons: reasons(), jobs: records() };
    },
    reset() {
      jobs = [];
      rmSync(documents, { recursive: true, force: true });
      mkdirSync(documents, { recursive: true });
    },
    async faultsChanged() {
      advance();
      await wire.follow();
    },
    routes: {
      /** A document as it came. */
      'GET /documents/*': ({ rest }) => {
        if (!/^job-\d{1,9}\.pdf$/.test(rest) || !existsSync(join(documents, rest))) throw new BadControlRequest(`no document ${JSON.stringify(rest)}`);
        return new RawReply('application/pdf', readFileSync(join(documents, rest)));
      },
    },
    close: () => wire.close(),
  };
}

if (isEntry(import.meta.url)) await runBenchProcess('page-printer', startPagePrinter);
