// Filing: gives the dossier its code and puts it, with its papers, into the outbox for the portal; then sends it, for as
// long as it takes. A message that the portal refuses is set aside for staff and holds up nobody else's.

import { dueAt } from '../../domain/calendar/deadline.ts';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import { statusWhenFiled } from '../../domain/dossier/status.ts';
import type { Dossier, DossierDocument } from '../../domain/dossier/dossier.ts';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import { mayUseSaved } from '../../domain/pages/saved-paper.ts';
import { partsOf } from '../../domain/pages/paper-parts.ts';
import type { PaperPart } from '../../domain/pages/paper-parts.ts';
import { lookupSecret } from '../../domain/dossier/dossier-code.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { normaliseForm } from '../../domain/procedures/form.ts';
import type { Procedure } from '../../domain/procedures/procedure.ts';
import type { Log } from '../../logging/catalogue.ts';
import { assembleRow, documentIdOf, removePagesRow } from '../documents/assembly-rows.ts';
import { savingWrites } from '../documents/saved-papers.ts';
import { channelOf, papersOf, procedureOf } from '../journey/machine.ts';
import type { Journeys } from '../journey/journeys.ts';
import { waitBefore } from '../outbox/backoff.ts';
import type { EffectHandler, Outcome } from '../outbox/dispatcher.ts';
import type { Clock, Portal, PortalMessage, Random, RemoteFailure } from '../ports.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { JourneyContext } from '../journey/context.ts';
import type { DossierEvent, NewDossier, NewOutboxRow, OutboxRow, Store, Vault, Write } from '../store.ts';
import { documentRow, dossierRow } from './portal-rows.ts';
import type { PortalKind, PortalResult } from './portal-rows.ts';

type Unit = { readonly code: string; readonly name: string };

export type PortalMessages = {
  dossier(dossier: Dossier, procedure: Procedure, unit: Unit): PortalMessage;
  update(dossier: Dossier, procedure: Procedure, unit: Unit, what: { readonly number: number; readonly results: readonly PortalResult[] }): PortalMessage;
  progress(dossier: Dossier, event: DossierEvent): PortalMessage;
};

export type SubmissionOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly vault: Vault;
  readonly portal: Portal;
  /** Builds the portal's messages; the adapter's knowledge of names and formats stays there. */
  readonly messages: PortalMessages;
  readonly journeys: Pick<Journeys, 'contextOf'>;
  readonly catalogue: Catalogue;
  readonly calendar: () => Calendar;
  readonly unit: { readonly code: string; readonly name: string; readonly dossierCode: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly chance: () => number;
  readonly log: Log;
  readonly onReachable: (reachable: boolean) => void;
};

export type Submission = {
  readonly handlers: Readonly<Record<'dossier.register' | 'documents.destroy' | PortalKind, EffectHandler>>;
};

/** Soon at first, since somebody stands before the screen; then ever more rarely. */
const PORTAL_BACKOFF = { firstMs: 1_000, ceilingMs: 5 * 60_000 };
const STORE_RETRY_MS = 1_000;

export function createSubmission(options: SubmissionOptions): Submission {
  const { store, vault, portal, journeys, catalogue, clock, log } = options;

  const register: EffectHandler = async (row) => {
    const id = row.subject;
    const { filed, leftOver } = pagesOf(id);
    const papers = partsOf(filed).map((part) => documentOf(id, part));
    const dossier = newDossier(id, papers.map(({ document }) => document));
    if (!dossier) return { row: 'setAside', reason: 'noJourney' };
    const save = savingOf(id, filed, papers.map(({ row: next }) => next));
    // Registering is idempotent by the dossier's id: after a kill between this and the journey's next step, it gives the same code.
    const written = await store.write([
      { write: 'dossier.register', dossier },
      { write: 'outbox.add', row: dossierRow(id) },
      ...(save ?? papers.map(({ row: next }) => ({ write: 'outbox.add' as const, row: next }))),
      ...leftOver.map((page) => ({ write: 'document.remove' as const, id: page })),
      ...(leftOver.length > 0 ? [{ write: 'outbox.add' as const, row: removePagesRow(id, 'leftOver', leftOver) }] : []),
      { write: 'audit', line: { actor: dossier.officerId ?? 'citizen', action: 'dossier.registered', subject: id, details: { procedure: dossier.procedure.code } } },
    ]);
    if (!written.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: written.error.code };
    const registered = written.value[0];
    if (!registered) throw new Error('registering a dossier gave no code');
    log('dossier.registered', { dossier: id });
    return { row: 'done', event: { type: 'registered', ...registered } };
  };

  /** Where the citizen lets the papers be kept: what is written instead of the documents' rows, which then wait for it. */
  function savingOf(id: string, filed: readonly KeptPage[], rows: readonly NewOutboxRow[]): readonly Write[] | null {
    const context = journeys.contextOf(id);
    const procedure = context && procedureOf(catalogue, context);
    if (!context?.identity || !procedure || !context.savesPapers || !mayUseSaved(context.card)) return null;
    const newOwner = `p${Buffer.from(options.random(16)).toString('hex')}`;
    const asked = papersOf(procedure, context);
    return savingWrites({ dossierId: id, number: context.identity.number.value, newOwner, askedBy: context.officerId ?? 'citizen', procedure, asked, filed, rows });
  }

  /** Pages of papers that the procedure asks for; others were scanned before the citizen chose another procedure or case. */
  function pagesOf(id: string): { readonly filed: readonly KeptPage[]; readonly leftOver: readonly string[] } {
    const context = journeys.contextOf(id);
    if (!context) return { filed: [], leftOver: [] };
    const asked = papersOf(procedureOf(catalogue, context), context);
    const isAsked = (page: KeptPage) => asked.some((paper) => paper.id === page.paperId);
    return { filed: context.documents.filter(isAsked), leftOver: context.documents.filter((page) => !isAsked(page)).map((page) => page.id) };
  }

  function newDossier(id: string, documents: readonly DossierDocument[]): NewDossier | null {
    const context = journeys.contextOf(id);
    const procedure = context?.procedure && catalogue.version(context.procedure.code, context.procedure.version);
    if (!context || !procedure || !context.identity || !context.fee) return null;
    const receivedAt = clock.now();
    const due = dueAt(procedure.time, receivedAt, options.calendar());
    const { caseId } = context;
    const answers = normaliseForm(procedure, context.answers, caseId ? { caseId } : {});
    const phone = procedure.form.find(({ type }) => type === 'phone');
    return {
      id,
      secret: lookupSecret(options.random(8)),
      procedure: { code: procedure.code, version: procedure.version },
      caseId: caseId ?? '',
      channel: channelOf(context),
      ...(context.officerId && { officerId: context.officerId }),
      applicant: context.identity,
      ...(phone && answers[phone.id] && { phone: answers[phone.id]! }),
      answers,
      documents,
      ...(context.handedIn && { handedIn: context.handedIn }),
      fee: context.fee,
      ...(context.payment?.paidAt !== undefined && { payment: paymentOf(context.payment, context.payment.paidAt) }),
      status: statusWhenFiled(channelOf(context)),
      receivedAt,
      ...(due.ok && { dueAt: due.value }),
      unit: options.unit.code,
      template: options.unit.dossierCode,
      day: vietnamDay(receivedAt),
    };
  }

  /** A document of the dossier with the row that brings it to the portal. */
  function documentOf(id: string, part: PaperPart): { readonly document: DossierDocument; readonly row: NewOutboxRow } {
    const { paperId, fileName } = part;
    if ('asItIs' in part) {
      const { id: documentId, mime, bytes, sha256 } = part.asItIs;
      return { document: { id: documentId, paperId, fileName, mime, pages: 1, bytes, sha256 }, row: documentRow(id, documentId) };
    }
    const documentId = documentIdOf(id, paperId, part.number);
    return { document: { id: documentId, paperId, fileName, mime: 'application/pdf', pages: part.pages.length }, row: assembleRow(id, documentId, part.pages) };
  }

  /** The dossier of a row with its procedure, or what to do without it. */
  async function dossierOf(row: OutboxRow): Promise<{ readonly dossier: Dossier; readonly procedure: Procedure } | Outcome> {
    const kept = await store.read('dossier.byId', { id: row.subject });
    if (!kept.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: kept.error.code };
    const dossier = kept.value?.dossier;
    const procedure = dossier && catalogue.version(dossier.procedure.code, dossier.procedure.version);
    if (!dossier) return { row: 'setAside', reason: 'noDossier' };
    return procedure ? { dossier, procedure } : setAside(row, 'noProcedure');
  }

  const setAside = (row: OutboxRow, reason: string, detail?: string): Outcome => ({
    row: 'setAside',
    reason,
    ...(detail && { detail }),
    writes: setAsideWrites(row),
  });
  const setAsideWrites = (row: OutboxRow): readonly Write[] => [
    { write: 'dossier.portal', id: row.subject, state: 'setAside' },
    { write: 'audit', line: { actor: 'portal', action: 'dossier.refused', subject: row.subject, details: { kind: row.kind } } },
  ];

  const sendDossier: EffectHandler = async (row) => {
    const found = await dossierOf(row);
    if ('row' in found) return found;
    const { dossier, procedure } = found;
    const events = await store.read('dossier.events', { id: dossier.id });
    if (!events.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: events.error.code };
    // The dossier as it was filed, whatever was done with it since: the same key must be the same message.
    const { dueAt: _, ...fields } = dossier;
    const filedAs = events.value[0];
    const filed: Dossier = filedAs
      ? { ...fields, status: filedAs.status, ...(filedAs.dueAt !== undefined && { dueAt: filedAs.dueAt }) }
      : dossier;
    const sent = await portal.send(options.messages.dossier(filed, procedure, options.unit));
    if (!sent.ok && !(sent.error.code === 'refused' && (await isThere(dossier)))) return failed(row, sent.error, 'DongBoHoSoMC');
    options.onReachable(true);
    return {
      row: 'done',
      far: 'answered',
      writes: [
        { write: 'dossier.portal', id: dossier.id, state: 'accepted' },
        { write: 'audit', line: { actor: 'portal', action: 'dossier.accepted', subject: dossier.id, details: {} } },
      ],
      event: { type: 'portalAccepted' },
    };
  };

  /**
   * Whether the portal has this very dossier although it refuses it: an earlier message arrived, its answer did not, and
   * the portal has forgotten its key since. Another dossier with the same code was received at another second.
   */
  async function isThere(dossier: Dossier): Promise<boolean> {
    const found = await portal.lookUp([dossier.code]);
    const second = (ms: number) => Math.floor(ms / 1_000);
    return found.ok && found.value.some(({ code, receivedAt }) => code === dossier.code && receivedAt !== undefined && second(receivedAt) === second(dossier.receivedAt));
  }

  const sendUpdate: EffectHandler = async (row) => {
    const found = await dossierOf(row);
    if ('row' in found) return found;
    const what = JSON.parse(row.payload) as { readonly number: number; readonly results: readonly PortalResult[] };
    return sent(row, 'DongBoHoSoMC', await portal.send(options.messages.update(found.dossier, found.procedure, options.unit, what)));
  };

  const sendProgress: EffectHandler = async (row) => {
    const found = await dossierOf(row);
    if ('row' in found) return found;
    const { n } = JSON.parse(row.payload) as { readonly n: number };
    const events = await store.read('dossier.events', { id: row.subject });
    if (!events.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: events.error.code };
    const event = events.value.find((candidate) => candidate.n === n);
    if (!event) return setAside(row, 'noEvent');
    const reply = await portal.send(options.messages.progress(found.dossier, event));
    const before = events.value.findLast((candidate) => candidate.n < n);
    if (!reply.ok && reply.error.code === 'refused' && (await standsAt(found.dossier, event, before))) return sent(row, 'CapNhatTienDoHoSoMC', ok());
    return sent(row, 'CapNhatTienDoHoSoMC', reply);
  };

  /**
   * Whether the portal has taken this very step although it refuses it: its answer was lost, and the portal has forgotten the
   * message's key since. Steps come to it one after another, so a status that only this step can have given is the proof;
   * where the status stayed the same there is none.
   */
  async function standsAt(dossier: Dossier, event: DossierEvent, before: DossierEvent | undefined): Promise<boolean> {
    if (before === undefined || before.status === event.status) return false;
    const found = await portal.lookUp([dossier.code]);
    return found.ok && found.value.some(({ code, status }) => code === dossier.code && status === event.status);
  }

  const sendDocument: EffectHandler = async (row) => {
    const found = await dossierOf(row);
    if ('row' in found) return found;
    const { dossier } = found;
    const { documentId } = JSON.parse(row.payload) as { readonly documentId: string };
    const document = dossier.documents.find(({ id }) => id === documentId);
    if (!document) return setAside(row, 'noDocument');
    const bytes = await vault.get(dossier.id, documentId);
    if (!bytes.ok) {
      const { code, detail } = bytes.error;
      // What is gone or was altered will not come back; a disk that is busy will.
      if (code === 'missing' || code === 'altered') return setAside(row, code, detail);
      return { row: 'retry', afterMs: STORE_RETRY_MS, reason: code };
    }
    const { fileName, mime } = document;
    // Of a file that was made after the filing, the document's own row knows it.
    const made = await store.read('document.byId', { id: documentId });
    if (!made.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: made.error.code };
    const sha256 = document.sha256 ?? made.value?.sha256;
    if (sha256 === undefined) return setAside(row, 'noDocument');
    const about = { key: row.key, dossierCode: dossier.code, documentId, fileName, mime, sha256 };
    return sent(row, 'upload', await portal.upload(about, bytes.value));
  };

  function sent(row: OutboxRow, service: string, reply: Result<void, RemoteFailure>): Outcome {
    if (!reply.ok) return failed(row, reply.error, service);
    options.onReachable(true);
    return { row: 'done', far: 'answered' };
  }

  function failed(row: OutboxRow, { code, detail }: RemoteFailure, service: string): Outcome {
    log('portal.failed', { service, reason: code, detail });
    if (code === 'refused') {
      options.onReachable(true);
      return { ...setAside(row, code, detail), far: 'answered' };
    }
    // A portal that does not know our session answers, and takes nothing.
    options.onReachable(code === 'notAuthorised');
    return {
      row: 'retry',
      far: 'silent',
      afterMs: waitBefore(row.attempts + 1, PORTAL_BACKOFF, options.chance()),
      reason: code,
      ...(detail && { detail }),
      ifSetAside: setAsideWrites(row),
    };
  }

  const destroyDocuments: EffectHandler = async (row) => {
    const destroyed = await vault.destroy(row.subject);
    return destroyed.ok ? { row: 'done' } : { row: 'retry', afterMs: 60_000, reason: destroyed.error.code };
  };

  return {
    handlers: {
      'dossier.register': register,
      'portal.dossier': sendDossier,
      'portal.update': sendUpdate,
      'portal.progress': sendProgress,
      'portal.document': sendDocument,
      'documents.destroy': destroyDocuments,
    },
  };
}

function paymentOf({ orderCode, description, payee }: NonNullable<JourneyContext['payment']>, paidAt: number): NonNullable<Dossier['payment']> {
  return { orderCode, paidAt, reference: description, ...(payee && { payee: { bin: payee.bin, account: payee.account, name: payee.name } }) };
}
