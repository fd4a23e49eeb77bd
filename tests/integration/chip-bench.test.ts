// The bench with the chip of an identity card: two at once do not see each other's cards, and nothing of one outlives it.

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { whyNoChip } from '../bench/bench/card-service.ts';
import { Child } from '../bench/bench/child.ts';
import { startBench } from '../bench/client.ts';
import type { Bench } from '../bench/client.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../bench/bench.ts', import.meta.url));

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'chip-bench-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** Processes that live in the mount namespace of this bench: its pcscd, its chip, and what holds the namespace. */
function processesInNamespaceOf(dir: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').includes(dir);
      } catch {
        return false;
      }
    });
}

async function atr({ environment }: Bench): Promise<string> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return (await run('opensc-tool', ['-r', '0', '--atr'], { env: { ...process.env, ...environment } })).stdout.trim();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

describe.skipIf(whyNoChip() !== undefined)('the bench with a chip', { timeout: 120_000 }, () => {
  it('has a pcscd of its own, that sees its own card only', async () => {
    const benches = await Promise.all([startBench({ dir: temporaryFolder(), chip: true }), startBench({ dir: temporaryFolder(), chip: true })]);
    onTestFinished(() => Promise.all(benches.map((bench) => bench.stop())).then(() => {}));
    const cards = await Promise.all([benches[0].chip!.insert({ profile: 'card-2021' }), benches[1].chip!.insert({ profile: 'not-emrtd' })]);
    const seen = await Promise.all(benches.map(atr));
    expect(seen.map((value) => value.replaceAll(':', ''))).toEqual(cards.map((card) => card.atr));
    expect(seen[0]).not.toBe(seen[1]);
  });

  it('leaves nothing behind, whether it is stopped or killed', async () => {
    const dir = temporaryFolder();
    const bench = await startBench({ dir, chip: true });
    expect(processesInNamespaceOf(dir).length).toBeGreaterThanOrEqual(3);
    await bench.stop();
    expect(processesInNamespaceOf(dir)).toEqual([]);

    const killed = await Child.start(process.execPath, [PROGRAM, '--dir', dir, '--chip']);
    expect(processesInNamespaceOf(dir).length).toBeGreaterThanOrEqual(3);
    await killed.kill();
    await expect.poll(() => processesInNamespaceOf(dir), { timeout: 10_000 }).toEqual([]);
  });
});
