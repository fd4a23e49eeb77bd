import { describe, expect, it } from 'vitest';
import { pause } from '../../../main/base/clock.ts';
import { err, ok } from '../../../main/domain/result.ts';
import type { Result } from '../../../main/domain/result.ts';
import { DELAYS } from '../../../main/devices/delays.ts';
import { createSupervisor } from '../../../main/devices/supervisor.ts';
import type { Link } from '../../../main/devices/supervisor.ts';
import type { DeviceFailure } from '../../../main/services/ports.ts';
import { fastClock, never, until } from './support.ts';

type TestLink = Link & { readonly lose: () => void; closed: number };

function testLink(): TestLink {
  let listener: (detail: string) => void = () => {};
  const link: TestLink = {
    closed: 0,
    lose: () => listener('pulled'),
    onLost: (on) => {
      listener = on;
    },
    async close() {
      link.closed += 1;
    },
  };
  return link;
}

function supervised(
  open: (signal: AbortSignal, attempt: number) => Promise<Result<TestLink, DeviceFailure>>,
  factor = 50,
) {
  const opened: TestLink[] = [];
  const down: DeviceFailure[] = [];
  let attempts = 0;
  const supervisor = createSupervisor<TestLink>({
    open: (signal) => open(signal, (attempts += 1)),
    onOpened: (link) => opened.push(link),
    onDown: (failure) => down.push(failure),
    clock: fastClock(factor),
    random: () => Uint8Array.of(0),
  });
  return { supervisor, opened, down, attempts: () => attempts };
}

describe('the supervisor of a connection', () => {
  it('opens, notices the end, closes what is left of it and opens again', async () => {
    const { supervisor, opened, down } = supervised(async () => ok(testLink()));
    supervisor.start();
    await until(() => opened.length === 1, 'the first link');
    opened[0]!.lose();
    await until(() => opened.length === 2, 'the second link');
    expect(opened[0]!.closed).toBe(1);
    expect(down).toEqual([{ code: 'deviceNotReady', reason: 'disconnected', detail: 'pulled' }]);
    await supervisor.close();
    expect(opened[1]!.closed).toBe(1);
  });

  it('gives a link that is slow to open the time that its driver asks for', async () => {
    const opened: TestLink[] = [];
    const down: DeviceFailure[] = [];
    const supervisor = createSupervisor<TestLink>({
      // Longer than a port may take.
      open: async () => {
        await pause(fastClock(50), DELAYS.reconnect.openMs * 2);
        return ok(testLink());
      },
      onOpened: (link) => opened.push(link),
      onDown: (failure) => down.push(failure),
      openMs: DELAYS.reconnect.openMs * 100,
      clock: fastClock(50),
      random: () => Uint8Array.of(0),
    });
    supervisor.start();
    await until(() => opened.length === 1, 'the slow link');
    expect(down).toEqual([]);
    await supervisor.close();
  });

  it('goes on trying when opening fails, throws or hangs', async () => {
    const outcomes: (() => Promise<Result<TestLink, DeviceFailure>>)[] = [
      async () => err({ code: 'deviceNotReady', reason: 'unreachable' }),
      () => Promise.reject(new Error('driver is broken')),
      () => {
        throw new Error('driver is broken');
      },
      () => new Promise(() => {}),
      async () => ok(testLink()),
    ];
    const { supervisor, opened, down } = supervised((_, attempt) => outcomes[attempt - 1]!());
    supervisor.start();
    await until(() => opened.length === 1, 'the link');
    expect(down.map((failure) => failure.code)).toEqual([
      'deviceNotReady',
      'internalError',
      'internalError',
      'timeOut',
    ]);
    await supervisor.close();
  });

  it('closes a link that comes after its time was over', async () => {
    const late = testLink();
    const { supervisor, down } = supervised((signal, attempt) =>
      attempt > 1
        ? new Promise(() => {})
        : new Promise((resolve) => signal.addEventListener('abort', () => setTimeout(() => resolve(ok(late)), 5))),
    );
    supervisor.start();
    await until(() => down.length === 1 && late.closed === 1, 'the late link to be closed');
    await supervisor.close();
  });

  it('closes while it opens, and keeps nothing', async () => {
    const link = testLink();
    const { supervisor, opened, attempts } = supervised(
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(ok(link)))),
      1,
    );
    supervisor.start();
    await until(() => attempts() === 1, 'the try');
    await supervisor.close();
    await until(() => link.closed === 1, 'the link to be closed');
    expect(opened).toEqual([]);
    expect(supervisor.link()).toBeUndefined();
  });

  it('does not hang on a link that does not close', async () => {
    const stuck: TestLink = { ...testLink(), close: () => new Promise(() => {}) };
    const { supervisor, opened } = supervised(async () => ok(stuck));
    supervisor.start();
    await until(() => opened.length === 1, 'the link');
    await supervisor.close();
  });

  it('tries at once when somebody needs the device, and tells them why it failed', async () => {
    const { supervisor, attempts } = supervised(async () => err({ code: 'deviceNotReady', reason: 'unreachable' }), 1);
    supervisor.start();
    await until(() => attempts() === 1, 'the first try');
    expect(await supervisor.need(never())).toEqual({
      ok: false,
      error: { code: 'deviceNotReady', reason: 'unreachable' },
    });
    expect(attempts()).toBe(2);
    await supervisor.close();
  });

  it('gives a caller that cannot wait its answer', async () => {
    const { supervisor } = supervised(() => new Promise(() => {}), 1);
    supervisor.start();
    const stop = new AbortController();
    const needed = supervisor.need(stop.signal);
    stop.abort();
    expect(await needed).toEqual({ ok: false, error: { code: 'canceled' } });
    await supervisor.close();
  });
});
