import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settingsSchema } from '../../../main/settings/schema.ts';
import { deepMerge } from '../../bench/bench/settings-file.ts';
import { Child } from '../../bench/bench/child.ts';
import { startBench } from '../../bench/client.ts';
import { temporaryFolder } from './part.ts';

/** Processes whose command line names the folder. */
function processesOf(dir: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        // It has just ended.
        return '';
      }
    })
    .filter((command) => command.includes(dir));
}

async function nothingRunsIn(dir: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (processesOf(dir).length > 0) {
    if (Date.now() > end) throw new Error(`still running:\n${processesOf(dir).join('\n')}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

describe.skipIf(process.platform !== 'linux')('the whole bench', { timeout: 120_000 }, () => {
  it('starts every process, writes settings that fit, drives them, goes on where it was, and leaves no process behind', async () => {
    const dir = temporaryFolder();
    const bench = await startBench({ dir, mode: 'counter', override: { gateway: { pollSeconds: 0.25 } } });
    onTestFinished(() => bench.stop());
    const settings = settingsSchema.parse(JSON.parse(readFileSync(bench.settingsFile, 'utf8')));
    expect(settings).toMatchObject({
      counter: { mode: 'counter' },
      unit: { code: 'H36.12' },
      gateway: { pollSeconds: 0.25 },
      devices: { receiptPrinter: { model: 'generic-80mm' } },
    });
    expect(settings.accounts.officers.map((officer) => officer.id)).toEqual(['an', 'binh']);

    const { path } = await bench.codeScanner.state();
    expect(settings.devices.codeScanner?.path).toBe(path);
    const [status, page] = await Promise.all([
      fetch(`${String(settings.devices.documentScanner?.url)}/ScannerStatus`),
      fetch(bench.panel),
    ]);
    expect([status.status, page.status]).toEqual([200, 200]);
    expect((await bench.personas()).length).toBeGreaterThanOrEqual(4);

    await bench.restart('portal');
    expect((await fetch(settings.portal.url, { method: 'POST', body: '{}' })).status).toBe(200);
    expect((await bench.portal.records()).refused).toHaveLength(1);

    await bench.stop();
    await nothingRunsIn(dir);

    // Once more at the same place, by a parent that is then killed.
    const sealed = deepMerge(settings, { portal: { session: { sealed: 'abc' } } });
    writeFileSync(bench.settingsFile, JSON.stringify(sealed));
    const parent = await Child.start(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { startBench } from ${JSON.stringify(new URL('../../bench/client.ts', import.meta.url).href)};
       const { panel, portal } = await startBench({ dir: process.argv[1] });
       console.log(JSON.stringify({ ready: true, panel, refused: (await portal.records()).refused.length }));
       setInterval(() => {}, 1000);`,
      dir,
    ]);
    expect(parent.ready).toMatchObject({ panel: bench.panel, refused: 1 });
    expect(JSON.parse(readFileSync(bench.settingsFile, 'utf8'))).toEqual(sealed);
    expect(processesOf(dir).length).toBeGreaterThan(5);
    await parent.kill();
    await nothingRunsIn(dir);
  });
});

describe('merging settings', () => {
  it('goes into objects and replaces the rest', () => {
    expect(deepMerge({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, e: null })).toEqual({
      a: { b: 1, c: [3] },
      d: 1,
      e: null,
    });
  });
});
