// A paper's pages become one PDF whose text can be searched, behind the citizen's back: read, put together, sealed, and only
// then told to the portal; the single pages go. Each step can be done again after a power cut and gives the same.

import { createHash } from 'node:crypto';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import type { PaperPdf } from '../../domain/pages/page.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { EffectHandler, Outcome } from '../outbox/dispatcher.ts';
import type { Clock, Imaging } from '../ports.ts';
import type { OutboxRow, Store, Vault } from '../store.ts';
import { documentRow } from '../submission/portal-rows.ts';
import { removePagesRow } from './assembly-rows.ts';
import type { Assembly } from './assembly-rows.ts';

export type AssemblingOptions = {
  readonly store: Pick<Store, 'read'>;
  readonly vault: Vault;
  readonly imaging: Pick<Imaging, 'recognise' | 'assemblePdf'>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Log;
};

const RETRY_MS = 5_000;
const FULL_RETRY_MS = 60_000;
/** After so many tries a document goes without its text, which is better than not at all. */
const TRIES = 2;
const LANGUAGE = 'vi-VN';

type Made = { readonly pdf: Uint8Array; readonly words: number };
/** `wait`: it may be better later. */
type NotMade = Failure<'wait' | 'lost'>;

export function createAssembling({ store, vault, imaging, catalogue, clock, log }: AssemblingOptions) {
  const assemble: EffectHandler = async (row, signal) => {
    const startedAt = clock.now();
    const assembly = JSON.parse(row.payload) as Assembly;
    const { documentId, pages } = assembly;
    const kept = await store.read('dossier.byId', { id: row.subject });
    if (!kept.ok) return wait(kept.error.code);
    const dossier = kept.value?.dossier;
    const document = dossier?.documents.find(({ id }) => id === documentId);
    if (!dossier || !document) return setAside(row, 'noDossier');

    // Sealed before the power went, or before the backup that was restored: the file is whole or not there.
    const sealed = await vault.get(dossier.id, documentId);
    const made = sealed.ok ? ok({ pdf: sealed.value, words: 0 }) : await make(dossier, assembly, row.attempts, signal);
    if (!made.ok) return made.error.code === 'wait' ? wait(made.error.detail ?? 'wait') : setAside(row, made.error.detail ?? 'lost');
    const { pdf, words } = made.value;
    if (!sealed.ok) {
      const put = await vault.put(dossier.id, documentId, pdf);
      if (!put.ok) return { row: 'retry', afterMs: FULL_RETRY_MS, reason: put.error.code };
    }
    log('document.assembled', { dossier: dossier.id, pages: pages.length, words, bytes: pdf.length, took: clock.now() - startedAt });
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    return {
      row: 'done',
      writes: [
        { write: 'document.add', document: { id: documentId, journeyId: dossier.id, paperId: document.paperId, mime: 'application/pdf', pages: pages.length, bytes: pdf.length, sha256, createdAt: clock.now() } },
        { write: 'outbox.add', row: documentRow(dossier.id, documentId) },
        ...pages.map(({ id }) => ({ write: 'document.remove' as const, id })),
        { write: 'outbox.add', row: removePagesRow(dossier.id, documentId, pages.map(({ id }) => id)) },
      ],
    };
  };

  async function make(dossier: Dossier, { documentId, pages }: Assembly, attempts: number, signal: AbortSignal): Promise<Result<Made, NotMade>> {
    const read: PaperPdf['pages'][number][] = [];
    for (const { id, mime, size } of pages) {
      const bytes = await vault.get(dossier.id, id);
      if (!bytes.ok) {
        const { code } = bytes.error;
        // What is gone or was altered will not come back; a disk that is busy will.
        return fail(code === 'missing' || code === 'altered' ? 'lost' : 'wait', code);
      }
      const page = { bytes: bytes.value, mime, ...size };
      const words = await imaging.recognise(page, signal);
      if (!words.ok && (words.error.code === 'canceled' || (attempts + 1 < TRIES && words.error.code !== 'undecodable'))) return fail('wait', words.error.code);
      read.push({ ...page, words: words.ok ? words.value : [] });
    }
    const title = titleOf(dossier, documentId);
    const pdf = await imaging.assemblePdf({ pages: read, title, subject: `Hồ sơ ${dossier.code}`, language: LANGUAGE, createdAt: dossier.receivedAt });
    if (!pdf.ok) return fail('lost', pdf.error.code);
    return ok({ pdf: pdf.value, words: read.reduce((sum, { words }) => sum + words.length, 0) });
  }

  function titleOf({ procedure: { code, version }, documents }: Dossier, documentId: string): string {
    const document = documents.find(({ id }) => id === documentId)!;
    const papers = catalogue.version(code, version)?.cases.flatMap(({ papers: listed }) => listed);
    return papers?.find(({ id }) => id === document.paperId)?.name.vi ?? document.fileName;
  }

  const removePages: EffectHandler = async (row) => {
    const { pages } = JSON.parse(row.payload) as { readonly pages: readonly string[] };
    for (const page of pages) {
      const removed = await vault.remove(row.subject, page);
      if (!removed.ok) return { row: 'retry', afterMs: FULL_RETRY_MS, reason: removed.error.code };
    }
    return { row: 'done' };
  };

  const wait = (reason: string): Outcome => ({ row: 'retry', afterMs: RETRY_MS, reason });
  const setAside = (row: OutboxRow, reason: string): Outcome => ({
    row: 'setAside',
    reason,
    writes: [{ write: 'audit', line: { actor: 'system', action: 'document.notMade', subject: row.subject, details: { reason } } }],
  });

  return { handlers: { 'document.assemble': assemble, 'pages.remove': removePages } };
}
