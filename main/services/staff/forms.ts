// Forms of a dossier that an officer prints: which there are, how one will look and on what, the order to print it, and to
// print it again. What is printed is what was shown: the slip is kept with the job, in the transaction that asks for it.

import type { Dossier } from '../../domain/dossier/dossier.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { formSlip } from '../../domain/slips/forms/form-slip.ts';
import { formsFor } from '../../domain/slips/forms/shipped.ts';
import { DOSSIER_FORMS } from '../../domain/slips/slip.ts';
import type { DossierForm, Slip } from '../../domain/slips/slip.ts';
import type { FormSources } from '../printing/form-sources.ts';
import type { AskToPrint } from '../printing/print-orders.ts';
import type { Printout } from '../printing/ways.ts';
import type { Store } from '../store.ts';

export type FormOrder = { readonly dossierId: string; readonly form: DossierForm; readonly reason: string; readonly items: readonly string[] };
export type FormChoice = { readonly form: DossierForm; readonly title: string; readonly asks: { readonly reason?: string; readonly items?: string } };
type Officer = { readonly id: string; readonly name: string };
const CITIZEN: Officer = { id: 'citizen', name: '' };

export type Forms = {
  /** Those that belong to the dossier's procedure. */
  choices(dossierId: string): Promise<readonly FormChoice[]>;
  draw(order: FormOrder, officer: Officer): Promise<Result<Slip, Failure<'noDossier' | 'notThisForm' | 'store'>>>;
  /** What it will come out on, and how often; null at a counter without a printer. */
  printout(form: DossierForm): Printout | null;
  /** False when it could not be kept. */
  print(order: FormOrder, officer: Officer): Promise<boolean>;
  /** The same form as it was, marked as a copy if any of it may be out. False when there is no such job of a form or it could not be kept. */
  printAgain(jobId: string, officer: Officer): Promise<boolean>;
  /** The receipt for what was paid, once, for the citizen who stands there. False when nothing was paid or it could not be kept. */
  printPaymentReceipt(dossierId: string): Promise<boolean>;
};

export type FormsOptions = FormSources & {
  readonly store: Pick<Store, 'read'>;
  readonly askToPrint: AskToPrint;
  readonly catalogue: Catalogue;
};

const paid = ({ payment }: Dossier) => ({ paid: payment !== undefined });

export function createForms({ store, askToPrint, catalogue, templates, wayOf, unit, clock, random }: FormsOptions): Forms {
  async function subjectOf(dossierId: string) {
    const kept = await store.read('dossier.byId', { id: dossierId });
    if (!kept.ok) return fail('store');
    const dossier = kept.value?.dossier;
    const procedure = dossier && catalogue.version(dossier.procedure.code, dossier.procedure.version);
    if (!dossier || !procedure) return fail('noDossier');
    const events = await store.read('dossier.events', { id: dossierId });
    if (!events.ok) return fail('store');
    const newDueAt = events.value.findLast(({ kind }) => kind === 'extended')?.dueAt;
    return ok({ dossier, procedure, ...(newDueAt !== undefined && { newDueAt }) });
  }

  const draw: Forms['draw'] = async ({ dossierId, form, reason, items }, officer) => {
    const subject = await subjectOf(dossierId);
    if (!subject.ok) return subject;
    const template = templates().get(form);
    if (!template || !formsFor(subject.value.procedure, paid(subject.value.dossier)).includes(form)) return fail('notThisForm', form);
    return ok(formSlip(template, { ...subject.value, unit, officer: officer.name, reason, items, printedAt: clock.now() }));
  };

  function printout(form: DossierForm): Printout | null {
    const way = wayOf(form);
    return way && { paper: way.paper, copies: way.copies };
  }

  const newJobId = (subject: string, form: string) => `${subject}.${form}.${Buffer.from(random(6)).toString('hex')}`;
  /** Asked for by a citizen in this run of the program; an earlier run's order is found in the store. */
  const receiptsAsked = new Set<string>();

  return {
    draw,
    async choices(dossierId) {
      const subject = await subjectOf(dossierId);
      if (!subject.ok) return [];
      return formsFor(subject.value.procedure, paid(subject.value.dossier)).flatMap((form) => {
        const template = templates().get(form);
        if (!template) return [];
        const { reason, items } = template.asks;
        return [{ form, title: template.title.vi, asks: { ...(reason !== undefined && { reason }), ...(items !== undefined && { items }) } }];
      });
    },
    printout,
    async print(order, officer) {
      const slip = await draw(order, officer);
      const { dossierId: subject, form } = order;
      return slip.ok && askToPrint({ id: newJobId(subject, form), subject, slip: slip.value, copy: false, by: officer.id });
    },
    async printAgain(jobId, officer) {
      const known = await store.read('print.byId', { id: jobId });
      if (!known.ok || !known.value || !(DOSSIER_FORMS as readonly string[]).includes(known.value.slip.form)) return false;
      const { subject, slip, attempts, copy } = known.value;
      return askToPrint({ id: newJobId(subject, slip.form), subject, slip, copy: copy || attempts > 0, by: officer.id });
    },
    async printPaymentReceipt(dossierId) {
      const id = `${dossierId}.paymentReceipt`;
      if (receiptsAsked.has(id)) return true;
      receiptsAsked.add(id);
      const known = await store.read('print.byId', { id });
      if (known.ok && known.value) return true;
      const slip = await draw({ dossierId, form: 'paymentReceipt', reason: '', items: [] }, CITIZEN);
      const asked = known.ok && slip.ok && (await askToPrint({ id, subject: dossierId, slip: slip.value, copy: false, by: CITIZEN.id }));
      if (!asked) receiptsAsked.delete(id);
      return asked;
    },
  };
}
