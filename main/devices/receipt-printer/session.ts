// One connection to a printer: questions and their answers, sorted by kind. An answer that does not come means that the
// connection is dead, whatever its socket says.

import { deadline, pause } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import type { PrinterLink } from './link.ts';
import type { RealTimeQuery } from './protocol.ts';
import { IN_ORDER_STATUS, readAnswers, realTimeStatus } from './protocol.ts';
import type { PrinterStatus } from './status.ts';
import { fromAutomatic, fromRealTime, paperFromInOrder, problemOf } from './status.ts';

const T = DELAYS.receiptPrinter;

export type Session = {
  readonly link: PrinterLink;
  /** Asks for everything, whatever the printer is doing. */
  readonly readStatus: () => Promise<Result<PrinterStatus, DeviceFailure>>;
  /** Whether it can print; asks for the cause only if it is off line. */
  readonly checkReady: () => Promise<Result<void, DeviceFailure>>;
  /**
   * Puts a question (GS r 1) behind everything that was sent and waits until the printer has come to it: the paper's
   * state then. Looks for the cause while it waits. `notConfirmed` is the reason where it cannot be known.
   */
  readonly awaitTurn: (
    timeoutMs: number,
    signal: AbortSignal,
  ) => Promise<Result<PrinterStatus['paper'], DeviceFailure>>;
  /** The connection is over: nobody waits for its answers any more. */
  readonly end: () => void;
};

export function createSession(options: {
  readonly link: PrinterLink;
  readonly clock: Clock;
  readonly onStatus: (status: PrinterStatus) => void;
  readonly onDead: (failure: DeviceFailure) => void;
}): Session {
  const { link, clock } = options;
  const gone = new AbortController();
  const realTimeListeners = new Set<(byte: number) => void>();
  const inOrderListeners = new Set<(byte: number) => void>();
  let latest: PrinterStatus | undefined;

  let reading: readonly number[] = [];
  link.onBytes((bytes) => {
    const [open, answers] = readAnswers(reading, bytes);
    reading = open;
    for (const answer of answers) {
      if (answer.answer === 'realTime') for (const listener of [...realTimeListeners]) listener(answer.byte);
      else if (answer.answer === 'inOrder') for (const listener of [...inOrderListeners]) listener(answer.byte);
      else if (answer.answer === 'automatic') note(fromAutomatic(answer.bytes));
    }
  });

  function note(status: PrinterStatus): void {
    latest = status;
    options.onStatus(status);
  }

  async function ask(query: RealTimeQuery): Promise<Result<number, DeviceFailure>> {
    const wait = deadline(clock, T.answerMs, gone.signal);
    let listener: (byte: number) => void = () => {};
    const answered = new Promise<number | undefined>((resolve) => {
      listener = resolve;
      realTimeListeners.add(listener);
      wait.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const written = await link.write(realTimeStatus(query), T.answerMs, wait.signal);
    const byte = written.ok ? await answered : undefined;
    realTimeListeners.delete(listener);
    wait.done();
    if (byte !== undefined) return ok(byte);
    const silent = written.ok && !gone.signal.aborted;
    const failure: DeviceFailure = { code: 'deviceNotReady', reason: silent ? 'notAnswering' : 'disconnected' };
    options.onDead(failure);
    return err(failure);
  }

  async function readStatus(): Promise<Result<PrinterStatus, DeviceFailure>> {
    const bytes: number[] = [];
    for (const query of [1, 2, 3, 4] as const) {
      const byte = await ask(query);
      if (!byte.ok) return byte;
      bytes.push(byte.value);
    }
    const status = fromRealTime({ printer: bytes[0]!, offline: bytes[1]!, error: bytes[2]!, paper: bytes[3]! });
    note(status);
    return ok(status);
  }

  async function checkReady(): Promise<Result<void, DeviceFailure>> {
    const known = latest && problemOf(latest);
    if (known) return err(known);
    const printer = await ask(1);
    if (!printer.ok) return printer;
    if ((printer.value & OFF_LINE) === 0) return ok();
    const status = await readStatus();
    if (!status.ok) return status;
    const problem = problemOf(status.value);
    return problem ? err(problem) : ok();
  }

  async function awaitTurn(
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Result<PrinterStatus['paper'], DeviceFailure>> {
    const wait = deadline(clock, timeoutMs, signal);
    const wake = new AbortController();
    const onAbort = (): void => wake.abort();
    let answer: number | undefined;
    const onInOrder = (byte: number): void => {
      answer ??= byte;
      wake.abort();
    };
    inOrderListeners.add(onInOrder);
    wait.signal.addEventListener('abort', onAbort, { once: true });
    gone.signal.addEventListener('abort', onAbort, { once: true });
    try {
      const written = await link.write(IN_ORDER_STATUS, T.writeMs, wait.signal);
      if (!written.ok) return written;
      for (;;) {
        if (answer !== undefined) return ok(paperFromInOrder(answer));
        if (wait.timedOut()) return err({ code: 'timeOut', reason: 'notConfirmed' });
        if (signal.aborted) return err({ code: 'canceled', reason: 'notConfirmed' });
        if (gone.signal.aborted)
          return err({ code: 'deviceNotReady', reason: 'notConfirmed', detail: 'connection lost' });
        if ((await pause(clock, T.jobPollMs, wake.signal)) === 'aborted') continue;
        const ready = await checkReady();
        if (!ready.ok && answer === undefined) return ready;
      }
    } finally {
      inOrderListeners.delete(onInOrder);
      wait.signal.removeEventListener('abort', onAbort);
      gone.signal.removeEventListener('abort', onAbort);
      wait.done();
    }
  }

  return { link, readStatus, checkReady, awaitTurn, end: () => gone.abort() };
}

/** Bit 3 of the answer to DLE EOT 1. */
const OFF_LINE = 0x08;
