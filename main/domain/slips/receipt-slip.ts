// Form 01: receipt of the dossier and appointment for the result (giấy tiếp nhận hồ sơ và hẹn trả kết quả), Circular
// 03/2025/TT-VPCP, annex I. The contents are the form's; its printed layout of 2025 is not settled, so layout is the
// business of whoever draws the slip.

import { formatMoment } from '../calendar/vietnam-time.ts';
import { groupCode, groupSecret, lookupUrlData } from '../dossier/dossier-code.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { Counted } from '../dossier/handed-in.ts';
import type { FeeStatement, Translated } from '../fees/fee.ts';
import { groupPhone } from '../procedures/phone.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { timeText } from '../procedures/time-text.ts';
import { moneyWords } from './money-words.ts';
import { printable } from './printable.ts';
import type { Slip, SlipBlock, SlipLanguage } from './slip.ts';

/** The unit that receives: printed at the head of every slip. */
export type SlipUnit = {
  readonly name: string;
  /** The authority above it, e.g. "UBND TỈNH LÂM ĐỒNG". */
  readonly parent: string;
  readonly address: string;
  readonly phone: string;
};

export type ReceiptSlip = {
  readonly dossier: Dossier;
  readonly procedure: Procedure;
  readonly unit: SlipUnit;
  readonly language: SlipLanguage;
  /** Printed again. */
  readonly copy: boolean;
  /** The portal has not yet confirmed the dossier. */
  readonly provisional: boolean;
  readonly printedAt: number;
};

const T = {
  title: { vi: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả', en: 'Receipt of dossier and appointment' },
  code: { vi: 'Mã hồ sơ', en: 'Dossier code' },
  secret: { vi: 'Mã tra cứu', en: 'Look-up secret' },
  receivedBy: { vi: 'Đơn vị tiếp nhận', en: 'Received by' },
  applicant: { vi: 'Người nộp', en: 'Applicant' },
  residence: { vi: 'Địa chỉ', en: 'Address' },
  phone: { vi: 'Điện thoại', en: 'Telephone' },
  subject: { vi: 'Nội dung yêu cầu', en: 'Request' },
  papers: { vi: 'Giấy tờ đã nộp', en: 'Papers submitted' },
  noPapers: { vi: 'Không nộp giấy tờ kèm theo', en: 'No papers submitted' },
  sets: { vi: 'Số lượng hồ sơ', en: 'Number of sets' },
  oneSet: { vi: '01 bộ', en: '1' },
  time: { vi: 'Thời gian giải quyết', en: 'Time allowed' },
  receivedAt: { vi: 'Nhận lúc', en: 'Received' },
  dueAt: { vi: 'Hẹn trả kết quả', en: 'Result due' },
  dueUnknown: { vi: 'Cán bộ sẽ báo', en: 'The officer will tell you' },
  collectAt: { vi: 'Nhận kết quả tại', en: 'Collect at' },
  total: { vi: 'Tổng cộng', en: 'Total' },
  paidAt: { vi: 'Đã thanh toán lúc', en: 'Paid' },
  unpaid: { vi: 'Chưa thanh toán', en: 'Not paid yet' },
  free: { vi: 'Không thu phí, lệ phí', en: 'Nothing to pay' },
  askFee: { vi: 'Cán bộ sẽ báo số tiền', en: 'The officer will tell the amount' },
  lookup: { vi: 'Quét để tra cứu hồ sơ', en: 'Scan to look up the dossier' },
  provisional: {
    vi:
      'Giấy hẹn tạm: máy chưa kết nối được với cổng dịch vụ công. Hồ sơ đã được lưu và sẽ tự gửi đi; ' +
      'mã hồ sơ không đổi, ngày hẹn trả có thể thay đổi.',
    en:
      'Provisional: the public-service portal could not be reached. Your dossier is stored and will be sent by ' +
      'itself; its code stays, the date of the result may change.',
  },
  register: { vi: 'Vào sổ theo dõi hồ sơ: quyển số ……, số thứ tự ……', en: 'Register: volume ……, number ……' },
  printedAt: { vi: 'In lúc', en: 'Printed' },
  applicantSigns: { vi: 'Người nộp hồ sơ', en: 'Applicant' },
  officerSigns: { vi: 'Người tiếp nhận hồ sơ', en: 'Receiving officer' },
} as const satisfies Record<string, Translated>;

export function receiptSlip(content: ReceiptSlip): Slip {
  const { dossier, procedure, unit, language, copy, provisional, printedAt } = content;
  const say = (text: Translated): string => text[language];
  const { applicant } = dossier;

  const blocks: SlipBlock[] = [
    ...headBlocks(unit, language),
    { kind: 'heading', text: say(T.title), level: 1 },
    { kind: 'code', label: say(T.code), code: groupCode(dossier.code) },
    ...(provisional ? [{ kind: 'text', text: say(T.provisional), emphasis: 'strong' } as const] : []),
    { kind: 'rule' },
    { kind: 'pair', label: say(T.receivedBy), value: unit.name },
    ...pairs([
      [say(T.applicant), applicant.fullName?.value],
      [say(T.residence), applicant.residence?.value],
      [say(T.phone), dossier.phone === undefined ? undefined : groupPhone(dossier.phone)],
      [say(T.subject), say(procedure.name)],
    ]),
    ...paperBlocks(dossier, procedure, language),
    { kind: 'pair', label: say(T.sets), value: say(T.oneSet) },
    { kind: 'rule' },
    { kind: 'pair', label: say(T.time), value: say(timeText(procedure.time)) },
    ...(procedure.timeNote === undefined
      ? []
      : [{ kind: 'text', text: say(procedure.timeNote), emphasis: 'quiet' } as const]),
    { kind: 'pair', label: say(T.receivedAt), value: formatMoment(dossier.receivedAt, language) },
    {
      kind: 'pair',
      label: say(T.dueAt),
      value: dossier.dueAt === undefined ? say(T.dueUnknown) : formatMoment(dossier.dueAt, language),
      emphasis: 'strong',
    },
    { kind: 'pair', label: say(T.collectAt), value: say(procedure.collectAt) },
    { kind: 'rule' },
    ...feeBlocks(dossier.fee, dossier.payment?.paidAt, language),
    { kind: 'rule' },
    { kind: 'pair', label: say(T.secret), value: groupSecret(dossier.secret), emphasis: 'strong' },
    { kind: 'qr', data: lookupUrlData(dossier.code, dossier.secret), caption: say(T.lookup) },
    { kind: 'text', text: say(T.register), emphasis: 'quiet' },
    { kind: 'signatures', left: say(T.applicantSigns), right: say(T.officerSigns) },
    ...footBlocks(unit, printedAt, language),
  ];
  return { form: 'receiptAndAppointment', language, title: say(T.title), copy, blocks };
}

/** National header and the agency's, as every form of the state has them. */
export function headBlocks(unit: Pick<SlipUnit, 'name' | 'parent'>, language: SlipLanguage): SlipBlock[] {
  const national =
    language === 'vi'
      ? { nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', motto: 'Độc lập – Tự do – Hạnh phúc' }
      : { nation: 'SOCIALIST REPUBLIC OF VIET NAM', motto: 'Independence – Freedom – Happiness' };
  return [{ kind: 'head', parent: unit.parent, unit: unit.name, ...national }];
}

export function footBlocks(unit: SlipUnit, printedAt: number, language: SlipLanguage): SlipBlock[] {
  return [
    { kind: 'text', text: `${unit.address} · ${unit.phone}`, align: 'centre', emphasis: 'quiet' },
    {
      kind: 'text',
      text: `${T.printedAt[language]} ${formatMoment(printedAt, language)}`,
      align: 'centre',
      emphasis: 'quiet',
    },
  ];
}

/** Lines, total and whether it is paid; one sentence where there is nothing to pay. */
export function feeBlocks(fee: FeeStatement, paidAt: number | undefined, language: SlipLanguage): SlipBlock[] {
  const say = (text: Translated): string => text[language];
  const blocks: SlipBlock[] = [];
  if (fee.lines.length > 0) {
    blocks.push({
      kind: 'amounts',
      lines: fee.lines.map((line) => ({
        label: line.quantity === 1 ? say(line.name) : `${say(line.name)} × ${line.quantity}`,
        amount: line.waiver === undefined ? line.amount : 0,
        ...(line.waiver === undefined ? {} : { note: say(line.waiver) }),
      })),
      total: { label: say(T.total), amount: fee.total, inWords: moneyWords(fee.total, language) },
    });
  }
  for (const name of fee.unknown ?? []) blocks.push({ kind: 'pair', label: say(name), value: say(T.askFee) });
  if (fee.total > 0) {
    blocks.push(
      paidAt === undefined
        ? { kind: 'text', text: say(T.unpaid), emphasis: 'strong' }
        : { kind: 'pair', label: say(T.paidAt), value: formatMoment(paidAt, language) },
    );
  } else if (fee.unknown === undefined) blocks.push({ kind: 'text', text: say(T.free) });
  return blocks;
}

export function pairs(rows: readonly (readonly [string, string | undefined])[]): SlipBlock[] {
  return rows.flatMap(([label, value]) => {
    const shown = printable(value ?? '');
    return shown === '' ? [] : [{ kind: 'pair', label, value: shown } as const];
  });
}

export function paperBlocks(dossier: Dossier, procedure: Procedure, language: SlipLanguage): SlipBlock[] {
  const papers = procedure.cases.find((item) => item.id === dossier.caseId)?.papers ?? [];
  const made = papers.filter((paper) => paper.madeByForm === true).map((paper) => paper.name[language]);
  const pages = new Map<string, number>();
  for (const { paperId, pages: count } of dossier.documents) pages.set(paperId, (pages.get(paperId) ?? 0) + count);
  const scanned = [...pages].map(([paperId, count]) => {
    const name = papers.find((paper) => paper.id === paperId)?.name[language] ?? paperId;
    return `${name} (${[pagesText(count, language), ...countedText(dossier.handedIn?.[paperId], language)].join(', ')})`;
  });
  // A paper that was handed over and not scanned is a paper that was submitted.
  const handedOver = Object.entries(dossier.handedIn ?? {}).flatMap(([paperId, counted]) => {
    const counts = countedText(counted, language);
    const name = papers.find((paper) => paper.id === paperId)?.name[language];
    return pages.has(paperId) || counts.length === 0 || name === undefined ? [] : [`${name} (${counts.join(', ')})`];
  });
  const items = [...made, ...scanned, ...handedOver];
  if (items.length === 0) return [{ kind: 'text', text: T.noPapers[language] }];
  return [
    { kind: 'heading', text: T.papers[language], level: 3 },
    { kind: 'list', items },
  ];
}

function pagesText(count: number, language: SlipLanguage): string {
  return language === 'vi' ? `${count} trang` : `${count} ${count === 1 ? 'page' : 'pages'}`;
}

function countedText(counted: Counted | undefined, language: SlipLanguage): string[] {
  const { originals = 0, copies = 0 } = counted ?? {};
  const vi = language === 'vi';
  return [
    ...(originals > 0 ? [vi ? `${originals} bản chính` : `${originals} ${originals === 1 ? 'original' : 'originals'}`] : []),
    ...(copies > 0 ? [vi ? `${copies} bản sao` : `${copies} ${copies === 1 ? 'copy' : 'copies'}`] : []),
  ];
}
