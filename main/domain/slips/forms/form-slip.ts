// A slip or form filled from its template: a dossier's facts and what the officer typed, a queue ticket's number, or a printer that
// is tested. Nothing that is missing disappears: it leaves dots to write on, unless the template calls it optional.

import { formatMoment, vietnamDay } from '../../calendar/vietnam-time.ts';
import { groupCode, groupSecret, lookupUrlData } from '../../dossier/dossier-code.ts';
import type { Dossier } from '../../dossier/dossier.ts';
import { groupPhone } from '../../procedures/phone.ts';
import type { Translated } from '../../fees/fee.ts';
import type { Procedure } from '../../procedures/procedure.ts';
import { timeText } from '../../procedures/time-text.ts';
import { feeBlocks, footBlocks, headBlocks, paperBlocks } from '../slip-parts.ts';
import { printable } from '../printable.ts';
import type { SlipUnit } from '../slip-parts.ts';
import type { Slip, SlipBlock, SlipLanguage } from '../slip.ts';
import type { FormTemplate, Placeholder, TemplateLine } from './template.ts';

type Everywhere = { readonly unit: SlipUnit; readonly printedAt: number };

/** Form 01 as the counter prints it for the citizen after the filing (Circular 03/2025/TT-VPCP, annex I), in the citizen's language. */
export type ReceiptContent = Everywhere & {
  readonly dossier: Dossier;
  readonly procedure: Procedure;
  readonly language: SlipLanguage;
  /** Printed again. */
  readonly copy: boolean;
  /** The portal has not yet confirmed the dossier. */
  readonly provisional: boolean;
};

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
  /** Vietnamese where none is said. */
  readonly language?: SlipLanguage;
  readonly copy?: boolean;
  readonly provisional?: boolean;
  readonly values: Values;
  readonly code?: string;
  readonly qr?: string;
  readonly table?: SlipBlock;
  readonly lists?: { readonly papers: (label: string) => readonly SlipBlock[]; readonly items: readonly string[]; readonly fees: readonly SlipBlock[] };
};

const DOTS = '………………………………';

export function receiptSlip(template: FormTemplate, content: ReceiptContent): Slip {
  const { dossier, procedure, language } = content;
  return filled(template, { ...content, ...ofDossier(dossier, procedure, language), values: factsOf(dossier, procedure, language) });
}

export function formSlip(template: FormTemplate, content: FormContent): Slip {
  const { dossier, procedure, unit, printedAt, items, officer, reason, newDueAt } = content;
  const { lists, ...rest } = ofDossier(dossier, procedure, 'vi');
  const nameField = procedure.form.find(({ from }) => from === 'fullName');
  const facts = factsOf(dossier, procedure, 'vi');
  return filled(template, {
    unit,
    printedAt,
    ...rest,
    lists: { ...lists, items },
    values: {
      ...facts,
      // At a counter the officer types the name into the form.
      applicant: dossier.applicant.fullName?.value ?? (nameField && dossier.answers[nameField.id]) ?? '',
      newDueAt: newDueAt === undefined ? '' : formatMoment(newDueAt, 'vi'),
      officer,
      reason,
    },
  });
}

function ofDossier(dossier: Dossier, procedure: Procedure, language: SlipLanguage) {
  return {
    code: groupCode(dossier.code),
    qr: lookupUrlData(dossier.code, dossier.secret),
    lists: {
      papers: (label: string) => paperBlocks(dossier, procedure, label, language),
      items: [],
      fees: feeBlocks(dossier.fee, dossier.payment?.paidAt, language),
    },
  };
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
  const { unit, printedAt, language = 'vi', copy = false } = rest;
  const [year, month, day] = vietnamDay(printedAt).split('-');
  const general: Values = {
    unit: unit.name,
    parent: unit.parent,
    address: unit.address,
    phone: unit.phone,
    today: language === 'vi' ? `ngày ${day} tháng ${month} năm ${year}` : `${day}/${month}/${year}`,
    moment: formatMoment(printedAt, language),
  };
  const known = Object.fromEntries(Object.entries({ ...general, ...values }).map(([name, value]) => [name, printable(value)]));
  return {
    form: template.form,
    language,
    title: template.title[language],
    copy,
    blocks: template.lines.flatMap((line) => blocksOf(line, { ...rest, values: known })),
  };
}

function factsOf(dossier: Dossier, procedure: Procedure, language: SlipLanguage): Values {
  return {
    code: groupCode(dossier.code),
    secret: groupSecret(dossier.secret),
    applicant: dossier.applicant.fullName?.value ?? '',
    residence: dossier.applicant.residence?.value ?? '',
    applicantPhone: dossier.phone === undefined ? '' : groupPhone(dossier.phone),
    procedure: procedure.name[language],
    time: timeText(procedure.time)[language],
    timeNote: procedure.timeNote?.[language] ?? '',
    receivedAt: formatMoment(dossier.receivedAt, language),
    dueAt: dossier.dueAt === undefined ? '' : formatMoment(dossier.dueAt, language),
    collectAt: procedure.collectAt[language],
    orderCode: dossier.payment === undefined ? '' : String(dossier.payment.orderCode),
  };
}

function blocksOf(line: TemplateLine, filling: Filling): readonly SlipBlock[] {
  const { values, language = 'vi', provisional = false, code = DOTS, qr, lists } = filling;
  const fill = (words: Translated) => words[language].replace(/\{(\w+)\}/g, (_, name: Placeholder) => values[name] || DOTS);
  const isKnown = (words: Translated) => [...words[language].matchAll(/\{(\w+)\}/g)].every(([, name]) => Boolean(values[name as Placeholder]));
  if ('text' in line) {
    if ((line.when && !provisional) || (line.optional && !isKnown(line.text))) return [];
    return [{ kind: 'text', text: fill(line.text), ...(line.align && { align: line.align }), ...(line.emphasis && { emphasis: line.emphasis }) }];
  }
  if ('heading' in line) return [{ kind: 'heading', text: fill(line.heading), level: 1 }];
  if ('label' in line && 'value' in line) {
    const value = line.otherwise && !isKnown(line.value) ? line.otherwise : line.value;
    if (line.optional && !isKnown(value)) return [];
    return [{ kind: 'pair', label: fill(line.label), value: fill(value), ...(line.emphasis && { emphasis: line.emphasis }) }];
  }
  if ('list' in line) {
    if (line.list === 'papers') return lists?.papers(fill(line.label)) ?? [];
    const items = (lists?.items ?? []).map(printable).filter(Boolean);
    return [
      { kind: 'heading', text: fill(line.label), level: 3 },
      { kind: 'list', items: items.length > 0 ? items : [DOTS, DOTS, DOTS] },
    ];
  }
  if ('code' in line) return [{ kind: 'code', label: fill(line.code), code }];
  if ('qr' in line) return qr === undefined ? [] : [{ kind: 'qr', data: qr, caption: fill(line.qr) }];
  if ('signatures' in line) return [{ kind: 'signatures', left: fill(line.signatures[0]), right: fill(line.signatures[1]) }];
  if ('head' in line) return headBlocks({ parent: fill(line.head[0]), name: fill(line.head[1]) }, language);
  return partBlocks(line.part, filling);
}

function partBlocks(part: Extract<TemplateLine, { part: unknown }>['part'], { unit, printedAt, language = 'vi', lists, table }: Filling): readonly SlipBlock[] {
  switch (part) {
    case 'head':
      return headBlocks(unit, language);
    case 'foot':
      return footBlocks(unit, printedAt, language);
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
