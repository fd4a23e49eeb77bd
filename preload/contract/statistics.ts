// The statistics of a period as an office reports them.

import { z } from 'zod';
import type { Finding } from '../../main/domain/statistics/figures.ts';
import type { Counts, Shares } from '../../main/domain/statistics/statistics.ts';

export type StatisticsLine = { readonly id: string; readonly name: string; readonly counts: Counts; readonly shares: Shares };

export type StatisticsView = {
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly total: StatisticsLine;
  readonly fields: readonly StatisticsLine[];
  readonly procedures: readonly StatisticsLine[];
  readonly channels: readonly StatisticsLine[];
  readonly units: readonly StatisticsLine[];
  /** `2026-11`; only what was received and settled in it is meant to be compared. */
  readonly months: readonly StatisticsLine[];
  /** Where the figures do not add up. */
  readonly findings: readonly Finding[];
};

const day = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
export const statisticsPeriod = z.strictObject({ from: day, to: day });
export const statisticsFile = z.strictObject({ from: day, to: day, format: z.enum(['csv', 'xlsx']) });
/** `path`: where the officer finds the file. */
export type SavedFile = { readonly saved: true; readonly path: string } | { readonly saved: false };
