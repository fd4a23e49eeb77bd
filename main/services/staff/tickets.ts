// Queue tickets: a number a day and unit, given once and printed. The number is kept in the transaction that asks for its paper,
// so that after a power cut the ticket still comes out, and the next citizen never gets a number that is out already.

import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { ticketSlip } from '../../domain/slips/forms/form-slip.ts';
import type { SlipUnit } from '../../domain/slips/slip-parts.ts';
import type { Slip } from '../../domain/slips/slip.ts';
import type { FormSources } from '../printing/form-sources.ts';
import type { QueueTicket, Store } from '../store.ts';

export type Tickets = {
  /** Gives the next number, such as `012`, and has its ticket printed. */
  issue(by: string): Promise<Result<{ readonly number: string; readonly jobId: string }, Failure<'noPrinter' | 'store'>>>;
  /** The ticket as it is printed; null where there is none. */
  slipOf(id: string): Promise<Slip | null>;
};

/** `machine`: this machine's mark before its numbers, where several machines of a unit give some. */
type TicketUnit = SlipUnit & { readonly code: string; readonly machine: string };

export type TicketsOptions = FormSources<TicketUnit> & {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly outboxChanged: () => void;
};

export function createTickets({ store, wayOf, templates, unit, clock, random, outboxChanged }: TicketsOptions): Tickets {
  const called = ({ number }: QueueTicket): string => `${unit.machine}${String(number).padStart(3, '0')}`;

  return {
    async issue(by) {
      const way = wayOf('queueTicket');
      if (!way) return fail('noPrinter');
      const now = clock.now();
      const id = `ticket.${Buffer.from(random(12)).toString('hex')}`;
      const written = await store.write([
        { write: 'ticket.issue', id, unit: unit.code, day: vietnamDay(now), by },
        {
          write: 'outbox.add',
          row: { key: id, kind: 'ticket.print', stream: way.paper === 'roll' ? 'print' : 'print.pages', subject: id, payload: JSON.stringify({ askedAt: now }), priority: 2 },
        },
        { write: 'audit', line: { actor: by, action: 'ticket.issued', subject: id, details: {} } },
      ]);
      if (!written.ok) return fail('store', written.error.code);
      outboxChanged();
      const kept = await store.read('ticket.byId', { id });
      return kept.ok && kept.value ? ok({ number: called(kept.value), jobId: id }) : fail('store');
    },
    async slipOf(id) {
      const [kept, template] = [await store.read('ticket.byId', { id }), templates().get('queueTicket')];
      return kept.ok && kept.value && template ? ticketSlip(template, { unit, number: called(kept.value), printedAt: kept.value.issuedAt }) : null;
    },
  };
}
