// Keeps one connection to a device: opens it, notices its end, opens it again with back-off, closes everything at the
// end. Never throws; what a driver throws while opening becomes a failure like any other.

import { deadline, orAborted } from '../base/clock.ts';
import { fail } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Clock, DeviceFailure, Random } from '../services/ports.ts';
import type { ConnectionEffect, ConnectionEvent, ConnectionState } from './connection.ts';
import { STOPPED, backOff, connection } from './connection.ts';
import { DELAYS } from './delays.ts';

export type Link = {
  /** Called once when the link has ended by itself, also if that was before the listener came. */
  readonly onLost: (listener: (detail: string) => void) => void;
  /** Safe to call again and after the link was lost. */
  readonly close: () => Promise<void>;
};

export type Supervisor<L extends Link> = {
  readonly start: () => void;
  readonly link: () => L | undefined;
  /** The open link; where there is none, one try to open it now. */
  readonly need: (signal: AbortSignal) => Promise<Result<L, DeviceFailure>>;
  /** The driver found out that this link is dead. */
  readonly giveUp: (link: L, failure: DeviceFailure) => void;
  readonly close: () => Promise<void>;
};

export function createSupervisor<L extends Link>(options: {
  readonly open: (signal: AbortSignal) => Promise<Result<L, DeviceFailure>>;
  readonly onOpened: (link: L) => void;
  /** The link is lost, or could not be opened. */
  readonly onDown: (failure: DeviceFailure) => void;
  /** How long one try may take; where a driver says nothing, as long as a port or an address takes. */
  readonly openMs?: number;
  readonly clock: Clock;
  readonly random: Random;
}): Supervisor<L> {
  const { clock } = options;
  let state: ConnectionState = STOPPED;
  let current: L | undefined;
  let arrived: L | undefined;
  let attempt: { readonly abort: () => void; readonly finished: Promise<void> } | undefined;
  let stopWaiting: () => void = () => {};
  let lastFailure: DeviceFailure = { code: 'deviceNotReady', reason: 'notStarted' };
  const closings = new Set<Promise<void>>();
  const waiters = new Set<() => void>();

  function dispatch(event: ConnectionEvent): void {
    const [next, effects] = connection(state, event);
    state = next;
    for (const effect of effects) carryOut(effect);
    for (const waiter of [...waiters]) waiter();
  }

  function carryOut(effect: ConnectionEffect): void {
    if (effect.effect === 'open') attempt = open();
    else if (effect.effect === 'abandonOpening') attempt?.abort();
    else if (effect.effect === 'wait') {
      const random = (options.random(1)[0] ?? 0) / 255;
      stopWaiting = clock.after(backOff(effect.failures, random, DELAYS.reconnect), () =>
        dispatch({ event: 'waited' }),
      );
    } else if (effect.effect === 'stopWaiting') stopWaiting();
    else {
      const dropped = arrived ?? current;
      arrived = undefined;
      if (dropped === current) current = undefined;
      if (dropped) dispose(dropped);
    }
  }

  function dispose(link: L): void {
    const wait = deadline(clock, DELAYS.reconnect.closeMs);
    const closing = orAborted(
      Promise.resolve().then(() => link.close()),
      wait.signal,
    )
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        wait.done();
        closings.delete(closing);
      });
    closings.add(closing);
  }

  function open(): { abort: () => void; finished: Promise<void> } {
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      // The port that was lost a moment ago must be let go before the same port can be opened again.
      await Promise.all(closings);
      if (controller.signal.aborted) return down({ code: 'canceled' });
      const wait = deadline(clock, options.openMs ?? DELAYS.reconnect.openMs, controller.signal);
      const opening = (async () => options.open(wait.signal))();
      const result = await orAborted(opening, wait.signal).catch((error: unknown) =>
        fail('internalError', nameOf(error)),
      );
      wait.done();
      if (result === 'aborted') {
        // What comes after all is closed, not kept.
        opening.then(
          (late) => late.ok && dispose(late.value),
          () => {},
        );
        return down(wait.timedOut() ? { code: 'timeOut', reason: 'notAnswering' } : { code: 'canceled' });
      }
      if (!result.ok) return down(result.error);
      arrived = result.value;
      dispatch({ event: 'opened' });
      if (arrived === undefined) return;
      const link = arrived;
      arrived = undefined;
      current = link;
      options.onOpened(link);
      link.onLost((detail) => giveUp(link, { code: 'deviceNotReady', reason: 'disconnected', detail }));
      for (const waiter of [...waiters]) waiter();
    };
    return { abort: () => controller.abort(), finished: run() };
  }

  function down(failure: DeviceFailure): void {
    lastFailure = failure;
    dispatch({ event: 'openFailed' });
    if (state.name !== 'closed') options.onDown(failure);
  }

  function giveUp(link: L, failure: DeviceFailure): void {
    if (link !== current) return;
    lastFailure = failure;
    dispatch({ event: 'lost' });
    options.onDown(failure);
  }

  return {
    start: () => dispatch({ event: 'start' }),
    link: () => current,
    giveUp,
    async need(signal) {
      if (current) return { ok: true, value: current };
      dispatch({ event: 'hurry' });
      while (!signal.aborted && current === undefined && (state.name === 'opening' || state.name === 'open')) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          waiters.add(wake);
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      if (current) return { ok: true, value: current };
      return { ok: false, error: signal.aborted ? { code: 'canceled' } : lastFailure };
    },
    async close() {
      dispatch({ event: 'close' });
      await attempt?.finished;
      await Promise.all(closings);
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : 'thrown';
}
