// A page printer over IPP, or a queue of this machine's CUPS, which speaks IPP too. The PDF goes byte for byte, so that a
// signature in it survives.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import type { IppMessage } from './ipp.ts';
import { cancelJob, getJobAttributes, getPrinterAttributes, jobIdOf, printJob, readJob, readPrinter, refusedAttributes, STATUS, succeeded } from './protocol.ts';
import type { JobAttributes } from './protocol.ts';
import type { PageTransport } from './transport.ts';
import type { IppFailure } from './transport-http.ts';
import { addressOf, createIppExchange } from './transport-http.ts';

const T = DELAYS.pagePrinter;

export const cupsUrl = (queue: string): string => `ipp://localhost:631/printers/${encodeURIComponent(queue)}`;

export function createIppTransport(clock: Clock, target: string): PageTransport {
  const { uri, url } = addressOf(target);
  const exchange = createIppExchange(clock, url);
  let lastRequest = 0;

  function nextId(): number {
    lastRequest = (lastRequest % 0x7fff_ffff) + 1;
    return lastRequest;
  }

  async function askJob(jobId: number, timeoutMs: number, signal?: AbortSignal): Promise<Result<JobAttributes, DeviceFailure>> {
    const reply = await exchange({ head: getJobAttributes(uri, nextId(), jobId), timeoutMs, ...(signal && { signal }) });
    if (!reply.ok) return err(withoutReached(reply.error));
    if (reply.value.code === STATUS.notFound) return err({ code: 'hardwareError', reason: 'jobLost', detail: 'the printer knows the job no more' });
    const job = succeeded(reply.value) ? readJob(reply.value) : undefined;
    return job ? ok(job) : err({ code: 'invalidData', reason: 'badReply', detail: `status ${hex(reply.value.code)}` });
  }

  return {
    address: uri,
    /** HTTP keeps no connection: that the printer answers is the link. */
    open: () => Promise.resolve(ok({ onLost: () => {}, close: () => Promise.resolve() })),
    async askPrinter(signal) {
      const reply = await exchange({ head: getPrinterAttributes(uri, nextId()), timeoutMs: T.answerMs, signal });
      if (!reply.ok) return err(withoutReached(reply.error));
      if (!succeeded(reply.value)) return err(refusal(reply.value));
      const printer = readPrinter(reply.value);
      return printer ? ok(printer) : err({ code: 'hardwareError', reason: 'notAPrinter', detail: 'no printer attributes' });
    },
    async send(pdf, job, signal) {
      const head = printJob(uri, nextId(), { name: job.jobName, media: job.media, copies: job.copies, unscaled: job.unscaled });
      const reply = await exchange({ head, document: pdf, timeoutMs: T.sendMs, signal });
      if (!reply.ok) return reply;
      if (!succeeded(reply.value)) return err({ ...refusal(reply.value), reached: false });
      const jobId = jobIdOf(reply.value);
      if (jobId === undefined) return err({ code: 'invalidData', detail: 'no job-id', reached: true });
      const refused = refusedAttributes(reply.value).find((name) => name === 'media' || name === 'copies');
      return ok({
        ask: (timeoutMs, stop) => askJob(jobId, timeoutMs, stop),
        /** Not by the caller's signal: it may be why the job is taken back. */
        cancel: () => exchange({ head: cancelJob(uri, nextId(), jobId), timeoutMs: T.cancelMs }),
        ...(refused && { refused: { code: 'unsupportedData', reason: refused === 'media' ? 'mediaNotSupported' : 'copiesNotSupported' } }),
      });
    },
  };
}

const withoutReached = ({ reached: _reached, ...failure }: IppFailure): DeviceFailure => failure;

/** The printer understood and said no; nothing is printed. */
function refusal(message: IppMessage): DeviceFailure {
  const refused = refusedAttributes(message);
  const detail = `status ${hex(message.code)}`;
  switch (message.code) {
    case STATUS.forbidden:
    case STATUS.notAuthenticated:
    case STATUS.notAuthorised:
      return { code: 'authorisationRequired', reason: 'accessDenied', detail };
    case STATUS.notFound:
      return { code: 'hardwareError', reason: 'notAPrinter', detail };
    case STATUS.formatNotSupported:
      return { code: 'unsupportedData', reason: 'pdfNotSupported', detail };
    case STATUS.attributesNotSupported:
      return { code: 'unsupportedData', reason: refused.includes('media') ? 'mediaNotSupported' : 'settingsRefused', detail };
    case STATUS.busy:
      return { code: 'deviceNotReady', reason: 'busy', detail };
    case STATUS.notAccepting:
      return { code: 'deviceNotReady', reason: 'notAccepting', detail };
    default:
      return { code: 'hardwareError', reason: 'jobRefused', detail };
  }
}

const hex = (code: number): string => `0x${code.toString(16).padStart(4, '0')}`;
