// A network scanner over eSCL: flatbed or feeder, a page after the other until the scanner says that there is no more.
// Pages that came before a fault are kept and handed over with it.

import { deadline, pause } from '../../base/clock.ts';
import type { HttpReply } from '../../base/http.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, DocumentScanner, OnPage, Random, ScannedPage } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell } from '../device.ts';
import { createIdlePoll } from '../idle-poll.ts';
import type { Link } from '../supervisor.ts';
import { createSupervisor } from '../supervisor.ts';
import { createScannerCommands, MAX_PAGES } from './commands.ts';
import type { Capabilities, ScannerStatus, Source } from './protocol.ts';
import { adfProblem, chooseSource, jobUrl, readCapabilities, readStatus, scanSettings } from './protocol.ts';
import { MAX_PAGE_BYTES, readPages } from './page.ts';
import { deviceStateOf, stateOfFailure } from './status.ts';
import { createScannerHttp } from './transport-http.ts';

const T = DELAYS.documentScanner;
const MAX_XML_BYTES = 262_144;
/** Pages that are improved and sealed while the next is fetched. What comes faster waits in the scanner, which then feeds no sheet. */
const MAX_AHEAD = 3;

type ScannerLink = Link & { readonly capabilities: Capabilities };
type Job = { readonly url: string; readonly source: Source };

export function createEsclScanner(options: {
  /** Root of the service, such as http://192.168.1.20/eSCL. */
  readonly settings: { readonly url: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): DocumentScanner {
  const { clock, log } = options;
  const root = options.settings.url.replace(/\/+$/, '');
  const http = createScannerHttp(clock);
  const state = createStateCell('documentScanner', clock, log);
  const lock = createLock();
  const closing = new AbortController();
  const idlePoll = createIdlePoll({ everyMs: T.idlePollMs, look: lookAgain, isConnected: () => supervisor.link() !== undefined, lock, clock, signal: closing.signal });
  let model: string | undefined;

  const supervisor = createSupervisor<ScannerLink>({
    async open(signal) {
      const capabilities = await askCapabilities(signal);
      if (!capabilities.ok) return capabilities;
      const status = await askStatus(signal);
      if (!status.ok) return status;
      // HTTP keeps no connection: the link is what the scanner told about itself.
      return ok({ capabilities: capabilities.value, onLost: () => {}, close: () => Promise.resolve() });
    },
    onOpened(link) {
      model = link.capabilities.model || undefined;
      idlePoll.start();
    },
    onDown(failure) {
      idlePoll.stop();
      state.set(stateOfFailure(failure));
    },
    clock,
    random: options.random,
  });

  async function get(path: string, signal: AbortSignal): Promise<Result<HttpReply, DeviceFailure>> {
    return http({ method: 'GET', url: `${root}/${path}`, timeoutMs: T.answerMs, maxBytes: MAX_XML_BYTES, signal });
  }

  async function askCapabilities(signal: AbortSignal): Promise<Result<Capabilities, DeviceFailure>> {
    const reply = await get('ScannerCapabilities', signal);
    if (!reply.ok) return reply;
    const capabilities = reply.value.status === 200 ? readCapabilities(reply.value.bytes) : undefined;
    return capabilities
      ? ok(capabilities)
      : err({ code: 'hardwareError', reason: 'notAScanner', detail: `capabilities: HTTP ${reply.value.status}` });
  }

  async function askStatus(signal: AbortSignal): Promise<Result<ScannerStatus, DeviceFailure>> {
    const reply = await get('ScannerStatus', signal);
    if (!reply.ok) return reply;
    // A scanner may answer 503 while another job runs.
    const status: ScannerStatus | undefined =
      reply.value.status === 503
        ? { state: 'processing', jobs: [] }
        : reply.value.status === 200
          ? readStatus(reply.value.bytes)
          : undefined;
    if (!status)
      return err({ code: 'hardwareError', reason: 'badStatus', detail: `status: HTTP ${reply.value.status}` });
    state.set(deviceStateOf(status));
    return ok(status);
  }

  /** Brings the state up to date; a scanner that does not answer any more is looked for anew. */
  async function lookAgain(): Promise<void> {
    const link = supervisor.link();
    const status = link && (await askStatus(closing.signal));
    if (link && status && !status.ok && !closing.signal.aborted) supervisor.giveUp(link, status.error);
  }

  async function startJob(
    capabilities: Capabilities,
    source: Source,
    signal: AbortSignal,
  ): Promise<Result<Job, DeviceFailure>> {
    const reply = await http({
      method: 'POST',
      url: `${root}/ScanJobs`,
      headers: { 'Content-Type': 'text/xml; charset=utf-8' },
      body: scanSettings(capabilities, source),
      timeoutMs: T.answerMs,
      maxBytes: MAX_XML_BYTES,
      signal,
    });
    if (!reply.ok) return reply;
    const { status } = reply.value;
    if (status === 503) return err({ code: 'deviceNotReady', reason: 'busy' });
    if (status === 400 || status === 409 || status === 415)
      return err({ code: 'unsupportedData', reason: 'settingsRefused', detail: `HTTP ${status}` });
    if (status !== 201) return err({ code: 'hardwareError', reason: 'jobRefused', detail: `HTTP ${status}` });
    const url = jobUrl(root, reply.value.header('location') ?? '');
    return url === undefined
      ? err({ code: 'invalidData', reason: 'redirected', detail: 'job at another address' })
      : ok({ url, source });
  }

  /** The next page, or the next pages where the scanner makes one PDF of several; undefined when there is no more. */
  async function nextPages(job: Job, signal: AbortSignal): Promise<Result<readonly ScannedPage[] | undefined, DeviceFailure>> {
    const wait = deadline(clock, T.pageMs, signal);
    try {
      for (;;) {
        const reply = await http({
          method: 'GET',
          url: `${job.url}/NextDocument`,
          timeoutMs: T.pageMs,
          maxBytes: MAX_PAGE_BYTES,
          signal: wait.signal,
        });
        if (wait.timedOut()) return err({ code: 'timeOut', reason: 'notAnswering' });
        if (!reply.ok)
          return reply.error.reason === 'unreachable' ? err({ ...reply.error, reason: 'disconnected' }) : reply;
        const { status, bytes } = reply.value;
        if (status === 200 || status === 201) return readPages(bytes);
        if (status === 404) return ok(undefined);
        if (status !== 503)
          return (
            (await whyStopped(job, signal)) ??
            err({ code: 'hardwareError', reason: 'pageFailed', detail: `HTTP ${status}` })
          );
        await pause(clock, T.pageRetryMs, wait.signal);
      }
    } finally {
      wait.done();
    }
  }

  /** Asked when pages end: a jam ends a job just as an empty feeder does. */
  async function whyStopped(job: Job, signal: AbortSignal): Promise<Result<never, DeviceFailure> | undefined> {
    const status = await askStatus(signal);
    if (!status.ok) return status;
    const problem = job.source === 'Feeder' && status.value.adf ? adfProblem(status.value.adf) : undefined;
    if (problem) return err(problem);
    const path = new URL(job.url).pathname;
    const info = status.value.jobs.find((candidate) => candidate.uri.replace(/\/+$/, '').endsWith(path));
    if (info?.state === 'Aborted')
      return err({ code: 'hardwareError', reason: 'aborted', ...(info.reasons[0] ? { detail: info.reasons[0] } : {}) });
    if (info?.state === 'Canceled') return err({ code: 'canceled', reason: 'canceledAtScanner' });
    return undefined;
  }

  async function scanPages(onPage: OnPage, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const link = await supervisor.need(signal);
    if (!link.ok) return link;
    const status = await askStatus(signal);
    if (!status.ok) return status;
    const source = chooseSource(link.value.capabilities, status.value);
    if (!source.ok) return source;
    const job = await startJob(link.value.capabilities, source.value, signal);
    if (!job.ok) return job;
    let finished = false;
    let handed = 0;
    const underWay = new Set<Promise<unknown>>();
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const hand = (page: ScannedPage): void => {
      const done: Promise<unknown> = Promise.resolve(onPage(page)).catch(() => {}).finally(() => underWay.delete(done));
      underWay.add(done);
    };
    try {
      while (handed < MAX_PAGES) {
        while (underWay.size >= MAX_AHEAD) {
          if (signal.aborted) return err({ code: 'canceled' });
          await Promise.race([...underWay, aborted]);
        }
        const came = await nextPages(job.value, signal);
        if (!came.ok) return came;
        if (came.value === undefined) {
          finished = true;
          const fault = await whyStopped(job.value, signal);
          if (fault) return fault;
          return handed > 0 ? ok() : err({ code: 'commandErrorCode', reason: 'empty' });
        }
        for (const page of came.value) hand(page);
        handed += came.value.length;
      }
      return err({ code: 'unsupportedData', reason: 'tooManyPages', detail: `more than ${MAX_PAGES}` });
    } finally {
      // Not by the caller's signal: it may be why we are here.
      if (!finished)
        await http({
          method: 'DELETE',
          url: job.value.url,
          timeoutMs: DELAYS.command.windUpMs / 2,
          maxBytes: MAX_XML_BYTES,
        });
      if (!signal.aborted) await lookAgain();
    }
  }

  const commands = createScannerCommands({
    clock, log, lock, scanPages,
    async describe(signal) {
      const link = await supervisor.need(signal);
      if (!link.ok) return link;
      const status = await askStatus(signal);
      if (!status.ok) return status;
      const { capabilities } = link.value;
      const sources = [
        capabilities.platen ? 'glass' : '',
        capabilities.feeder ? `feeder ${status.value.adf ?? ''}`.trim() : '',
      ].filter((text) => text !== '');
      return ok({ summary: `${capabilities.model || 'scanner'}, ${status.value.state}, ${sources.join(', ')}` });
    },
  });

  return {
    id: 'documentScanner',
    address: `escl ${root}`,
    get model() {
      return model;
    },
    state: state.get,
    onStateChanged: state.onChanged,
    ...commands,
    start: supervisor.start,
    async close() {
      closing.abort();
      idlePoll.stop();
      await supervisor.close();
    },
  };
}
