// Orders to print a slip that is drawn already: the job and the work for the outbox, in one transaction.

import type { Clock } from '../ports.ts';
import type { PrintJobRow, Store } from '../store.ts';
import type { Ways } from './ways.ts';

export type PrintOrder = Pick<PrintJobRow, 'id' | 'subject' | 'slip' | 'copy'> & {
  /** An officer's id, or `citizen`: that is printed only while the citizen is there. */
  readonly by: string;
};

/** False when it could not be kept. */
export type AskToPrint = (order: PrintOrder) => Promise<boolean>;

export type PrintOrdersOptions = {
  readonly store: Pick<Store, 'write'>;
  readonly wayOf: Ways['wayOf'];
  readonly clock: Clock;
  readonly outboxChanged: () => void;
};

export function createPrintOrders({ store, wayOf, clock, outboxChanged }: PrintOrdersOptions): AskToPrint {
  return async ({ id, subject, slip, copy, by }) => {
    const now = clock.now();
    // A roll that has run out holds up no pages.
    const stream = wayOf(slip.form)?.paper === 'roll' ? 'print' : 'print.pages';
    const payload = JSON.stringify({ jobId: id, askedAt: now, ...(by === 'citizen' && { byCitizen: true }) });
    const written = await store.write([
      { write: 'print.save', job: { id, subject, slip, state: 'waiting', attempts: 0, copy, createdAt: now, updatedAt: now } },
      { write: 'outbox.add', row: { key: id, kind: 'form.print', stream, subject, payload, priority: 2 } },
      { write: 'audit', line: { actor: by, action: 'form.printAsked', subject, details: { form: slip.form } } },
    ]);
    if (written.ok) outboxChanged();
    return written.ok;
  };
}
