// What becomes of a scanned picture: straightened, made small and judged in the imaging window. That window may hang or die;
// then the page is kept as it was scanned, without a verdict, and the citizen hardly waits.

import { pause } from '../../base/clock.ts';
import type { ImprovedPage, QualityLimits } from '../../domain/pages/page.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, Imaging, ScannedPage } from '../ports.ts';

/** `asScanned`: nobody looked at it. `unreadable`: no program can open it. */
export type Judged = readonly ImprovedPage[] | 'asScanned' | 'unreadable';

export type Judge = (page: ScannedPage, signal: AbortSignal) => Promise<Judged>;

export type JudgeOptions = {
  readonly imaging: Pick<Imaging, 'improve'>;
  readonly limits: () => QualityLimits;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * A page takes a second or two on a weak machine. Longer than the window's own time-out, after which it is made anew: this is for
 * a window that does not even start.
 */
const PATIENCE_MS = 45_000;
/** After so many failures in a row the rest of a scan is not sent there any more. */
const FAILURES = 2;

/** One for each scan. `split`: a picture may show two pages side by side. */
export function createJudge({ imaging, limits, clock, log }: JudgeOptions, split: boolean): Judge {
  let failures = 0;
  return async ({ bytes }, signal) => {
    if (failures >= FAILURES) return 'asScanned';
    const startedAt = clock.now();
    const done = new AbortController();
    const improved = await Promise.race([
      imaging.improve(bytes, { dotsPerInch: null, expectedMm: null, turn: true, split, bilevel: true, limits: limits() }, signal),
      pause(clock, PATIENCE_MS, done.signal).then(() => 'late' as const),
    ]);
    done.abort();
    if (improved !== 'late' && improved.ok) {
      failures = 0;
      for (const page of improved.value) {
        log('page.judged', { flaw: page.quality[0]?.code ?? 'none', content: page.content, turned: page.turnedDegrees, bytes: page.bytes.length, took: clock.now() - startedAt });
      }
      return improved.value;
    }
    if (signal.aborted) return 'asScanned';
    const { code, detail } = improved === 'late' ? { code: 'timeOut' as const, detail: undefined } : improved.error;
    log('studio.failed', { task: 'improve', reason: code, detail });
    if (code === 'undecodable' || code === 'tooLarge') return 'unreadable';
    failures += 1;
    return 'asScanned';
  };
}
