// Numbers of the queue: of each unit and day 1, 2, 3 …, each given once whatever is asked again, forgotten with their prints after weeks.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { Store } from '../../../main/services/store.ts';
import { inProcess, NOW, printJob, temporaryDirectory } from './helpers.ts';

const DAY_MS = 86_400_000;
const issue = (store: Store, id: string, day = '2026-11-24', unit = 'H36.12') => store.write([{ write: 'ticket.issue', id, unit, day, by: 'an' }]);
const numberOf = async (store: Store, id: string) => unwrap(await store.read('ticket.byId', { id }))?.number;

it('counts each unit and day apart, and a ticket that is asked for again keeps its number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ id: fc.nat(12), day: fc.constantFrom('2026-11-24', '2026-11-25'), unit: fc.constantFrom('H36.12', 'H36.13') }), { maxLength: 25 }), async (asked) => {
      const engine = inProcess(temporaryDirectory());
      const given = new Map<string, { row: string; number: number }>();
      for (const { id, day, unit } of asked) {
        const name = `ticket.${id}`;
        unwrap(await issue(engine.store, name, day, unit));
        const number = (await numberOf(engine.store, name))!;
        const row = given.get(name)?.row ?? `${unit} ${day}`;
        const before = [...given.values()].filter((other) => other.row === row).length;
        expect(number).toBe(given.get(name)?.number ?? before + 1);
        given.set(name, { row, number });
      }
    }),
    { numRuns: 15 },
  );
});

it('goes on after a restart, and forgets past weeks with their prints', async () => {
  const dir = temporaryDirectory();
  const first = inProcess(dir);
  unwrap(await issue(first.store, 'ticket.a'));
  unwrap(await first.store.write([{ write: 'print.save', job: printJob('ticket.a', 'ticket.a') }]));
  first.engine.close();
  const { store, engine } = inProcess(dir);
  unwrap(await issue(store, 'ticket.b'));
  expect(await numberOf(store, 'ticket.b')).toBe(2);
  engine.write([{ write: 'ticket.issue', id: 'ticket.c', unit: 'H36.12', day: '2026-12-02', by: 'an' }], NOW + 8 * DAY_MS);
  expect(await numberOf(store, 'ticket.c')).toBe(1);
  expect(await numberOf(store, 'ticket.a')).toBeUndefined();
  expect(unwrap(await store.read('print.byId', { id: 'ticket.a' }))).toBeNull();
});
