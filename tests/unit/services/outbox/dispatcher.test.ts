// The outbox's dispatcher on a store and a clock that the test holds in its hand.

import { describe, expect, it } from 'vitest';
import { ok } from '../../../../main/domain/result.ts';
import { createDispatcher } from '../../../../main/services/outbox/dispatcher.ts';
import type { EffectHandler } from '../../../../main/services/outbox/dispatcher.ts';
import type { OutboxRow, Store, Write } from '../../../../main/services/store.ts';

function world(handlers: Record<string, EffectHandler>, rows: OutboxRow[]) {
  let now = 1_000;
  const timers = new Set<{ at: number; callback: () => void }>();
  const clock = {
    now: () => now,
    after(ms: number, callback: () => void) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const asked: string[] = [];
  let onAsked: (query: string) => void = () => {};
  const read = async (query: string) => {
    asked.push(query);
    const due = rows.filter(({ notBefore, state }) => state === 'waiting' && notBefore <= now);
    const next = rows.filter(({ state }) => state === 'waiting').map(({ notBefore }) => notBefore);
    onAsked(query);
    return ok(query === 'outbox.due' ? due : next.length > 0 ? Math.min(...next) : null);
  };
  const write = async (writes: readonly Write[]) => {
    for (const one of writes) {
      const at = 'id' in one ? rows.findIndex(({ id }) => id === one.id) : -1;
      if (one.write === 'outbox.done') rows.splice(at, 1);
      if (one.write === 'outbox.retry') rows[at] = { ...rows[at]!, notBefore: one.notBefore, attempts: rows[at]!.attempts + 1 };
      if (one.write === 'outbox.setAside') rows[at] = { ...rows[at]!, state: 'setAside' };
    }
    return ok([]);
  };
  const store = { read, write } as unknown as Pick<Store, 'read' | 'write'>;
  const dispatcher = createDispatcher({ store, handlers, deliver: async (_id, _event, writes) => (await write(writes), ok()), clock, log: () => {} });
  return {
    dispatcher,
    rows,
    whenAsked: (listener: (query: string) => void) => (onAsked = listener),
    pass: (ms: number) => void (now += ms),
    async turn(ms: number) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.callback();
      }
      for (let round = 0; round < 30; round++) await Promise.resolve();
    },
  };
}

const row = (id: number, more: Partial<OutboxRow> = {}): OutboxRow => ({ id, key: `k${id}`, kind: 'work', stream: `s${id}`, subject: 'j1', payload: '{}', state: 'waiting', attempts: 0, notBefore: 0, createdAt: 0, priority: 0, ...more });

describe('the dispatcher', () => {
  it('carries out what is due and tries again what failed', async () => {
    const tries: number[] = [];
    const { dispatcher, rows, turn } = world({ work: async ({ attempts }) => (tries.push(attempts), attempts < 2 ? { row: 'retry', afterMs: 500, reason: 'no' } : { row: 'done' }) }, [row(1)]);
    dispatcher.start();
    await turn(0);
    await turn(500);
    await turn(500);
    expect(tries).toEqual([0, 1, 2]);
    expect(rows).toEqual([]);
  });

  it('does not sleep over a row that becomes due between its two questions', async () => {
    let done = 0;
    const { dispatcher, whenAsked, pass, turn } = world({ work: async () => (done++, { row: 'done' }) }, [row(1, { notBefore: 1_005 })]);
    // The clock goes on just after the first question was answered.
    whenAsked((query) => query === 'outbox.due' && pass(10));
    dispatcher.start();
    await turn(0);
    await turn(1);
    await turn(1);
    expect(done).toBe(1);
  });

  it('goes on with other streams while one is stuck', async () => {
    let done = 0;
    const { dispatcher, turn } = world({ work: async () => (done++, { row: 'done' }), stuck: () => new Promise(() => {}) }, [row(1, { kind: 'stuck' }), row(2, { notBefore: 1_300 })]);
    dispatcher.start();
    await turn(0);
    await turn(260);
    await turn(260);
    expect(done).toBe(1);
  });

  it('sets aside what nobody can carry out, and what threw it tries again', async () => {
    const { dispatcher, rows, turn } = world({ bug: async () => { throw new Error('x'); } }, [row(1, { kind: 'unheardOf' }), row(2, { kind: 'bug' })]);
    dispatcher.start();
    await turn(0);
    await turn(0);
    expect(rows).toMatchObject([{ id: 1, state: 'setAside' }, { id: 2, state: 'waiting', attempts: 1 }]);
  });
});
