// An ESC/POS receipt printer. A job counts as printed only when the printer has answered a status question that stands
// behind the job in its queue, and what it answered is good. Everything else is a failure with its reason: the paper
// may or may not have come out, and what is printed next is a copy.

import { pause } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, DeviceFailure, Random, Raster, ReceiptPrinter } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell, runCommand } from '../device.ts';
import { createIdlePoll } from '../idle-poll.ts';
import { createSupervisor } from '../supervisor.ts';
import type { PrinterLink } from './link.ts';
import type { PrinterModel, PrinterModelName } from './models.ts';
import { PRINTER_MODELS } from './models.ts';
import { CLEAR_BUFFERS, ENABLE_AUTOMATIC_STATUS, feedAndCut, jobPieces, OPEN_DRAWER } from './protocol.ts';
import type { Session } from './session.ts';
import { createSession } from './session.ts';
import type { PrinterStatus } from './status.ts';
import { deviceStateOf, problemOf } from './status.ts';
import { testRaster } from './test-raster.ts';
import type { PrinterAddress } from './transport.ts';
import { addressText, connectPrinter } from './transport.ts';

const T = DELAYS.receiptPrinter;

export type EscPosPrinter = Omit<ReceiptPrinter, 'test'> & {
  /** Prints a test picture, the caller's or a built-in one. */
  readonly test: (signal: AbortSignal, raster?: Raster) => Promise<Result<{ readonly summary: string }, DeviceFailure>>;
  /** Feeds to the knife and cuts. */
  readonly cut: (signal: AbortSignal) => Promise<Result<void, DeviceFailure>>;
  /** Opens the cash drawer at its pin 2. */
  readonly openDrawer: (signal: AbortSignal) => Promise<Result<void, DeviceFailure>>;
  /** Asks the printer now, connecting if need be. */
  readonly status: (signal: AbortSignal) => Promise<Result<PrinterStatus, DeviceFailure>>;
};

export function createReceiptPrinter(options: {
  readonly settings: PrinterAddress & { readonly model: PrinterModelName };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): EscPosPrinter {
  const { settings, clock, log } = options;
  const model: PrinterModel = PRINTER_MODELS[settings.model];
  const state = createStateCell('receiptPrinter', clock, log);
  const lock = createLock();
  const closing = new AbortController();
  let live: Session | undefined;
  const idlePoll = createIdlePoll({ everyMs: T.idlePollMs, look: readStatus, isConnected: () => live !== undefined, lock, clock, signal: closing.signal });
  /** Part of a broken job may still be in the printer. */
  let leftover = false;
  /** Answers to a broken job's questions may still come. */
  let lateAnswers = false;

  const supervisor = createSupervisor<PrinterLink>({
    open: (signal) => connectPrinter(settings, clock, signal),
    onOpened(link) {
      const session = createSession({
        link,
        clock,
        onStatus: (status) => state.set(deviceStateOf(status)),
        onDead: (failure) => supervisor.giveUp(link, failure),
      });
      live = session;
      if (model.status !== 'none') void greet(session);
      else state.set({ status: 'online', detail: 'statusUnknown' });
    },
    onDown(failure) {
      idlePoll.stop();
      live?.end();
      live = undefined;
      state.set({ status: 'offline', detail: failure.reason ?? failure.code });
    },
    ...(settings.transport === 'spooler' && { openMs: T.spoolerMs }),
    clock,
    random: options.random,
  });

  async function greet(session: Session): Promise<void> {
    if (leftover) leftover = !(await session.link.write(CLEAR_BUFFERS, T.answerMs)).ok;
    if (model.status === 'inOrder') await session.link.write(ENABLE_AUTOMATIC_STATUS, T.answerMs);
    await lock.run(closing.signal, async () => {
      if (live === session) await session.readStatus();
    });
    if (live) idlePoll.start();
  }

  async function readStatus(): Promise<void> {
    await live?.readStatus();
  }

  /** By everything that it can be asked, not by what it last said. */
  async function readyNow(session: Session): Promise<Result<void, DeviceFailure>> {
    const status = await session.readStatus();
    if (!status.ok) return status;
    const problem = problemOf(status.value);
    return problem ? err(problem) : ok();
  }

  /** The printer's queue must be empty: an answer that belongs to an earlier job must not be taken for this one's. */
  async function awaitIdle(session: Session, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const turn = await session.awaitTurn(T.confirmMs, signal);
    if (!turn.ok) return turn.error.reason === 'notConfirmed' ? err({ ...turn.error, reason: 'notAnswering' }) : turn;
    if (lateAnswers) await pause(clock, T.lateAnswersMs, signal);
    lateAnswers = false;
    return ok();
  }

  async function printOn(
    session: Session,
    raster: Raster,
    signal: AbortSignal,
    onSent: () => void,
  ): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    const pieces = session.link.wholeJobs ? [joined(jobPieces(raster, model))] : jobPieces(raster, model);
    if (model.status === 'none') {
      for (const piece of pieces) {
        onSent();
        const written = await session.link.write(piece, T.writeMs, signal);
        if (!written.ok) return written;
      }
      return ok({ confirmed: false });
    }
    const ready = await readyNow(session);
    if (!ready.ok) return ready;
    if (model.status === 'inOrder') {
      const idle = await awaitIdle(session, signal);
      if (!idle.ok) return idle;
    }
    for (const piece of pieces) {
      if (signal.aborted) return err({ code: 'canceled', reason: 'notConfirmed' });
      onSent();
      const written = await session.link.write(piece, T.writeMs, signal);
      if (!written.ok) return written;
      const still = await session.checkReady();
      if (!still.ok) return still;
    }
    if (model.status === 'polled') return watchEnd(session, raster, signal);
    const paper = await session.awaitTurn(T.confirmMs + T.confirmPerRowMs * raster.height, signal);
    if (!paper.ok) return paper;
    const after = await readyNow(session);
    if (!after.ok) return after;
    return paper.value === 'out' ? err({ code: 'commandErrorCode', reason: 'paperOut' }) : ok({ confirmed: true });
  }

  /** It does not say when it has come to the end: for as long as that takes at its slowest, what stops it is seen. */
  async function watchEnd(session: Session, raster: Raster, signal: AbortSignal): Promise<Result<{ confirmed: boolean }, DeviceFailure>> {
    const until = clock.now() + T.unseenEndPerRowMs * raster.height;
    for (;;) {
      const ready = await readyNow(session);
      if (!ready.ok) return ready;
      if (clock.now() >= until) return ok({ confirmed: false });
      if ((await pause(clock, T.jobPollMs, signal)) === 'aborted') return err({ code: 'canceled', reason: 'notConfirmed' });
    }
  }

  function command<R>(
    name: string,
    signal: AbortSignal,
    body: (session: Session, stop: AbortSignal) => Promise<Result<R, DeviceFailure>>,
  ): Promise<Result<R, DeviceFailure>> {
    return runCommand({ device: 'receiptPrinter', name, timeoutMs: T.jobMs, signal, clock, log }, async (stop) => {
      const result = await lock.run(stop, async () => {
        const link = await supervisor.need(stop);
        if (!link.ok) return link;
        return live ? body(live, stop) : err<DeviceFailure>({ code: 'deviceNotReady', reason: 'disconnected' });
      });
      return result ?? err<DeviceFailure>({ code: 'canceled' });
    });
  }

  const print: ReceiptPrinter['print'] = async (raster, signal) => {
    let sent = false;
    const result = await command('Printer.printRaster', signal, async (session, stop) => {
      const printed = await printOn(session, raster, stop, () => {
        sent = true;
      });
      if (!printed.ok && sent) await abandonJob(session, printed.error);
      return printed;
    });
    return result.ok ? result : err({ ...afterSending(result.error, sent), sent });
  };

  /** The rest of a broken slip must not come out with the next one. */
  async function abandonJob(session: Session, failure: DeviceFailure): Promise<void> {
    lateAnswers = true;
    if (failure.reason === 'notTaking' || failure.reason === 'disconnected' || model.status === 'none') {
      leftover = model.status !== 'none';
      return supervisor.giveUp(session.link, failure);
    }
    const cleared = await session.link.write(CLEAR_BUFFERS, T.answerMs);
    // Its answer shows that the printer has got what was sent before.
    leftover = !cleared.ok || !(await session.readStatus()).ok;
  }

  return {
    id: 'receiptPrinter',
    address: addressText(settings),
    model: model.name,
    dots: model.dots,
    state: state.get,
    onStateChanged: state.onChanged,
    print,
    status: (signal) =>
      command('Printer.status', signal, (session) =>
        model.status !== 'none'
          ? session.readStatus()
          : Promise.resolve(err<DeviceFailure>({ code: 'unsupportedCommand', reason: 'noStatus' })),
      ),
    cut: (signal) =>
      model.cut === 'none'
        ? Promise.resolve(err<DeviceFailure>({ code: 'unsupportedCommand', reason: 'noCutter' }))
        : command('Printer.cut', signal, ({ link }, stop) => link.write(feedAndCut(model), T.writeMs, stop)),
    openDrawer: (signal) => command('Printer.openDrawer', signal, ({ link }, stop) => link.write(OPEN_DRAWER, T.writeMs, stop)),
    async test(signal, raster) {
      const printed = await print(raster ?? testRaster(model.dots), signal);
      if (!printed.ok) return printed;
      const paper = state.get().media['paper'];
      return ok({
        summary: printed.value.confirmed
          ? `printed, paper ${paper ?? 'unknown'}`
          : 'sent; this model does not say whether it printed',
      });
    },
    start: supervisor.start,
    async close() {
      closing.abort();
      idlePoll.stop();
      live?.end();
      await supervisor.close();
    },
  };
}

/** A connection that fails once bytes are out leaves open whether the slip came out. */
function afterSending(failure: DeviceFailure, sent: boolean): DeviceFailure {
  const unsure =
    failure.reason === undefined || ['notAnswering', 'disconnected', 'notTaking', 'hung'].includes(failure.reason);
  return sent && unsure ? { ...failure, reason: 'notConfirmed' } : failure;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
