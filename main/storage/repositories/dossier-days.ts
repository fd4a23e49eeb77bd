// The day's sums, kept in the transaction of what they count, so that a year's statistics are a few thousand small rows.

import { timeliness } from '../../domain/calendar/deadline.ts';
import { vietnamDayNumber } from '../../domain/calendar/vietnam-time.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import type { Connection } from '../database.ts';

type Group = { readonly unit: string; readonly procedure: string; readonly channel: string };

const SUMS = ['received', 'paid_online', 'digitised', 'early', 'on_time', 'late', 'not_received', 'electronic', 'ratings', 'rating_sum'] as const;
type Sums = Partial<Record<(typeof SUMS)[number], number>>;

export type DossierDays = {
  received(group: Group, dossier: Dossier): void;
  settled(group: Group, how: { readonly doneAt: number; readonly dueAt: number | null; readonly notReceived: boolean; readonly electronic: boolean; readonly rating: number | null }): void;
  /** A rating that came, or changed, after the dossier was settled. */
  rated(group: Group, doneAt: number, before: number | null, stars: number): void;
};

export function dossierDays(connection: Connection): DossierDays {
  const add = connection.prepare(`
    INSERT INTO dossier_days (day, unit, procedure, channel, ${SUMS.join(', ')})
    VALUES (@day, @unit, @procedure, @channel, ${SUMS.map((name) => `@${name}`).join(', ')})
    ON CONFLICT DO UPDATE SET ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`);
  const none = Object.fromEntries(SUMS.map((name) => [name, 0]));
  const count = (group: Group, at: number, sums: Sums): void => void add.run({ ...none, ...group, day: vietnamDayNumber(at), ...sums });
  return {
    received: (group, { receivedAt, payment, documents }) =>
      count(group, receivedAt, { received: 1, paid_online: payment ? 1 : 0, digitised: documents.length > 0 ? 1 : 0 }),
    settled(group, { doneAt, dueAt, notReceived, electronic, rating }) {
      if (notReceived) return count(group, doneAt, { not_received: 1 });
      const how = dueAt === null ? 'onTime' : timeliness({ dueAt, doneAt, now: doneAt });
      count(group, doneAt, {
        [how === 'onTime' ? 'on_time' : how]: 1,
        electronic: electronic ? 1 : 0,
        ...(rating !== null && { ratings: 1, rating_sum: rating }),
      });
    },
    rated: (group, doneAt, before, stars) => count(group, doneAt, { ratings: before === null ? 1 : 0, rating_sum: stars - (before ?? 0) }),
  };
}
