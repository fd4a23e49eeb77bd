import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../main/domain/result.ts';
import type { Result } from '../../../main/domain/result.ts';
import { createLock, createStateCell, runCommand } from '../../../main/devices/device.ts';
import type { DeviceFailure, DeviceState } from '../../../main/services/ports.ts';
import { fastClock, keptLog, never } from './support.ts';

const command = (signal: AbortSignal, factor = 100, log = keptLog()) =>
  ({ device: 'receiptPrinter', name: 'Printer.test', timeoutMs: 1000, signal, clock: fastClock(factor), log }) as const;

describe('a command', () => {
  it('ends with what its body says, and is logged once', async () => {
    const log = keptLog();
    expect(await runCommand(command(never(), 1, log), async () => ok(7))).toEqual({ ok: true, value: 7 });
    expect(log.lines).toMatchObject([
      { event: 'device.command', fields: { command: 'Printer.test', completion: 'success' } },
    ]);
  });

  it('is an internal error when its body throws', async () => {
    const result = await runCommand(command(never()), async () => {
      throw new TypeError('bug');
    });
    expect(result).toEqual({ ok: false, error: { code: 'internalError', detail: 'TypeError: bug' } });
  });

  it('times out even when its body does not listen', async () => {
    expect(await runCommand(command(never()), () => new Promise<Result<string, DeviceFailure>>(() => {}))).toEqual({
      ok: false,
      error: { code: 'timeOut', reason: 'hung' },
    });
  });

  it('is canceled even when its body does not listen', async () => {
    const stop = new AbortController();
    const running = runCommand(command(stop.signal), () => new Promise<Result<string, DeviceFailure>>(() => {}));
    stop.abort();
    expect(await running).toEqual({ ok: false, error: { code: 'canceled', reason: 'hung' } });
  });

  it('does not begin when it was canceled before', async () => {
    const stop = new AbortController();
    stop.abort();
    let began = false;
    const result = await runCommand(command(stop.signal), async () => {
      began = true;
      return ok();
    });
    expect(result).toEqual({ ok: false, error: { code: 'canceled' } });
    expect(began).toBe(false);
  });

  it('tells a time-out from a cancel, keeping the reason of the body', async () => {
    const body = (signal: AbortSignal) =>
      new Promise<Result<string, DeviceFailure>>((resolve) =>
        signal.addEventListener('abort', () => resolve(err({ code: 'canceled', reason: 'notConfirmed' }))),
      );
    expect(await runCommand(command(never()), body)).toEqual({
      ok: false,
      error: { code: 'timeOut', reason: 'notConfirmed' },
    });
  });

  it('has succeeded if its body did while it was being canceled', async () => {
    const stop = new AbortController();
    const running = runCommand(
      command(stop.signal, 1),
      (signal) =>
        new Promise<Result<string, DeviceFailure>>((resolve) =>
          signal.addEventListener('abort', () => resolve(ok('came out'))),
        ),
    );
    stop.abort();
    expect(await running).toEqual({ ok: true, value: 'came out' });
  });
});

describe('a lock', () => {
  it('lets one in at a time, in the order of asking', async () => {
    const lock = createLock();
    const order: string[] = [];
    const job = (name: string) =>
      lock.run(never(), async () => {
        order.push(`${name} in`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} out`);
      });
    await Promise.all([job('a'), job('b'), job('c')]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(lock.busy()).toBe(false);
  });

  it('is let go when a body throws, and not overtaken when one gives up waiting', async () => {
    const lock = createLock();
    let free: () => void = () => {};
    const first = lock.run(
      never(),
      () =>
        new Promise<void>((resolve) => {
          free = resolve;
        }),
    );
    const stop = new AbortController();
    const second = lock.run(stop.signal, async () => 'second');
    const third = lock.run(never(), async () => 'third');
    stop.abort();
    expect(await second).toBeUndefined();
    let thirdIn = false;
    void third.then(() => {
      thirdIn = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(thirdIn).toBe(false);
    free();
    await first;
    expect(await third).toBe('third');
    await expect(
      lock.run(never(), async () => {
        throw new Error('x');
      }),
    ).rejects.toThrow('x');
    expect(await lock.run(never(), async () => 'after')).toBe('after');
  });
});

describe('a device’s state', () => {
  it('is told to listeners and the log when it changes, and only then', () => {
    const log = keptLog();
    const state = createStateCell('receiptPrinter', fastClock(1), log);
    const seen: DeviceState[] = [];
    const unsubscribe = state.onChanged((next) => seen.push(next));
    state.set({ status: 'online', media: { paper: 'full' } });
    state.set({ status: 'online', media: { paper: 'full' } });
    state.set({ status: 'online', media: { paper: 'low' } });
    unsubscribe();
    state.set({ status: 'offline', detail: 'unreachable' });
    expect(seen.map(({ status, media }) => ({ status, media }))).toEqual([
      { status: 'online', media: { paper: 'full' } },
      { status: 'online', media: { paper: 'low' } },
    ]);
    expect(seen[0]!.since).toBe(seen[1]!.since);
    expect(log.lines).toHaveLength(3);
  });
});
