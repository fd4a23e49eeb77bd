// The outbox's rows that make a paper's pages one document. Each document is a stream of its own, apart from the dossier's
// messages: what takes long or fails here holds up nothing else.

import { createHash } from 'node:crypto';
import type { PicturePage } from '../../domain/pages/paper-parts.ts';
import type { Lane } from '../outbox/dispatcher.ts';
import { BULK_PRIORITY } from '../store.ts';
import type { NewOutboxRow } from '../store.ts';

/** One document at a time: the recogniser reads one page at a time anyway, and pages need room. */
export const ASSEMBLY_LANE: Lane = {
  kinds: ['document.assemble'],
  atOnce: 1,
  bulkAtOnce: 1,
  gapMs: 0,
  knock: { firstMs: 1_000, ceilingMs: 60_000 },
  freshMs: 0,
};

export type Assembly = { readonly documentId: string; readonly pages: readonly Pick<PicturePage, 'id' | 'mime' | 'size'>[] };

/** The same at each try: from the journey, the paper and its part. */
export function documentIdOf(dossierId: string, paperId: string, part: number): string {
  return createHash('sha256').update(JSON.stringify([dossierId, paperId, part])).digest('hex').slice(0, 24);
}

export const assemblyStream = (documentId: string): string => `assemble:${documentId}`;

export function assembleRow(dossierId: string, documentId: string, pages: readonly PicturePage[]): NewOutboxRow {
  const payload: Assembly = { documentId, pages: pages.map(({ id, mime, size }) => ({ id, mime, size })) };
  return { key: `${dossierId}:document.assemble:${documentId}`, kind: 'document.assemble', stream: assemblyStream(documentId), subject: dossierId, payload: JSON.stringify(payload), priority: BULK_PRIORITY };
}

/** Files of pages go: once the document that has them all is sealed and known, or where no paper needs them. */
export function removePagesRow(dossierId: string, what: string, pages: readonly string[]): NewOutboxRow {
  return { key: `${dossierId}:pages.remove:${what}`, kind: 'pages.remove', stream: `pages:${dossierId}:${what}`, subject: dossierId, payload: JSON.stringify({ pages }), priority: 9 };
}
