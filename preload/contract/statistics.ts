// The statistics of a period as an office reports them.

import { z } from 'zod';
export type { ReportLine as StatisticsLine, StatisticsReport as StatisticsView } from '../../main/domain/statistics/report.ts';

const day = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
export const statisticsPeriod = z.strictObject({ from: day, to: day });
export const statisticsFile = z.strictObject({ from: day, to: day, format: z.enum(['csv', 'xlsx', 'pdf']) });
/** `path`: where the officer finds the file. */
export type SavedFile = { readonly saved: true; readonly path: string } | { readonly saved: false };
