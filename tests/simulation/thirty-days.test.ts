// Every dossier that was acknowledged is at the portal once, with all its pages and steps, in order. DAYS_SEEDS=7 replays
// one seed, DAYS_SEEDS=1-1000 runs many; a seed that fails is named.

import { expect, it } from 'vitest';
import { runThirtyDays } from './thirty-days.ts';

const [first, last] = (process.env['DAYS_SEEDS'] ?? '1-2').split('-').map(Number) as [number, number?];

it('thirty days of bad days lose, double and storm nothing', async () => {
  const wrong: string[] = [];
  const sum = { dossiers: 0, pages: 0, steps: 0, kills: 0, requests: 0, repeated: 0 };
  let busiestSecond = 0;
  for (let seed = first; seed <= (last ?? first); seed += 1) {
    const run = await runThirtyDays(seed);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += run[key];
    busiestSecond = Math.max(busiestSecond, run.busiestSecond);
    wrong.push(...run.wrong.map((sentence) => `seed ${seed}: ${sentence}`));
  }
  if (process.env['DAYS_SEEDS']) console.log(JSON.stringify({ ...sum, busiestSecond }));
  expect(wrong).toEqual([]);
  expect(busiestSecond).toBeLessThanOrEqual(10);
  for (const [what, count] of Object.entries(sum)) expect(count, what).toBeGreaterThan(0);
}, 3_600_000);
