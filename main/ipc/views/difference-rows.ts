// The work list of payments as the officer sees it.

import type { DifferenceView } from '../../../preload/contract/counter.ts';
import type { Store } from '../../services/store.ts';
import { Unavailable } from '../router.ts';

export async function differenceRows(store: Store, nameOf: (officerId: string) => string, closedLimit: number): Promise<readonly DifferenceView[]> {
  const rows = await store.read('differences.list', { closedLimit });
  if (!rows.ok) throw new Unavailable(rows.error.code);
  return Promise.all(
    rows.value.map(async ({ id, orderCode, reference, journeyId, kind, amount, openedAt, closedAt, closedBy, outcome, reason }) => {
      const kept = journeyId === undefined ? null : await store.read('dossier.byId', { id: journeyId });
      const code = kept?.ok ? kept.value?.dossier.code : undefined;
      return {
        id,
        orderCode: String(orderCode ?? reference),
        ...(code && { dossierCode: code }),
        kind,
        amount,
        openedAt,
        ...(closedAt !== undefined && outcome && { closed: { at: closedAt, by: closedBy === 'gateway' ? '' : nameOf(closedBy ?? ''), outcome, ...(reason && { reason }) } }),
      };
    }),
  );
}
