// What offices report of their dossiers: carried over, received, settled early, on time and late, in process, overdue;
// shares paid on line, digitised, returned electronically; satisfaction. Pure sums over rows: a row may stand for many
// dossiers that are alike, so that a database can group before it hands them over.

import { timeliness } from '../calendar/deadline.ts';
import type { Timeliness } from '../calendar/deadline.ts';
import type { Channel } from '../dossier/dossier.ts';

export type StatisticRow = {
  /** How many dossiers this row stands for. */
  readonly count: number;
  readonly procedureCode: string;
  readonly field: string;
  readonly unit: string;
  readonly channel: Channel;
  readonly receivedAt: number;
  readonly dueAt?: number;
  /** When it was settled: processed, withdrawn or handed over, whichever came first. */
  readonly doneAt?: number;
  /** It was not received (refused): it leaves the balance at `doneAt`, neither early nor late. */
  readonly notReceived?: boolean;
  /** The clock stands still at the end of the period. */
  readonly paused?: boolean;
  readonly paidOnline: boolean;
  readonly digitised: boolean;
  /** The result was given electronically too. */
  readonly resultElectronic: boolean;
  /** 1 to 5. */
  readonly rating?: number;
};

/** From the first moment to before the last one, ms. */
export type Period = { readonly from: number; readonly to: number };

export type Counts = {
  /** Received before the period and not settled when it began. */
  readonly carriedOver: number;
  readonly received: number;
  readonly settledEarly: number;
  readonly settledOnTime: number;
  readonly settledLate: number;
  /** Looked at and not received; part of `received`. */
  readonly notReceived: number;
  /** Not settled at the end of the period and not yet due, or without a due time. */
  readonly inProcess: number;
  /** Not settled at the end of the period and due before. */
  readonly overdue: number;
  /** Of those received in the period. */
  readonly paidOnline: number;
  readonly digitised: number;
  /** Of those settled in the period. */
  readonly resultElectronic: number;
  readonly ratings: number;
  readonly ratingSum: number;
};

type MutableCounts = { -readonly [Key in keyof Counts]: number };

export const NO_COUNTS: Counts = {
  carriedOver: 0,
  received: 0,
  settledEarly: 0,
  settledOnTime: 0,
  settledLate: 0,
  notReceived: 0,
  inProcess: 0,
  overdue: 0,
  paidOnline: 0,
  digitised: 0,
  resultElectronic: 0,
  ratings: 0,
  ratingSum: 0,
};

export function countRows(rows: Iterable<StatisticRow>, period: Period): Counts {
  const counts = { ...NO_COUNTS };
  for (const row of rows) addRow(counts, row, period);
  return counts;
}

/** The same by group, e.g. `countBy(rows, period, (row) => row.field)`; groups in order of their first row. */
export function countBy(
  rows: Iterable<StatisticRow>,
  period: Period,
  groupOf: (row: StatisticRow) => string,
): Map<string, Counts> {
  const groups = new Map<string, MutableCounts>();
  for (const row of rows) {
    const group = groupOf(row);
    const counts = groups.get(group) ?? { ...NO_COUNTS };
    groups.set(group, counts);
    addRow(counts, row, period);
  }
  return groups;
}

export function addCounts(one: Counts, other: Counts): Counts {
  const sum: MutableCounts = { ...one };
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += other[key];
  return sum;
}

export type Shares = {
  /** Of all that was settled; all shares are 0 to 1, absent where there is nothing to divide by. */
  readonly inTime?: number;
  readonly paidOnline?: number;
  readonly digitised?: number;
  readonly resultElectronic?: number;
  /** Mean of the ratings, 1 to 5. */
  readonly satisfaction?: number;
};

export function settled(counts: Counts): number {
  return counts.settledEarly + counts.settledOnTime + counts.settledLate;
}

export function shares(counts: Counts): Shares {
  const share = (name: keyof Shares, part: number, whole: number): Shares => (whole === 0 ? {} : { [name]: part / whole });
  return {
    ...share('inTime', counts.settledEarly + counts.settledOnTime, settled(counts)),
    ...share('paidOnline', counts.paidOnline, counts.received),
    ...share('digitised', counts.digitised, counts.received),
    ...share('resultElectronic', counts.resultElectronic, settled(counts)),
    ...share('satisfaction', counts.ratingSum, counts.ratings),
  };
}

const SETTLED: Readonly<Partial<Record<Timeliness, 'settledEarly' | 'settledOnTime' | 'settledLate'>>> = {
  early: 'settledEarly',
  onTime: 'settledOnTime',
  late: 'settledLate',
};

function addRow(counts: MutableCounts, row: StatisticRow, period: Period): void {
  const { count, receivedAt } = row;
  if (receivedAt >= period.to) return;
  const doneAt = row.doneAt !== undefined && row.doneAt < period.to ? row.doneAt : undefined;
  if (doneAt !== undefined && doneAt < period.from) return;

  if (receivedAt < period.from) counts.carriedOver += count;
  else {
    counts.received += count;
    if (row.paidOnline) counts.paidOnline += count;
    if (row.digitised) counts.digitised += count;
  }

  if (row.notReceived && doneAt !== undefined) {
    counts.notReceived += count;
    return;
  }
  const standing = standingOf(row, doneAt, period.to);
  const key = SETTLED[standing];
  if (key === undefined) {
    counts[standing === 'overdue' ? 'overdue' : 'inProcess'] += count;
    return;
  }
  counts[key] += count;
  if (row.resultElectronic) counts.resultElectronic += count;
  if (row.rating !== undefined) {
    counts.ratings += count;
    counts.ratingSum += row.rating * count;
  }
}

/** Without a due time nothing is early or late. */
function standingOf(row: StatisticRow, doneAt: number | undefined, now: number): Timeliness {
  if (row.dueAt === undefined) return doneAt === undefined ? 'inProcess' : 'onTime';
  return timeliness({
    dueAt: row.dueAt,
    now,
    ...(doneAt === undefined ? {} : { doneAt }),
    ...(row.paused === undefined ? {} : { paused: row.paused }),
  });
}
