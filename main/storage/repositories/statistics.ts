// Statistics from the day's sums; only what is overdue at the end of a period is looked up dossier by dossier: those still
// open, and the few that were settled late afterwards.

import { vietnamDayNumber } from '../../domain/calendar/vietnam-time.ts';
import type { Channel } from '../../domain/dossier/dossier.ts';
import { NO_COUNTS } from '../../domain/statistics/statistics.ts';
import type { Counts } from '../../domain/statistics/statistics.ts';
import type { Connection } from '../database.ts';
import type { Repository } from './handlers.ts';

type Row = { readonly unit: string; readonly procedure: string; readonly channel: Channel };
const STANDING_STILL = `('supplementsRequested', 'paymentRequested', 'stopped')`;

export function statistics(connection: Connection): Repository<never, 'statistics.groups'> {
  const sums = connection.prepare(`
    SELECT unit, procedure, channel,
      sum(received - early - on_time - late - not_received) FILTER (WHERE day < @first) AS carriedOver,
      sum(received) FILTER (WHERE day >= @first) AS received,
      sum(early) FILTER (WHERE day >= @first) AS settledEarly,
      sum(on_time) FILTER (WHERE day >= @first) AS settledOnTime,
      sum(late) FILTER (WHERE day >= @first) AS settledLate,
      sum(not_received) FILTER (WHERE day >= @first) AS notReceived,
      sum(paid_online) FILTER (WHERE day >= @first) AS paidOnline,
      sum(digitised) FILTER (WHERE day >= @first) AS digitised,
      sum(electronic) FILTER (WHERE day >= @first) AS resultElectronic,
      sum(ratings) FILTER (WHERE day >= @first) AS ratings,
      sum(rating_sum) FILTER (WHERE day >= @first) AS ratingSum
    FROM dossier_days WHERE day <= @last GROUP BY unit, procedure, channel`);
  const overdue = connection.prepare(`
    SELECT unit, procedure, channel, count(*) AS count FROM (
      SELECT unit, procedure, channel, seq FROM dossiers
        WHERE done_at IS NULL AND due_at < @to AND received_at < @to
      UNION ALL
      SELECT unit, procedure, channel, seq FROM dossiers
        WHERE done_at > due_at AND done_at >= @to AND due_at < @to AND received_at < @to)
    WHERE (SELECT status FROM dossier_events WHERE dossier = seq AND at < @to ORDER BY n DESC LIMIT 1) NOT IN ${STANDING_STILL}
    GROUP BY unit, procedure, channel`);
  return {
    writes: {},
    queries: {
      'statistics.groups': ({ from, to }) => {
        const first = vietnamDayNumber(from);
        const late = new Map((overdue.all({ to }) as (Row & { count: number })[]).map((row) => [keyOf(row), row.count]));
        return (sums.all({ first, last: vietnamDayNumber(to - 1) }) as (Row & Partial<Counts>)[]).map((row) => {
          const { unit, procedure, channel, ...found } = row;
          const counts = { ...NO_COUNTS, ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null)) };
          const open = counts.carriedOver + counts.received - counts.settledEarly - counts.settledOnTime - counts.settledLate - counts.notReceived;
          const behind = late.get(keyOf(row)) ?? 0;
          return { unit, procedureCode: procedure, channel, counts: { ...counts, overdue: behind, inProcess: open - behind } };
        });
      },
    },
  };
}

const keyOf = ({ unit, procedure, channel }: Row): string => `${unit}|${procedure}|${channel}`;
