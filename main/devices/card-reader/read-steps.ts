// The steps of reading a card, in the order in which they happen, and where each begins and ends on a bar of 100.
// The numbers are shown to people and kept in logs: they do not change.

export type ReadStep = 'connect' | 'access' | 'files' | 'text' | 'authenticity' | 'portrait';

export const READ_STEPS: readonly ReadStep[] = ['connect', 'access', 'files', 'text', 'authenticity', 'portrait'];

const ENDS: Record<ReadStep, number> = { connect: 5, access: 20, files: 25, text: 35, authenticity: 55, portrait: 100 };

export type ReadProgress = {
  readonly step: ReadStep;
  /** 1 to 6. */
  readonly number: number;
  /** 0 to 100; never goes back within one reading. */
  readonly percent: number;
};

/** @param fraction of the step that is done, 0 to 1 */
export function progressAt(step: ReadStep, fraction: number): ReadProgress {
  const index = READ_STEPS.indexOf(step);
  const before = READ_STEPS[index - 1];
  const start = before === undefined ? 0 : ENDS[before];
  return { step, number: index + 1, percent: Math.round(start + (ENDS[step] - start) * Math.min(1, Math.max(0, fraction))) };
}
