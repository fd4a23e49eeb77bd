import { describe, expect, it, onTestFinished } from 'vitest';
import { Faults } from '../bench/faults.ts';
import { HTTP_FAULTS, json } from '../bench/http-wire.ts';
import { seeded } from './kernel/seeded.ts';
import { inProcessWire } from './kernel/wire.ts';
import { createWorld } from './kernel/world.ts';

const startAt = Date.UTC(2026, 10, 24, 2);

function world() {
  const made = createWorld({ seed: 1, startAt });
  onTestFinished(() => made.close());
  return made;
}
const line = (action: string) => ({ write: 'audit' as const, line: { actor: 'test', action, subject: 's', details: {} } });

describe('a simulated world', () => {
  it('gives the same chance for the same seed', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, ((chance) => () => chance.next())(seeded(seed)));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('runs timers by their time, and what they start before the next', async () => {
    const { time } = world();
    const seen: string[] = [];
    time.after(20, () => seen.push('20'));
    time.after(10, () => void Promise.resolve().then(() => time.after(5, () => seen.push('15'))));
    await time.run(30);
    expect(seen).toEqual(['15', '20']);
    expect(time.now()).toBe(startAt + 30);
  });

  it.each([['before', 0], ['after', 1]] as const)('loses all but the database when the power goes %s a transaction', async (when, lines) => {
    const made = world();
    const life = made.begin();
    life.cutAtWrite(1, when);
    let went = false;
    life.clock.after(1, () => (went = true));
    void life.store.write([line('a')]).then(() => (went = true));
    await made.run(10);
    expect({ alive: life.alive(), went }).toEqual({ alive: false, went: false });
    const next = made.begin();
    expect(await next.store.read('audit.verify')).toEqual({ ok: true, value: { lines, brokenAt: null } });
  });

  it('does at the far end what was asked, though the answer is lost or late', async () => {
    const made = world();
    const life = made.begin();
    const faults = new Faults(HTTP_FAULTS);
    let done = 0;
    const service = { operation: () => 'pay', handle: () => json({ done: ++done }) };
    const send = inProcessWire({ service, faults, time: made.time, chance: made.chance }).sendFor(life);
    const ask = async () => {
      let answer: unknown;
      void send(life.clock, { method: 'POST', url: 'http://far/', timeoutMs: 1000, maxBytes: 1000 }).then((reply) => (answer = reply.ok ? reply.value.status : reply.error.code));
      await made.run(2000);
      return answer;
    };
    expect(await ask()).toBe(200);
    faults.set({ kind: 'lost-reply', times: 1 });
    expect(await ask()).toBe('unreachable');
    faults.set({ kind: 'hang', times: 1 });
    expect(await ask()).toBe('timeOut');
    expect(done).toBe(2);
    life.end();
    expect(await ask()).toBeUndefined();
  });
});
