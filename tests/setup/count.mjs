// Counts what the test runners report. A skipped test counts as failed, unless its title says that it needs another machine
// or user than this: "(Windows only)", "(macOS only)", "(Linux only)", "(root only)".

const platforms = { Windows: 'win32', macOS: 'darwin', Linux: 'linux' };
const here = { platform: process.platform, isRoot: process.getuid?.() === 0 };

/** True when the title declares the test for another platform, or for root where we are not. */
export function isForElsewhere(title, { platform, isRoot } = here) {
  const declared = [...title.matchAll(/\((Windows|macOS|Linux|root) only\)/g)].map(([, only]) => only);
  return declared.some((only) => (only === 'root' ? !isRoot : platforms[only] !== platform));
}

/**
 * Adds up one runner's tests.
 * @typedef {{ passed: number, failed: number, skipped: { title: string, allowed: boolean }[] }} Counts
 * @param {{ title: string, outcome: 'passed' | 'failed' | 'skipped' }[]} tests
 * @param {number} otherFailures failures outside any test, such as a file that cannot be loaded
 * @returns {Counts}
 */
function countTests(tests, otherFailures, where) {
  const skipped = tests
    .filter(({ outcome }) => outcome === 'skipped')
    .map(({ title }) => ({ title, allowed: isForElsewhere(title, where) }));
  const number = (wanted) => tests.filter(({ outcome }) => outcome === wanted).length;
  const notAllowed = skipped.filter(({ allowed }) => !allowed).length;
  return { passed: number('passed'), failed: number('failed') + notAllowed + otherFailures, skipped };
}

/** Counts vitest's JSON report; undefined (no report was written) is one failure. */
export function countVitest(report, where = here) {
  if (!report) return { passed: 0, failed: 1, skipped: [] };
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map(({ fullName, status }) => ({
      title: fullName,
      outcome: status === 'passed' || status === 'failed' ? status : 'skipped',
    })),
  );
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return countTests(tests, broken.length, where);
}

/** Counts Playwright's JSON report; undefined (no report was written) is one failure. A flaky test counts as failed. */
export function countPlaywright(report, where = here) {
  if (!report) return { passed: 0, failed: 1, skipped: [] };
  const tests = [];
  const walk = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const outcome = test.status === 'expected' ? 'passed' : test.status === 'skipped' ? 'skipped' : 'failed';
        tests.push({ title: [...titles, spec.title].join(' › '), outcome });
      }
    }
    for (const child of suite.suites ?? []) walk(child, [...titles, child.title]);
  };
  for (const suite of report.suites) walk(suite, [suite.title]);
  return countTests(tests, report.errors.length, where);
}
