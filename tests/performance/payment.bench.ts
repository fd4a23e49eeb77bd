// From the gateway's PAID to the slip starting, in the real program. What is waited for on purpose is known and taken off: the
// next poll (the bench notes when it first said PAID) and the seal that the citizen is to see come down. What is left is the
// host's: the answer taken in, the dossier registered and filed, the slip drawn. Its yardstick is a bare request to the
// same gateway in the same run: there are three on the way (the answer, the portal's, the printer's).

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { startBench } from '../bench/client.ts';
import { carryOn, until } from '../e2e/driver.ts';
import type { Measure } from './row.ts';

const rounds = 9;
const POLL_MS = 1000;
/** `ACCEPTED_MS` in main/services/journey/deadlines.ts. */
const SEAL_MS = 2_500;

type Line = { readonly time: number; readonly event: string; readonly to?: string };

const measure: Measure = async (context) => {
  const bench = await startBench({ dir: join(context.scratch, 'bench'), mode: 'self-service', override: { gateway: { pollSeconds: POLL_MS / 1000 }, journey: { goodbyeSeconds: 2 } } });
  const data = join(context.scratch, 'data');
  const app = await _electron.launch({
    executablePath: context.electronPath,
    args: [context.root, ...context.electronSwitches, '--settings', bench.settingsFile, '--data', data],
    env: context.env as Record<string, string>,
  });
  const sending = (): number[] => lines(join(data, 'logs/mot-cua.log')).filter(({ event, to }) => event === 'print.state' && to === 'sending').map(({ time }) => time);
  try {
    const page = await app.firstWindow({ timeout: 60_000 });
    await page.waitForFunction(() => 'motCua' in window && document.querySelector('h1, h2') !== null, undefined, { timeout: 60_000 });
    const found = { whole: [] as number[], poll: [] as number[], host: [] as number[], bare: [] as number[] };
    const { url } = await bench.gateway.state();
    for (let round = 0; round < rounds; round += 1) {
      await carryOn(page, bench, ({ station }) => station === 'review', 60_000);
      await page.evaluate(() => window.motCua.journey.send({ type: 'next' }));
      await until(page, ({ pay }) => pay?.step === 'shown', 'the QR', 30_000);
      const { orderCode } = (await bench.gateway.orders()).at(-1)!;
      for (let turn = 0; turn < 5; turn += 1) found.bare.push(await bareRequest(`${url}/v2/payment-requests/1`));
      const paidAt = Date.now();
      await bench.gateway.pay(orderCode);
      await until(page, ({ slip }) => slip?.step === 'printed', 'the slip', 60_000);
      const startedAt = sending().at(-1)!;
      const toldAt = (await bench.gateway.state()).toldPaid[orderCode]!;
      found.whole.push(startedAt - paidAt);
      found.poll.push(toldAt - paidAt);
      found.host.push(startedAt - toldAt - SEAL_MS);
      context.say(`round ${round + 1}: ${startedAt - paidAt} ms, of it the host's ${startedAt - toldAt - SEAL_MS}`);
      await carryOn(page, bench, ({ station }) => station === 'goodbye', 60_000);
      await until(page, ({ station }) => station === 'attract', 'the first screen', 30_000);
    }
    return [
      { name: 'PAID to the slip starting, whole, beside a poll and the seal', ours: found.whole, yardstick: [POLL_MS + SEAL_MS], unit: 'ms', aim: '≤ 1.5' },
      { name: 'of it until the gateway is asked, beside a poll', ours: found.poll, yardstick: [POLL_MS], unit: 'ms', aim: '≤ 1.2' },
      { name: 'of it the host’s share, beside a bare request to the gateway', ours: found.host, yardstick: found.bare, unit: 'ms' },
      { name: 'the host’s share, beside a poll', ours: found.host, yardstick: [POLL_MS], unit: 'ms', aim: '≤ 0.5' },
    ];
  } finally {
    await app.close();
    await bench.stop();
  }
};

/** ms; a connection of its own, as the program's. */
async function bareRequest(url: string): Promise<number> {
  const begun = performance.now();
  await (await fetch(url, { headers: { connection: 'close' } })).arrayBuffer();
  return performance.now() - begun;
}

function lines(file: string): readonly Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);
}

export default measure;
