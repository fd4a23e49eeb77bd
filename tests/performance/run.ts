// Runs the measurements `tests/performance/*.bench.ts`, or those named, and prints a table, or JSON with --json.
// Started by tests/setup/bench.mjs, which has everything ready: `npm run bench [-- NAME …] [--json]`.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { summarise, table, type Measure, type Row, type Summary } from './row.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const suffix = '.bench.ts';
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const all = readdirSync(here)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  say(`There is no measurement ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(2);
}

const electronPath = process.env['MOT_CUA_ELECTRON'] ?? '';
const summaries: Summary[] = [];
let failed = false;
for (const name of positionals.length > 0 ? positionals : all) {
  say(`▸ ${name}`);
  const scratch = mkdtempSync(join(tmpdir(), `mot-cua-bench-${name}-`));
  try {
    const { default: measure } = (await import(pathToFileURL(join(here, `${name}${suffix}`)).href)) as { default: Measure };
    const rows: Row[] = await measure({
      root: join(here, '..', '..'),
      electronPath,
      electronSwitches: process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      env: process.env,
      scratch,
      say: (line) => say(`  ${line}`),
    });
    summaries.push(...rows.map(summarise));
  } catch (error) {
    failed = true;
    say(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

const machine = { platform: process.platform, cores: cpus().length, processor: cpus()[0]?.model ?? '' };
if (values.json) process.stdout.write(`${JSON.stringify({ machine, rows: summaries }, null, 2)}\n`);
else process.stdout.write(`\n${table(summaries)}\n\n${machine.cores} cores, ${machine.processor}\n`);
process.exitCode = failed ? 1 : 0;
