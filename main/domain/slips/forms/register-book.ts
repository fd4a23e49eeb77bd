// Form 07, the register of dossiers (sổ theo dõi hồ sơ), over a period: a row a dossier, in the order in which they came.

import { formatDate } from '../../calendar/iso-date.ts';
import type { IsoDate } from '../../identity/identity.ts';
import { formatTime, vietnamDay } from '../../calendar/vietnam-time.ts';
import type { Dossier } from '../../dossier/dossier.ts';
import { groupPhone } from '../../procedures/phone.ts';
import type { Procedure } from '../../procedures/procedure.ts';
import { printable } from '../printable.ts';
import type { SlipUnit } from '../slip-parts.ts';
import type { Slip, SlipBlock } from '../slip.ts';
import { filled } from './form-slip.ts';
import type { FormTemplate } from './template.ts';

export type RegisterEntry = {
  readonly dossier: Dossier;
  /** Absent where no catalogue knows it any more. */
  readonly procedure?: Procedure;
  readonly handedOverAt?: number;
};

export type RegisterContent = {
  readonly unit: SlipUnit;
  readonly printedAt: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly entries: readonly RegisterEntry[];
};

const COLUMNS: Extract<SlipBlock, { kind: 'register' }>['columns'] = [
  { label: 'STT', share: 4 },
  { label: 'Mã hồ sơ', share: 15 },
  { label: 'Tên thủ tục hành chính', share: 20 },
  { label: 'Số bộ', share: 4 },
  { label: 'Tên cá nhân, tổ chức', share: 15 },
  { label: 'Địa chỉ, số điện thoại', share: 21 },
  { label: 'Nhận hồ sơ', share: 9 },
  { label: 'Hẹn trả kết quả', share: 9 },
  { label: 'Trả kết quả', share: 9 },
  { label: 'Ký nhận', share: 10 },
];

export function registerBook(template: FormTemplate, { unit, printedAt, from, to, entries }: RegisterContent): Slip {
  return filled(template, {
    unit,
    printedAt,
    values: { from: formatDate(from), to: formatDate(to), count: String(entries.length) },
    table: { kind: 'register', columns: COLUMNS, rows: entries.map(rowOf) },
  });
}

function rowOf({ dossier, procedure, handedOverAt }: RegisterEntry, index: number): readonly string[] {
  const { applicant, phone, answers } = dossier;
  const nameField = procedure?.form.find(({ from }) => from === 'fullName');
  const where = [applicant.residence?.value, phone === undefined ? undefined : groupPhone(phone)].filter(Boolean).join(' · ');
  return [
    String(index + 1),
    dossier.code,
    procedure?.name.vi ?? dossier.procedure.code,
    '01',
    applicant.fullName?.value ?? (nameField && answers[nameField.id]) ?? '',
    where,
    moment(dossier.receivedAt),
    moment(dossier.dueAt),
    moment(handedOverAt),
    '',
  ].map(printable);
}

/** Empty for what has not happened, to be written by hand. */
const moment = (at: number | undefined): string => (at === undefined ? '' : `${formatTime(at)} ${formatDate(vietnamDay(at))}`);
