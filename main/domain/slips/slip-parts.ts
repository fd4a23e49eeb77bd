// What stands on slips and forms alike and follows from a dossier by rule: heads and foot, costs, the papers handed in.

import { formatMoment } from '../calendar/vietnam-time.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { Counted } from '../dossier/handed-in.ts';
import type { FeeStatement, Translated } from '../fees/fee.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { moneyWords } from './money-words.ts';
import type { SlipBlock, SlipLanguage } from './slip.ts';

/** The unit that receives: printed at the head of every slip. */
export type SlipUnit = {
  readonly name: string;
  /** The authority above it, e.g. "UBND TỈNH LÂM ĐỒNG". */
  readonly parent: string;
  readonly address: string;
  readonly phone: string;
};

const T = {
  noPapers: { vi: 'Không nộp giấy tờ kèm theo', en: 'No papers submitted' },
  total: { vi: 'Tổng cộng', en: 'Total' },
  paidAt: { vi: 'Đã thanh toán lúc', en: 'Paid' },
  unpaid: { vi: 'Chưa thanh toán', en: 'Not paid yet' },
  free: { vi: 'Không thu phí, lệ phí', en: 'Nothing to pay' },
  askFee: { vi: 'Cán bộ sẽ báo số tiền', en: 'The officer will tell the amount' },
  printedAt: { vi: 'In lúc', en: 'Printed' },
} as const satisfies Record<string, Translated>;

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

/** `label` stands above them. */
export function paperBlocks(dossier: Dossier, procedure: Procedure, label: string, language: SlipLanguage): SlipBlock[] {
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
    { kind: 'heading', text: label, level: 3 },
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
