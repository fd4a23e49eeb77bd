// A form filled from its template: a dossier's facts and what the officer typed, a queue ticket's number, or a printer that is
// tested. Nothing that is missing disappears: it leaves dots to write on, unless the template calls it optional.

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

type Everywhere = { readonly unit: SlipUnit; readonly printedAt: number };

export type FormContent = Everywhere & {
  readonly dossier: Dossier;
  readonly procedure: Procedure;
  readonly officer: string;
  /** Of a dossier that was extended: when it is due now. */
  readonly newDueAt?: number;
  readonly reason: string;
  readonly items: readonly string[];
};

type Values = Readonly<Partial<Record<Placeholder, string>>>;

/** What fills a template's lines: texts by their names, and what the lines that are no texts stand for. */
type Filling = Everywhere & {
  readonly values: Values;
  readonly code?: string;
  readonly qr?: string;
  readonly table?: SlipBlock;
  readonly lists?: { readonly papers: readonly SlipBlock[]; readonly items: readonly string[]; readonly fees: readonly SlipBlock[] };
};

const DOTS = '………………………………';

export function formSlip(template: FormTemplate, content: FormContent): Slip {
  const { dossier, procedure, items } = content;
  return filled(template, {
    ...content,
    values: valuesOf(content),
    code: groupCode(dossier.code),
    qr: lookupUrlData(dossier.code, dossier.secret),
    lists: { papers: paperBlocks(dossier, procedure, 'vi'), items, fees: feeBlocks(dossier.fee, dossier.payment?.paidAt, 'vi') },
  });
}

/** `number` as it is called, such as `012`. */
export function ticketSlip(template: FormTemplate, content: Everywhere & { readonly number: string }): Slip {
  return filled(template, { ...content, values: { number: content.number }, code: content.number });
}

/** For the technician's check of a printer; `device` is its model or address. */
export function testSlip(template: FormTemplate, content: Everywhere & { readonly device: string }): Slip {
  return filled(template, { ...content, values: { device: content.device }, qr: `MOTCUA-TEST|${content.printedAt}` });
}

export function filled(template: FormTemplate, { values, ...rest }: Filling): Slip {
  const { unit, printedAt } = rest;
  const [year, month, day] = vietnamDay(printedAt).split('-');
  const general: Values = {
    unit: unit.name,
    parent: unit.parent,
    address: unit.address,
    phone: unit.phone,
    today: `ngày ${day} tháng ${month} năm ${year}`,
    moment: formatMoment(printedAt, 'vi'),
  };
  const known = Object.fromEntries(Object.entries({ ...general, ...values }).map(([name, value]) => [name, printable(value)]));
  return {
    form: template.form,
    language: 'vi',
    title: template.title,
    copy: false,
    blocks: template.lines.flatMap((line) => blocksOf(line, { ...rest, values: known })),
  };
}

function valuesOf({ dossier, procedure, officer, reason, newDueAt }: FormContent): Values {
  const nameField = procedure.form.find(({ from }) => from === 'fullName');
  return {
    code: groupCode(dossier.code),
    secret: groupSecret(dossier.secret),
    applicant: dossier.applicant.fullName?.value ?? (nameField && dossier.answers[nameField.id]) ?? '',
    residence: dossier.applicant.residence?.value ?? '',
    applicantPhone: dossier.phone === undefined ? '' : groupPhone(dossier.phone),
    procedure: procedure.name.vi,
    receivedAt: formatMoment(dossier.receivedAt, 'vi'),
    dueAt: dossier.dueAt === undefined ? '' : formatMoment(dossier.dueAt, 'vi'),
    newDueAt: newDueAt === undefined ? '' : formatMoment(newDueAt, 'vi'),
    officer,
    reason,
    orderCode: dossier.payment === undefined ? '' : String(dossier.payment.orderCode),
  };
}

function blocksOf(line: TemplateLine, filling: Filling): readonly SlipBlock[] {
  const { values, code = DOTS, qr, lists } = filling;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: Placeholder) => values[name] || DOTS);
  if ('text' in line) return [{ kind: 'text', text: fill(line.text), ...(line.align && { align: line.align }), ...(line.emphasis && { emphasis: line.emphasis }) }];
  if ('heading' in line) return [{ kind: 'heading', text: fill(line.heading), level: 1 }];
  if ('label' in line && 'value' in line) {
    const empty = [...line.value.matchAll(/\{(\w+)\}/g)].some(([, name]) => !values[name as Placeholder]);
    if (empty && line.optional) return [];
    return [{ kind: 'pair', label: fill(line.label), value: fill(line.value), ...(line.emphasis && { emphasis: line.emphasis }) }];
  }
  if ('list' in line) {
    if (line.list === 'papers') return lists?.papers ?? [];
    const items = (lists?.items ?? []).map(printable).filter(Boolean);
    return [
      { kind: 'heading', text: fill(line.label), level: 3 },
      { kind: 'list', items: items.length > 0 ? items : [DOTS, DOTS, DOTS] },
    ];
  }
  if ('code' in line) return [{ kind: 'code', label: fill(line.code), code }];
  if ('qr' in line) return qr === undefined ? [] : [{ kind: 'qr', data: qr, caption: fill(line.qr) }];
  if ('signatures' in line) return [{ kind: 'signatures', left: fill(line.signatures[0]), right: fill(line.signatures[1]) }];
  if ('head' in line) return headBlocks({ parent: fill(line.head[0]), name: fill(line.head[1]) }, 'vi');
  return partBlocks(line.part, filling);
}

function partBlocks(part: Extract<TemplateLine, { part: unknown }>['part'], { unit, printedAt, lists, table }: Filling): readonly SlipBlock[] {
  switch (part) {
    case 'head':
      return headBlocks(unit, 'vi');
    case 'foot':
      return footBlocks(unit, printedAt, 'vi');
    case 'fees':
      return lists?.fees ?? [];
    case 'logo':
      return [{ kind: 'logo' }];
    case 'rule':
      return [{ kind: 'rule' }];
    case 'table':
      return table ? [table] : [];
    case 'pattern':
      return [{ kind: 'pattern' }];
  }
}
