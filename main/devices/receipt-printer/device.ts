// An ESC/POS receipt printer. A job counts as printed only when the printer has answered a status question that stands
// behind the job in its queue, and what it answered is good. Everything else is a failure with its reason: the paper
// may or may not have come out, and what is printed next is a copy.

import { deadline, pause } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, Random, Raster, ReceiptPrinter } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell, runCommand } from '../device.ts';
import { createSupervisor } from '../supervisor.ts';
import type { PrinterModel } from './models.ts';
import { modelForDots } from './models.ts';
import type { PrinterAnswer, RealTimeQuery } from './protocol.ts';
import { CLEAR_BUFFERS, ENABLE_AUTOMATIC_STATUS, IN_ORDER_STATUS, jobPieces, readAnswers, realTimeStatus } from './protocol.ts';
import type { PrinterStatus } from './status.ts';
import { deviceStateOf, fromAutomatic, fromRealTime, paperFromInOrder, problemOf } from './status.ts';
import { testRaster } from './test-raster.ts';
import type { PrinterLink } from './transport-tcp.ts';
import { connectTcp } from './transport-tcp.ts';

const T = DELAYS.receiptPrinter;

/** `sent`: whether any of the job's bytes went out, that is whether paper may have come out. */
export type PrintFailure = DeviceFailure & { readonly sent: boolean };

export type EscPosPrinter = Omit<ReceiptPrinter, 'print' | 'test'> & {
  readonly print: (raster: Raster, signal: AbortSignal) => Promise<Result<{ readonly confirmed: boolean }, PrintFailure>>;
  /** Prints a test picture, the caller's or a built-in one. */
  readonly test: (signal: AbortSignal, raster?: Raster) => Promise<Result<{ readonly summary: string }, DeviceFailure>>;
  /** Asks the printer now, connecting if need be. */
  readonly status: (signal: AbortSignal) => Promise<Result<PrinterStatus, DeviceFailure>>;
};

/** A connection with its answers sorted by kind. */
type Session = {
  readonly link: PrinterLink;
  readonly onRealTime: Set<(byte: number) => void>;
  readonly onInOrder: Set<(byte: number) => void>;
  /** Aborted when the connection is over, so that nobody waits for its answers. */
  readonly gone: AbortController;
  /** An earlier job broke off: answers to its questions may still come. */
  suspect: boolean;
  /** The last status it sent, asked or by itself. */
  latest: PrinterStatus | undefined;
};

export function createReceiptPrinter(options: {
  readonly settings: { readonly host: string; readonly port: number; readonly dots: number };
  /** Default: the generic model with so many dots. */
  readonly model?: PrinterModel;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): EscPosPrinter {
  const { settings, clock, log } = options;
  const model = options.model ?? modelForDots(settings.dots);
  const state = createStateCell('receiptPrinter', clock, log);
  const lock = createLock();
  const closing = new AbortController();
  let live: Session | undefined;
  let stopPoll: () => void = () => {};
  /** Part of a broken job may still be in the printer. */
  let leftover = false;

  const supervisor = createSupervisor<PrinterLink>({
    open: (signal) => connectTcp(settings, clock, signal),
    onOpened(link) {
      const session: Session = { link, onRealTime: new Set(), onInOrder: new Set(), gone: new AbortController(), suspect: leftover, latest: undefined };
      live = session;
      listen(session);
      if (model.answersStatus) void greet(session);
      else state.set({ status: 'online', detail: 'statusUnknown' });
    },
    onDown(failure) {
      stopPoll();
      live?.gone.abort();
      live = undefined;
      state.set({ status: 'offline', detail: failure.reason ?? failure.code });
    },
    clock,
    random: options.random,
  });

  function listen(session: Session): void {
    let reading: readonly number[] = [];
    session.link.onBytes((bytes) => {
      const [open, answers] = readAnswers(reading, bytes);
      reading = open;
      for (const answer of answers) take(session, answer);
    });
  }

  function take(session: Session, answer: PrinterAnswer): void {
    if (answer.answer === 'realTime') for (const listener of [...session.onRealTime]) listener(answer.byte);
    else if (answer.answer === 'inOrder') for (const listener of [...session.onInOrder]) listener(answer.byte);
    else if (answer.answer === 'automatic') {
      session.latest = fromAutomatic(answer.bytes);
      state.set(deviceStateOf(session.latest));
    }
  }

  async function greet(session: Session): Promise<void> {
    if (leftover) leftover = !(await session.link.write(CLEAR_BUFFERS, T.answerMs)).ok;
    await session.link.write(ENABLE_AUTOMATIC_STATUS, T.answerMs);
    await lock.run(closing.signal, async () => {
      if (live === session) await readStatus(session);
    });
    poll();
  }

  function poll(): void {
    stopPoll();
    if (closing.signal.aborted || !live) return;
    stopPoll = clock.after(T.idlePollMs, () => {
      void lock
        .run(closing.signal, async () => {
          if (live) await readStatus(live);
        })
        .then(poll);
    });
  }

  /** One real-time question. No answer means that the connection is dead, whatever the socket says. */
  async function ask(session: Session, query: RealTimeQuery): Promise<Result<number, DeviceFailure>> {
    const wait = deadline(clock, T.answerMs, session.gone.signal);
    let listener: (byte: number) => void = () => {};
    const answered = new Promise<number | undefined>((resolve) => {
      listener = resolve;
      session.onRealTime.add(listener);
      wait.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const written = await session.link.write(realTimeStatus(query), T.answerMs, wait.signal);
    const byte = written.ok ? await answered : undefined;
    session.onRealTime.delete(listener);
    wait.done();
    if (byte !== undefined) return ok(byte);
    const failure: DeviceFailure = { code: 'deviceNotReady', reason: session.gone.signal.aborted || !written.ok ? 'disconnected' : 'notAnswering' };
    supervisor.giveUp(session.link, failure);
    return err(failure);
  }

  /** Asks for everything and brings the device's state up to date. */
  async function readStatus(session: Session): Promise<Result<PrinterStatus, DeviceFailure>> {
    const bytes: number[] = [];
    for (const query of [1, 2, 3, 4] as const) {
      const byte = await ask(session, query);
      if (!byte.ok) return byte;
      bytes.push(byte.value);
    }
    const status = fromRealTime({ printer: bytes[0]!, offline: bytes[1]!, error: bytes[2]!, paper: bytes[3]! });
    session.latest = status;
    state.set(deviceStateOf(status));
    return ok(status);
  }

  /** Whether it can print now; asks for the cause only if it is off line. */
  async function checkReady(session: Session, depth: 'quick' | 'full'): Promise<Result<void, DeviceFailure>> {
    if (depth === 'quick') {
      const known = session.latest && problemOf(session.latest);
      if (known) return err(known);
      const printer = await ask(session, 1);
      if (!printer.ok) return printer;
      if ((printer.value & 0x08) === 0) return ok();
    }
    const status = await readStatus(session);
    if (!status.ok) return status;
    const problem = problemOf(status.value);
    return problem ? err(problem) : ok();
  }

  /** Sends GS r 1 and waits until the printer has come to it; looks for the cause when it does not. */
  async function awaitTurn(session: Session, timeoutMs: number, signal: AbortSignal): Promise<Result<PrinterStatus['paper'], DeviceFailure>> {
    const wait = deadline(clock, timeoutMs, signal);
    let answer: number | undefined;
    const arrived = new AbortController();
    const onInOrder = (byte: number): void => {
      answer ??= byte;
      arrived.abort();
    };
    const onAbort = (): void => arrived.abort();
    try {
      session.onInOrder.add(onInOrder);
      wait.signal.addEventListener('abort', onAbort, { once: true });
      session.gone.signal.addEventListener('abort', onAbort, { once: true });
      const written = await session.link.write(IN_ORDER_STATUS, T.writeMs, wait.signal);
      if (!written.ok) return written;
      for (;;) {
        if (answer !== undefined) return ok(paperFromInOrder(answer));
        if (signal.aborted) return err({ code: 'canceled', reason: 'notConfirmed' });
        if (wait.timedOut()) return err({ code: 'timeOut', reason: 'notConfirmed' });
        if (session.gone.signal.aborted) return err({ code: 'deviceNotReady', reason: 'notConfirmed', detail: 'connection lost' });
        if ((await pause(clock, T.jobPollMs, arrived.signal)) === 'aborted') continue;
        const ready = await checkReady(session, 'quick');
        if (!ready.ok && answer === undefined) return ready;
      }
    } finally {
      session.onInOrder.delete(onInOrder);
      wait.signal.removeEventListener('abort', onAbort);
      session.gone.signal.removeEventListener('abort', onAbort);
      wait.done();
    }
  }

  /** The printer's queue must be empty: an answer that belongs to an earlier job must not be taken for the end of this one. */
  async function awaitIdle(session: Session, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const turn = await awaitTurn(session, T.confirmMs, signal);
    if (!turn.ok) return turn.error.reason === 'notConfirmed' ? err({ ...turn.error, reason: 'notAnswering' }) : turn;
    if (session.suspect) await pause(clock, T.lateAnswersMs, signal);
    session.suspect = false;
    return ok();
  }

  async function printOn(session: Session, raster: Raster, signal: AbortSignal, onSent: () => void): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    const pieces = jobPieces(raster, model);
    if (!model.answersStatus) {
      for (const piece of pieces) {
        onSent();
        const written = await session.link.write(piece, T.writeMs, signal);
        if (!written.ok) return written;
      }
      return ok({ confirmed: false });
    }
    const ready = await checkReady(session, 'full');
    if (!ready.ok) return ready;
    const idle = await awaitIdle(session, signal);
    if (!idle.ok) return idle;
    for (const piece of pieces) {
      if (signal.aborted) return err({ code: 'canceled', reason: 'notConfirmed' });
      onSent();
      const written = await session.link.write(piece, T.writeMs, signal);
      if (!written.ok) return written;
      const still = await checkReady(session, 'quick');
      if (!still.ok) return still;
    }
    const paper = await awaitTurn(session, T.confirmMs + T.confirmPerRowMs * raster.height, signal);
    if (!paper.ok) return paper;
    const after = await checkReady(session, 'full');
    if (!after.ok) return after;
    return paper.value === 'out' ? err({ code: 'commandErrorCode', reason: 'paperOut' }) : ok({ confirmed: true });
  }

  function command<R>(name: string, signal: AbortSignal, body: (session: Session, stop: AbortSignal) => Promise<Result<R, DeviceFailure>>): Promise<Result<R, DeviceFailure>> {
    return runCommand({ device: 'receiptPrinter', name, timeoutMs: T.jobMs, signal, clock, log }, async (stop) => {
      const result = await lock.run(stop, async () => {
        const link = await supervisor.need(stop);
        if (!link.ok) return link;
        return live ? body(live, stop) : err<DeviceFailure>({ code: 'deviceNotReady', reason: 'disconnected' });
      });
      return result ?? err<DeviceFailure>({ code: 'canceled' });
    });
  }

  async function print(raster: Raster, signal: AbortSignal): Promise<Result<{ readonly confirmed: boolean }, PrintFailure>> {
    let sent = false;
    const result = await command('Printer.printRaster', signal, async (session, stop) => {
      const printed = await printOn(session, raster, stop, () => {
        sent = true;
      });
      if (!printed.ok && sent) await abandonJob(session, printed.error);
      return printed;
    });
    if (result.ok) return result;
    return err({ ...afterSending(result.error, sent), sent });
  }

  /** The rest of a broken slip must not come out with the next one. */
  async function abandonJob(session: Session, failure: DeviceFailure): Promise<void> {
    session.suspect = true;
    if (failure.reason === 'notTaking' || failure.reason === 'disconnected' || !model.answersStatus) {
      leftover = model.answersStatus;
      return supervisor.giveUp(session.link, failure);
    }
    const cleared = await session.link.write(CLEAR_BUFFERS, T.answerMs);
    // Its answer shows that the printer has got what was sent before.
    leftover = !cleared.ok || !(await readStatus(session)).ok;
  }

  return {
    id: 'receiptPrinter',
    address: `tcp ${settings.host}:${settings.port}`,
    model: model.name,
    dots: model.dots,
    state: state.get,
    onStateChanged: state.onChanged,
    print,
    status: (signal) =>
      command('Printer.status', signal, (session) =>
        model.answersStatus ? readStatus(session) : Promise.resolve(err<DeviceFailure>({ code: 'unsupportedCommand', reason: 'noStatus' }))),
    async test(signal, raster) {
      const printed = await print(raster ?? testRaster(model.dots), signal);
      if (!printed.ok) return printed;
      const paper = state.get().media['paper'];
      return ok({ summary: printed.value.confirmed ? `printed, paper ${paper ?? 'unknown'}` : 'sent; this model does not say whether it printed' });
    },
    start: supervisor.start,
    async close() {
      closing.abort();
      stopPoll();
      live?.gone.abort();
      await supervisor.close();
    },
  };
}

/** A connection that fails once bytes are out leaves open whether the slip came out. */
function afterSending(failure: DeviceFailure, sent: boolean): DeviceFailure {
  const unsure = failure.reason === undefined || ['notAnswering', 'disconnected', 'notTaking', 'hung'].includes(failure.reason);
  return sent && unsure ? { ...failure, reason: 'notConfirmed' } : failure;
}
