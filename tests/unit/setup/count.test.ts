// What the last line of `npm test` adds up: nothing that failed, was skipped or could not be loaded goes missing.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, failureLines, isForElsewhere } from '../../setup/count.mjs';
import { root } from '../../setup/paths.mjs';

describe('counting', () => {
  it('adds up vitest’s tests, and a file that cannot be loaded is a failure', () => {
    const report = {
      testResults: [
        {
          status: 'failed',
          assertionResults: [
            { fullName: 'adds', status: 'passed' },
            { fullName: 'divides', status: 'failed' },
          ],
        },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toMatchObject({ passed: 1, failed: 2, skipped: [] });
  });

  it('a skipped test fails, unless its title declares it for another platform or user', () => {
    const report = {
      testResults: [
        {
          status: 'passed',
          assertionResults: [
            { fullName: 'reads', status: 'passed' },
            { fullName: 'scans through WIA (Windows only)', status: 'pending' },
            { fullName: 'prints', status: 'skipped' },
            { fullName: 'signs', status: 'todo' },
          ],
        },
      ],
    };
    expect(countVitest(report, { platform: 'linux', isRoot: true })).toMatchObject({
      passed: 1,
      failed: 2,
      skipped: [
        { title: 'scans through WIA (Windows only)', allowed: true },
        { title: 'prints', allowed: false },
        { title: 'signs', allowed: false },
      ],
    });
    expect(countVitest(report, { platform: 'win32', isRoot: true }).failed).toBe(3);
  });

  it('adds up Playwright’s tests through nested suites, with errors outside of tests; a flaky test failed', () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
    const report = {
      errors: [{ message: 'cannot be loaded' }],
      suites: [
        {
          title: 'e2e/journey.spec.ts',
          specs: [spec('files a dossier', 'expected')],
          suites: [{ title: 'printer', specs: [spec('jams', 'unexpected'), spec('wobbles', 'flaky'), spec('waits', 'skipped')] }],
        },
      ],
    };
    expect(countPlaywright(report)).toMatchObject({
      passed: 1,
      failed: 4,
      skipped: [{ title: 'e2e/journey.spec.ts › printer › waits', allowed: false }],
    });
  });

  it('a runner without a report is a failure', () => {
    expect(countVitest(undefined)).toMatchObject({ passed: 0, failed: 1, skipped: [] });
    expect(countPlaywright(undefined)).toMatchObject({ passed: 0, failed: 1, skipped: [] });
  });

  it('names what failed, where, and the first two lines of what it said, without colours', () => {
    const unit = countVitest({
      testResults: [
        {
          name: join(root, 'tests/unit/sums.test.ts'),
          status: 'failed',
          assertionResults: [
            { fullName: 'sums adds', status: 'passed', failureMessages: [] },
            { fullName: 'sums divides', status: 'failed', failureMessages: ['\u001b[31mAssertionError: expected 2\u001b[39m\n\n  to be 3\n    at sums.test.ts:4'] },
          ],
        },
        { name: join(root, 'tests/unit/broken.test.ts'), status: 'failed', message: 'Cannot find module', assertionResults: [] },
      ],
    });
    const windows = countPlaywright({
      errors: [{ message: 'SyntaxError: x', location: { file: join(root, 'tests/e2e/typo.spec.ts'), line: 3 } }],
      suites: [
        {
          title: 'e2e/desk.spec.ts',
          specs: [
            {
              title: 'files a dossier',
              file: 'e2e/desk.spec.ts',
              line: 12,
              tests: [{ status: 'unexpected', results: [{ errors: [{ message: 'Test timeout of 150000ms exceeded.' }, { message: `Error: ${'x'.repeat(300)}` }] }] }],
            },
          ],
        },
      ],
    });
    expect(failureLines([{ name: 'unit', ...unit }, { name: 'end to end', ...windows }])).toEqual([
      `✗ unit: sums divides  (${join('tests', 'unit', 'sums.test.ts')})`,
      '      AssertionError: expected 2',
      '      to be 3',
      `✗ unit: the file as a whole  (${join('tests', 'unit', 'broken.test.ts')})`,
      '      Cannot find module',
      '✗ end to end: e2e/desk.spec.ts › files a dossier  (e2e/desk.spec.ts:12)',
      '      Test timeout of 150000ms exceeded.',
      `      Error: ${'x'.repeat(233)}…`,
      `✗ end to end: outside any test  (${join('tests', 'e2e', 'typo.spec.ts')}:3)`,
      '      SyntaxError: x',
    ]);
  });

  it('stays within the last sixty lines of a log however much failed', () => {
    const failures = Array.from({ length: 400 }, (_, n) => ({ title: `test ${n}`, file: 'a.test.ts', error: ['one', 'two'] }));
    const lines = failureLines([{ name: 'unit', failures }]);
    expect(lines.length).toBeLessThan(50);
    expect(lines.at(-1)).toBe('  and 385 more');
  });

  it('knows what a title declares by the whole mark alone', () => {
    const linux = { platform: 'linux', isRoot: true } as const;
    expect(isForElsewhere('opens (macOS only)', linux)).toBe(true);
    expect(isForElsewhere('opens (Linux only)', linux)).toBe(false);
    expect(isForElsewhere('opens a Windows only folder', linux)).toBe(false);
    expect(isForElsewhere('mounts (root only)', linux)).toBe(false);
    expect(isForElsewhere('mounts (root only)', { ...linux, isRoot: false })).toBe(true);
    expect(isForElsewhere('mounts (Linux only) (root only)', { platform: 'win32', isRoot: false })).toBe(true);
  });
});
