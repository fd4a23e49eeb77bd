// When what is kept of a dossier must go. Documents are sealed with a key a dossier, so erasing is deleting the key; the
// register keeps what the law wants kept. Law 91/2025/QH15 and Decree 356/2025/NĐ-CP: erasure when no longer needed, and
// on request; the periods below are starting values for the agency to set, not the law's.

import { addDays } from '../calendar/iso-date.ts';
import { clockStandsStill, isDone, isFinal } from '../dossier/status.ts';
import type { Dossier, DossierStatus, Erased } from '../dossier/dossier.ts';
import type { IsoDate } from '../identity/identity.ts';

export type RetentionRule = {
  /** Days after the end until the scans and uploads go. */
  readonly documentsDays: number;
  /** Days after the end until what identifies the person goes; not less than `documentsDays`. */
  readonly personalDataDays: number;
};

export const STARTING_RETENTION: RetentionRule = { documentsDays: 30, personalDataDays: 365 };

export type ErasureState = {
  readonly status: DossierStatus;
  /** The day of its last step. */
  readonly lastStepOn: IsoDate;
  /** What has gone already. */
  readonly erased?: Erased;
  /** Everything has reached the portal: nothing may go before, or it would be lost. */
  readonly atPortal: boolean;
};

export type Erasure = { readonly documents: boolean; readonly personalData: boolean };

/** What is to go today. A dossier that still needs a step keeps everything. */
export function erasureDue(state: ErasureState, rule: RetentionRule, today: IsoDate): Erasure {
  if (!hasEnded(state.status) || !state.atPortal) return { documents: false, personalData: false };
  return {
    documents: state.erased === undefined && today > addDays(state.lastStepOn, rule.documentsDays),
    personalData: state.erased !== 'all' && today > addDays(state.lastStepOn, Math.max(rule.personalDataDays, rule.documentsDays)),
  };
}

export type ErasureAnswer =
  | { readonly answer: 'erase'; readonly what: Erasure }
  /** The office still works on it, or the citizen may withdraw it first. */
  | { readonly answer: 'notYet'; readonly reason: 'inProcess' | 'withdrawFirst' | 'notAtPortal' }
  | { readonly answer: 'erased' };

/** A citizen's request for erasure: what ended goes at once, all but the register's entry. */
export function erasureOnRequest(state: ErasureState): ErasureAnswer {
  if (state.erased === 'all') return { answer: 'erased' };
  if (!hasEnded(state.status)) {
    return { answer: 'notYet', reason: clockStandsStill(state.status) ? 'withdrawFirst' : 'inProcess' };
  }
  if (!state.atPortal) return { answer: 'notYet', reason: 'notAtPortal' };
  return { answer: 'erase', what: { documents: true, personalData: true } };
}

/** A dossier of which only the register's entry is left: nobody is found by it, and no slip opens it. */
export function erasedDossier(dossier: Dossier): Dossier {
  return { ...registerEntry(dossier), secret: '', applicant: { number: { value: '', source: 'officer' } }, answers: {}, documents: [], erased: 'all' };
}

/** What the register keeps after the personal data has gone: that there was a dossier, of what, and how it went. */
export type RegisterEntry = Pick<
  Dossier,
  'id' | 'code' | 'procedure' | 'caseId' | 'channel' | 'officerId' | 'fee' | 'payment' | 'status' | 'receivedAt' | 'dueAt'
>;

export function registerEntry(dossier: Dossier): RegisterEntry {
  const { id, code, procedure, caseId, channel, officerId, fee, payment, status, receivedAt, dueAt } = dossier;
  return {
    id,
    code,
    procedure,
    caseId,
    channel,
    fee,
    status,
    receivedAt,
    ...(officerId === undefined ? {} : { officerId }),
    ...(payment === undefined ? {} : { payment }),
    ...(dueAt === undefined ? {} : { dueAt }),
  };
}

/** A processed dossier has not ended for this purpose: its result is still to be handed over. */
export function hasEnded(status: DossierStatus): boolean {
  return isFinal(status) || (isDone(status) && status !== 'processed');
}
