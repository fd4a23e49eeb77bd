// What is asked of a page printer and what it answers (RFC 8011): its attributes, a job, the job's state, the job's end.
// Pure: bytes in and out.

import type { PageMedia } from '../../services/ports.ts';
import type { IppGroup, IppMessage, IppValue, WrittenAttribute } from './ipp.ts';
import { GROUP, writeRequest } from './ipp.ts';

export const OPERATION = { printJob: 0x0002, cancelJob: 0x0008, getJobAttributes: 0x0009, getPrinterAttributes: 0x000b } as const;

/** RFC 8011 appendix B. */
export const STATUS = { forbidden: 0x0401, notAuthenticated: 0x0402, notAuthorised: 0x0403, notFound: 0x0406, attributesNotSupported: 0x040b, formatNotSupported: 0x040a, busy: 0x0507, notAccepting: 0x0506 } as const;

/** PWG 5101.1, self-describing names. */
export const MEDIA_NAMES: Readonly<Record<PageMedia, string>> = { a4: 'iso_a4_210x297mm', a5: 'iso_a5_148x210mm' };

const USER = 'mot-cua';
const PDF = 'application/pdf';

export type PrinterAttributes = {
  readonly model: string;
  /** Undefined where it says none that RFC 8011 knows. */
  readonly state: 'idle' | 'processing' | 'stopped' | undefined;
  /** Keywords as they came, with `-error`, `-warning`, `-report`. */
  readonly reasons: readonly string[];
  readonly accepting: boolean;
  readonly media: readonly PageMedia[];
  readonly pdf: boolean;
  readonly maxCopies: number;
  readonly unscaled: boolean;
  readonly tellsJobs: boolean;
};

export type JobState = 'waiting' | 'processing' | 'stopped' | 'canceled' | 'aborted' | 'completed';
export type JobAttributes = { readonly state: JobState; readonly reasons: readonly string[] };

export function getPrinterAttributes(uri: string, requestId: number): Buffer {
  return writeRequest(OPERATION.getPrinterAttributes, requestId, [
    operationGroup(uri, [
      [
        'requested-attributes', 'keyword', 'printer-make-and-model', 'printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs',
        'media-supported', 'document-format-supported', 'copies-supported', 'print-scaling-supported', 'operations-supported',
      ],
    ]),
  ]);
}

/** The head of the request; the document's bytes follow it. */
export function printJob(
  uri: string,
  requestId: number,
  job: { readonly name: string; readonly media: PageMedia; readonly copies: number; readonly unscaled: boolean },
): Buffer {
  return writeRequest(OPERATION.printJob, requestId, [
    operationGroup(uri, [
      ['job-name', 'name', job.name],
      // What it cannot do as asked it shall refuse: a form on the wrong paper is waste.
      ['ipp-attribute-fidelity', 'boolean', true],
      ['document-format', 'mime', PDF],
    ]),
    {
      tag: GROUP.job,
      attributes: [
        ['copies', 'integer', job.copies],
        ['media', 'keyword', MEDIA_NAMES[job.media]],
        ...(job.unscaled ? [['print-scaling', 'keyword', 'none'] satisfies WrittenAttribute] : []),
      ],
    },
  ]);
}

export function getJobAttributes(uri: string, requestId: number, jobId: number): Buffer {
  return writeRequest(OPERATION.getJobAttributes, requestId, [
    operationGroup(uri, [['requested-attributes', 'keyword', 'job-state', 'job-state-reasons']], jobId),
  ]);
}

export function cancelJob(uri: string, requestId: number, jobId: number): Buffer {
  return writeRequest(OPERATION.cancelJob, requestId, [operationGroup(uri, [], jobId)]);
}

/** Charset, language and target stand first and in this order (RFC 8011, sections 4.1.4 and 4.1.5). */
function operationGroup(uri: string, more: readonly WrittenAttribute[], jobId?: number) {
  const target: WrittenAttribute[] = [['printer-uri', 'uri', uri], ...(jobId === undefined ? [] : [['job-id', 'integer', jobId] satisfies WrittenAttribute])];
  const attributes: WrittenAttribute[] = [
    ['attributes-charset', 'charset', 'utf-8'],
    ['attributes-natural-language', 'language', 'en'],
    ...target,
    ['requesting-user-name', 'name', USER],
    ...more,
  ];
  return { tag: GROUP.operation, attributes };
}

/** RFC 8011 section 4.1.6.1: 0x0000 to 0x00ff is success. */
export const succeeded = ({ code }: IppMessage): boolean => code < 0x0100;

/** Names of attributes that it would not take, also where it took the job. */
export function refusedAttributes(message: IppMessage): readonly string[] {
  return message.groups.filter(({ tag }) => tag === GROUP.unsupported).flatMap(({ attributes }) => [...attributes.keys()]);
}

export function readPrinter(message: IppMessage): PrinterAttributes | undefined {
  const group = groupOf(message, GROUP.printer);
  if (!group) return undefined;
  const state = numbers(group, 'printer-state')[0];
  const media = texts(group, 'media-supported');
  const copies = valuesOf(group, 'copies-supported')[0];
  const operations = numbers(group, 'operations-supported');
  return {
    model: (texts(group, 'printer-make-and-model')[0] ?? '').replace(/\p{Cc}/gu, ' ').trim().slice(0, 80),
    state: state === 3 ? 'idle' : state === 4 ? 'processing' : state === 5 ? 'stopped' : undefined,
    reasons: keywords(group, 'printer-state-reasons'),
    accepting: valuesOf(group, 'printer-is-accepting-jobs')[0] !== false,
    media: (['a4', 'a5'] as const).filter((name) => media.includes(MEDIA_NAMES[name])),
    pdf: texts(group, 'document-format-supported').some((format) => format.toLowerCase() === PDF),
    maxCopies: typeof copies === 'object' && copies !== null ? copies.to : typeof copies === 'number' ? copies : 1,
    unscaled: texts(group, 'print-scaling-supported').includes('none'),
    tellsJobs: operations.includes(OPERATION.getJobAttributes),
  };
}

/** RFC 8011 section 5.3.7. */
const JOB_STATES: Readonly<Record<number, JobState>> = { 3: 'waiting', 4: 'waiting', 5: 'processing', 6: 'stopped', 7: 'canceled', 8: 'aborted', 9: 'completed' };

export function readJob(message: IppMessage): JobAttributes | undefined {
  const group = groupOf(message, GROUP.job);
  const state = group && JOB_STATES[numbers(group, 'job-state')[0] ?? 0];
  return state && { state, reasons: keywords(group, 'job-state-reasons') };
}

export function jobIdOf(message: IppMessage): number | undefined {
  const group = groupOf(message, GROUP.job);
  const id = group && numbers(group, 'job-id')[0];
  return id !== undefined && id > 0 ? id : undefined;
}

const groupOf = (message: IppMessage, wanted: number): IppGroup | undefined => message.groups.find(({ tag }) => tag === wanted);
const valuesOf = (group: IppGroup, name: string): readonly IppValue[] => group.attributes.get(name) ?? [];
const numbers = (group: IppGroup, name: string): number[] => valuesOf(group, name).filter((value) => typeof value === 'number');
const texts = (group: IppGroup, name: string): string[] => valuesOf(group, name).filter((value) => typeof value === 'string');

/** Reasons are keywords of RFC 8011 or a maker's own; what else comes says nothing to us. `none` is dropped. */
function keywords(group: IppGroup, name: string): string[] {
  return texts(group, name).filter((text) => text !== 'none' && /^[a-z0-9][a-z0-9._-]{0,79}$/.test(text)).slice(0, 20);
}
