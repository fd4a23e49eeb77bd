// A round trip over the bridge, checks and envelope and all, beside the barest call from the same window to the same main;
// and a journey's step from the window's intent to the view that shows it, with its FULL commit between.

import { join } from 'node:path';
import { _electron } from '@playwright/test';
import type { Bridge } from '../../preload/contract/channels.ts';
import { startBench } from '../bench/client.ts';
import type { Measure } from './row.ts';

const rounds = 9;
const calls = 200;
const steps = 20;

type Page = { readonly motCua: Bridge; readonly yardstick: { echo(value: unknown): Promise<unknown> } };

const measure: Measure = async (context) => {
  const bench = await startBench({ dir: join(context.scratch, 'bench'), mode: 'self-service' });
  const args = ['-r', join(context.root, 'tests/performance/echo/main.cjs'), context.root, ...context.electronSwitches];
  const app = await _electron.launch({
    executablePath: context.electronPath,
    args: [...args, '--settings', bench.settingsFile, '--data', join(context.scratch, 'data')],
    env: context.env as Record<string, string>,
  });
  try {
    const page = await app.firstWindow({ timeout: 60_000 });
    await page.waitForFunction(() => 'motCua' in window && document.querySelector('h1, h2') !== null, undefined, { timeout: 60_000 });
    const found = { bridge: [] as number[], echo: [] as number[], step: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const each = await page.evaluate(async (count) => {
        const { motCua, yardstick } = window as unknown as Page;
        const timed = async (call: () => Promise<unknown>) => {
          const begun = performance.now();
          for (let turn = 0; turn < count; turn += 1) await call();
          return (performance.now() - begun) / count;
        };
        const hello = await motCua.window.hello();
        return { echo: await timed(() => yardstick.echo(hello)), bridge: await timed(() => motCua.window.hello()) };
      }, calls);
      found.bridge.push(each.bridge);
      found.echo.push(each.echo);
      found.step.push(
        await page.evaluate(async (count) => {
          const { motCua } = window as unknown as Page;
          const begun = performance.now();
          for (let turn = 0; turn < count / 2; turn += 1) {
            await motCua.journey.send({ type: 'begin', language: 'vi' });
            await motCua.journey.send({ type: 'accept' });
            await motCua.journey.send({ type: 'back' });
            await motCua.journey.send({ type: 'leave' });
            await motCua.journey.send({ type: 'next' });
          }
          return (performance.now() - begun) / (count / 2) / 5;
        }, steps),
      );
    }
    return [
      { name: 'round trip over the bridge', ours: found.bridge, yardstick: found.echo, unit: 'ms', aim: '≤ 2' },
      { name: 'a journey’s step, intent to reply, with its FULL commit', ours: found.step, yardstick: found.echo, unit: 'ms' },
    ];
  } finally {
    await app.close();
    await bench.stop();
  }
};

export default measure;
