// The report of a period as an office makes it: the same sums by field, procedure, channel, unit and month.

import type { IsoDate } from '../identity/identity.ts';
import type { Finding } from './figures.ts';
import type { Counts, Shares } from './statistics.ts';

export type ReportLine = { readonly id: string; readonly name: string; readonly counts: Counts; readonly shares: Shares };

export type StatisticsReport = {
  /** First and last day. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly total: ReportLine;
  readonly fields: readonly ReportLine[];
  readonly procedures: readonly ReportLine[];
  readonly channels: readonly ReportLine[];
  readonly units: readonly ReportLine[];
  /** `2026-11`; only what was received and settled in it is meant to be compared. */
  readonly months: readonly ReportLine[];
  /** Where the figures do not add up. */
  readonly findings: readonly Finding[];
};
