// A print job as the officer sees it: what became of it, and why.

import type { DossierPrintView, PrintProblem } from '../../../preload/contract/dossiers.ts';
import { DOSSIER_FORMS } from '../../domain/slips/slip.ts';
import type { PrintJobRow } from '../../services/store.ts';

/** The printers' reasons in the officer's words; what is not here is `failed`. */
const PROBLEM_OF: Readonly<Record<string, PrintProblem>> = {
  paperOut: 'paperOut',
  coverOpen: 'coverOpen',
  jammed: 'jammed',
  cutterJammed: 'jammed',
  tonerOut: 'tonerOut',
  noPrinter: 'noPrinter',
  mediaNotSupported: 'wrongPaper',
  copiesNotSupported: 'wrongPaper',
  pdfNotSupported: 'noPdf',
  canceledAtPrinter: 'canceledAtPrinter',
  notConfirmed: 'notConfirmed',
  ...Object.fromEntries(
    ['printerOffline', 'unreachable', 'notAnswering', 'disconnected', 'noDevice', 'notStarted', 'notAccepting', 'busy', 'paused', 'deviceNotReady', 'timeOut'].map((reason) => [reason, 'offline']),
  ),
};

export function printView({ id, slip, state, reason, copy, updatedAt }: PrintJobRow): DossierPrintView {
  const why = state === 'canceled' ? 'waitedTooLong' : (state === 'waiting' || state === 'failed') && reason !== undefined ? (PROBLEM_OF[reason] ?? 'failed') : undefined;
  return {
    id,
    title: slip.title,
    state,
    ...(why && { problem: why }),
    form: (DOSSIER_FORMS as readonly string[]).includes(slip.form),
    copy,
    at: updatedAt,
  };
}
