import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authenticationCode, readList, readOrder } from '../../../main/gateways/national.ts';
import type { OrderContent } from '../../../main/services/ports.ts';
import type { GatewayBench } from './bench.ts';
import { gatewayBench, orderOf } from './bench.ts';

const SECRET = 'secret';
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const PAID = { MaThamChieu: '1001', SoTien: '8000', SoTienDaTra: '8000', TrangThaiGD: 'THANH_CONG', ThoiGianGD: '20261124150007' };
const signed = (order: Record<string, string>, status = 200) => ({ status, bytes: encode({ MaLoi: '00', ...order, MaXacThuc: authenticationCode(['00', ...Object.values(order)], SECRET) }) });

describe('the national payment platform’s client', () => {
  let bench: GatewayBench;
  beforeEach(async () => {
    bench = await gatewayBench();
  });
  afterEach(() => bench.close());

  const status = async () => {
    const found = await bench.national.find(1001);
    return found.ok ? found.value?.status : found.error.code;
  };

  it('makes an order that pays to the agency’s account, and says for the receipt what is paid and by whom', async () => {
    const content: OrderContent = {
      procedure: { code: '2.000635', name: 'Cấp bản sao trích lục hộ tịch' },
      fees: [{ code: 'LP01', name: 'Lệ phí bản sao', amount: 8000, kind: 'fee' }],
      payer: { number: '068099001234', name: 'Nguyễn Văn An' },
    };
    const made = await bench.national.create({ ...orderOf(1001), content });
    expect(made).toMatchObject({ ok: true, value: { orderCode: 1001, status: 'pending', amount: 8000, amountPaid: 0, payee: { bin: '970418', account: '31410001234567' } } });
    expect(await bench.receipt(1001)).toEqual({
      MaTraCuuTT: '1001',
      MaDVC: '2.000635',
      MaTTHC: '2.000635',
      TenTTHC: 'Cấp bản sao trích lục hộ tịch',
      MaHoSo: 'MC 0042',
      NoiDungThanhToan: 'MC 0042',
      TKThuHuong: '31410001234567',
      MaNHThuHuong: '970418',
      TenTKThuHuong: 'UBND XA DUC TRONG',
      HoTenNguoiNop: 'Nguyễn Văn An',
      SoCMNDNguoiNop: '068099001234',
      PhiLePhi: [{ MaPhiLePhi: 'LP01', TenPhiLePhi: 'Lệ phí bản sao', SoTien: '8000', LoaiPhiLePhi: '1' }],
      DSKhoanNop: [{ NoiDung: 'Le phi ban sao', SoTien: '8000' }],
    });
  });

  it('finds the first order when it is made twice, and the one whose reply was lost', async () => {
    await bench.fault('lost-reply', { on: 'create', times: 1 });
    expect(await bench.national.create(orderOf(1001))).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    await bench.pay(1001);
    expect(await bench.national.create(orderOf(1001))).toMatchObject({ ok: true, value: { status: 'paid', amountPaid: 8000 } });
    expect(bench.orders()).toHaveLength(1);
    expect(await bench.national.create(orderOf(1001, 9000))).toMatchObject({ ok: false, error: { code: 'badReply' } });
  });

  it('follows an order: under-paid, paid, paid too much; cancelled; expired; failed', async () => {
    expect(await status()).toBeUndefined();
    await bench.national.create(orderOf(1001));
    expect(await status()).toBe('pending');
    await bench.pay(1001, 5000);
    expect(await bench.national.find(1001)).toMatchObject({ ok: true, value: { status: 'underPaid', amountPaid: 5000 } });
    await bench.pay(1001, 4000);
    const paid = await bench.national.find(1001);
    expect(paid).toMatchObject({ ok: true, value: { status: 'paid', amount: 8000, amountPaid: 9000 } });
    expect(paid.ok && Math.abs(paid.value!.paidAt! - Date.now())).toBeLessThan(60_000);
    expect(await bench.national.cancel(1001, 'left')).toMatchObject({ ok: true, value: { status: 'paid' } });
    await bench.national.create(orderOf(1002));
    expect(await bench.national.cancel(1002, 'left')).toMatchObject({ ok: true, value: { status: 'cancelled' } });
    await bench.national.create(orderOf(1003, 8000, -1000));
    expect(await bench.national.find(1003)).toMatchObject({ ok: true, value: { status: 'expired' } });
    await bench.national.create(orderOf(1004));
    await bench.mark(1004, 'FAILED');
    expect(await bench.national.find(1004)).toMatchObject({ ok: true, value: { status: 'failed' } });
  });

  it.each([
    ['bad-signature', 'wrong signature'],
    ['other-order', 'another order'],
  ])('does not believe a lie: %s', async (fault, detail) => {
    await bench.national.create(orderOf(1001));
    await bench.fault(fault, { on: 'read' });
    expect(await bench.national.find(1001)).toEqual({ ok: false, error: { code: 'badReply', detail } });
  });

  it('lists a day’s money, also what came under no order', async () => {
    await bench.national.create(orderOf(1001));
    await bench.pay(1001);
    await bench.stray({ reference: 'NGUYEN VAN AN NOP TIEN', amount: 20_000, at: Date.UTC(2026, 10, 24, 16, 59) });
    expect(await bench.national.list!('2026-11-24')).toEqual({ ok: true, value: [{ reference: 'NGUYEN VAN AN NOP TIEN', amount: 20_000, transaction: expect.stringMatching(/^FT/) }] });
    expect(await bench.national.list!('2026-11-25')).toEqual({ ok: true, value: [] });
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10) as '2026-11-24';
    expect(await bench.national.list!(today)).toMatchObject({ ok: true, value: [{ reference: '1001', amount: 8000 }] });
  });

  it('knows with its ping whether the secret is right', async () => {
    expect(await bench.national.ping()).toMatchObject({ ok: true });
    expect(await bench.nationalClient({ secret: 'wrong' }).ping()).toMatchObject({ ok: false, error: { code: 'notAuthorised' } });
    expect(await bench.nationalClient({ partner: 'other' }).ping()).toMatchObject({ ok: false, error: { code: 'notAuthorised' } });
  });

  it.each([
    ['outage', 'unreachable'],
    ['error-500', 'serverError'],
    ['wrong-json', 'badReply'],
    ['hang', 'timeOut'],
  ])('calls %s %s', async (fault, code) => {
    await bench.fault(fault);
    expect(await bench.nationalClient({}, 300).find(1001)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('an answer of the national platform', () => {
  it('is believed only with a code over all its fields', () => {
    expect(readOrder(signed(PAID), 1001, SECRET)).toEqual({ ok: true, value: { orderCode: 1001, status: 'paid', amount: 8000, amountPaid: 8000, paidAt: Date.UTC(2026, 10, 24, 8, 0, 7) } });
    const given = authenticationCode(['00', ...Object.values(PAID)], SECRET);
    for (const field of Object.keys(PAID)) {
      const changed = { ...PAID, [field]: field === 'TrangThaiGD' ? 'CHO' : `${PAID[field as keyof typeof PAID].slice(0, -1)}9` };
      expect(readOrder({ status: 200, bytes: encode({ MaLoi: '00', ...changed, MaXacThuc: given }) }, 1001, SECRET)).toMatchObject({ ok: false, error: { detail: 'wrong signature' } });
    }
  });

  it('that there is no such order is news about money, and believed only if it is signed', () => {
    const none = (MaXacThuc: string) => ({ status: 200, bytes: encode({ MaLoi: '01', MaXacThuc }) });
    expect(readOrder(none(authenticationCode(['01', '1001'], SECRET)), 1001, SECRET)).toEqual({ ok: true, value: null });
    expect(readOrder(none(authenticationCode(['01', '1002'], SECRET)), 1001, SECRET)).toMatchObject({ ok: false, error: { code: 'badReply' } });
    expect(readOrder(none(''), 1001, SECRET)).toMatchObject({ ok: false, error: { code: 'badReply' } });
  });

  it.each([
    ['paid with less than the amount', { ...PAID, SoTienDaTra: '7999' }],
    ['an unknown status', { ...PAID, TrangThaiGD: 'toString' }],
    ['a negative amount', { ...PAID, SoTien: '-8000' }],
  ])('is wrong with %s', (_, order) => {
    expect(readOrder(signed(order), 1001, SECRET)).toMatchObject({ ok: false, error: { code: 'badReply' } });
  });

  it('is not a list with a transaction twice, of another day, or without its code', () => {
    const list = (day: string, transactions: readonly string[], secret = SECRET) => {
      const lines = transactions.map((MaGiaoDich) => ({ MaThamChieu: '1', MaGiaoDich, SoTien: '5' }));
      return { status: 200, bytes: encode({ MaLoi: '00', NgayDoiSoat: day, GiaoDich: lines, MaXacThuc: authenticationCode(['00', day, lines.length, ...lines.flatMap(Object.values)], secret) }) };
    };
    expect(readList(list('20261124', ['a', 'b']), '2026-11-24', SECRET)).toMatchObject({ ok: true, value: [{ transaction: 'a', amount: 5 }, { transaction: 'b' }] });
    expect(readList(list('20261124', ['a', 'a']), '2026-11-24', SECRET)).toMatchObject({ ok: false, error: { detail: 'a transaction twice' } });
    expect(readList(list('20261123', ['a']), '2026-11-24', SECRET)).toMatchObject({ ok: false, error: { detail: 'another day' } });
    expect(readList(list('20261124', ['a'], 'x'), '2026-11-24', SECRET)).toMatchObject({ ok: false, error: { detail: 'wrong signature' } });
  });
});
