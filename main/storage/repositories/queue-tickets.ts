// Queue tickets: each unit counts from 1 on each day. The number is taken inside the transaction that keeps the ticket; after a
// backup was put back, the count goes on far above what may have been given.

import type { QueueTicket } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { runningFloor } from '../meta.ts';
import type { Repository } from './handlers.ts';

/** Nobody prints an older ticket again. */
const KEPT_MS = 7 * 86_400_000;

export function queueTickets(connection: Connection): Repository<'ticket.issue', 'ticket.byId'> {
  const issue = connection.prepare(`
    INSERT INTO queue_tickets (id, unit, day, number, issued_at, issued_by)
    VALUES (@id, @unit, @day, max(coalesce((SELECT max(number) FROM queue_tickets WHERE unit = @unit AND day = @day), 0), @floor) + 1, @now, @by)
    ON CONFLICT (id) DO NOTHING`);
  const byId = connection.prepare('SELECT id, unit, day, number, issued_at AS issuedAt, issued_by AS issuedBy FROM queue_tickets WHERE id = ?');
  const forgetPrints = connection.prepare('DELETE FROM print_jobs WHERE id IN (SELECT id FROM queue_tickets WHERE issued_at < @before)');
  const forget = connection.prepare('DELETE FROM queue_tickets WHERE issued_at < @before');
  return {
    writes: {
      'ticket.issue': ({ id, unit, day, by }, now) => {
        if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError('a ticket’s day is YYYY-MM-DD');
        const before = now - KEPT_MS;
        forgetPrints.run({ before });
        forget.run({ before });
        issue.run({ id, unit, day, by, now, floor: runningFloor(connection, day) });
        return null;
      },
    },
    queries: { 'ticket.byId': ({ id }) => (byId.get(id) as QueueTicket | undefined) ?? null },
  };
}
