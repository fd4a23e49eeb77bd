// The papers that the measurement of pages draws, each with what is true of it. The same seed gives the same papers.

import type { QualityCode } from '../../../main/domain/pages/page.ts';

export type PaperTruth = {
  readonly seed: number;
  readonly dpi: number;
  readonly paperMm: readonly [number, number];
  readonly glassMm: readonly [number, number];
  readonly shiftMm: readonly [number, number];
  /** Clockwise, besides `turned`. */
  readonly degrees: number;
  readonly turned: 0 | 90 | 180 | 270;
  readonly lid: string;
  readonly empty: boolean;
  readonly coloured: boolean;
  /** A heading, two lines and a signature on much white. */
  readonly sparse: boolean;
  readonly light: number;
  /** Part of the light that is lost from top to bottom. */
  readonly shadow: number;
  readonly grain: number;
  readonly specks: number;
  /** Standard deviation. */
  readonly blurMm: number;
  readonly foldMm: number;
  /** What has to be said of it; null: nothing. */
  readonly fault: QualityCode | null;
};

const FAULTS = [null, 'empty', null, 'blurred', null, 'tooDark', null, 'cutOff', null, 'folded', null, 'wrongSize', null, 'empty', null, null, null, null, null, null] as const;

export function papers(count: number, dpi: number, seed = 1): readonly PaperTruth[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const between = (low: number, high: number): number => low + next() * (high - low);
  return Array.from({ length: count }, (_, index): PaperTruth => {
    const fault = FAULTS[index % FAULTS.length]!;
    const turned = fault === 'cutOff' || fault === 'wrongSize' ? 0 : (([0, 0, 0, 180, 0, 180, 0, 90, 0, 270] as const)[Math.floor(next() * 10)] ?? 0);
    const lying = turned === 90 || turned === 270;
    const glassMm = [232, 322] as const;
    const isDirty = next() < 0.35;
    return {
      seed: seed * 10_000 + index,
      dpi,
      paperMm: fault === 'wrongSize' ? [148, 210] : [210, 297],
      glassMm: lying ? [glassMm[1], glassMm[0]] : glassMm,
      shiftMm: fault === 'cutOff' ? [between(28, 40) * (next() < 0.5 ? -1 : 1), 0] : [between(-2, 2), between(-2, 2)],
      degrees: between(-2.5, 2.5),
      turned,
      lid: ['#8a8a86', '#3c3c3e', '#141416', '#6d7074'][Math.floor(next() * 4)]!,
      empty: fault === 'empty',
      coloured: next() < 0.5,
      sparse: index % 7 === 3,
      light: fault === 'tooDark' ? between(0.25, 0.36) : between(0.75, 1),
      shadow: fault === 'tooDark' ? 0 : next() < 0.3 ? between(0.05, 0.22) : 0,
      grain: isDirty ? between(8, 24) : 2,
      specks: isDirty ? 60 : 5,
      blurMm: fault === 'blurred' ? between(0.3, 0.5) : 0,
      foldMm: fault === 'folded' ? between(16, 40) : 0,
      fault,
    };
  });
}
