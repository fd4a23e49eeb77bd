// What the storage costs: a journey's step (state, effects, audit line) committed with FULL sync through the worker,
// against one bare insert of the same size by better-sqlite3 with the same sync and without encryption.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../../main/base/clock.ts';
import { unwrap } from '../../main/domain/result.ts';
import type { Write } from '../../main/services/store.ts';
import { openStore } from '../../main/storage/client.ts';
import { openEngine } from '../../main/storage/engine.ts';
import type { Context, Row } from './row.ts';

const STEPS = 300;
const OPENINGS = 10;
const SNAPSHOT = JSON.stringify({ value: 'form', context: 'x'.repeat(1_600) });
const PAYLOAD = JSON.stringify({ data: 'x'.repeat(600) });
const key = new Uint8Array(32).fill(9);

const step = (revision: number): Write[] => [
  {
    write: 'journey.save',
    journey: {
      id: `j-${revision % 20}`,
      kind: 'selfService',
      station: 'form',
      snapshot: SNAPSHOT,
      revision,
      startedAt: 1,
      updatedAt: revision,
    },
  },
  {
    write: 'outbox.add',
    row: {
      key: `k-${revision}`,
      kind: 'portal.send',
      stream: `j-${revision % 20}`,
      subject: 'j',
      payload: PAYLOAD,
      priority: 5,
    },
  },
  { write: 'audit', line: { actor: 'kiosk', action: 'journey.moved', subject: 'j', details: { revision } } },
];

/** The samples take turns, so that a busy disk is busy for both. */
export default async function run({ scratch }: Pick<Context, 'scratch'>): Promise<Row[]> {
  const bare = new Database(join(scratch, 'bare.db'));
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.exec('CREATE TABLE steps (id INTEGER PRIMARY KEY, snapshot TEXT, payload TEXT)');
  const insert = bare.prepare('INSERT INTO steps (snapshot, payload) VALUES (?, ?)');

  const dir = join(scratch, 'store');
  const workerFile = new URL('../../main/storage/worker.ts', import.meta.url);
  const { store, close } = unwrap(await openStore({ dir, key, workerFile, clock: systemClock, log: () => {} }));
  const ours: number[] = [];
  const yardstick: number[] = [];
  for (let revision = 1; revision <= STEPS; revision += 1) {
    yardstick.push(await timed(() => insert.run(SNAPSHOT, PAYLOAD)));
    ours.push(await timed(async () => unwrap(await store.write(step(revision)))));
  }
  await close();
  bare.close();

  const openings: number[] = [];
  for (let count = 0; count < OPENINGS; count += 1) {
    openings.push(await timed(() => unwrap(openEngine({ dir, key, firstStart: true, now: 1 })).close()));
  }
  return [
    {
      name: 'commit of a journey’s step, FULL sync, encrypted, to a bare insert',
      ours,
      yardstick,
      unit: 'ms',
      aim: '≤ 4',
    },
    { name: `opening and checking a database of ${STEPS} steps`, ours: openings, unit: 'ms', aim: '≤ 100' },
  ];
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
