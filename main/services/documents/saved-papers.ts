// Papers that a person lets be kept for the next dossier. Once the dossier is filed, its pages are sealed once more under the
// owner's own key; only then are they put together and their single files let go. They go when their time is over, or as
// soon as the owner or an officer says so: then the key is deleted in the transaction that says it.

import { createHash } from 'node:crypto';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import { kindOf, mayUseSaved, pageToSave } from '../../domain/pages/saved-paper.ts';
import type { SavedPaper } from '../../domain/pages/saved-paper.ts';
import type { Paper, Procedure } from '../../domain/procedures/procedure.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys } from '../journey/journeys.ts';
import type { EffectHandler } from '../outbox/dispatcher.ts';
import type { Clock } from '../ports.ts';
import { BULK_PRIORITY } from '../store.ts';
import type { NewOutboxRow, SavedPapers, SavedPapersDue, Store, StoreFailure, Vault, Write } from '../store.ts';
import { removePagesRow } from './assembly-rows.ts';

/** What of a filed dossier is to be kept, and the rows that must wait until it is: they let its single pages go. */
type Saving = { readonly papers: readonly (Omit<SavedPaper, 'owner' | 'savedAt'>)[]; readonly rows: readonly NewOutboxRow[] };

export type WithdrawProblem = 'noDossier' | 'nothingKept' | 'reasonMissing' | 'notKept';

export type SavedPapersService = {
  readonly handlers: { readonly 'papers.save': EffectHandler };
  readonly days: number;
  /** Tells the journey what its person lets be kept. */
  find(journeyId: string): Promise<void>;
  /** Of the dossier's person, by an officer. */
  withdraw(dossierId: string, reason: string, officerId: string): Promise<Result<void, Failure<WithdrawProblem>>>;
  /** Removes what has had its time; resolves with how many papers. */
  expire(): Promise<Result<number, StoreFailure>>;
};

export type SavedPapersOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly vault: Vault;
  readonly journeys: Pick<Journeys, 'contextOf' | 'deliver'>;
  /** 0: nothing is kept. */
  readonly days: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly outboxChanged: () => void;
};

const DAY_MS = 86_400_000;
const RETRY_MS = 60_000;
/** Then the dossier goes on without: that its papers reach the portal is more than that they are kept here. */
const TRIES = 3;
const BATCH = 50;

export function createSavedPapers({ store, vault, journeys, days, clock, log, outboxChanged }: SavedPapersOptions): SavedPapersService {
  const before = () => clock.now() - days * DAY_MS;

  const save: EffectHandler = async (row) => {
    const { papers, rows } = JSON.parse(row.payload) as Saving;
    const goOn = rows.map((next): Write => ({ write: 'outbox.add', row: next }));
    const found = await store.read('saved.ofDossier', { dossierId: row.subject });
    if (!found.ok) return { row: 'retry', afterMs: RETRY_MS, reason: found.error.code };
    // Taken back before it was done.
    if (!found.value) return { row: 'done', writes: goOn };
    const { owner, papers: older } = found.value;
    for (const { pages } of papers) {
      for (const { id } of pages) {
        const bytes = await vault.get(row.subject, id);
        const put = bytes.ok ? await vault.put(owner, id, bytes.value) : bytes;
        if (put.ok) continue;
        if (row.attempts + 1 < TRIES && put.error.code !== 'missing' && put.error.code !== 'altered') return { row: 'retry', afterMs: RETRY_MS, reason: put.error.code };
        log('papers.notSaved', { dossier: row.subject, reason: put.error.code });
        return { row: 'done', writes: [...goOn, audit('system', 'savedPapers.notSaved', row.subject, { reason: put.error.code })] };
      }
    }
    const replaced = older.filter(({ kind }) => papers.some((paper) => paper.kind === kind));
    log('papers.saved', { dossier: row.subject, papers: papers.length });
    return {
      row: 'done',
      writes: [
        { write: 'saved.add', dossierId: row.subject, owner, papers },
        ...replaced.map(({ id, pages }): Write => ({ write: 'outbox.add', row: removePagesRow(owner, id, pages.map((page) => page.id)) })),
        audit('system', 'savedPapers.saved', row.subject, { papers: papers.length, owner }),
        ...goOn,
      ],
    };
  };

  async function remove({ owner, papers, pages, all }: SavedPapersDue): Promise<Result<unknown, StoreFailure>> {
    if (all) return store.write(withdrawal({ owner, papers }, 'system'));
    return store.write([
      { write: 'saved.remove', owner, papers },
      { write: 'outbox.add', row: removePagesRow(owner, papers[0]!, pages) },
      audit('system', 'savedPapers.expired', owner, { papers: papers.length }),
    ]);
  }

  return {
    days,
    handlers: { 'papers.save': save },
    async find(journeyId) {
      const context = journeys.contextOf(journeyId);
      if (!context?.identity || !mayUseSaved(context.card)) return;
      const number = context.identity.number.value;
      const found = await store.read('saved.ofPerson', { number });
      const papers = found.ok ? (found.value?.papers ?? []).filter(({ savedAt }) => savedAt >= before()) : [];
      if (papers.length > 0 || context.saved) await journeys.deliver(journeyId, { type: 'savedFound', number, papers }, []);
    },
    async withdraw(dossierId, reason, officerId) {
      if (reason.trim() === '') return fail('reasonMissing');
      const kept = await store.read('dossier.byId', { id: dossierId });
      if (!kept.ok) return fail('notKept');
      if (!kept.value) return fail('noDossier');
      const found = await store.read('saved.ofPerson', { number: kept.value.dossier.applicant.number.value });
      if (!found.ok) return fail('notKept');
      if (!found.value) return fail('nothingKept');
      const written = await store.write(withdrawal(found.value, officerId, { dossierId, reason: reason.trim() }));
      if (!written.ok) return fail(written.error.code === 'conflict' ? 'nothingKept' : 'notKept');
      log('papers.withdrawn', { by: 'officer' });
      outboxChanged();
      return ok();
    },
    async expire() {
      let count = 0;
      for (;;) {
        const due = await store.read('saved.due', { before: before(), limit: BATCH });
        if (!due.ok) return due;
        for (const one of due.value) {
          const removed = await remove(one);
          // Its owner was quicker.
          if (!removed.ok && removed.error.code !== 'conflict') return removed;
          count += one.papers.length;
        }
        if (due.value.length > 0) outboxChanged();
        if (due.value.length < BATCH) return ok(count);
      }
    },
  };
}

/** Nothing of this person is kept any more. */
export function withdrawal({ owner, papers }: { readonly owner: SavedPapers['owner']; readonly papers: readonly unknown[] }, actor: string, asked?: { readonly dossierId: string; readonly reason: string }): readonly Write[] {
  return [
    { write: 'saved.withdraw', owner, actor, ...asked },
    { write: 'outbox.add', row: { key: `${owner}:documents.destroy`, kind: 'documents.destroy', stream: `saved:${owner}`, subject: owner, payload: '{}', priority: 9 } },
    audit(actor, 'savedPapers.withdrawn', owner, { papers: papers.length, ...(asked && { dossier: asked.dossierId }) }),
  ];
}

/**
 * The writes of a filing whose citizen lets its papers be kept: the consent, and the row that keeps them before `rows` begin. Null where
 * all papers came from what is kept already.
 */
export function savingWrites(about: {
  readonly dossierId: string;
  readonly number: string;
  readonly newOwner: string;
  readonly askedBy: string;
  readonly procedure: Procedure;
  readonly asked: readonly Paper[];
  readonly filed: readonly KeptPage[];
  readonly rows: readonly NewOutboxRow[];
}): readonly Write[] | null {
  const { dossierId, number, newOwner, askedBy, procedure, asked, filed, rows } = about;
  const papers = asked.flatMap((paper) => {
    const pages = filed.filter(({ paperId }) => paperId === paper.id);
    if (paper.once || pages.every(({ saved }) => saved)) return [];
    return [{ id: savedIdOf(dossierId, paper.id), kind: kindOf(procedure, paper), name: paper.name, pages: pages.map(pageToSave) }];
  });
  if (papers.length === 0) return null;
  const payload: Saving = { papers, rows };
  return [
    { write: 'saved.allow', dossierId, number, owner: newOwner, askedBy },
    { write: 'outbox.add', row: { key: `${dossierId}:papers.save`, kind: 'papers.save', stream: `save:${dossierId}`, subject: dossierId, payload: JSON.stringify(payload), priority: BULK_PRIORITY } },
    audit(askedBy, 'savedPapers.allowed', dossierId, { papers: papers.length }),
  ];
}

/** The same at each try. */
function savedIdOf(dossierId: string, paperId: string): string {
  return createHash('sha256').update(JSON.stringify(['saved', dossierId, paperId])).digest('hex').slice(0, 24);
}

const audit = (actor: string, action: string, subject: string, details: Readonly<Record<string, string | number>>): Write => ({ write: 'audit', line: { actor, action, subject, details } });
