// The outbox's dispatcher on a store and a clock that the test holds in its hand.

import { describe, expect, it } from 'vitest';
import { ok } from '../../../../main/domain/result.ts';
import { createDispatcher } from '../../../../main/services/outbox/dispatcher.ts';
import type { EffectHandler, Lane, Outcome } from '../../../../main/services/outbox/dispatcher.ts';
import type { OutboxPick, OutboxRow, Store, Write } from '../../../../main/services/store.ts';

function world(handlers: Record<string, EffectHandler>, rows: OutboxRow[], lanes: readonly Lane[] = []) {
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
  const read = async (query: string, { kinds, except, onlyFreshAfter, freshAfter = Infinity }: OutboxPick & { readonly freshAfter?: number } = {}) => {
    asked.push(query);
    const isFresh = (row: OutboxRow, after: number) => row.createdAt >= after && row.priority < 5;
    const waiting = rows
      .filter(({ state, kind }) => state === 'waiting' && (kinds?.includes(kind) ?? true) && !except?.includes(kind))
      .filter((row) => rows.every((other) => other.stream !== row.stream || other.id >= row.id))
      .filter((row) => onlyFreshAfter === undefined || isFresh(row, onlyFreshAfter));
    const due = waiting
      .filter(({ notBefore }) => notBefore <= now)
      .sort((a, b) => Number(isFresh(b, freshAfter)) - Number(isFresh(a, freshAfter)) || a.priority - b.priority || a.id - b.id);
    const next = waiting.map(({ notBefore }) => notBefore);
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
  const dispatcher = createDispatcher({ store, handlers, deliver: async (_id, _event, writes) => (await write(writes), ok()), clock, log: () => {}, lanes });
  return {
    dispatcher,
    rows,
    whenAsked: (listener: (query: string) => void) => (onAsked = listener),
    now: () => now,
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

const LANE: Lane = { kinds: ['message', 'picture'], atOnce: 3, bulkAtOnce: 1, gapMs: 200, knock: { firstMs: 1_000, ceilingMs: 60_000 }, freshMs: 10_000 };
const message = (id: number, more: Partial<OutboxRow> = {}) => row(id, { kind: 'message', priority: 1, createdAt: -1e9, ...more });
const silent = { row: 'retry', far: 'silent', afterMs: 1_000, reason: 'timeOut' } as const;
const answered = { row: 'done', far: 'answered' } as const;

/** A lane whose far end does what `answer` says; who came when is written down. */
function lane(rows: OutboxRow[], answer: (row: OutboxRow, now: number) => Outcome) {
  const came: { readonly id: number; readonly at: number }[] = [];
  const handler: EffectHandler = async (one) => {
    came.push({ id: one.id, at: made.now() });
    return answer(one, made.now());
  };
  const made = world({ message: handler, picture: handler }, rows, [LANE]);
  const run = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 25) await made.turn(25);
  };
  made.dispatcher.start();
  return { ...made, came, run };
}

describe('a lane to one far end', () => {
  it('knocks with one row at a time while the far end is silent, ever more rarely, however many wait', async () => {
    const { came, run } = lane(Array.from({ length: 500 }, (_, id) => message(id)), () => silent);
    await run(10 * 60_000);
    expect(came.length).toBeGreaterThan(10);
    expect(came.length).toBeLessThan(30);
  }, 20_000);

  it('does not storm a far end that is back: a few a second, and messages before pictures', async () => {
    const rows = [...Array.from({ length: 40 }, (_, id) => message(id, { kind: 'picture', priority: 5 })), ...Array.from({ length: 40 }, (_, id) => message(100 + id))];
    const { came, run } = lane(rows, (_row, now) => (now < 60_000 ? silent : answered));
    await run(3 * 60_000);
    const back = came.filter(({ at }) => at >= 60_000);
    expect(new Set(back.map(({ id }) => id)).size).toBe(80);
    for (const { at } of back) expect(back.filter((other) => other.at > at && other.at <= at + 1_000).length).toBeLessThanOrEqual(10);
    const lastMessage = Math.max(...back.filter(({ id }) => id >= 100).map(({ at }) => at));
    expect(back.filter(({ id, at }) => id < 100 && at < lastMessage).length).toBeLessThanOrEqual(3);
  }, 20_000);

  it('lets a row that somebody waits for knock at once', async () => {
    const { came, rows, run, now, dispatcher } = lane(Array.from({ length: 50 }, (_, id) => message(id)), (one) => (one.id === 999 ? answered : silent));
    await run(5 * 60_000);
    const before = came.length;
    rows.push(message(999, { createdAt: now() }));
    dispatcher.wake();
    await run(400);
    expect(came.slice(before).map(({ id }) => id)).toContain(999);
  }, 20_000);

  it('sets aside a row that alone fails, and the others get through', async () => {
    const { rows, run } = lane([message(1), ...Array.from({ length: 60 }, (_, id) => message(10 + id, { notBefore: id * 1_000 }))], (one) => (one.id === 1 ? silent : answered));
    await run(90_000);
    expect(rows).toMatchObject([{ id: 1, state: 'setAside' }]);
  }, 20_000);

  it('never sets aside anything because the far end is away', async () => {
    const { rows, run } = lane(Array.from({ length: 5 }, (_, id) => message(id)), () => silent);
    await run(10 * 60_000);
    expect(rows.map(({ state }) => state)).toEqual(Array(5).fill('waiting'));
  }, 20_000);
});
