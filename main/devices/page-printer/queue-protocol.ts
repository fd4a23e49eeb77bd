// What the script at a queue of Windows says (queue-script.ts), a line of JSON each time, and what winspool's numbers in it mean,
// in IPP's words: PRINTER_STATUS_*, PRINTER_ATTRIBUTE_* and JOB_STATUS_* of winspool.h. Pure.

import { z } from 'zod';
import type { DeviceFailure } from '../../services/ports.ts';
import type { JobAttributes, JobState, PrinterAttributes } from './protocol.ts';

export const MAX_LINE_CHARS = 4096;

const dword = z.int().min(0).max(0xffff_ffff);
const round = z.int().min(1);

const LINE = z.discriminatedUnion('say', [
  /** At the start, at each change, and every few seconds. */
  z.object({ say: z.literal('queue'), driver: z.string(), port: z.string(), status: dword, attributes: dword, media: z.array(z.enum(['a4', 'a5'])), copies: z.int() }),
  /** From now on pages may come out. */
  z.object({ say: z.literal('printing'), n: round }),
  /** The job is in the queue; again at each change and every second. */
  z.object({ say: z.literal('job'), n: round, id: dword, status: dword, spooled: z.boolean() }),
  /** The queue has it no more. */
  z.object({ say: z.literal('gone'), n: round }),
  z.object({ say: z.literal('failed'), n: round, step: z.enum(['read', 'render', 'media', 'print', 'lost', 'follow']), about: z.string() }),
]);

export type QueueLine = z.infer<typeof LINE>;
export type QueueSays = Extract<QueueLine, { say: 'queue' }>;

/** Undefined for what the script never says. */
export function readLine(line: string): QueueLine | undefined {
  if (line.length > MAX_LINE_CHARS) return undefined;
  try {
    return LINE.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const OFFLINE_ATTRIBUTE = 0x400;
const PRINTER_WORKS = 0x400 | 0x4000 | 0x200 | 0x100;
const PENDING_DELETION = 0x4;

/** What stops a printer has no suffix, as in IPP. */
const PRINTER_REASONS: readonly (readonly [flags: number, keyword: string])[] = [
  [0x8, 'media-jam'],
  [0x40_0000, 'door-open'],
  [0x10 | 0x20, 'media-empty'],
  [0x40, 'media-needed'],
  [0x4_0000, 'toner-empty'],
  [0x2_0000, 'toner-low-warning'],
  [0x80 | 0x1000 | 0x200_0000, 'offline'],
  [0x1, 'paused'],
  [0x800, 'output-area-full'],
  [0x10_0000 | 0x20_0000 | 0x2, 'other'],
];

/** A queue's printer often says what is wrong in the job alone. */
const JOB_REASONS: readonly (readonly [flags: number, keyword: string])[] = [
  [0x40, 'media-empty'],
  [0x20, 'offline'],
  [0x1, 'job-paused'],
  [0x2 | 0x200 | 0x400, 'other'],
];

const keywordsOf = (flags: number, table: typeof PRINTER_REASONS): string[] => table.filter(([bits]) => (flags & bits) !== 0).map(([, keyword]) => keyword);

/** `jobStatus`: of the job that is being printed. */
export function printerOf({ driver, status, attributes, media, copies }: QueueSays, jobStatus = 0): PrinterAttributes {
  const offline = (attributes & OFFLINE_ATTRIBUTE) !== 0 ? ['offline'] : [];
  const reasons = [...new Set([...keywordsOf(status, PRINTER_REASONS), ...offline, ...keywordsOf(jobStatus, JOB_REASONS)])];
  return {
    model: driver.replace(/\p{Cc}/gu, ' ').trim().slice(0, 80),
    state: reasons.some((reason) => !reason.endsWith('-warning')) ? 'stopped' : (status & PRINTER_WORKS) !== 0 ? 'processing' : 'idle',
    reasons,
    accepting: (status & PENDING_DELETION) === 0,
    media,
    pdf: true,
    maxCopies: Math.max(1, copies),
    unscaled: true,
    tellsJobs: true,
  };
}

/** A queue that asks a person for a file's name prints for nobody. */
export const isForFiles = ({ port }: QueueSays): boolean => /^(portprompt|file|nul):/i.test(port);

/** What is known of a job: winspool's flags as last seen, and how it ended. */
export type QueueJob = {
  readonly status: number;
  readonly gone: boolean;
  /** Somebody here asked for it to be deleted. */
  readonly canceled: boolean;
};

const JOB = { paused: 0x1, error: 0x2, deleting: 0x4, offline: 0x20, paperOut: 0x40, printed: 0x80, deleted: 0x100, blocked: 0x200, intervention: 0x400 } as const;
const TROUBLE = JOB.paused | JOB.error | JOB.offline | JOB.paperOut | JOB.blocked | JOB.intervention;
const DELETED = JOB.deleting | JOB.deleted;

/**
 * `completed` is the queue's word: it called the job printed, or the job left the queue while nothing was wrong with it and nobody
 * had deleted it. A job that is gone right after trouble was deleted: a sheet takes longer than two looks.
 */
export function jobOf({ status, gone, canceled }: QueueJob): JobAttributes {
  const reasons = keywordsOf(status, JOB_REASONS);
  const state: JobState =
    (status & JOB.printed) !== 0
      ? 'completed'
      : (status & JOB.deleted) !== 0 || (gone && (canceled || (status & (DELETED | TROUBLE)) !== 0))
        ? 'canceled'
        : gone
          ? 'completed'
          : (status & TROUBLE) !== 0
            ? 'stopped'
            : 'processing';
  return { state, reasons };
}

const FAILURES: Readonly<Record<Extract<QueueLine, { say: 'failed' }>['step'], DeviceFailure>> = {
  read: { code: 'invalidData', reason: 'notPdf' },
  render: { code: 'unsupportedData', reason: 'pdfNotSupported' },
  media: { code: 'unsupportedData', reason: 'mediaNotSupported' },
  print: { code: 'hardwareError', reason: 'jobRefused' },
  lost: { code: 'hardwareError', reason: 'jobLost' },
  follow: { code: 'hardwareError', reason: 'jobLost' },
};

export function queueFailureOf({ step, about }: Extract<QueueLine, { say: 'failed' }>): DeviceFailure {
  return { ...FAILURES[step], ...(about !== '' && { detail: about.slice(0, 200) }) };
}

/** The line that hands a document over, which follows it; its name goes in Base64. */
export function printLine(n: number, job: { readonly media: string; readonly copies: number; readonly jobName: string }, bytes: number): string {
  return `print ${n} ${job.media} ${job.copies} ${bytes} ${Buffer.from(job.jobName.replace(/\p{Cc}/gu, ' ').slice(0, 100)).toString('base64')}\n`;
}

export const cancelLine = (n: number): string => `cancel ${n}\n`;
