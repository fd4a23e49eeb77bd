// The report of a period: the same sums by field, procedure, channel, unit and month, and where they do not add up.

import { addDays } from '../../domain/calendar/iso-date.ts';
import { momentOf } from '../../domain/calendar/vietnam-time.ts';
import type { IsoDate } from '../../domain/identity/identity.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { checkFigures } from '../../domain/statistics/figures.ts';
import type { Finding } from '../../domain/statistics/figures.ts';
import { addCounts, NO_COUNTS, shares } from '../../domain/statistics/statistics.ts';
import type { ReportLine, StatisticsReport } from '../../domain/statistics/report.ts';
import type { Counts } from '../../domain/statistics/statistics.ts';
import type { StatisticGroup, Store, StoreFailure } from '../store.ts';

const MOST_MONTHS = 24;

/** `from` and `to` are days, both included; a period that has not ended ends now. */
export async function statisticsReport(
  { store, catalogue, now }: { readonly store: Pick<Store, 'read'>; readonly catalogue: Pick<Catalogue, 'search'>; readonly now: number },
  period: { readonly from: IsoDate; readonly to: IsoDate },
): Promise<Result<StatisticsReport, StoreFailure>> {
  const between = (from: IsoDate, to: IsoDate) => store.read('statistics.groups', { from: momentOf(from, '00:00'), to: Math.min(now, momentOf(addDays(to, 1), '00:00')) });
  const found = await between(period.from, period.to);
  if (!found.ok) return found;
  const months: ReportLine[] = [];
  for (const month of monthsOf(period)) {
    const one = await between(month.from, month.to);
    if (!one.ok) return one;
    months.push(lineOf(month.id, month.id, one.value));
  }
  const known = new Map(catalogue.search('').map((procedure) => [procedure.code, procedure]));
  const total = lineOf('total', '', found.value);
  return ok({
    ...period,
    total,
    fields: by(found.value, ({ procedureCode }) => known.get(procedureCode)?.field.code ?? procedureCode, ({ procedureCode }) => known.get(procedureCode)?.field.name.vi ?? procedureCode),
    procedures: by(found.value, ({ procedureCode }) => procedureCode, ({ procedureCode }) => known.get(procedureCode)?.name.vi ?? procedureCode),
    channels: by(found.value, ({ channel }) => channel, ({ channel }) => channel),
    units: by(found.value, ({ unit }) => unit, ({ unit }) => unit),
    months,
    findings: findingsOf(total.counts),
  });
}

function findingsOf(counts: Counts): Finding[] {
  return checkFigures({
    carriedOver: counts.carriedOver,
    received: counts.received,
    settledEarly: counts.settledEarly,
    settledOnTime: counts.settledOnTime,
    overdue: counts.settledLate + counts.overdue,
    inProcess: counts.inProcess + counts.notReceived,
    shares: [{ name: 'paidOnline', count: counts.paidOnline }, { name: 'digitised', count: counts.digitised }],
  });
}

function lineOf(id: string, name: string, groups: readonly StatisticGroup[]): ReportLine {
  const counts = groups.map((group) => group.counts).reduce(addCounts, NO_COUNTS);
  return { id, name, counts, shares: shares(counts) };
}

/** The largest first. */
function by(groups: readonly StatisticGroup[], idOf: (group: StatisticGroup) => string, nameOf: (group: StatisticGroup) => string): ReportLine[] {
  const lists = new Map<string, StatisticGroup[]>();
  for (const group of groups) lists.set(idOf(group), [...(lists.get(idOf(group)) ?? []), group]);
  return [...lists].map(([id, list]) => lineOf(id, nameOf(list[0]!), list)).sort((a, b) => b.counts.received - a.counts.received || (a.id < b.id ? -1 : 1));
}

function monthsOf({ from, to }: { readonly from: IsoDate; readonly to: IsoDate }): { id: string; from: IsoDate; to: IsoDate }[] {
  const months: { id: string; from: IsoDate; to: IsoDate }[] = [];
  for (let first = from; first <= to && months.length < MOST_MONTHS;) {
    const id = first.slice(0, 7);
    let next = `${id}-28`;
    while (next.startsWith(id)) next = addDays(next, 1);
    const last = addDays(next, -1);
    months.push({ id, from: first, to: last < to ? last : to });
    first = next;
  }
  return months;
}
