// `npm test`: sets up, then type-check, lint, dependency rules, unit tests, screens, end-to-end tests. Each part's output
// is shown as it comes. The end names what failed, and the last line adds everything up as "N passed, N failed"; a part that
// failed, did not run or ran no test fails the whole.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './build.mjs';
import { passThrough, tool } from './command.mjs';
import { countPlaywright, countVitest, failureLines, unnamedFailure } from './count.mjs';
import { endToEnd, screens } from './e2e.mjs';
import { root } from './paths.mjs';
import { prepared } from './prepare.mjs';
import { run, seconds } from './progress.mjs';

const results = join(root, 'test-results');
const say = (text) => process.stdout.write(`${text}\n`);

await run(async () => {
  const machine = await prepared();
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });

  const check = (args) => async () => {
    const status = await passThrough(machine.node, args, { env: machine.env });
    return status === 0 ? { passed: 1, failed: 0, skipped: [], failures: [] } : unnamedFailure(`ended with ${status}; see its output above`);
  };
  const counted = (work, file, count) => async () => {
    const status = await work();
    const counts = count(readResults(file));
    // A runner that fails without naming a test (a hook, a crash, no test at all) is a failure of its own.
    if (counts.failed > 0 || (status === 0 && counts.passed > 0)) return counts;
    const { failed, failures } = unnamedFailure(status === 0 ? 'ran no test' : `ended with ${status} outside any test; see its output above`);
    return { ...counts, failed, failures };
  };

  const unitResults = join(results, 'unit.json');
  const vitest = [tool('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitResults}`];
  const inPlaywright = (work, name) => {
    const file = join(results, name);
    return counted(() => built().then(() => work(machine, [], file)), file, countPlaywright);
  };
  const parts = [
    ['type-check', check([tool('typescript', 'tsc'), '--noEmit'])],
    ['lint', check([tool('oxlint'), '--type-aware', '--deny-warnings'])],
    ['layers', check(['tests/setup/layers.mjs'])],
    ['unit', counted(() => passThrough(machine.node, vitest, { env: machine.env }), unitResults, countVitest)],
    ['screens', inPlaywright(screens, 'screens.json')],
    ['end to end', inPlaywright(endToEnd, 'e2e.json')],
  ];

  const summary = [];
  for (const [name, work] of parts) {
    say(`\n── ${name} ${'─'.repeat(Math.max(0, 90 - name.length))}`);
    const begun = performance.now();
    const counts = await work().catch((error) => {
      process.stderr.write(`${error.message}\n`);
      return unnamedFailure(error.message.split('\n')[0]);
    });
    summary.push({ name, ...counts, duration: performance.now() - begun });
  }

  say(`\n── summary ${'─'.repeat(83)}`);
  for (const { name, passed, failed, skipped, duration } of summary) {
    say(`${failed > 0 ? '✗' : '✓'} ${name.padEnd(12)} ${passed} passed, ${failed} failed  (${seconds(duration)})`);
    for (const { title, allowed } of skipped) {
      say(`    skipped${allowed ? ' (not for this machine or user)' : ', which counts as failed'}: ${title}`);
    }
  }
  for (const line of failureLines(summary)) say(line);
  const sum = (key) => summary.reduce((total, part) => total + part[key], 0);
  say(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') > 0 ? 1 : 0;
});

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
