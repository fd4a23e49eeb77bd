// Prints the slip of a dossier again for staff, marked as a copy.

import type { Clock, Random } from '../ports.ts';
import type { Store } from '../store.ts';

export function createCopies({ store, clock, random, outboxChanged }: { readonly store: Pick<Store, 'read' | 'write'>; readonly clock: Clock; readonly random: Random; readonly outboxChanged: () => void }) {
  /** False when there is no such dossier or it could not be kept. */
  return async function printCopy(dossierId: string, officerId: string): Promise<boolean> {
    const kept = await store.read('dossier.byId', { id: dossierId });
    if (!kept.ok || !kept.value) return false;
    const jobId = `${dossierId}.copy.${Buffer.from(random(6)).toString('hex')}`;
    const written = await store.write([
      {
        write: 'outbox.add',
        row: { key: jobId, kind: 'slip.copy', stream: 'print', subject: dossierId, payload: JSON.stringify({ jobId, askedAt: clock.now() }), priority: 2 },
      },
      { write: 'audit', line: { actor: officerId, action: 'slip.copyAsked', subject: dossierId, details: {} } },
    ]);
    if (written.ok) outboxChanged();
    return written.ok;
  };
}
