// What every device class shares: a state that listeners follow, commands that end exactly once, and a lock for devices
// that do one thing at a time. Names are those of XFS4IoT: device status, completion codes.

import { deadline, orAborted, pause } from '../base/clock.ts';
import type { Result } from '../domain/result.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Clock, Device, DeviceFailure, DeviceState, DeviceStatusName } from '../services/ports.ts';
import { DELAYS } from './delays.ts';

export type StateCell = {
  readonly get: () => DeviceState;
  /** Listeners and the log hear of it only if something changed. */
  readonly set: (next: {
    readonly status: DeviceStatusName;
    readonly media?: Readonly<Record<string, string>>;
    readonly detail?: string;
  }) => void;
  readonly onChanged: (listener: (state: DeviceState) => void) => () => void;
};

export function createStateCell(device: Device['id'], clock: Clock, log: Log): StateCell {
  let state: DeviceState = { status: 'starting', media: {}, since: clock.now() };
  const listeners = new Set<(state: DeviceState) => void>();
  return {
    get: () => state,
    set(next) {
      const media = next.media ?? {};
      const sameStatus = next.status === state.status;
      if (sameStatus && next.detail === state.detail && sameMedia(media, state.media)) return;
      const from = state.status;
      const since = sameStatus ? state.since : clock.now();
      state = { status: next.status, media, since, ...(next.detail === undefined ? {} : { detail: next.detail }) };
      log('device.state', { device, from, to: state.status, detail: describe(state) });
      for (const listener of [...listeners]) listener(state);
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function sameMedia(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function describe(state: DeviceState): string | undefined {
  const media = Object.entries(state.media).map(([name, value]) => `${name} ${value}`);
  return [...media, ...(state.detail === undefined ? [] : [state.detail])].join(', ') || undefined;
}

export type CommandOptions = {
  readonly device: Device['id'];
  /** XFS4IoT style: `Printer.printRaster`. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Runs a command to its one completion. On cancel or time-out the body is told through its signal and gets a moment to
 * wind up: what it then reports counts, so that a job that came out after all is not called canceled. A body that
 * throws or hangs ends as `internalError` or `timeOut`.
 */
export async function runCommand<T>(
  options: CommandOptions,
  body: (signal: AbortSignal) => Promise<Result<T, DeviceFailure>>,
): Promise<Result<T, DeviceFailure>> {
  const { clock, log } = options;
  const started = clock.now();
  const wait = deadline(clock, options.timeoutMs, options.signal);
  const windUp = new AbortController();
  const run = async (): Promise<Result<T, DeviceFailure>> => {
    try {
      return options.signal.aborted ? { ok: false, error: { code: 'canceled' } } : await body(wait.signal);
    } catch (error) {
      return { ok: false, error: { code: 'internalError', detail: thrown(error) } };
    }
  };
  const running = run();
  const hung = new Promise<'hung'>((resolve) => {
    const onAbort = (): void =>
      void pause(clock, DELAYS.command.windUpMs, windUp.signal).then((how) => how === 'elapsed' && resolve('hung'));
    if (wait.signal.aborted) onAbort();
    else wait.signal.addEventListener('abort', onAbort, { once: true });
  });
  const outcome = await Promise.race([running, hung]);
  windUp.abort();
  wait.done();
  const result =
    outcome === 'hung'
      ? interrupted(wait.timedOut())
      : !outcome.ok && wait.timedOut()
        ? relabel(outcome.error)
        : outcome;
  log('device.command', {
    device: options.device,
    command: options.name,
    completion: result.ok ? 'success' : result.error.code,
    took: clock.now() - started,
    detail: result.ok
      ? undefined
      : [result.error.reason, result.error.detail].filter((text) => text !== undefined).join(': ') || undefined,
  });
  return result;
}

function interrupted(timedOut: boolean): Result<never, DeviceFailure> {
  return { ok: false, error: timedOut ? { code: 'timeOut', reason: 'hung' } : { code: 'canceled', reason: 'hung' } };
}

/** The body saw only an aborted signal; that it was the time-out is known here. */
function relabel(error: DeviceFailure): Result<never, DeviceFailure> {
  return { ok: false, error: error.code === 'canceled' ? { ...error, code: 'timeOut' } : error };
}

function thrown(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : 'thrown';
}

export type Lock = {
  /** Runs when all before it are done; undefined if the signal aborted first. */
  readonly run: <T>(signal: AbortSignal, body: () => Promise<T>) => Promise<T | undefined>;
  readonly busy: () => boolean;
};

export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  let holders = 0;
  return {
    busy: () => holders > 0,
    async run(signal, body) {
      const before = last;
      let release: () => void = () => {};
      last = new Promise<void>((resolve) => {
        release = resolve;
      });
      // The next one waits for this one and for all before it, whether or not this one gives up waiting.
      const mine = last;
      last = before.then(() => mine);
      holders += 1;
      try {
        await orAborted(before, signal);
        return signal.aborted ? undefined : await body();
      } finally {
        holders -= 1;
        release();
      }
    },
  };
}
