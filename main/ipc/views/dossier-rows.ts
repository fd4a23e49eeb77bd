// The staff's table of dossiers as their window sees it.

import type { DossierRow } from '../../../preload/contract/counter.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import type { Queries } from '../../services/store.ts';

const SLIP_STATES = {
  waiting: 'waiting',
  sending: 'waiting',
  printed: 'printed',
  notConfirmed: 'notConfirmed',
  failed: 'failed',
  canceled: 'failed',
} as const;

export function dossierRows(rows: Queries['dossiers.since']['reply'], catalogue: Catalogue): DossierRow[] {
  return rows.map(({ dossier, portal, print }) => ({
    id: dossier.id,
    code: dossier.code,
    applicantName: dossier.applicant.fullName?.value ?? nameInForm(dossier),
    applicantNumber: dossier.applicant.number.value,
    procedureName: catalogue.version(dossier.procedure.code, dossier.procedure.version)?.name.vi ?? dossier.procedure.code,
    status: dossier.status,
    channel: dossier.channel,
    receivedAt: dossier.receivedAt,
    ...(dossier.dueAt !== undefined && { dueAt: dossier.dueAt }),
    fee: dossier.fee.total,
    paid: dossier.fee.total === 0 || dossier.payment !== undefined,
    portal,
    slip: print ? SLIP_STATES[print] : 'none',
  }));

  /** Without a QR or a chip the name is what the form says. */
  function nameInForm({ procedure, answers }: Dossier): string {
    const field = catalogue.version(procedure.code, procedure.version)?.form.find(({ from }) => from === 'fullName');
    return (field && answers[field.id]) ?? '';
  }
}
