// A form filled from its template: the dossier's facts, and what the officer typed. Nothing that is missing disappears:
// it leaves dots to write on, unless the template calls it optional.

import { formatMoment, vietnamDay } from '../../calendar/vietnam-time.ts';
import { groupCode, groupSecret, lookupUrlData } from '../../dossier/dossier-code.ts';
import type { Dossier } from '../../dossier/dossier.ts';
import { groupPhone } from '../../procedures/phone.ts';
import type { Procedure } from '../../procedures/procedure.ts';
import { feeBlocks, footBlocks, headBlocks, paperBlocks } from '../receipt-slip.ts';
import { printable } from '../printable.ts';
import type { SlipUnit } from '../receipt-slip.ts';
import type { Slip, SlipBlock } from '../slip.ts';
import type { FormTemplate, Placeholder, TemplateLine } from './template.ts';

export type FormContent = {
  readonly dossier: Dossier;
  readonly procedure: Procedure;
  readonly unit: SlipUnit;
  readonly officer: string;
  /** Of a dossier that was extended: when it is due now. */
  readonly newDueAt?: number;
  readonly reason: string;
  readonly items: readonly string[];
  readonly printedAt: number;
};

const DOTS = '………………………………';

export function formSlip(template: FormTemplate, content: FormContent): Slip {
  const values = valuesOf(content);
  return {
    form: template.form,
    language: 'vi',
    title: template.title,
    copy: false,
    blocks: template.lines.flatMap((line) => blocksOf(line, values, content)),
  };
}

function valuesOf({ dossier, procedure, unit, officer, reason, printedAt, newDueAt }: FormContent): Readonly<Partial<Record<Placeholder, string>>> {
  const [year, month, day] = vietnamDay(printedAt).split('-');
  const nameField = procedure.form.find(({ from }) => from === 'fullName');
  const known = {
    unit: unit.name,
    parent: unit.parent,
    address: unit.address,
    phone: unit.phone,
    code: groupCode(dossier.code),
    secret: groupSecret(dossier.secret),
    applicant: dossier.applicant.fullName?.value ?? (nameField && dossier.answers[nameField.id]) ?? '',
    residence: dossier.applicant.residence?.value ?? '',
    applicantPhone: dossier.phone === undefined ? '' : groupPhone(dossier.phone),
    procedure: procedure.name.vi,
    receivedAt: formatMoment(dossier.receivedAt, 'vi'),
    dueAt: dossier.dueAt === undefined ? '' : formatMoment(dossier.dueAt, 'vi'),
    newDueAt: newDueAt === undefined ? '' : formatMoment(newDueAt, 'vi'),
    today: `ngày ${day} tháng ${month} năm ${year}`,
    officer,
    reason,
  };
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, printable(value)]));
}

function blocksOf(line: TemplateLine, values: Readonly<Partial<Record<Placeholder, string>>>, content: FormContent): SlipBlock[] {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: Placeholder) => values[name] || DOTS);
  if ('text' in line) return [{ kind: 'text', text: fill(line.text), ...(line.align && { align: line.align }), ...(line.emphasis && { emphasis: line.emphasis }) }];
  if ('heading' in line) return [{ kind: 'heading', text: fill(line.heading), level: 1 }];
  if ('label' in line && 'value' in line) {
    const empty = [...line.value.matchAll(/\{(\w+)\}/g)].some(([, name]) => !values[name as Placeholder]);
    if (empty && line.optional) return [];
    return [{ kind: 'pair', label: fill(line.label), value: fill(line.value), ...(line.emphasis && { emphasis: line.emphasis }) }];
  }
  if ('list' in line) {
    if (line.list === 'papers') return paperBlocks(content.dossier, content.procedure, 'vi');
    const items = content.items.map(printable).filter(Boolean);
    return [
      { kind: 'heading', text: fill(line.label), level: 3 },
      { kind: 'list', items: items.length > 0 ? items : [DOTS, DOTS, DOTS] },
    ];
  }
  if ('code' in line) return [{ kind: 'code', label: fill(line.code), code: values.code! }];
  if ('qr' in line) return [{ kind: 'qr', data: lookupUrlData(content.dossier.code, content.dossier.secret), caption: fill(line.qr) }];
  if ('signatures' in line) return [{ kind: 'signatures', left: fill(line.signatures[0]), right: fill(line.signatures[1]) }];
  return partBlocks(line.part, content);
}

function partBlocks(part: 'head' | 'foot' | 'fees' | 'rule', { unit, printedAt, dossier }: FormContent): SlipBlock[] {
  switch (part) {
    case 'head':
      return headBlocks(unit, 'vi');
    case 'foot':
      return footBlocks(unit, printedAt, 'vi');
    case 'fees':
      return feeBlocks(dossier.fee, dossier.payment?.paidAt, 'vi');
    case 'rule':
      return [{ kind: 'rule' }];
  }
}
