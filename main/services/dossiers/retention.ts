// What is kept of a dossier goes when its time is over, by its procedure's rule, once a day; or at once when its citizen asks
// for it. One transaction deletes the documents' key, what says who it was, and writes the event and its audit line; the
// sealed files, which nothing opens any more, are removed after it by the outbox. Doing it again finds nothing left to do.

import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import type { Dossier, Erased } from '../../domain/dossier/dossier.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { erasureDue, erasureOnRequest, STARTING_RETENTION } from '../../domain/retention/retention.ts';
import type { ErasureAnswer, RetentionRule } from '../../domain/retention/retention.ts';
import { withdrawal } from '../documents/saved-papers.ts';
import type { SavedPapersService } from '../documents/saved-papers.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock } from '../ports.ts';
import type { DossierPortalState, EndedDossier, Store, StoreFailure, Write } from '../store.ts';

export type Retention = {
  /** Everything that is due now; resolves with how many dossiers lost their documents, and how many all. Stops at a failure. */
  run(): Promise<Result<{ readonly documents: number; readonly all: number }, StoreFailure>>;
  /** Whether a citizen's request can be met now, and why not. Null: no such dossier. */
  onRequest(dossierId: string): Promise<ErasureAnswer | null>;
  erase(dossierId: string, reason: string, officerId: string): Promise<Result<void, Failure<'noDossier' | 'notYet' | 'reasonMissing' | 'changedMeanwhile' | 'notKept'>>>;
  start(): void;
  close(): void;
};

export type RetentionOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly catalogue: Catalogue;
  /** Papers that people let be kept have a time of their own. */
  readonly savedPapers: Pick<SavedPapersService, 'expire'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly outboxChanged: () => void;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The start is for the citizen, and the backup comes first. */
const AFTER_START_MS = 10 * 60_000;
const BATCH = 50;
/** Between two dossiers, so that nobody before the screen waits for this. */
const PAUSE_MS = 20;

export function createRetention({ store, catalogue, savedPapers, clock, log, outboxChanged }: RetentionOptions): Retention {
  let stopTimer = () => {};
  let closed = false;

  const ruleOf = (procedure: Dossier['procedure']): RetentionRule => catalogue.version(procedure.code, procedure.version)?.retention ?? STARTING_RETENTION;

  async function* ended(erased: 'nothing' | 'documents'): AsyncGenerator<Result<EndedDossier, StoreFailure>> {
    let after: { endedAt: number; id: string } | undefined;
    for (;;) {
      const rows = await store.read('dossiers.ended', { erased, before: clock.now(), limit: BATCH, ...(after && { after }) });
      if (!rows.ok) {
        yield rows;
        return;
      }
      for (const row of rows.value) yield ok(row);
      const last = rows.value.at(-1);
      if (rows.value.length < BATCH || !last) return;
      after = { endedAt: last.endedAt, id: last.id };
    }
  }

  async function run() {
    const count = { documents: 0, all: 0 };
    const today = vietnamDay(clock.now());
    for (const stage of ['nothing', 'documents'] as const) {
      for await (const row of ended(stage)) {
        if (closed) return ok(count);
        if (!row.ok) return row;
        const { procedure, status, endedAt, portal, open } = row.value;
        const state = { status, lastStepOn: vietnamDay(endedAt), atPortal: isAtPortal(portal, open), ...(stage === 'documents' && { erased: stage }) };
        const due = erasureDue(state, ruleOf(procedure), today);
        if (!due.documents && !due.personalData) continue;
        const what = due.personalData ? 'all' : 'documents';
        const written = await store.write(erasure(row.value.id, row.value.n + 1, 'system', what));
        // An officer was there at the same time: tomorrow is early enough.
        if (!written.ok && written.error.code === 'conflict') continue;
        if (!written.ok) return written;
        count[what] += 1;
        await new Promise<void>((go) => clock.after(PAUSE_MS, go));
      }
    }
    await forgetWords();
    const pruned = await store.write([{ write: 'lockout.prune', before: clock.now() - DAY_MS }]);
    return pruned.ok ? ok(count) : pruned;
  }

  let forgetting = false;

  /** The words by which erased dossiers were found, out of the file; a failure is made up for by the next day's run. */
  async function forgetWords(): Promise<void> {
    if (forgetting) return;
    forgetting = true;
    try {
      for (;;) {
        const more = await store.read('search.toForget');
        if (closed || !more.ok || !more.value) return;
        const written = await store.write([{ write: 'search.forget' }]);
        if (!written.ok) return;
        await new Promise<void>((go) => clock.after(PAUSE_MS, go));
      }
    } finally {
      forgetting = false;
    }
  }

  async function stateOf(dossierId: string) {
    const [kept, events, open] = await Promise.all([
      store.read('dossier.byId', { id: dossierId }),
      store.read('dossier.events', { id: dossierId }),
      store.read('outbox.ofStream', { stream: `portal:${dossierId}` }),
    ]);
    if (!kept.ok || !events.ok || !open.ok) return fail('notKept');
    const last = events.value.at(-1);
    if (!kept.value || !last) return fail('noDossier');
    const { dossier, portal } = kept.value;
    const { status, erased } = dossier;
    return ok({ n: last.n, number: dossier.applicant.number.value, state: { status, lastStepOn: vietnamDay(last.at), atPortal: isAtPortal(portal, open.value.length), ...(erased && { erased }) } });
  }

  /** Dossiers first, then what people let be kept beside them. */
  async function runAll(): Promise<Result<{ readonly documents: number; readonly all: number; readonly saved: number }, StoreFailure>> {
    const dossiers = await run();
    if (!dossiers.ok) return dossiers;
    const saved = await savedPapers.expire();
    return saved.ok ? ok({ ...dossiers.value, saved: saved.value }) : saved;
  }

  async function daily(): Promise<void> {
    const done = await runAll().catch((error: unknown) => {
      log('app.failed', { where: 'retention', detail: String((error as Error)?.stack ?? error) });
      return fail('busy' as const);
    });
    if (done.ok) log('retention.done', done.value);
    else log('retention.failed', { reason: done.error.code });
    if (done.ok && done.value.documents + done.value.all > 0) outboxChanged();
    if (!closed) stopTimer = clock.after(done.ok ? DAY_MS : HOUR_MS, () => void daily());
  }

  return {
    run,
    async onRequest(dossierId) {
      const found = await stateOf(dossierId);
      return found.ok ? erasureOnRequest(found.value.state) : null;
    },
    async erase(dossierId, reason, officerId) {
      if (reason.trim() === '') return fail('reasonMissing');
      const found = await stateOf(dossierId);
      if (!found.ok) return found;
      if (erasureOnRequest(found.value.state).answer !== 'erase') return fail('notYet');
      // Whoever asks to be forgotten wants nothing kept for a next time.
      const saved = await store.read('saved.ofPerson', { number: found.value.number });
      if (!saved.ok) return fail('notKept');
      const asked = reason.trim();
      const written = await store.write([
        ...erasure(dossierId, found.value.n + 1, officerId, 'all', asked),
        ...(saved.value ? withdrawal(saved.value, officerId, { dossierId, reason: asked }) : []),
      ]);
      if (!written.ok) return fail(written.error.code === 'conflict' ? 'changedMeanwhile' : 'notKept');
      log('retention.requested', { dossier: dossierId });
      outboxChanged();
      forgetWords().catch((error: unknown) => log('app.failed', { where: 'retention', detail: String((error as Error)?.stack ?? error) }));
      return ok();
    },
    start() {
      stopTimer = clock.after(AFTER_START_MS, () => void daily());
    },
    close() {
      closed = true;
      stopTimer();
    },
  };
}

/** Nothing is on its way any more; what the portal refused and staff closed will not go there either. */
function isAtPortal(portal: DossierPortalState, open: number): boolean {
  return portal !== 'waiting' && open === 0;
}

function erasure(id: string, n: number, actor: string, what: Erased, reason?: string): readonly Write[] {
  return [
    { write: 'dossier.erase', id, n, actor, what, ...(reason !== undefined && { reason }) },
    { write: 'outbox.add', row: { key: `${id}:documents.destroy:erased:${n}`, kind: 'documents.destroy', stream: `erase:${id}`, subject: id, payload: '{}', priority: 9 } },
    { write: 'audit', line: { actor, action: 'dossier.erased', subject: id, details: { what, asked: reason !== undefined } } },
  ];
}
