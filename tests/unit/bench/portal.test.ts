import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PortalHandle } from '../../bench/client.ts';
import { startPortal } from '../../bench/portal.ts';
import { startPart } from './part.ts';

const dossier = (code = 'H36.12-261124-0001') => ({
  MaHoSo: code,
  MaTTHC: '1.004873',
  TenTTHC: 'Cấp giấy xác nhận tình trạng hôn nhân',
  MaLinhVuc: 'HT',
  ChuHoSo: 'Nguyễn Văn An',
  LoaiDoiTuong: '1',
  MaDoiTuong: '068099001234',
  SoDienThoai: '',
  TrichYeuHoSo: 'Cấp giấy xác nhận tình trạng hôn nhân',
  NgayTiepNhan: '20261124091500',
  NgayHenTra: '20261127170000',
  TrangThaiHoSo: '1',
  HinhThuc: '1',
  DonViXuLy: 'H36.12',
  TaiLieuNop: ['d1', 'd2'].map((id) => ({ TepDinhKemId: id, TenTepDinhKem: `${id}.jpg`, MaThanhPhanHoSo: 'to-khai', DuongDanTaiTepTin: '' })),
  DanhSachLePhi: [{ TenPhiLePhi: 'Lệ phí', MaPhiLePhi: 'LP', HinhThucThu: '1', Gia: 8000, LoaiPhiLePhi: '1' }],
});
const progress = (code = 'H36.12-261124-0001') => ({
  MaHoSo: code,
  NguoiXuLy: 'Nguyễn Thị An',
  ThoiDiemXuLy: '20261124093000',
  NoiDungXuLy: 'Đã tiếp nhận',
  TrangThai: '2',
});

async function portal(dir?: string) {
  const part = await startPart(startPortal, PortalHandle, dir === undefined ? {} : { dir });
  const url = String(part.addresses['url']);
  const { session } = JSON.parse(readFileSync(String(part.addresses['sessionFile']), 'utf8')) as { session: string };
  const post = async (key: string, service: string, data: unknown, more: Record<string, unknown> = {}) => {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'x-message-key': key },
      body: JSON.stringify({ session, service, isUpdating: false, data, ...more }),
    });
    return (await reply.json()) as { error_code: string; message: string; data: unknown };
  };
  const put = (
    id: string,
    bytes: Buffer,
    range: [number, number],
    whole: Buffer,
    hash = createHash('sha256').update(whole).digest('hex'),
  ) =>
    fetch(`${url}TepDinhKem/${id}`, {
      method: 'PUT',
      headers: {
        'content-range': `bytes ${range[0]}-${range[1]}/${whole.length}`,
        'x-mahoso': 'H36.12-261124-0001',
        'x-sha256': hash,
        'content-type': 'image/jpeg',
      },
      body: new Uint8Array(bytes),
    });
  const head = async (id: string) =>
    Number((await fetch(`${url}TepDinhKem/${id}`, { method: 'HEAD' })).headers.get('x-received'));
  return { ...part, portal: part.handle, url, post, put, head };
}

describe('the bench’s portal', () => {
  it('registers a dossier once, however often its message comes', async () => {
    const { post, portal: control } = await portal();
    expect(await post('k1', 'DongBoHoSoMC', [dossier()])).toMatchObject({ error_code: '0' });
    expect(await post('k1', 'DongBoHoSoMC', [dossier()])).toMatchObject({ error_code: '0' });
    const records = await control.records();
    expect(records.dossiers).toMatchObject([{ code: 'H36.12-261124-0001', registrations: 1, status: '1' }]);
    expect(records.duplicates).toMatchObject([{ key: 'k1', sameContent: true }]);
  });

  it('refuses another key for the same dossier, and another message for the same key', async () => {
    const { post } = await portal();
    await post('k1', 'DongBoHoSoMC', [dossier()]);
    expect((await post('k2', 'DongBoHoSoMC', [dossier()])).message).toBe('data[0] MaHoSo is registered already');
    expect((await post('k1', 'DongBoHoSoMC', [dossier('X')])).message).toBe(
      'X-Message-Key was used for another message',
    );
  });

  it.each([
    ['a missing field', { ChuHoSo: undefined }, 'data[0] ChuHoSo is missing'],
    ['an empty field', { MaDoiTuong: ' ' }, 'data[0] MaDoiTuong is empty'],
    ['a date in another format', { NgayTiepNhan: '2026-11-24' }, 'data[0] NgayTiepNhan must be yyyyMMddHHmmss'],
    ['a day that does not exist', { NgayHenTra: '20260231090000' }, 'data[0] NgayHenTra is no moment that exists'],
    ['a result before its receipt', { NgayHenTra: '20261123090000' }, 'data[0] NgayHenTra is before NgayTiepNhan'],
    [
      'an unknown status',
      { TrangThaiHoSo: '11' },
      'data[0] TrangThaiHoSo must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10',
    ],
    [
      'a fee without its amount',
      { DanhSachLePhi: [{ TenPhiLePhi: 'a', MaPhiLePhi: 'b', HinhThucThu: '1', LoaiPhiLePhi: '1' }] },
      'data[0] DanhSachLePhi [0] Gia is missing',
    ],
    ['letters taken apart', { ChuHoSo: 'Nguyễn'.normalize('NFD') }, 'data[0] ChuHoSo is not in Unicode NFC'],
  ])('names the field for %s', async (_, change, message) => {
    const { post, portal: control } = await portal();
    expect(await post('k1', 'DongBoHoSoMC', [{ ...dossier(), ...change }])).toMatchObject({ error_code: '2', message });
    expect((await control.records()).dossiers).toEqual([]);
  });

  it('takes progress of known dossiers only, in order', async () => {
    const { post, portal: control } = await portal();
    expect((await post('p1', 'CapNhatTienDoHoSoMC', [progress()])).message).toBe('data[0] MaHoSo is not known');
    await post('k1', 'DongBoHoSoMC', [dossier()]);
    expect((await post('p2', 'CapNhatTienDoHoSoMC', [progress()])).error_code).toBe('0');
    expect((await control.records()).dossiers).toMatchObject([{ status: '2', progress: [{ TrangThai: '2' }] }]);
    expect((await post('', 'TraCuuHoSo', [{ MaHoSo: 'H36.12-261124-0001' }])).data).toMatchObject([
      { TrangThaiHoSo: '2' },
    ]);
  });

  it('knows a wrong session and answers a ping', async () => {
    const { post } = await portal();
    expect((await post('', 'KiemTra', [])).error_code).toBe('0');
    expect((await post('', 'KiemTra', [], { session: 'x' })).error_code).toBe('1');
  });

  it('takes a document in pieces, goes on after a break and checks its hash', async () => {
    const { put, head, post, portal: control } = await portal();
    const whole = Buffer.from('một tờ khai đã quét '.repeat(40));
    expect((await put('d1', whole, [0, whole.length - 1], whole)).status).toBe(422);
    await post('k1', 'DongBoHoSoMC', [dossier()]);
    expect((await put('d3', whole, [0, whole.length - 1], whole)).status).toBe(422);
    expect(await head('d1')).toBe(0);
    expect((await put('d1', whole.subarray(0, 100), [0, 99], whole)).status).toBe(200);
    expect(await head('d1')).toBe(100);
    const gap = await put('d1', whole.subarray(200), [200, whole.length - 1], whole);
    expect([gap.status, gap.headers.get('x-received')]).toEqual([416, '100']);
    expect((await put('d1', whole.subarray(100), [100, whole.length - 1], whole)).status).toBe(200);
    expect(await control.document('d1')).toEqual(whole);
    expect((await put('d1', whole, [0, whole.length - 1], whole)).status).toBe(200);
    const records = await control.records();
    expect(records.documents).toMatchObject([{ id: 'd1', dossierCode: 'H36.12-261124-0001', bytes: whole.length }]);
    expect(records.repeatedDocuments).toBe(1);
    expect((await put('d2', whole, [0, whole.length - 1], whole, '0'.repeat(64))).status).toBe(422);
    expect(await head('d2')).toBe(0);
    expect((await put('..%2Fx', whole, [0, whole.length - 1], whole)).status).toBe(400);
  });

  it('poisons one message and serves the others', async () => {
    const { post, portal: control } = await portal();
    await control.fault('refuse', { maHoSo: 'A' });
    expect((await post('k1', 'DongBoHoSoMC', [dossier('A')])).error_code).toBe('2');
    expect((await post('k2', 'DongBoHoSoMC', [dossier('B')])).error_code).toBe('0');
    expect((await post('k1', 'DongBoHoSoMC', [dossier('A')])).error_code).toBe('2');
  });

  it('stores and loses the reply: the same key again is counted once', async () => {
    const { post, portal: control } = await portal();
    await control.fault('lost-reply', { times: 1 });
    await expect(post('k1', 'DongBoHoSoMC', [dossier()])).rejects.toThrow();
    expect((await post('k1', 'DongBoHoSoMC', [dossier()])).error_code).toBe('0');
    expect((await control.records()).dossiers).toHaveLength(1);
  });

  it('strikes one operation only where the fault says so', async () => {
    const { post, url, portal: control } = await portal();
    await control.fault('error-500', { on: 'DongBoHoSoMC' });
    expect((await post('', 'KiemTra', [])).error_code).toBe('0');
    await expect(post('k1', 'DongBoHoSoMC', [dossier()])).rejects.toThrow();
    await control.heal('error-500');
    await control.fault('slow', { ms: 20 });
    expect((await fetch(url, { method: 'POST', body: '{' })).status).toBe(200);
  });

  it('keeps its records over a restart', async () => {
    const first = await portal();
    const whole = Buffer.from('một tờ khai');
    await first.post('k1', 'DongBoHoSoMC', [dossier()]);
    await first.post('p1', 'CapNhatTienDoHoSoMC', [progress()]);
    await first.put('d1', whole, [0, whole.length - 1], whole);
    await first.put('d2', whole.subarray(0, 5), [0, 4], whole);
    const before = await first.portal.records();
    await first.close();
    const again = await portal(first.dir);
    expect(await again.portal.records()).toEqual(before);
    expect(await again.portal.document('d1')).toEqual(whole);
    expect(await again.head('d2')).toBe(5);
    expect(await again.post('k1', 'DongBoHoSoMC', [dossier()])).toMatchObject({
      error_code: '0',
      message: 'already received',
    });
  });
});
