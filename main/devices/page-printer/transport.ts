// A page printer as its driver sees it, whatever the wire: its attributes, a document handed over, and the job followed by its
// number. What it says is in IPP's words (RFC 8011), also where a queue of Windows says it.

import type { Result } from '../../domain/result.ts';
import type { DeviceFailure, PageJob } from '../../services/ports.ts';
import type { Link } from '../supervisor.ts';
import type { JobAttributes, PrinterAttributes } from './protocol.ts';

/** `reached: false`: no page can have come out. */
export type SendFailure = DeviceFailure & { readonly reached: boolean };

export type SentJob = {
  readonly ask: (timeoutMs: number, signal?: AbortSignal) => Promise<Result<JobAttributes, DeviceFailure>>;
  /** Takes it back; how it ended is asked afterwards. */
  readonly cancel: () => Promise<unknown>;
  /** Taken, but not as it was asked for: it shall be taken back. */
  readonly refused?: DeviceFailure;
};

export type PageTransport = {
  readonly address: string;
  /** How long opening may take, where it takes longer than an address. */
  readonly openMs?: number;
  readonly open: (signal: AbortSignal) => Promise<Result<Link, DeviceFailure>>;
  /** Asked of an open link. */
  readonly askPrinter: (signal: AbortSignal) => Promise<Result<PrinterAttributes, DeviceFailure>>;
  /** Ends once the printer has the document, with the job that it became. */
  readonly send: (
    pdf: Uint8Array,
    job: PageJob & { readonly unscaled: boolean },
    signal: AbortSignal,
  ) => Promise<Result<SentJob, SendFailure>>;
};
