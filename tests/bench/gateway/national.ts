// The bench's gateway in the shape of the national payment platform: one address, messages told apart by LoaiBanTin, on the
// same ledger as the payOS one. What the platform's current text says is not public; this is the shape that integrators
// describe. Its authentication codes are written here once more, on their own.

import { createHash, randomUUID } from 'node:crypto';
import type { Faults } from '../faults.ts';
import { json } from '../http-wire.ts';
import type { HttpService, WireReply, WireRequest } from '../http-wire.ts';
import type { Ledger, Order, OrderStatus } from './ledger.ts';

export type NationalKeys = { readonly partner: string; readonly secret: string };
export const NATIONAL_PATH = '/thanh-toan';

const OPERATIONS: Readonly<Record<string, string>> = { KhoiTao: 'create', TraCuu: 'read', Huy: 'cancel', DoiSoat: 'list' };
const STATUSES: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'CHO', PROCESSING: 'DANG_XU_LY', UNDERPAID: 'THIEU', PAID: 'THANH_CONG', EXPIRED: 'HET_HAN', CANCELLED: 'HUY', FAILED: 'THAT_BAI',
};
/** The fields of a request that its code covers, in their order. */
const COVERED = ['LoaiBanTin', 'PhienBan', 'MaDoiTac', 'MaThietBi', 'MaThamChieu', 'NgayDoiSoat', 'SoTien', 'ThongTinGiaoDich', 'HetHan', 'ThoiGianGD'];
const DAY_MS = 86_400_000;
const SEVEN_HOURS = 7 * 3_600_000;
/** `20261124150000`, Vietnam time. */
const platformTime = (ms: number) => new Date(ms + SEVEN_HOURS).toISOString().replace(/\D/g, '').slice(0, 14);
const momentOf = (text: unknown) => {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(String(text));
  return parts ? Date.UTC(+parts[1]!, +parts[2]! - 1, +parts[3]!, +parts[4]!, +parts[5]!, +parts[6]!) - SEVEN_HOURS : null;
};
const hash = (values: readonly unknown[], secret: string) => createHash('sha256').update([...values, secret].join('|')).digest('hex');

export type StrayMoney = { readonly reference: string; readonly transaction: string; readonly amount: number; readonly at: number };

export function createNationalService({ keys, ledger, faults, now, stray }: {
  readonly keys: NationalKeys;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly now: () => number;
  /** Money that came under no order. */
  readonly stray: () => readonly StrayMoney[];
}): HttpService & { readonly receipts: ReadonlyMap<string, unknown> } {
  /** What was sent for each order's receipt. */
  const receipts = new Map<string, unknown>();

  const parse = (request: WireRequest): Readonly<Record<string, unknown>> => {
    try {
      return JSON.parse(request.body.toString('utf8')) as Record<string, unknown>;
    } catch {
      return {};
    }
  };
  const refuse = (code: string, description: string, reference: unknown): WireReply =>
    json({ MaLoi: code, MoTaLoi: description, MaXacThuc: hash([code, reference], keys.secret) });

  function answer(order: Order, operation: string): WireReply {
    const lie = faults.take('changed-amount', operation) === undefined ? 0 : 1000;
    const other = faults.take('other-order', operation) === undefined ? 0 : 1;
    const old = faults.take('old-answer', operation) !== undefined;
    const last = order.transactions.at(-1)?.transactionDateTime;
    const paid = { MaThamChieu: String(order.orderCode + other), SoTien: String(order.amount + lie), SoTienDaTra: String(old ? 0 : order.amountPaid), TrangThaiGD: old ? 'CHO' : STATUSES[order.status], ThoiGianGD: platformTime(last === undefined ? order.createdAt : Date.parse(last)) };
    const code = hash(['00', ...Object.values(paid)], keys.secret);
    const wrong = faults.take('bad-signature', operation) !== undefined;
    return json({ MaLoi: '00', MoTaLoi: 'Thành công', ...paid, MaXacThuc: wrong ? hash([code], 'x') : code });
  }

  function listOf(day: string): WireReply {
    const from = Date.UTC(+day.slice(0, 4), +day.slice(4, 6) - 1, +day.slice(6, 8)) - SEVEN_HOURS;
    const isThen = (at: number) => at >= from && at < from + DAY_MS;
    const lines = [
      ...ledger.orders(now()).flatMap(({ orderCode, transactions }) => transactions.map((one) => ({ reference: String(orderCode), transaction: one.reference, amount: one.amount, at: Date.parse(one.transactionDateTime) }))),
      ...stray(),
    ].filter(({ at }) => isThen(at));
    const list = lines.map(({ reference, transaction, amount }) => ({ MaThamChieu: reference, MaGiaoDich: transaction, SoTien: String(amount) }));
    return json({ MaLoi: '00', MoTaLoi: 'Thành công', NgayDoiSoat: day, GiaoDich: list, MaXacThuc: hash(['00', day, list.length, ...list.flatMap((line) => Object.values(line))], keys.secret) });
  }

  return {
    receipts,
    operation: (request) => OPERATIONS[String(parse(request)['LoaiBanTin'])] ?? 'other',
    handle(request, operation) {
      const body = parse(request);
      const reference = body['MaThamChieu'];
      if (body['MaDoiTac'] !== keys.partner) return refuse('04', 'Sai mã đối tác', reference);
      const covered = COVERED.filter((name) => body[name] !== undefined).map((name) => body[name]);
      if (body['MaXacThuc'] !== hash(covered, keys.secret)) return refuse('03', 'Sai mã xác thực', reference);
      if (operation === 'list') return listOf(String(body['NgayDoiSoat']));
      const order = ledger.find(String(reference), now());
      if (operation === 'create') {
        if (order) return refuse('02', 'Giao dịch đã tồn tại', reference);
        const amount = Number(body['SoTien']);
        const receipt = body['ThongTinBienLai'] as { readonly DSKhoanNop?: readonly { readonly SoTien: string }[]; readonly TKThuHuong?: string } | undefined;
        const sum = (receipt?.DSKhoanNop ?? []).reduce((total, line) => total + Number(line.SoTien), 0);
        if (!Number.isSafeInteger(amount) || amount <= 0 || sum !== amount) return refuse('05', 'Số tiền không khớp các khoản nộp', reference);
        receipts.set(String(reference), receipt);
        ledger.add({ entry: 'order', orderCode: Number(reference), linkId: randomUUID().replaceAll('-', ''), amount, description: String(body['ThongTinGiaoDich']), accountNumber: String(receipt?.TKThuHuong ?? ''), expiresAt: momentOf(body['HetHan']), at: now() });
        return answer(ledger.find(String(reference), now())!, operation);
      }
      if (!order) return refuse('01', 'Không có giao dịch này', reference);
      if (operation === 'cancel' && order.status !== 'PAID' && order.canceledAt === null) ledger.add({ entry: 'cancel', orderCode: order.orderCode, reason: '', at: now() });
      return answer(ledger.find(String(reference), now())!, operation);
    },
  };
}
