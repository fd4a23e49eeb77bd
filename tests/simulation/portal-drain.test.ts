// Every dossier that was acknowledged is at the portal once, whole and in order. `DRAIN_SEEDS=1000 DRAIN_FROM=0` runs
// more; a seed that fails is named and is run again by DRAIN_FROM=seed DRAIN_SEEDS=1.

import { expect, it } from 'vitest';
import { runDrain } from './portal-drain.ts';

const from = Number(process.env['DRAIN_FROM'] ?? 0);
const seeds = Number(process.env['DRAIN_SEEDS'] ?? 2);

it(`thirty days without losing, doubling or storming, seeds ${from} to ${from + seeds - 1}`, { timeout: 550_000 }, async () => {
  const total = { dossiers: 0, kills: 0, requests: 0, busiestSecond: 0 };
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { wrong, ...run } = await runDrain(seed);
    expect(wrong, `seed ${seed}`).toEqual([]);
    // Three rows begin in a second with a quarter-second's pause, jittered.
    expect(run.busiestSecond, `seed ${seed}`).toBeLessThanOrEqual(10);
    total.dossiers += run.dossiers;
    total.kills += run.kills;
    total.requests += run.requests;
    total.busiestSecond = Math.max(total.busiestSecond, run.busiestSecond);
  }
  if (seeds > 10) console.log(JSON.stringify(total));
  expect(total.dossiers).toBeGreaterThan(0);
});
