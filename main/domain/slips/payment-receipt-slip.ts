// The slip that says what was paid for a dossier, when, and under which order.

import { formatMoment } from '../calendar/vietnam-time.ts';
import { groupCode, lookupUrlData } from '../dossier/dossier-code.ts';
import type { Translated } from '../fees/fee.ts';
import { feeBlocks, footBlocks, headBlocks, pairs } from './receipt-slip.ts';
import type { ReceiptSlip } from './receipt-slip.ts';
import type { Slip } from './slip.ts';

const T = {
  title: { vi: 'Biên nhận thanh toán', en: 'Payment receipt' },
  code: { vi: 'Mã hồ sơ', en: 'Dossier code' },
  payer: { vi: 'Người nộp tiền', en: 'Payer' },
  subject: { vi: 'Nội dung', en: 'For' },
  order: { vi: 'Số giao dịch', en: 'Order' },
  lookup: { vi: 'Quét để tra cứu hồ sơ', en: 'Scan to look up the dossier' },
} as const satisfies Record<string, Translated>;

/** Only for a dossier that has been paid: anything else is a bug. */
export function paymentReceiptSlip(content: Omit<ReceiptSlip, 'provisional'>): Slip {
  const { dossier, procedure, unit, language, copy, printedAt } = content;
  const { payment } = dossier;
  if (payment === undefined) throw new Error('a payment receipt of a dossier without payment');
  const say = (text: Translated): string => text[language];
  return {
    form: 'paymentReceipt',
    language,
    title: say(T.title),
    copy,
    blocks: [
      ...headBlocks(unit, language),
      { kind: 'heading', text: say(T.title), level: 1 },
      { kind: 'code', label: say(T.code), code: groupCode(dossier.code) },
      { kind: 'rule' },
      ...pairs([
        [say(T.payer), dossier.applicant.fullName?.value],
        [say(T.subject), say(procedure.name)],
        [say(T.order), String(payment.orderCode)],
      ]),
      ...feeBlocks(dossier.fee, payment.paidAt, language),
      { kind: 'qr', data: lookupUrlData(dossier.code, dossier.secret), caption: say(T.lookup) },
      ...footBlocks(unit, printedAt, language),
    ],
  };
}

/** For the technician's check of a printer: every Vietnamese letter, both ends of the line, a QR. */
export function testSlip(content: Pick<ReceiptSlip, 'unit' | 'language' | 'printedAt'>): Slip {
  const { unit, language, printedAt } = content;
  const title = language === 'vi' ? 'Trang in thử' : 'Test page';
  return {
    form: 'testPage',
    language,
    title,
    copy: false,
    blocks: [
      { kind: 'heading', text: title, level: 1 },
      { kind: 'text', text: unit.name, align: 'centre', emphasis: 'strong' },
      { kind: 'rule' },
      { kind: 'text', text: 'ă â đ ê ô ơ ư Ă Â Đ Ê Ô Ơ Ư' },
      { kind: 'text', text: 'ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ' },
      { kind: 'text', text: 'Nghiễm Quỳnh, xã Đức Trọng, tỉnh Lâm Đồng', emphasis: 'strong' },
      { kind: 'pair', label: '|<', value: '>|' },
      {
        kind: 'amounts',
        lines: [{ label: '0123456789', amount: 1_234_567 }],
        total: { label: '=', amount: 1_234_567, inWords: '' },
      },
      { kind: 'qr', data: `MOTCUA-TEST|${printedAt}`, caption: formatMoment(printedAt, language) },
      ...footBlocks(unit, printedAt, language),
    ],
  };
}
