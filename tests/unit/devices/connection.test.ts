import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionEffect, ConnectionEvent } from '../../../main/devices/connection.ts';
import { STOPPED, backOff, connection } from '../../../main/devices/connection.ts';
import { DELAYS } from '../../../main/devices/delays.ts';

const events: fc.Arbitrary<ConnectionEvent> = fc
  .constantFrom('start', 'opened', 'openFailed', 'lost', 'waited', 'hurry', 'close')
  .map((event) => ({ event }));

/** What the supervisor would hold after carrying out all effects. */
function run(sequence: readonly ConnectionEvent[]) {
  let state = STOPPED;
  let opening = 0;
  let waiting = 0;
  let links = 0;
  let most = 0;
  const all: ConnectionEffect[] = [];
  for (const event of sequence) {
    // Only what the world can really report: an opening ends if there is one, a link is lost if there is one.
    if ((event.event === 'opened' || event.event === 'openFailed') && opening === 0) continue;
    if (event.event === 'lost' && links === 0) continue;
    if (event.event === 'waited' && waiting === 0) continue;
    if (event.event === 'opened') links += 1;
    if (event.event === 'opened' || event.event === 'openFailed') opening -= 1;
    if (event.event === 'waited') waiting -= 1;
    const [next, effects] = connection(state, event);
    state = next;
    for (const effect of effects) {
      all.push(effect);
      if (effect.effect === 'open') opening += 1;
      if (effect.effect === 'wait') waiting += 1;
      if (effect.effect === 'stopWaiting') waiting -= 1;
      if (effect.effect === 'dropLink') links -= 1;
    }
    most = Math.max(most, opening + waiting + links);
    expect(links).toBeGreaterThanOrEqual(0);
    expect(waiting).toBeGreaterThanOrEqual(0);
  }
  return { state, opening, waiting, links, most };
}

describe('a connection', () => {
  it('is only ever one: opening, waiting or open, never two of them', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60 }), (sequence) => {
        expect(run(sequence).most).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves nothing behind once it is closed', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60 }), (sequence) => {
        const end = run([
          { event: 'start' },
          ...sequence,
          { event: 'close' },
          { event: 'opened' },
          { event: 'start' },
          { event: 'hurry' },
        ]);
        expect(end).toMatchObject({ state: { name: 'closed' }, waiting: 0, links: 0, opening: 0 });
      }),
    );
  });

  it('is always on its way back after it was lost', () => {
    fc.assert(
      fc.property(
        fc.array(
          events.filter(({ event }) => event !== 'close'),
          { maxLength: 60 },
        ),
        (sequence) => {
          const end = run([{ event: 'start' }, ...sequence]);
          expect(end.opening + end.waiting + end.links).toBe(1);
        },
      ),
    );
  });
});

describe('the wait before the next try', () => {
  it('grows with each failure, up to a longest, and is never the same for two devices', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => backOff(failures, 0, DELAYS.reconnect));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(backOff(1, 1, DELAYS.reconnect)).toBe(650);
  });
});
