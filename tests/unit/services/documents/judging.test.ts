// How long the citizen waits for the window that looks at pages, and what becomes of a page when it does not answer.

import { describe, expect, it } from 'vitest';
import { DEFAULT_QUALITY_LIMITS } from '../../../../main/domain/pages/page.ts';
import { fail } from '../../../../main/domain/result.ts';
import { createJudge } from '../../../../main/services/documents/judging.ts';
import type { Clock, Imaging, StudioFailure } from '../../../../main/services/ports.ts';

/** Time that passes as soon as somebody waits for it. */
const hurried: Clock = {
  now: () => 0,
  after: (_, callback) => {
    const turn = setImmediate(callback);
    return () => clearImmediate(turn);
  },
};
const page = { bytes: new Uint8Array([1]), mime: 'image/jpeg' } as const;
const never = new AbortController().signal;

function judgeWith(improve: Imaging['improve']) {
  const logged: unknown[] = [];
  const judge = createJudge({ imaging: { improve }, limits: () => DEFAULT_QUALITY_LIMITS, clock: hurried, log: (event, fields) => void logged.push({ event, ...fields }) }, true);
  return { judge, logged };
}

describe('a scanned page', () => {
  it('is kept as it was scanned when the window hangs, and the rest of the scan does not wait again', async () => {
    let asked = 0;
    const { judge, logged } = judgeWith(() => (++asked, new Promise(() => {})));
    for (let at = 0; at < 5; at++) expect(await judge(page, never)).toBe('asScanned');
    expect(asked).toBe(2);
    expect(logged).toEqual(Array.from({ length: 2 }, () => ({ event: 'studio.failed', task: 'improve', reason: 'timeOut', detail: undefined })));
  });

  it('that no program can open is refused, others are judged on', async () => {
    const answers: StudioFailure['code'][] = ['undecodable', 'tooLarge', 'studioUnavailable'];
    const { judge } = judgeWith(async () => fail(answers.shift()!));
    expect(await judge(page, never)).toBe('unreadable');
    expect(await judge(page, never)).toBe('unreadable');
    expect(await judge(page, never)).toBe('asScanned');
  });

  it('is judged by the limits of the settings as they are now', async () => {
    const seen: number[] = [];
    let limits = DEFAULT_QUALITY_LIMITS;
    const improve: Imaging['improve'] = async (_, options) => (seen.push(options.limits.blurredMm), fail('studioUnavailable'));
    const judge = createJudge({ imaging: { improve }, limits: () => limits, clock: hurried, log: () => {} }, true);
    await judge(page, never);
    limits = { ...limits, blurredMm: 2 };
    await judge(page, never);
    expect(seen).toEqual([DEFAULT_QUALITY_LIMITS.blurredMm, 2]);
  });
});
