// PAYMENT_SEEDS=7 replays one seed, PAYMENT_SEEDS=1-250 runs many: 250 seeds are more than 10,000 payments.

import { expect, it } from 'vitest';
import { runPayments } from './payments.ts';

const CITIZENS = 40;
const [first, last] = (process.env['PAYMENT_SEEDS'] ?? '1').split('-').map(Number) as [number, number?];

it('the gateway’s ledger, ours and the portal agree, whatever goes wrong', async () => {
  const wrong: string[] = [];
  const sum = { payments: 0, kills: 0, paid: 0, differences: 0 };
  for (let seed = first; seed <= (last ?? first); seed += 1) {
    const run = await runPayments(seed, CITIZENS);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += run[key];
    wrong.push(...run.wrong.map((sentence) => `seed ${seed}: ${sentence}`));
  }
  if (process.env['PAYMENT_SEEDS']) console.log(JSON.stringify(sum));
  expect(wrong).toEqual([]);
  expect(sum.payments).toBeGreaterThan(CITIZENS / 2);
  expect(sum.kills).toBeGreaterThan(0);
}, 600_000);
