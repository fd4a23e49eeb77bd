// How long the program needs from its start to a citizen screen that can be used, and how much memory it then holds,
// each beside an empty Electron window started in turn with it.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { startBench } from '../bench/client.ts';
import { treeMemory } from './process-tree.ts';
import type { Context, Measure } from './row.ts';

const rounds = 7;
const patience_ms = 120_000;
const settling_ms = 3_000;

const measure: Measure = async (context) => {
  const bench = await startBench({ dir: join(context.scratch, 'bench'), mode: 'self-service' });
  const data = join(context.scratch, 'data');
  const ours = () => start(context, [context.root, '--settings', bench.settingsFile, '--data', data], 'citizen');
  const empty = () =>
    start(context, [join(context.root, 'tests/performance/empty-window'), join(context.scratch, 'empty')], 'empty');
  const times: { ours: number[]; empty: number[] } = { ours: [], empty: [] };
  const memory: { ours: number[]; empty: number[] } = { ours: [], empty: [] };
  try {
    // The first start of each writes its files (database, caches) and is not counted.
    await ours();
    await empty();
    for (let round = 1; round <= rounds; round += 1) {
      const one = await empty();
      const other = await ours();
      times.empty.push(one.interactive_ms);
      times.ours.push(other.interactive_ms);
      memory.empty.push(one.memory_MiB);
      memory.ours.push(other.memory_MiB);
      const [our, its] = [other, one].map(({ interactive_ms }) => Math.round(interactive_ms));
      context.say(`${round}/${rounds}: ${our} ms, an empty window ${its} ms`);
    }
  } finally {
    await bench.stop();
  }
  return [
    { name: 'start to a usable citizen screen', ours: times.ours, yardstick: times.empty, unit: 'ms', aim: '≤ 1.4' },
    ...(process.platform === 'linux'
      ? [{ name: 'memory of all processes (PSS)', ours: memory.ours, yardstick: memory.empty, unit: 'MiB' }]
      : []),
  ];
};

/** Starts Electron, waits until the window of `role` can be used, measures, and ends it. */
async function start(context: Context, args: readonly string[], role: string) {
  const begun = performance.now();
  const child = spawn(context.electronPath, [...context.electronSwitches, ...args], {
    env: context.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4_000)));
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${role} window within ${patience_ms} ms\n${complaint}`)), patience_ms);
      void ended.then(() => reject(new Error(`ended before a ${role} window could be used\n${complaint}`)));
      child.once('error', reject);
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.includes('"window.interactive"') || !line.includes(`"role":"${role}"`)) return;
        clearTimeout(late);
        resolve();
      });
    });
    const interactive_ms = performance.now() - begun;
    await wait(settling_ms);
    return { interactive_ms, memory_MiB: process.platform === 'linux' ? treeMemory(child.pid ?? -1) : 0 };
  } finally {
    child.kill('SIGTERM');
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(stubborn);
  }
}

export default measure;
