// The national payment platform (Payment Platform of the National Public Service Portal). Its current text is not public:
// field names follow the shape that integrators describe (MaDoiTac, MaThamChieu, ThongTinBienLai with MaTraCuuTT, MaTTHC,
// PhiLePhi, DSKhoanNop; MaXacThuc = SHA-256 over the fields joined by "|" with the secret last). UNCONFIRMED against the
// live system: names of messages, codes and statuses are one table here, and nothing outside this file knows them.

import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { http } from '../base/http.ts';
import type { HttpReply } from '../base/http.ts';
import { parseJson } from '../base/json.ts';
import { isoMoment, parseVietnamMoment } from '../domain/calendar/vietnam-time.ts';
import type { IsoDate } from '../domain/identity/identity.ts';
import { err, fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { toAscii } from '../domain/text/fold.ts';
import type { Clock, Gateway, ListedPayment, PaymentOrder, PaymentRecord, PaymentStatus, RemoteFailure } from '../services/ports.ts';
import { codeFailure, MAX_REPLY_BYTES, sendFailure, statusFailure } from './replies.ts';

const VERSION = '1.0';
/** LoaiBanTin. */
const MESSAGE = { create: 'KhoiTao', find: 'TraCuu', cancel: 'Huy', list: 'DoiSoat' } as const;
/** MaLoi. */
const CODE = { done: '00', notFound: '01', exists: '02', badSignature: '03', badPartner: '04' } as const;
/** TrangThaiGD. */
const STATUS: ReadonlyMap<string, PaymentStatus> = new Map([
  ['CHO', 'pending'],
  ['DANG_XU_LY', 'processing'],
  ['THIEU', 'underPaid'],
  ['THANH_CONG', 'paid'],
  ['HET_HAN', 'expired'],
  ['HUY', 'cancelled'],
  ['THAT_BAI', 'failed'],
]);
/** LoaiPhiLePhi: 1 fee (lệ phí), 2 charge (phí), as in the dossier's message. */
const FEE_KIND = { fee: '1', charge: '2' } as const;
const MOST_LISTED = 2_000;

/** Amounts travel as texts of whole đồng. */
const amount = z.string().regex(/^\d{1,13}$/).transform(Number);
const digest = z.string().max(200);
const replySchema = z.object({ MaLoi: z.string().max(20), MaXacThuc: digest.nullish() });
const orderSchema = z.object({
  MaThamChieu: z.string().regex(/^\d{1,16}$/),
  SoTien: amount,
  SoTienDaTra: amount,
  TrangThaiGD: z.string().max(20),
  ThoiGianGD: z.string().max(20),
});
const listSchema = z.object({
  NgayDoiSoat: z.string().max(20),
  GiaoDich: z
    // Without the sign that joins the fields under the code.
    .array(z.object({ MaThamChieu: z.string().max(100).regex(/^[^|]*$/), MaGiaoDich: z.string().max(100).regex(/^[^|]+$/), SoTien: amount }))
    .max(MOST_LISTED),
});

export type NationalPayee = { readonly bin: string; readonly account: string; readonly name: string };

export function createNationalGateway(options: {
  readonly url: string;
  /** MaDoiTac. */
  readonly partner: string;
  /** In clear. */
  readonly secret: string;
  /** MaThietBi: this machine. */
  readonly device: string;
  /** The agency's account, which the QR pays to. */
  readonly payee: NationalPayee;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly send?: typeof http;
}): Gateway {
  const { clock, payee, secret, send = http } = options;

  async function ask(message: keyof typeof MESSAGE, fields: Readonly<Record<string, string>>, more: Readonly<Record<string, unknown>> = {}): Promise<Result<HttpReply, RemoteFailure>> {
    const head = { LoaiBanTin: MESSAGE[message], PhienBan: VERSION, MaDoiTac: options.partner, MaThietBi: options.device, ...fields, ThoiGianGD: platformTime(clock.now()) };
    const reply = await send(clock, {
      method: 'POST',
      url: options.url,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...head, ...more, MaXacThuc: authenticationCode(Object.values(head), secret) }),
      timeoutMs: options.timeoutMs,
      maxBytes: MAX_REPLY_BYTES,
    });
    return reply.ok ? reply : sendFailure(reply.error);
  }

  /** Null: there is no such order. `exists`: it was there before. */
  async function order(message: 'create' | 'find' | 'cancel', orderCode: number, fields: Readonly<Record<string, string>> = {}, more: Readonly<Record<string, unknown>> = {}): Promise<Result<PaymentRecord | 'exists' | null, RemoteFailure>> {
    const reply = await ask(message, { MaThamChieu: String(orderCode), ...fields }, more);
    if (!reply.ok) return reply;
    const answer = readOrder(reply.value, orderCode, secret);
    return answer.ok && answer.value !== null && answer.value !== 'exists' ? ok({ ...answer.value, payee }) : answer;
  }

  async function find(orderCode: number): Promise<Result<PaymentRecord | null, RemoteFailure>> {
    const found = await order('find', orderCode);
    if (!found.ok) return found;
    return found.value === 'exists' ? fail('badReply', 'an answer to another question') : ok(found.value);
  }

  async function existing(orderCode: number): Promise<Result<PaymentRecord, RemoteFailure>> {
    const found = await find(orderCode);
    if (!found.ok) return found;
    return found.value ? ok(found.value) : fail('badReply', 'an order that exists and is not found');
  }

  return {
    async create(wanted) {
      const made = await order('create', wanted.orderCode, { SoTien: String(wanted.amount), ThongTinGiaoDich: wanted.description, HetHan: platformTime(wanted.expiresAt) }, { ThongTinBienLai: receiptData(wanted, payee) });
      if (!made.ok) return made;
      if (made.value === null) return fail('badReply', 'made and not found');
      const record = made.value === 'exists' ? await existing(wanted.orderCode) : ok(made.value);
      if (record.ok && record.value.amount !== wanted.amount) return fail('badReply', 'another amount than was ordered');
      return record;
    },
    find,
    async cancel(orderCode) {
      const cancelled = await order('cancel', orderCode);
      if (!cancelled.ok) return cancelled;
      return cancelled.value === 'exists' || cancelled.value === null ? err(codeFailure(CODE.notFound, false)) : ok(cancelled.value);
    },
    async list(day) {
      const reply = await ask('list', { NgayDoiSoat: day.replaceAll('-', '') });
      return reply.ok ? readList(reply.value, day, secret) : reply;
    },
    async ping() {
      const started = clock.now();
      // No order has the number 1: "not found" shows that it answers and knows our secret.
      const answer = await find(1);
      return answer.ok ? ok({ roundTripMs: clock.now() - started }) : answer;
    },
  };
}

/** MaXacThuc: hexadecimal SHA-256 over the values in their order, joined by "|", the secret last. */
export function authenticationCode(values: readonly (string | number)[], secret: string): string {
  return createHash('sha256').update([...values.map(String), secret].join('|'), 'utf8').digest('hex');
}

/** Pure, so that hostile replies can be tried without a server. */
export function readOrder(reply: Pick<HttpReply, 'status' | 'bytes'>, orderCode: number, secret: string): Result<PaymentRecord | 'exists' | null, RemoteFailure> {
  const opened = openReply(reply);
  if (!opened.ok) return opened;
  const { code, value, given } = opened.value;
  if (code !== CODE.done) {
    if (code === CODE.badSignature || code === CODE.badPartner) return err(codeFailure(code, true));
    // That there is no such order is news about money: it is believed only if it is signed.
    if (!isAuthentic([code, String(orderCode)], given, secret)) return fail('badReply', `code ${code.replace(/\W/g, '?')}, wrong signature`);
    if (code === CODE.notFound) return ok(null);
    return code === CODE.exists ? ok('exists') : err(codeFailure(code, false));
  }
  const parsed = orderSchema.safeParse(value);
  if (!parsed.success) return fail('badReply', `order: ${parsed.error.issues[0]?.path.join('.') ?? 'wrong'}`);
  const { MaThamChieu, SoTien, SoTienDaTra, TrangThaiGD, ThoiGianGD } = parsed.data;
  if (!isAuthentic([code, MaThamChieu, SoTien, SoTienDaTra, TrangThaiGD, ThoiGianGD], given, secret)) return fail('badReply', 'wrong signature');
  if (MaThamChieu !== String(orderCode)) return fail('badReply', 'another order');
  const status = STATUS.get(TrangThaiGD);
  if (status === undefined) return fail('badReply', 'unknown status');
  if (status === 'paid' && SoTienDaTra < SoTien) return fail('badReply', 'paid, with less than the amount');
  const paidAt = status === 'paid' ? momentOfPlatform(ThoiGianGD) : undefined;
  return ok({ orderCode, status, amount: SoTien, amountPaid: SoTienDaTra, ...(paidAt !== undefined && { paidAt }) });
}

/** The day's money; `badReply` for another day's list. Pure. */
export function readList(reply: Pick<HttpReply, 'status' | 'bytes'>, day: IsoDate, secret: string): Result<readonly ListedPayment[], RemoteFailure> {
  const opened = openReply(reply);
  if (!opened.ok) return opened;
  const { code, value, given } = opened.value;
  if (code !== CODE.done) return err(codeFailure(code, code === CODE.badSignature || code === CODE.badPartner));
  const parsed = listSchema.safeParse(value);
  if (!parsed.success) return fail('badReply', `list: ${parsed.error.issues[0]?.path.join('.') ?? 'wrong'}`);
  const { NgayDoiSoat, GiaoDich } = parsed.data;
  const lines = GiaoDich.flatMap(({ MaThamChieu, MaGiaoDich, SoTien }) => [MaThamChieu, MaGiaoDich, SoTien]);
  if (!isAuthentic([code, NgayDoiSoat, GiaoDich.length, ...lines], given, secret)) return fail('badReply', 'wrong signature');
  if (NgayDoiSoat !== day.replaceAll('-', '')) return fail('badReply', 'another day');
  if (new Set(GiaoDich.map(({ MaGiaoDich }) => MaGiaoDich)).size !== GiaoDich.length) return fail('badReply', 'a transaction twice');
  return ok(GiaoDich.map(({ MaThamChieu, MaGiaoDich, SoTien }) => ({ reference: MaThamChieu, amount: SoTien, transaction: MaGiaoDich })));
}

type Opened = { readonly code: string; readonly value: unknown; readonly given: string };

function openReply({ status, bytes }: Pick<HttpReply, 'status' | 'bytes'>): Result<Opened, RemoteFailure> {
  const failed = statusFailure(status);
  if (failed) return failed;
  const value = parseJson(bytes);
  const envelope = replySchema.safeParse(value);
  if (!envelope.success) return fail('badReply', `HTTP ${status}, not the JSON that was agreed`);
  const { MaLoi, MaXacThuc } = envelope.data;
  if (status >= 400 && MaLoi === CODE.done) return fail('badReply', `HTTP ${status}, done`);
  return ok({ code: MaLoi, value, given: MaXacThuc ?? '' });
}

/** Compared in a time that does not depend on where they differ. */
function isAuthentic(values: readonly (string | number)[], given: string, secret: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(given)) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(authenticationCode(values, secret), 'hex'));
}

/** ThongTinBienLai: what the platform's electronic receipt will say. The dossier has no code before it is paid: its payment's stands for it. */
function receiptData({ orderCode, amount: total, description, content }: PaymentOrder, payee: NationalPayee): Readonly<Record<string, unknown>> {
  const fees = content?.fees ?? [];
  return {
    MaTraCuuTT: String(orderCode),
    MaDVC: content?.procedure.code ?? '',
    MaTTHC: content?.procedure.code ?? '',
    TenTTHC: content?.procedure.name ?? '',
    MaHoSo: description,
    NoiDungThanhToan: description,
    TKThuHuong: payee.account,
    MaNHThuHuong: payee.bin,
    TenTKThuHuong: payee.name,
    // Somebody who typed only the number still has to be named.
    HoTenNguoiNop: content?.payer.name ?? content?.payer.number ?? '',
    SoCMNDNguoiNop: content?.payer.number ?? '',
    PhiLePhi: fees.map((line) => ({ MaPhiLePhi: line.code, TenPhiLePhi: line.name, SoTien: String(line.amount), LoaiPhiLePhi: FEE_KIND[line.kind] })),
    DSKhoanNop: fees.length > 0 ? fees.map((line) => ({ NoiDung: toAscii(line.name), SoTien: String(line.amount) })) : [{ NoiDung: description, SoTien: String(total) }],
  };
}

/** `20261124150000`, Vietnam time. */
const platformTime = (moment: number): string => isoMoment(moment).replace(/\D/g, '').slice(0, 14);

function momentOfPlatform(text: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  return parts ? parseVietnamMoment(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}`) : undefined;
}
