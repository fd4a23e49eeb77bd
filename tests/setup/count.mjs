// Counts what the test runners report. A skipped test counts as failed, unless its title says that it is for another
// platform: "(Windows only)", "(macOS only)", "(Linux only)".

const platforms = { Windows: 'win32', macOS: 'darwin', Linux: 'linux' };

/** True when the title declares the test for a platform that this is not. */
export function isForAnotherPlatform(title, platform = process.platform) {
  const declared = /\((Windows|macOS|Linux) only\)/.exec(title)?.[1];
  return declared !== undefined && platforms[declared] !== platform;
}

/**
 * @typedef {{ passed: number, failed: number, skipped: { title: string, allowed: boolean }[] }} Counts
 * @param {{ title: string, outcome: 'passed' | 'failed' | 'skipped' }[]} tests
 * @param {number} otherFailures failures outside any test, such as a file that cannot be loaded
 * @returns {Counts}
 */
function countTests(tests, otherFailures, platform) {
  const skipped = tests
    .filter(({ outcome }) => outcome === 'skipped')
    .map(({ title }) => ({ title, allowed: isForAnotherPlatform(title, platform) }));
  return {
    passed: tests.filter(({ outcome }) => outcome === 'passed').length,
    failed: tests.filter(({ outcome }) => outcome === 'failed').length + skipped.filter(({ allowed }) => !allowed).length + otherFailures,
    skipped,
  };
}

/** Counts vitest's JSON report; undefined (no report was written) is one failure. */
export function countVitest(report, platform = process.platform) {
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
  return countTests(tests, broken.length, platform);
}

/** Counts Playwright's JSON report; undefined (no report was written) is one failure. A flaky test has failed once: it counts as failed. */
export function countPlaywright(report, platform = process.platform) {
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
  return countTests(tests, report.errors.length, platform);
}
