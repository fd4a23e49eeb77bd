// What a dossier costs, line by line, so that what the citizen sees adds up. Source of the rules: the pinned procedure version.

import type { Dong } from '../money.ts';

export type FeeLine = {
  readonly code: string;
  readonly name: Translated;
  readonly unitAmount: Dong;
  readonly quantity: number;
  /** unitAmount × quantity after caps, before waiver. */
  readonly amount: Dong;
  /** Why nothing is taken for this line, where that is so. */
  readonly waiver?: Translated;
};

export type FeeStatement = {
  readonly lines: readonly FeeLine[];
  /** Sum of the amounts of the lines that are not waived. */
  readonly total: Dong;
  /** Lines that apply but whose amount only the officer knows; absent when there are none. */
  readonly unknown?: readonly Translated[];
};

/** A text in the two languages of the counter. */
export type Translated = { readonly vi: string; readonly en: string };
