// The outbox's rows that go to the portal. All rows of a dossier are one stream, so that they arrive in the order in
// which they were written; a dossier's own message and its progress come before anybody's pictures.

import type { Lane } from '../outbox/dispatcher.ts';
import { BULK_PRIORITY } from '../store.ts';
import type { NewOutboxRow } from '../store.ts';

export const PORTAL_KINDS = ['portal.dossier', 'portal.progress', 'portal.update', 'portal.document'] as const;
export type PortalKind = (typeof PORTAL_KINDS)[number];
/** What stands between a dossier and the portal, a paper that is still being made a document among it. */
export const DESK_KINDS = [...PORTAL_KINDS, 'document.assemble'] as const;
export type DeskKind = (typeof DESK_KINDS)[number];

export const PORTAL_LANE: Lane = {
  kinds: PORTAL_KINDS,
  atOnce: 3,
  bulkAtOnce: 1,
  gapMs: 250,
  knock: { firstMs: 1_000, ceilingMs: 5 * 60_000 },
  freshMs: 30_000,
};

/** A paper that is the procedure's result, scanned or signed. */
export type PortalResult = { readonly id: string; readonly name: string };

const rowOf = (id: string, kind: PortalKind, suffix: string, payload: unknown, priority: number): NewOutboxRow => ({
  key: suffix === '' ? `${id}:${kind}` : `${id}:${kind}:${suffix}`,
  kind,
  stream: `portal:${id}`,
  subject: id,
  payload: JSON.stringify(payload),
  priority,
});

export const dossierRow = (id: string): NewOutboxRow => rowOf(id, 'portal.dossier', '', {}, 1);

export const documentRow = (id: string, documentId: string): NewOutboxRow =>
  rowOf(id, 'portal.document', documentId, { documentId }, BULK_PRIORITY);

/** Tells the portal the dossier anew: its fees as paid by then, its due time, and the results so far. */
export const updateRow = (id: string, number: number, results: readonly PortalResult[]): NewOutboxRow =>
  rowOf(id, 'portal.update', String(number), { number, results }, 2);
