// The page printer's driver, whatever the wire: IPP, a queue of this machine's CUPS, or one of Windows. A job is followed to its
// end and counts as printed only when the printer, or its queue, says that it is completed.

import { pause } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, PageJob, PagePrinter, Random } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell, runCommand } from '../device.ts';
import { createIdlePoll } from '../idle-poll.ts';
import type { Link } from '../supervisor.ts';
import { createSupervisor } from '../supervisor.ts';
import type { JobAttributes, PrinterAttributes } from './protocol.ts';
import { deviceStateOf, problemOf, stateOfFailure } from './status.ts';
import { testPage } from './test-page.ts';
import type { PageTransport, SendFailure, SentJob } from './transport.ts';
import { createIppTransport, cupsUrl } from './transport-ipp.ts';
import { createQueueTransport } from './transport-queue.ts';

const T = DELAYS.pagePrinter;
const MAX_PDF_BYTES = 40_000_000;
const MAX_COPIES = 20;

export type PagePrinterSettings = {
  readonly transport: 'ipp' | 'cups' | 'windows';
  readonly url?: string | undefined;
  readonly queue?: string | undefined;
};

export type PagePrinterDriver = PagePrinter & {
  /** Asks the printer now, connecting if need be. */
  readonly status: (signal: AbortSignal) => Promise<Result<PrinterAttributes, DeviceFailure>>;
};

type Options = { readonly clock: Clock; readonly random: Random; readonly log: Log };

/** The settings' check has seen to it that the transport has its address. */
export function createPagePrinter({ settings: { transport, url, queue }, ...options }: Options & { readonly settings: PagePrinterSettings }): PagePrinterDriver {
  const { clock } = options;
  if (transport === 'ipp' && url !== undefined) return drivePagePrinter({ transport: createIppTransport(clock, url), ...options });
  if (transport === 'cups' && queue !== undefined) return drivePagePrinter({ transport: createIppTransport(clock, cupsUrl(queue)), ...options });
  if (transport === 'windows' && queue !== undefined) return drivePagePrinter({ transport: createQueueTransport({ queue, clock }), ...options });
  throw new Error(`a page printer by ${transport} without its address`);
}

export function drivePagePrinter(options: Options & { readonly transport: PageTransport }): PagePrinterDriver {
  const { transport, clock, log } = options;
  const state = createStateCell('pagePrinter', clock, log);
  const lock = createLock();
  const closing = new AbortController();
  const idlePoll = createIdlePoll({ everyMs: T.idlePollMs, look: lookAgain, isConnected: () => supervisor.link() !== undefined, lock, clock, signal: closing.signal });
  let model: string | undefined;

  const supervisor = createSupervisor<Link>({
    async open(signal) {
      const link = await transport.open(signal);
      if (!link.ok) return link;
      const printer = await askPrinter(signal);
      if (printer.ok) return link;
      await link.value.close();
      return printer;
    },
    onOpened: idlePoll.start,
    onDown(failure) {
      idlePoll.stop();
      state.set(stateOfFailure(failure));
    },
    ...(transport.openMs !== undefined && { openMs: transport.openMs }),
    clock,
    random: options.random,
  });

  async function askPrinter(signal: AbortSignal): Promise<Result<PrinterAttributes, DeviceFailure>> {
    const asked = await transport.askPrinter(signal);
    if (!asked.ok) return asked;
    const printer = asked.value;
    model = printer.model || undefined;
    state.set(deviceStateOf(printer));
    return ok(printer);
  }

  /** Brings the state up to date; a printer that does not answer any more is looked for anew. */
  async function lookAgain(): Promise<void> {
    const link = supervisor.link();
    const printer = link && (await askPrinter(closing.signal));
    if (link && printer && !printer.ok && !closing.signal.aborted) supervisor.giveUp(link, printer.error);
  }

  /** Followed to its end. `sent` is called once the printer may have the whole document. */
  async function printOnce(
    pdf: Uint8Array,
    job: PageJob & { readonly unscaled: boolean; readonly tellsJobs: boolean },
    signal: AbortSignal,
    onSent: () => void,
  ): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    const sent = await send(pdf, job, signal);
    if (!sent.ok) {
      const { reached, ...failure } = sent.error;
      if (!reached) return err(failure);
      onSent();
      return err({ ...failure, reason: 'notConfirmed' });
    }
    onSent();
    if (sent.value.refused) {
      await sent.value.cancel();
      return err(sent.value.refused);
    }
    return job.tellsJobs ? follow(sent.value, signal) : ok({ confirmed: false });
  }

  /** After an abort the reply is awaited for a moment more: only by the job's number can it be taken back. */
  async function send(pdf: Uint8Array, job: PageJob & { readonly unscaled: boolean }, signal: AbortSignal): Promise<Result<SentJob, SendFailure>> {
    if (signal.aborted) return err({ code: 'canceled', reached: false });
    const cut = new AbortController();
    let stopTimer = () => {};
    const onAbort = () => {
      stopTimer = clock.after(T.cancelMs, () => cut.abort());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await transport.send(pdf, job, cut.signal);
    } finally {
      stopTimer();
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function follow(sent: SentJob, signal: AbortSignal): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    let heardAt = clock.now();
    let stoppedAt: number | undefined;
    for (;;) {
      if (signal.aborted) return abandon(sent, { code: 'canceled', reason: 'notConfirmed' });
      const job = await sent.ask(T.answerMs, signal);
      if (job.ok) {
        heardAt = clock.now();
        const end = outcomeOf(job.value);
        if (end) return end;
        const printer = await askPrinter(signal);
        const problem = printer.ok ? problemOf(printer.value) : undefined;
        stoppedAt = problem || job.value.state === 'stopped' ? (stoppedAt ?? clock.now()) : undefined;
        // Somebody may put paper in; but paper that comes out long after is for nobody.
        if (stoppedAt !== undefined && clock.now() - stoppedAt >= T.stoppedMs)
          return abandon(sent, problem ?? { code: 'hardwareError', reason: 'stopped' });
      } else if (!signal.aborted) {
        if (job.error.reason === 'jobLost') return err({ ...job.error, reason: 'notConfirmed' });
        if (clock.now() - heardAt >= T.silenceMs) return err({ ...job.error, reason: 'notConfirmed' });
      }
      await pause(clock, T.jobPollMs, signal);
    }
  }

  /** Takes the job back; what came out after all is not called a failure. */
  async function abandon(sent: SentJob, failure: DeviceFailure): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    await sent.cancel();
    const job = await sent.ask(T.cancelMs);
    return job.ok && job.value.state === 'completed' ? ok({ confirmed: true }) : err(failure);
  }

  async function printAll(pdf: Uint8Array, job: PageJob, signal: AbortSignal, onSent: () => void): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    if (!Buffer.from(pdf.subarray(0, 5)).equals(Buffer.from('%PDF-'))) return err({ code: 'invalidData', reason: 'notPdf' });
    if (pdf.length > MAX_PDF_BYTES) return err({ code: 'invalidData', reason: 'tooLarge', detail: `${pdf.length} bytes` });
    if (!Number.isInteger(job.copies) || job.copies < 1 || job.copies > MAX_COPIES) return err({ code: 'invalidData', reason: 'copies' });
    const link = await supervisor.need(signal);
    if (!link.ok) return link;
    const printer = await askPrinter(signal);
    if (!printer.ok) return printer;
    const problem = problemOf(printer.value);
    if (problem) return err(problem);
    const { media, pdf: takesPdf, maxCopies, unscaled, tellsJobs } = printer.value;
    if (!takesPdf) return err({ code: 'unsupportedData', reason: 'pdfNotSupported' });
    if (!media.includes(job.media)) return err({ code: 'unsupportedData', reason: 'mediaNotSupported', detail: job.media });
    // A printer that makes no copies gets the document as often as copies are wanted.
    const [rounds, copies] = maxCopies >= job.copies ? [1, job.copies] : [job.copies, 1];
    let confirmed = true;
    for (let round = 0; round < rounds; round += 1) {
      const printed = await printOnce(pdf, { ...job, copies, unscaled, tellsJobs }, signal, onSent);
      if (!printed.ok) return printed;
      confirmed &&= printed.value.confirmed;
    }
    return ok({ confirmed });
  }

  function command<R>(name: string, signal: AbortSignal, body: (stop: AbortSignal) => Promise<Result<R, DeviceFailure>>): Promise<Result<R, DeviceFailure>> {
    return runCommand(
      { device: 'pagePrinter', name, timeoutMs: T.jobMs, signal, clock, log },
      async (stop) => (await lock.run(stop, () => body(stop))) ?? err<DeviceFailure>({ code: 'canceled' }),
    );
  }

  const print: PagePrinter['print'] = async (pdf, job, signal) => {
    let sent = false;
    const result = await command('Printer.printDocument', signal, async (stop) => {
      const printed = await printAll(pdf, job, stop, () => {
        sent = true;
      });
      if (!stop.aborted) await lookAgain();
      return printed;
    });
    if (result.ok) return result;
    // A command that was cut off once the document was out leaves open whether the page came.
    const unsure = sent && (result.error.reason === undefined || result.error.reason === 'hung');
    return err({ ...result.error, ...(unsure ? { reason: 'notConfirmed' } : {}), sent });
  };

  const status: PagePrinterDriver['status'] = (signal) =>
    command('Printer.status', signal, async (stop) => {
      const link = await supervisor.need(stop);
      return link.ok ? askPrinter(stop) : link;
    });

  return {
    id: 'pagePrinter',
    address: transport.address,
    get model() {
      return model;
    },
    state: state.get,
    onStateChanged: state.onChanged,
    print,
    status,
    /** Prints a page, on A4 where the printer has it. */
    async test(signal) {
      const printer = await status(signal);
      if (!printer.ok) return printer;
      const media = printer.value.media.includes('a4') || !printer.value.media.includes('a5') ? 'a4' : 'a5';
      const printed = await print(testPage(media), { media, copies: 1, jobName: 'Mot Cua test page' }, signal);
      if (!printed.ok) return printed;
      return ok({ summary: `${printed.value.confirmed ? 'printed' : 'sent; this printer does not say whether it printed'}, ${media.toUpperCase()}, ${model ?? 'printer'}` });
    },
    start: supervisor.start,
    async close() {
      closing.abort();
      idlePoll.stop();
      await supervisor.close();
    },
  };
}

/** What a job's state means once it has ended. */
function outcomeOf({ state, reasons }: JobAttributes): Result<{ confirmed: boolean }, DeviceFailure> | undefined {
  const about = reasons.length > 0 ? { detail: reasons.join(' ').slice(0, 200) } : {};
  if (state === 'completed') return ok({ confirmed: true });
  if (state === 'canceled') return err({ code: 'canceled', reason: 'canceledAtPrinter', ...about });
  return state === 'aborted' ? err({ code: 'hardwareError', reason: 'aborted', ...about }) : undefined;
}
