// Forms of a dossier that an officer prints: which there are, how one will look and on what, the order to print it, and to
// print it again. What is printed is what was shown: the slip is kept with the job, in the transaction that asks for it.

import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { formSlip } from '../../domain/slips/forms/form-slip.ts';
import { formsFor } from '../../domain/slips/forms/shipped.ts';
import type { Templates } from '../../domain/slips/forms/shipped.ts';
import type { SlipUnit } from '../../domain/slips/receipt-slip.ts';
import type { FormId, Slip } from '../../domain/slips/slip.ts';
import type { Clock, Random } from '../ports.ts';
import type { Printout, Ways } from '../printing/ways.ts';
import { FORM_IDS } from '../../domain/slips/slip.ts';
import type { PrintJobRow, Store } from '../store.ts';

export type FormOrder = { readonly dossierId: string; readonly form: FormId; readonly reason: string; readonly items: readonly string[] };
export type FormChoice = { readonly form: FormId; readonly title: string; readonly asks: { readonly reason?: string; readonly items?: string } };
type Officer = { readonly id: string; readonly name: string };

export type Forms = {
  /** Those that belong to the dossier's procedure. */
  choices(dossierId: string): Promise<readonly FormChoice[]>;
  draw(order: FormOrder, officer: Officer): Promise<Result<Slip, Failure<'noDossier' | 'notThisForm' | 'store'>>>;
  /** What it will come out on, and how often; null at a counter without a printer. */
  printout(form: FormId): Printout | null;
  /** False when it could not be kept. */
  print(order: FormOrder, officer: Officer): Promise<boolean>;
  /** The same form as it was, marked as a copy if any of it may be out. False when there is no such job of a form or it could not be kept. */
  printAgain(jobId: string, officer: Officer): Promise<boolean>;
};

export type FormsOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly catalogue: Catalogue;
  readonly templates: () => Templates;
  readonly wayOf: Ways['wayOf'];
  readonly unit: SlipUnit;
  readonly clock: Clock;
  readonly random: Random;
  readonly outboxChanged: () => void;
};

export function createForms({ store, catalogue, templates, wayOf, unit, clock, random, outboxChanged }: FormsOptions): Forms {
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
    if (!template || !formsFor(subject.value.procedure).includes(form)) return fail('notThisForm', form);
    return ok(formSlip(template, { ...subject.value, unit, officer: officer.name, reason, items, printedAt: clock.now() }));
  };

  function printout(form: FormId): Printout | null {
    const way = wayOf(form);
    return way && { paper: way.paper, copies: way.copies };
  }

  async function ask({ subject, slip, copy }: Pick<PrintJobRow, 'subject' | 'slip' | 'copy'>, officer: Officer): Promise<boolean> {
    const { form } = slip;
    const id = `${subject}.${form}.${Buffer.from(random(6)).toString('hex')}`;
    const now = clock.now();
    // A roll that has run out holds up no pages.
    const stream = wayOf(form)?.paper === 'roll' ? 'print' : 'print.pages';
    const written = await store.write([
      { write: 'print.save', job: { id, subject, slip, state: 'waiting', attempts: 0, copy, createdAt: now, updatedAt: now } },
      { write: 'outbox.add', row: { key: id, kind: 'form.print', stream, subject, payload: JSON.stringify({ jobId: id, askedAt: now }), priority: 2 } },
      { write: 'audit', line: { actor: officer.id, action: 'form.printAsked', subject, details: { form } } },
    ]);
    if (written.ok) outboxChanged();
    return written.ok;
  }

  return {
    draw,
    async choices(dossierId) {
      const subject = await subjectOf(dossierId);
      if (!subject.ok) return [];
      return formsFor(subject.value.procedure).flatMap((form) => {
        const template = templates().get(form);
        if (!template) return [];
        const { reason, items } = template.asks;
        return [{ form, title: template.title, asks: { ...(reason !== undefined && { reason }), ...(items !== undefined && { items }) } }];
      });
    },
    printout,
    async print(order, officer) {
      const slip = await draw(order, officer);
      return slip.ok && (await ask({ subject: order.dossierId, slip: slip.value, copy: false }, officer));
    },
    async printAgain(jobId, officer) {
      const known = await store.read('print.byId', { id: jobId });
      if (!known.ok || !known.value || !(FORM_IDS as readonly string[]).includes(known.value.slip.form)) return false;
      const { subject, slip, attempts, copy } = known.value;
      return ask({ subject, slip, copy: copy || attempts > 0 }, officer);
    },
  };
}
