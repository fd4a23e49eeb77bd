// The ledger and the differences as tables for other programs, in the words of the office's book-keeping.

import type { Sheet } from '../../base/sheet.ts';
import { formatDate, formatTime, vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { Account } from '../../domain/payment/ledger.ts';
import type { DifferenceKind } from '../../domain/payment/transition.ts';
import type { DifferenceOutcome, LedgerLine } from '../store.ts';

const ACCOUNT: Readonly<Record<Account, string>> = {
  gatewayReceivable: 'Phải thu ở cổng thanh toán',
  deposits: 'Tạm thu',
  fees: 'Phí, lệ phí đã thu',
  overPayments: 'Trả thừa phải hoàn',
  refundsDue: 'Phải hoàn',
  unallocated: 'Chưa rõ của ai',
  writeOffs: 'Không hoàn',
};
const KIND: Readonly<Record<DifferenceKind, string>> = {
  late: 'Tiền đến muộn',
  refundDue: 'Trả thiếu rồi hết hạn',
  overPaid: 'Trả thừa',
  double: 'Trả hai lần',
  unknown: 'Chưa rõ đã trả hay chưa',
  missing: 'Cổng không có khoản này',
  notListed: 'Không có trong danh sách của cổng',
  notCounted: 'Cổng có tiền, máy chưa ghi',
  amountDiffers: 'Lệch số tiền',
  wrongReference: 'Sai nội dung, không rõ của ai',
};
const OUTCOME: Readonly<Record<DifferenceOutcome, string>> = {
  refunded: 'Đã hoàn tiền',
  kept: 'Không hoàn',
  settled: 'Đã xem xong',
  assigned: 'Đã gắn với khoản',
  byGateway: 'Cổng thanh toán đã trả lời',
};

/** Of a difference, with what was found out about it; moments are milliseconds since 1970 UTC. */
export type DifferenceLine = {
  /** The order's code, or of money that belongs to none the transaction's. */
  readonly orderCode: string;
  readonly dossierCode?: string;
  readonly kind: DifferenceKind;
  readonly amount: number;
  readonly openedAt: number;
  readonly closed?: { readonly at: number; readonly by: string; readonly outcome: DifferenceOutcome; readonly reason?: string };
};

export function ledgerSheet(entries: readonly LedgerLine[]): Sheet {
  return {
    name: 'Sổ thu',
    head: ['Số', 'Ngày', 'Giờ', 'Mã thanh toán', 'Nợ', 'Có', 'Số tiền (đồng)'],
    rows: entries.map(({ entry, at, orderCode, reference, debit, credit, amount }) => [entry, ...moment(at), String(orderCode ?? reference), ACCOUNT[debit], ACCOUNT[credit], amount]),
  };
}

export function differencesSheet(lines: readonly DifferenceLine[]): Sheet {
  return {
    name: 'Đối soát',
    head: ['Ngày', 'Giờ', 'Mã thanh toán', 'Mã hồ sơ', 'Việc', 'Số tiền (đồng)', 'Kết quả', 'Ngày đóng', 'Giờ đóng', 'Người đóng', 'Lý do'],
    rows: lines.map(({ orderCode, dossierCode, kind, amount, openedAt, closed }) => [
      ...moment(openedAt),
      orderCode,
      dossierCode ?? null,
      KIND[kind],
      amount,
      ...(closed ? [OUTCOME[closed.outcome], ...moment(closed.at), closed.by, closed.reason ?? null] : [null, null, null, null, null]),
    ]),
  };
}

function moment(at: number): [string, string] {
  return [formatDate(vietnamDay(at)), formatTime(at)];
}
