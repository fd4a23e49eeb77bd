// Prints slips and forms. A job is kept; bytes go to the printer only after the job says `sending`, so after a kill in the middle
// the next print is marked as a copy. "Printed" is what the printer's status says, never what we sent.

import { deadline } from '../../base/clock.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import type { Slip } from '../../domain/slips/slip.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys, NewEvent } from '../journey/journeys.ts';
import type { EffectHandler, Outcome } from '../outbox/dispatcher.ts';
import type { Clock, DeviceFailure, DeviceState } from '../ports.ts';
import type { PrintJobRow, PrintState, Store, Write } from '../store.ts';
import type { RegisterPeriod } from '../staff/register.ts';
import type { Ways } from './ways.ts';

export type Printing = {
  readonly handlers: Readonly<Record<'slip.print' | 'slip.copy' | 'form.print' | 'ticket.print' | 'register.print', EffectHandler>>;
};

export type PrintingOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly journeys: Pick<Journeys, 'deliver' | 'stepOf'>;
  readonly wayOf: Ways['wayOf'];
  /** The slip of a dossier as it is now. */
  readonly slipOf: (dossierId: string, copy: boolean) => Promise<Slip | null>;
  readonly ticketOf: (id: string) => Promise<Slip | null>;
  readonly registerOf: (period: RegisterPeriod) => Promise<Slip | null>;
  readonly clock: Clock;
  readonly log: Log;
};

const RETRY_MS = 1_500;
/** After so many tries that cost paper, the next is not in a hurry. */
const MANY_ATTEMPTS = 3;
const SLOW_RETRY_MS = 30_000;
/** What staff asked for is printed within this time or not at all. */
const PATIENCE_MS = 10 * 60_000;

export function createPrinting(options: PrintingOptions): Printing {
  const { store, journeys, clock, log } = options;

  /** The citizen's slip: waits for paper as long as they stay at the slip. */
  const printSlip: EffectHandler = async (row, signal) => {
    const { ask } = JSON.parse(row.payload) as { ask: number };
    return printReceipt(`${row.subject}.${ask}`, row.subject, false, signal, () => journeys.stepOf(row.subject)?.startsWith('slip.') ?? false);
  };

  /** A slip printed again by staff: always a copy. */
  const printCopy: EffectHandler = async (row, signal) => {
    const { jobId, askedAt } = JSON.parse(row.payload) as { jobId: string; askedAt: number };
    return printReceipt(jobId, row.subject, true, signal, () => clock.now() - askedAt < PATIENCE_MS);
  };

  /** A form kept as it was when it was asked for; what a citizen asked for does not come out for the next one. */
  const printForm: EffectHandler = async (row, signal) => {
    const { jobId, askedAt, byCitizen } = JSON.parse(row.payload) as { jobId: string; askedAt: number; byCitizen?: true };
    const wanted = () => clock.now() - askedAt < PATIENCE_MS && (byCitizen !== true || journeys.stepOf(row.subject) !== null);
    const known = await store.read('print.byId', { id: jobId });
    if (!known.ok) return { row: 'retry', afterMs: RETRY_MS, reason: 'store' };
    if (!known.value) return { row: 'setAside', reason: 'noJob' };
    if (known.value.state === 'printed' || known.value.state === 'failed') return { row: 'done' };
    const copy = known.value.copy || known.value.attempts > 0;
    return withoutEvent(await print({ ...known.value, copy, slip: { ...known.value.slip, copy } }, null, signal, wanted));
  };

  /** A queue ticket; its job has its id. */
  const printTicket: EffectHandler = async (row, signal) => {
    const id = row.subject;
    const { askedAt } = JSON.parse(row.payload) as { askedAt: number };
    const known = await store.read('print.byId', { id });
    if (!known.ok) return { row: 'retry', afterMs: RETRY_MS, reason: 'store' };
    if (known.value?.state === 'printed' || known.value?.state === 'failed') return { row: 'done' };
    const slip = await options.ticketOf(id);
    if (!slip) return { row: 'setAside', reason: 'noTicket' };
    const copy = (known.value?.attempts ?? 0) > 0;
    const job: PrintJobRow = { ...(known.value ?? { id, subject: id, state: 'waiting', attempts: 0, createdAt: askedAt, updatedAt: askedAt }), copy, slip: { ...slip, copy } };
    return withoutEvent(await print(job, null, signal, () => clock.now() - askedAt < PATIENCE_MS));
  };

  /** The register over a period. Its rows are drawn and not kept with the job. */
  const printRegister: EffectHandler = async (row, signal) => {
    const id = row.subject;
    const { askedAt, ...period } = JSON.parse(row.payload) as RegisterPeriod & { askedAt: number };
    const known = await store.read('print.byId', { id });
    if (!known.ok) return { row: 'retry', afterMs: RETRY_MS, reason: 'store' };
    if (known.value?.state === 'printed' || known.value?.state === 'failed') return { row: 'done' };
    const slip = await options.registerOf(period);
    if (!slip) return { row: 'retry', afterMs: RETRY_MS, reason: 'store' };
    const copy = (known.value?.attempts ?? 0) > 0;
    const kept = { ...slip, copy, blocks: [] };
    const job: PrintJobRow = { ...(known.value ?? { id, subject: id, state: 'waiting', attempts: 0, createdAt: askedAt, updatedAt: askedAt }), copy, slip: kept };
    return withoutEvent(await print(job, null, signal, () => clock.now() - askedAt < PATIENCE_MS, { ...slip, copy }));
  };

  async function printReceipt(jobId: string, subject: string, asCopy: boolean, signal: AbortSignal, wanted: () => boolean): Promise<Outcome> {
    const [known, all] = [await store.read('print.byId', { id: jobId }), await store.read('print.bySubject', { subject })];
    if (!known.ok || !all.ok) return { row: 'retry', afterMs: RETRY_MS, reason: 'store' };
    if (known.value?.state === 'printed') return done(known.value);
    // Bytes may have reached paper before, in this job or an earlier one: then this is a copy.
    const copy = asCopy || all.value.some((job) => job.attempts > 0 && job.slip.form === 'receiptAndAppointment');
    const slip = await options.slipOf(subject, copy);
    if (!slip) return { row: 'setAside', reason: 'noDossier' };
    const now = clock.now();
    const job: PrintJobRow = {
      ...(known.value ?? { id: jobId, subject, attempts: 0, createdAt: now, state: 'waiting' as const }),
      slip,
      copy,
      updatedAt: now,
    };
    return print(job, { type: 'slipPrinting', copy }, signal, wanted);
  }

  /** `begins` is what the journey is told when bytes go out; null where no citizen waits for this paper. */
  async function print(job: PrintJobRow, begins: NewEvent | null, signal: AbortSignal, wanted: () => boolean, slip: Slip = job.slip): Promise<Outcome> {
    const { subject, copy } = job;
    if (!wanted()) {
      moved(job, 'canceled');
      return { row: 'done', writes: [save(job, 'canceled')] };
    }
    const way = options.wayOf(slip.form);
    if (!way) return waiting(job, 'printerOffline', 'noPrinter');
    const { state } = way.printer;
    const obstacle = obstacleOf(state());
    if (obstacle) return waiting(job, obstacle, state().detail);

    const drawn = await way.draw(slip);
    if (!drawn.ok) {
      log('studio.failed', { task: way.paper === 'roll' ? 'drawSlip' : 'printSlip', reason: drawn.error.code, detail: drawn.error.detail });
      return waiting(job, 'printerFailed', 'notDrawn');
    }
    const sending = { ...job, attempts: job.attempts + 1 };
    const kept = await journeys.deliver(subject, begins, [save(sending, 'sending')]);
    if (!kept.ok) return { row: 'retry', afterMs: RETRY_MS, reason: kept.error.code };
    moved(job, 'sending');

    const wait = deadline(clock, way.timeoutMs, signal);
    const printed = await drawn.value(wait.signal).finally(wait.done);
    if (!printed.ok) {
      const { sent, reason, code } = printed.error;
      const next = sent ? sending : { ...sending, attempts: job.attempts };
      if (begins === null && !signal.aborted && !mendsItself(printed.error)) return givenUp(next, reason ?? code);
      return waiting(next, problemOf(printed.error), reason ?? code);
    }
    const to: PrintState = printed.value.confirmed ? 'printed' : 'notConfirmed';
    moved(sending, to);
    return {
      row: 'done',
      writes: [save(sending, to)],
      event: { type: 'slipPrinted', confirmed: printed.value.confirmed, copy },
    };
  }

  /** No further try by itself: an officer sees why, and whether to print it again. */
  function givenUp(job: PrintJobRow, reason: string): Outcome {
    moved(job, 'failed', reason);
    return { row: 'done', writes: [{ write: 'print.save', job: { ...job, state: 'failed', reason, updatedAt: clock.now() } }] };
  }

  function waiting(job: PrintJobRow, problem: Problem, reason: string = problem): Outcome {
    const step = journeys.stepOf(job.subject);
    if (job.state !== 'waiting' || job.reason !== reason) moved(job, 'waiting', reason);
    return {
      row: 'retry',
      afterMs: job.attempts < MANY_ATTEMPTS ? RETRY_MS : SLOW_RETRY_MS,
      reason,
      writes: [{ write: 'print.save', job: { ...job, state: 'waiting', reason } }],
      ...(step?.startsWith('slip.') && { event: { type: 'slipWaiting' as const, problem } }),
    };
  }

  function done(job: PrintJobRow): Outcome {
    return { row: 'done', event: { type: 'slipPrinted', confirmed: true, copy: job.copy } };
  }

  const save = (job: PrintJobRow, state: PrintState): Write => ({ write: 'print.save', job: { ...job, state, updatedAt: clock.now() } });
  const moved = (job: PrintJobRow, to: PrintState, reason?: string) =>
    log('print.state', { job: job.id, from: job.state, to, copy: job.copy ? 'copy' : 'original', reason });

  return { handlers: { 'slip.print': printSlip, 'slip.copy': printCopy, 'form.print': printForm, 'ticket.print': printTicket, 'register.print': printRegister } };
}

/** The citizen's journey is about the slip, not about what an officer prints beside it. */
function withoutEvent({ event: _, ...outcome }: Outcome): Outcome {
  return outcome;
}

/** What somebody at the printer puts right, so that the next try is worth its paper. */
const MENDED_BY_HAND: readonly (string | undefined)[] = ['paperOut', 'coverOpen', 'jammed', 'cutterJammed', 'tonerOut', 'recoverableError'];

/** Of an officer's form: whether it may be tried again without being asked. What may have come out, and nobody knows, is not. */
function mendsItself({ code, reason, sent }: DeviceFailure & { readonly sent: boolean }): boolean {
  return sent ? MENDED_BY_HAND.includes(reason) : code !== 'unsupportedData' && code !== 'invalidData';
}

/** Why the printer cannot take a slip now, or null. */
export function obstacleOf({ status, media }: DeviceState): Problem | null {
  if (media.paper === 'out') return 'printerPaperOut';
  if (media.cover === 'open') return 'printerCoverOpen';
  if (status === 'online' || status === 'deviceBusy') return null;
  return status === 'hardwareError' || status === 'userError' ? 'printerFailed' : 'printerOffline';
}

function problemOf(failure: DeviceFailure): Problem {
  switch (failure.reason) {
    case 'paperOut':
      return 'printerPaperOut';
    case 'coverOpen':
      return 'printerCoverOpen';
    case 'notConfirmed':
      return 'printNotConfirmed';
    default:
      return failure.code === 'deviceNotReady' || failure.code === 'timeOut' ? 'printerOffline' : 'printerFailed';
  }
}
