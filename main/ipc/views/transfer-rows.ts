// The awaited bank transfers as the officer sees them.

import type { TransferView } from '../../../preload/contract/counter.ts';
import type { PaymentState } from '../../domain/payment/transition.ts';
import type { Running } from '../../services/running.ts';
import { Unavailable } from '../router.ts';

/** An order whose end is not known waits like one that was just made. */
const STATES: Readonly<Record<PaymentState, TransferView['state']>> = {
  creating: 'waiting',
  shown: 'waiting',
  unknown: 'waiting',
  underPaid: 'underPaid',
  paid: 'paid',
  expired: 'expired',
  cancelled: 'cancelled',
};

export async function transferRows({ transfers, journeys, store }: { readonly transfers: NonNullable<Running['transfers']> } & Pick<Running, 'journeys' | 'store'>): Promise<readonly TransferView[]> {
  const awaited = await transfers.awaited();
  if (!awaited.ok) throw new Unavailable(awaited.error.code);
  return Promise.all(
    awaited.value.map(async ({ orderCode, journeyId, amount, amountPaid, state, description, createdAt }) => {
      const kept = journeys.contextOf(journeyId)?.identity?.fullName ?? (await dossierApplicant(store, journeyId));
      return { orderCode: String(orderCode), purpose: description, ...(kept && { applicantName: kept.value }), amount, amountPaid, state: STATES[state], since: createdAt };
    }),
  );
}

async function dossierApplicant(store: Running['store'], id: string) {
  const kept = await store.read('dossier.byId', { id });
  return kept.ok ? kept.value?.dossier.applicant.fullName : undefined;
}
