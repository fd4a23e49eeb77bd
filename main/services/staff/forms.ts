// Forms of a dossier that an officer prints: which there are, how one will look, and the order to print it. What is printed
// is what was shown: the slip is kept with the job, in the transaction that asks for it.

import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { formSlip } from '../../domain/slips/forms/form-slip.ts';
import { formsFor } from '../../domain/slips/forms/shipped.ts';
import type { Templates } from '../../domain/slips/forms/shipped.ts';
import type { SlipUnit } from '../../domain/slips/receipt-slip.ts';
import type { FormId, Slip } from '../../domain/slips/slip.ts';
import type { Clock, Random } from '../ports.ts';
import type { Store } from '../store.ts';

export type FormOrder = { readonly dossierId: string; readonly form: FormId; readonly reason: string; readonly items: readonly string[] };
export type FormChoice = { readonly form: FormId; readonly title: string; readonly asks: { readonly reason?: string; readonly items?: string } };
type Officer = { readonly id: string; readonly name: string };

export type Forms = {
  /** Those that belong to the dossier's procedure. */
  choices(dossierId: string): Promise<readonly FormChoice[]>;
  draw(order: FormOrder, officer: Officer): Promise<Result<Slip, Failure<'noDossier' | 'notThisForm' | 'store'>>>;
  /** False when it could not be kept. */
  print(order: FormOrder, officer: Officer): Promise<boolean>;
};

export type FormsOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly catalogue: Catalogue;
  readonly templates: () => Templates;
  readonly unit: SlipUnit;
  readonly clock: Clock;
  readonly random: Random;
  readonly outboxChanged: () => void;
};

export function createForms({ store, catalogue, templates, unit, clock, random, outboxChanged }: FormsOptions): Forms {
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
    async print(order, officer) {
      const slip = await draw(order, officer);
      if (!slip.ok) return false;
      const { dossierId, form } = order;
      const jobId = `${dossierId}.${form}.${Buffer.from(random(6)).toString('hex')}`;
      const now = clock.now();
      const written = await store.write([
        { write: 'print.save', job: { id: jobId, subject: dossierId, slip: slip.value, state: 'waiting', attempts: 0, copy: false, createdAt: now, updatedAt: now } },
        { write: 'outbox.add', row: { key: jobId, kind: 'form.print', stream: 'print', subject: dossierId, payload: JSON.stringify({ jobId, askedAt: now }), priority: 2 } },
        { write: 'audit', line: { actor: officer.id, action: 'form.printAsked', subject: dossierId, details: { form } } },
      ]);
      if (written.ok) outboxChanged();
      return written.ok;
    },
  };
}
