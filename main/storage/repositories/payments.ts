// Payments, one row an order at the gateway.

import type { PaymentRow } from '../../services/store.ts';
import type { Connection } from '../database.ts';
import { withoutNulls } from './handlers.ts';
import type { Repository } from './handlers.ts';

const SELECT = `
  SELECT order_code AS orderCode, journey_id AS journeyId, amount, amount_paid AS amountPaid, state, description, qr,
    created_at AS createdAt, expires_at AS expiresAt, paid_at AS paidAt, updated_at AS updatedAt
  FROM payments`;

export function payments(connection: Connection): Repository<'payment.save', 'payment.byJourney' | 'payments.open'> {
  const save = connection.prepare(`
    INSERT INTO payments (
      order_code, journey_id, amount, amount_paid, state, description, qr, created_at, expires_at, paid_at, updated_at)
    VALUES (
      @orderCode, @journeyId, @amount, @amountPaid, @state, @description, @qr, @createdAt, @expiresAt, @paidAt, @updatedAt)
    ON CONFLICT (order_code) DO UPDATE SET
      amount_paid = excluded.amount_paid, state = excluded.state, description = excluded.description, qr = excluded.qr,
      expires_at = excluded.expires_at, paid_at = excluded.paid_at, updated_at = excluded.updated_at
    WHERE payments.journey_id = excluded.journey_id AND payments.amount = excluded.amount`);
  const byJourney = connection.prepare(`${SELECT} WHERE journey_id = ? ORDER BY created_at, order_code`);
  const open = connection.prepare(
    `${SELECT} WHERE state IN ('creating', 'shown', 'underPaid', 'unknown') ORDER BY created_at, order_code`,
  );
  const rows = (found: unknown[]) => found.map((row) => withoutNulls<PaymentRow>(row));
  return {
    writes: {
      'payment.save': ({ payment }) => {
        const { changes } = save.run({ qr: null, paidAt: null, ...payment });
        if (changes === 0) throw new Error('an order’s journey and amount never change');
        return null;
      },
    },
    queries: {
      'payment.byJourney': ({ journeyId }) => rows(byJourney.all(journeyId)),
      'payments.open': () => rows(open.all()),
    },
  };
}
