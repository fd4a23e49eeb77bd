// Counts what the test runners report. A skipped test counts as failed, unless its title says that it needs another machine
// or user than this: "(Windows only)", "(macOS only)", "(Linux only)", "(root only)".
import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './paths.mjs';

const platforms = { Windows: 'win32', macOS: 'darwin', Linux: 'linux' };
const here = { platform: process.platform, isRoot: process.getuid?.() === 0 };

/** True when the title declares the test for another platform, or for root where we are not. */
export function isForElsewhere(title, { platform, isRoot } = here) {
  const declared = [...title.matchAll(/\((Windows|macOS|Linux|root) only\)/g)].map(([, only]) => only);
  return declared.some((only) => (only === 'root' ? !isRoot : platforms[only] !== platform));
}

/**
 * Adds up one runner's tests. `failures` names each that failed, with the first two lines of what it said.
 * @typedef {{ title: string, file: string, error: string[] }} Failure
 * @typedef {{ passed: number, failed: number, skipped: { title: string, allowed: boolean }[], failures: Failure[] }} Counts
 * @param {{ title: string, file: string, outcome: 'passed' | 'failed' | 'skipped', messages: string[] }[]} tests
 * @param {Failure[]} otherFailures failures outside any test, such as a file that cannot be loaded
 * @returns {Counts}
 */
function countTests(tests, otherFailures, where) {
  const skipped = tests
    .filter(({ outcome }) => outcome === 'skipped')
    .map(({ title }) => ({ title, allowed: isForElsewhere(title, where) }));
  const number = (wanted) => tests.filter(({ outcome }) => outcome === wanted).length;
  const notAllowed = skipped.filter(({ allowed }) => !allowed).length;
  const failures = tests
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ title, file, messages }) => ({ title, file, error: firstLines(messages) }));
  return {
    passed: number('passed'),
    failed: failures.length + notAllowed + otherFailures.length,
    skipped,
    failures: [...failures, ...otherFailures],
  };
}

/** The first two lines that say something, without colours and no longer than a log's reader wants. */
function firstLines(messages) {
  const plain = messages.map((message) => stripVTControlCharacters(message ?? '')).join('\n');
  const lines = plain.split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.slice(0, 2).map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}

const longestLine = 240;

/** What counts when a part failed with nothing to name: no report, a crash, no test at all. */
export function unnamedFailure(what) {
  return { passed: 0, failed: 1, skipped: [], failures: [{ title: what, file: '', error: [] }] };
}

/** Counts vitest's JSON report; undefined (no report was written) is one failure. */
export function countVitest(report, where = here) {
  if (!report) return unnamedFailure('no report was written');
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map(({ fullName, status, failureMessages }) => ({
      title: fullName,
      file: fromRoot(file.name),
      outcome: status === 'passed' || status === 'failed' ? status : 'skipped',
      messages: failureMessages ?? [],
    })),
  );
  const broken = report.testResults
    .filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'))
    .map((file) => ({ title: 'the file as a whole', file: fromRoot(file.name), error: firstLines([file.message]) }));
  return countTests(tests, broken, where);
}

/** Counts Playwright's JSON report; undefined (no report was written) is one failure. A flaky test counts as failed. */
export function countPlaywright(report, where = here) {
  if (!report) return unnamedFailure('no report was written');
  const tests = [];
  const walk = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const { status, results = [] } of spec.tests) {
        tests.push({
          title: [...titles, spec.title].join(' › '),
          file: spec.line ? `${spec.file}:${spec.line}` : spec.file,
          outcome: status === 'expected' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed',
          messages: results.flatMap(({ errors = [] }) => errors.map(({ message }) => message)),
        });
      }
    }
    for (const child of suite.suites ?? []) walk(child, [...titles, child.title]);
  };
  for (const suite of report.suites) walk(suite, [suite.title]);
  const outside = report.errors.map(({ message, location }) => ({
    title: 'outside any test',
    file: location ? `${fromRoot(location.file)}:${location.line}` : '',
    error: firstLines([message]),
  }));
  return countTests(tests, outside, where);
}

function fromRoot(file = '') {
  return isAbsolute(file) ? relative(root, file) : file;
}

/**
 * The failures as the end of a log shows them: at most as many as its last sixty lines hold.
 * @param {{ name: string, failures: Failure[] }[]} parts
 * @returns {string[]} lines
 */
export function failureLines(parts, most = 15) {
  const failures = parts.flatMap(({ name, failures }) => failures.map((failure) => ({ name, ...failure })));
  const shown = failures.slice(0, most).flatMap(({ name, title, file, error }) => [
    `✗ ${name}: ${title}${file ? `  (${file})` : ''}`,
    ...error.map((line) => `      ${line}`),
  ]);
  return failures.length > most ? [...shown, `  and ${failures.length - most} more`] : shown;
}
