// Dossiers that were looked up, as a citizen's window may show them to whoever stands before it.

import type { LookedUpDossier, LookUpView, SavedPapersView } from '../../../preload/contract/look-up.ts';
import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import type { DossierStatus } from '../../domain/dossier/dossier.ts';
import { clockStandsStill, isDone } from '../../domain/dossier/status.ts';
import type { FoundDossier, LookedUpPapers } from '../../services/dossiers/look-up.ts';
import type { FoundAtPortal } from '../../services/ports.ts';
import type { Running } from '../../services/running.ts';

const DAY_MS = 86_400_000;

type Office = Pick<Running, 'unit' | 'calendar'>;

export function lookUpView({ lookUp, savedPapers, ...office }: Pick<Running, 'lookUp' | 'savedPapers'> & Office, catalogue: Catalogue): LookUpView {
  const shown = lookUp.current();
  if (shown.state === 'asking') return { state: 'asking', code: lookUp.shape, readsCards: lookUp.readsCards() };
  if (shown.state !== 'found') return shown;
  const here = shown.dossiers.map((found) => dossierView(found, office, catalogue));
  const dossiers = [...here, ...shown.elsewhere.map((found) => elsewhereView(found, catalogue))].sort((a, b) => b.receivedAt - a.receivedAt);
  return { state: 'found', by: shown.by, dossiers, ...(shown.onlyHere && { onlyHere: true }), ...(shown.saved && { saved: savedView(shown.saved, savedPapers.days) }) };
}

function savedView({ papers, withdrawn }: LookedUpPapers, days: number): SavedPapersView {
  return {
    papers: papers.map(({ name: { vi, en }, pages, savedAt }) => ({ name: { vi, en }, pages: pages.length, savedAt, until: savedAt + days * DAY_MS })),
    ...(withdrawn && { withdrawn }),
  };
}

/** The citizen goes to the office for these. */
const GOES: readonly DossierStatus[] = ['notReceived', 'supplementsRequested', 'paymentRequested', 'stopped', 'processed'];

function dossierView({ dossier, events }: FoundDossier, { unit, calendar }: Office, catalogue: Catalogue): LookedUpDossier {
  const { code, procedure, status, receivedAt, dueAt } = dossier;
  const known = catalogue.version(procedure.code, procedure.version);
  const { vi, en } = known?.name ?? { vi: procedure.code, en: procedure.code };
  // What the office says among itself with its other steps is not for whoever has found the slip.
  const asks = GOES.includes(status) && status !== 'processed';
  const reason = asks ? events.findLast((event) => event.kind === 'step' && event.status === status)?.reason : undefined;
  const collectAt = status === 'processed' ? known?.collectAt : undefined;
  return {
    code,
    procedure: { vi, en },
    status,
    receivedAt,
    ...(reason && { reason }),
    ...(runs(status) && dueAt !== undefined && { dueAt }),
    ...(GOES.includes(status) && {
      place: { name: unit.name, address: unit.address, ...(collectAt && { collectAt }), hours: calendar().officeHours.map(({ from, to }) => `${timeOfDay(from)}–${timeOfDay(to)}`) },
    }),
  };
}

/** Of a dossier of another counter the office's hours are not known here. */
function elsewhereView({ code, procedure, status, receivedAt, dueAt, unit }: FoundAtPortal, catalogue: Catalogue): LookedUpDossier {
  const known = catalogue.on(procedure.code, vietnamDay(receivedAt))?.name;
  const name = procedure.name || procedure.code;
  return {
    code,
    procedure: { vi: known?.vi ?? name, en: known?.en ?? name },
    status,
    receivedAt,
    ...(runs(status) && dueAt !== undefined && { dueAt }),
    ...(GOES.includes(status) && unit && { place: { name: unit, address: '', hours: [] } }),
  };
}

const runs = (status: DossierStatus): boolean => !isDone(status) && !clockStandsStill(status) && status !== 'notReceived';

/** `07:30` from milliseconds since midnight. */
function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}
