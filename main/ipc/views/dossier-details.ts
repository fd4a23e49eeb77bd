// One dossier as the officer's window sees it: everything that is known, in the words of its procedure.

import type { DossierDetails } from '../../../preload/contract/dossiers.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { isDone, isFinal, nextStatuses } from '../../domain/dossier/status.ts';
import { needsReason } from '../../services/dossiers/dossier-steps.ts';
import type { DossierEvent, PrintJobRow, Queries } from '../../services/store.ts';
import { dossierRows } from './dossier-rows.ts';
import { printView } from './print-view.ts';

export type DetailsOf = {
  readonly kept: NonNullable<Queries['dossier.byId']['reply']>;
  readonly prints: readonly PrintJobRow[];
  readonly events: readonly DossierEvent[];
  readonly erasure: DossierDetails['erasure'];
  readonly savedPapers: number;
  readonly officerName: (id: string) => string | undefined;
};

export function dossierDetails({ kept, prints, events, erasure, savedPapers, officerName }: DetailsOf, catalogue: Catalogue): DossierDetails {
  const { dossier, portal } = kept;
  const procedure = catalogue.version(dossier.procedure.code, dossier.procedure.version);
  const chosen = procedure?.cases.find(({ id }) => id === dossier.caseId);
  const papers = new Map(procedure?.cases.flatMap((item) => item.papers).map((paper) => [paper.id, paper.name.vi]));
  const officer = dossier.officerId === undefined ? undefined : (officerName(dossier.officerId) ?? dossier.officerId);
  const [row] = dossierRows([{ dossier, portal, print: prints.at(-1)?.state ?? null }], catalogue);
  const residence = dossier.applicant.residence?.value;
  return {
    ...row!,
    procedureCode: dossier.procedure.code,
    procedureVersion: dossier.procedure.version,
    verified: procedure?.verified ?? false,
    ...(chosen && procedure!.cases.length > 1 && { caseName: chosen.name.vi }),
    ...(dossier.phone && { phone: dossier.phone }),
    ...(residence && { residence }),
    ...(officer && { officerName: officer }),
    answers: (procedure?.form ?? [])
      .filter(({ id }) => dossier.answers[id])
      .map((field) => {
        const value = dossier.answers[field.id]!;
        return { label: field.label.vi, value: field.options?.find((option) => option.value === value)?.label.vi ?? value };
      }),
    costs: {
      lines: dossier.fee.lines.map(({ name, quantity, unitAmount, amount, waiver }) => ({ name: name.vi, quantity, unitAmount, amount, ...(waiver && { waiver: waiver.vi }) })),
      total: dossier.fee.total,
    },
    ...(dossier.payment && { paidAt: dossier.payment.paidAt, paymentReference: [String(dossier.payment.orderCode), dossier.payment.reference].filter(Boolean).join(' · ') }),
    documents: dossier.documents.map(({ id, paperId, fileName, pages, bytes }) => ({ id, name: papers.get(paperId) ?? fileName, pages, ...(bytes !== undefined && { bytes }) })),
    ...(dossier.handedIn && { handedIn: Object.entries(dossier.handedIn).map(([paperId, counted]) => ({ name: papers.get(paperId) ?? paperId, ...counted })) }),
    prints: prints.map(printView),
    events: events.map(({ n: _, ...event }) => {
      const actorName = officerName(event.actor);
      return { ...event, ...(actorName && { actorName }) };
    }),
    next: nextStatuses(dossier.status, 'officer').map((to) => ({ to, needsReason: needsReason(to) })),
    mayExtend: !isDone(dossier.status) && !isFinal(dossier.status),
    erasure,
    savedPapers,
  };
}
