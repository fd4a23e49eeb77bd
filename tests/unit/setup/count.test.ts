// What the last line of `npm test` adds up: nothing that failed, was skipped or could not be loaded goes missing.
import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, isForElsewhere } from '../../setup/count.mjs';

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
    expect(countVitest(report)).toEqual({ passed: 1, failed: 2, skipped: [] });
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
    expect(countVitest(report, { platform: 'linux', isRoot: true })).toEqual({
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
    expect(countPlaywright(report)).toEqual({
      passed: 1,
      failed: 4,
      skipped: [{ title: 'e2e/journey.spec.ts › printer › waits', allowed: false }],
    });
  });

  it('a runner without a report is a failure', () => {
    expect(countVitest(undefined)).toEqual({ passed: 0, failed: 1, skipped: [] });
    expect(countPlaywright(undefined)).toEqual({ passed: 0, failed: 1, skipped: [] });
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
