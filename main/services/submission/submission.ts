// Filing: gives the dossier its code and puts it, with its papers, into the outbox for the portal; then sends it, for as
// long as it takes. A message that the portal refuses is set aside for staff and holds up nobody else's.

import { dueAt } from '../../domain/calendar/deadline.ts';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import { lookupSecret } from '../../domain/dossier/dossier-code.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { normaliseForm } from '../../domain/procedures/form.ts';
import type { Procedure } from '../../domain/procedures/procedure.ts';
import type { Log } from '../../logging/catalogue.ts';
import { channelOf } from '../journey/machine.ts';
import type { Journeys } from '../journey/journeys.ts';
import { waitBefore } from '../outbox/backoff.ts';
import type { EffectHandler, Outcome } from '../outbox/dispatcher.ts';
import type { Clock, Portal, PortalMessage, Random, RemoteFailure } from '../ports.ts';
import type { DossierEvent, NewDossier, Store, Vault } from '../store.ts';

export type SubmissionOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly vault: Vault;
  readonly portal: Portal;
  /** Builds the portal's message; the adapter's knowledge of names and formats stays there. */
  readonly dossierMessage: (dossier: Dossier, procedure: Procedure, unit: { code: string; name: string }) => PortalMessage;
  readonly progressMessage: (dossier: Dossier, event: DossierEvent) => PortalMessage;
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
  readonly handlers: Readonly<Record<'dossier.register' | 'portal.dossier' | 'portal.document' | 'portal.progress' | 'documents.destroy', EffectHandler>>;
};

/** Soon at first, since somebody stands before the screen; then ever more rarely. */
const PORTAL_BACKOFF = { firstMs: 1_000, ceilingMs: 5 * 60_000 };
const STORE_RETRY_MS = 1_000;

export function createSubmission(options: SubmissionOptions): Submission {
  const { store, vault, portal, journeys, catalogue, clock, log } = options;

  const register: EffectHandler = async (row) => {
    const id = row.subject;
    const dossier = newDossier(id);
    if (!dossier) return { row: 'setAside', reason: 'noJourney' };
    // Registering is idempotent by the dossier's id: after a kill between this and the journey's next step, it gives the same code.
    const written = await store.write([
      { write: 'dossier.register', dossier },
      { write: 'outbox.add', row: { key: `${id}:portal.dossier`, kind: 'portal.dossier', stream: `portal:${id}`, subject: id, payload: '{}', priority: 1 } },
      ...dossier.documents.map((document) => ({
        write: 'outbox.add' as const,
        row: {
          key: `${id}:portal.document:${document.id}`,
          kind: 'portal.document',
          stream: `portal:${id}`,
          subject: id,
          payload: JSON.stringify({ documentId: document.id }),
          // Every dossier's metadata before anybody's pictures.
          priority: 5,
        },
      })),
      { write: 'audit', line: { actor: dossier.officerId ?? 'citizen', action: 'dossier.registered', subject: id, details: { procedure: dossier.procedure.code } } },
    ]);
    if (!written.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: written.error.code };
    const registered = written.value[0];
    if (!registered) throw new Error('registering a dossier gave no code');
    log('dossier.registered', { dossier: id });
    return { row: 'done', event: { type: 'registered', ...registered } };
  };

  function newDossier(id: string): NewDossier | null {
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
      documents: context.documents,
      fee: context.fee,
      ...(context.payment?.paidAt !== undefined && { payment: { orderCode: context.payment.orderCode, paidAt: context.payment.paidAt } }),
      status: 'newlyRegistered',
      receivedAt,
      ...(due.ok && { dueAt: due.value }),
      unit: options.unit.code,
      template: options.unit.dossierCode,
      day: vietnamDay(receivedAt),
    };
  }

  const sendDossier: EffectHandler = async (row) => {
    const kept = await store.read('dossier.byId', { id: row.subject });
    if (!kept.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: kept.error.code };
    const dossier = kept.value?.dossier;
    const procedure = dossier && catalogue.version(dossier.procedure.code, dossier.procedure.version);
    if (!dossier || !procedure) return { row: 'setAside', reason: 'noDossier' };
    const sent = await portal.send(options.dossierMessage(dossier, procedure, options.unit));
    if (!sent.ok) return failed(row.attempts, sent.error, 'DongBoHoSoMC', row.subject);
    options.onReachable(true);
    return {
      row: 'done',
      writes: [
        { write: 'dossier.portal', id: dossier.id, state: 'accepted' },
        { write: 'audit', line: { actor: 'portal', action: 'dossier.accepted', subject: dossier.id, details: {} } },
      ],
      event: { type: 'portalAccepted' },
    };
  };

  const sendDocument: EffectHandler = async (row) => {
    const { documentId } = JSON.parse(row.payload) as { documentId: string };
    const kept = await store.read('dossier.byId', { id: row.subject });
    if (!kept.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: kept.error.code };
    const dossier = kept.value?.dossier;
    const document = dossier?.documents.find(({ id }) => id === documentId);
    if (!dossier || !document) return { row: 'setAside', reason: 'noDocument' };
    const bytes = await vault.get(dossier.id, documentId);
    if (!bytes.ok) return { row: 'setAside', reason: bytes.error.code };
    const { fileName, mime, sha256 } = document;
    const sent = await portal.upload({ key: row.key, dossierCode: dossier.code, documentId, fileName, mime, sha256 }, bytes.value);
    if (!sent.ok) return failed(row.attempts, sent.error, 'upload', row.subject);
    options.onReachable(true);
    return { row: 'done' };
  };

  const sendProgress: EffectHandler = async (row) => {
    const { n } = JSON.parse(row.payload) as { n: number };
    const [kept, events] = await Promise.all([store.read('dossier.byId', { id: row.subject }), store.read('dossier.events', { id: row.subject })]);
    if (!kept.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: kept.error.code };
    if (!events.ok) return { row: 'retry', afterMs: STORE_RETRY_MS, reason: events.error.code };
    const event = events.value.find((candidate) => candidate.n === n);
    if (!kept.value || !event) return { row: 'setAside', reason: 'noDossier' };
    const sent = await portal.send(options.progressMessage(kept.value.dossier, event));
    if (!sent.ok) return failed(row.attempts, sent.error, 'CapNhatTienDoHoSoMC', row.subject);
    options.onReachable(true);
    return { row: 'done' };
  };

  function failed(attempts: number, { code, detail }: RemoteFailure, service: string, dossierId: string): Outcome {
    log('portal.failed', { service, reason: code, detail });
    const silent = code === 'unreachable' || code === 'timeOut' || code === 'serverError' || code === 'badReply';
    options.onReachable(!silent);
    if (code === 'refused') {
      return {
        row: 'setAside',
        reason: code,
        ...(detail && { detail }),
        writes: [
          { write: 'dossier.portal', id: dossierId, state: 'setAside' },
          { write: 'audit', line: { actor: 'portal', action: 'dossier.refused', subject: dossierId, details: { service } } },
        ],
      };
    }
    return { row: 'retry', afterMs: waitBefore(attempts + 1, PORTAL_BACKOFF, options.chance()), reason: code, ...(detail && { detail }) };
  }

  const destroyDocuments: EffectHandler = async (row) => {
    const destroyed = await vault.destroy(row.subject);
    return destroyed.ok ? { row: 'done' } : { row: 'retry', afterMs: 60_000, reason: destroyed.error.code };
  };

  return {
    handlers: {
      'dossier.register': register,
      'portal.dossier': sendDossier,
      'portal.document': sendDocument,
      'portal.progress': sendProgress,
      'documents.destroy': destroyDocuments,
    },
  };
}
