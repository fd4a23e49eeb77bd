import { afterEach, describe, expect, it } from 'vitest';
import type { Dossier } from '../../../main/domain/dossier/dossier.ts';
import { dong } from '../../../main/domain/money.ts';
import { shippedProcedures } from '../../../main/domain/procedures/shipped.ts';
import { dossierMessage, portalTime, updateMessage } from '../../../main/portal/dossier-message.ts';
import type { PortalBench } from './bench.ts';
import { portalBench } from './bench.ts';

const UNIT = { code: 'H36.12', name: 'UBND xã Đức Trọng' };
const procedure = shippedProcedures().find(({ code }) => code === '2.000635')!;

const dossier: Dossier = {
  id: 'journey-1',
  code: 'H36.12-261124-0042',
  secret: '7KQM4HXP',
  procedure: { code: procedure.code, version: procedure.version },
  caseId: 'standard',
  channel: 'kiosk',
  applicant: {
    number: { value: '068085001234', source: 'qr' },
    fullName: { value: 'Nguyễn Thị Bưởi'.normalize('NFD'), source: 'qr' },
  },
  phone: '0912345678',
  answers: { copies: '2' },
  documents: [
    {
      id: 'doc-1',
      paperId: 'paper',
      fileName: 'paper-1.jpg',
      mime: 'image/jpeg',
      pages: 1,
      bytes: 1000,
      sha256: 'a'.repeat(64),
    },
  ],
  fee: {
    lines: [
      { code: 'LP', name: { vi: 'Lệ phí', en: 'Fee' }, unitAmount: dong(8000), quantity: 2, amount: dong(16000) },
    ],
    total: dong(16000),
  },
  payment: { orderCode: 77, paidAt: Date.UTC(2026, 10, 24, 7, 59, 30), reference: 'MC77', payee: { bin: '970418', account: '31410001234567', name: 'UBND XA DUC TRONG' } },
  status: 'newlyRegistered',
  receivedAt: Date.UTC(2026, 10, 24, 8, 0, 5),
  dueAt: Date.UTC(2026, 10, 24, 17, 0, 0),
};

describe('a dossier as a message to the portal', () => {
  let bench: PortalBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  it('gives moments in Vietnam’s time', () => {
    expect(portalTime(Date.UTC(2026, 11, 31, 17, 0, 0))).toBe('20270101000000');
  });

  it('carries the fields of the national data set', () => {
    const message = dossierMessage(dossier, procedure, UNIT);
    expect(message).toMatchObject({ key: 'journey-1:DongBoHoSoMC', service: 'DongBoHoSoMC', isUpdating: false });
    expect(message.data).toMatchObject([
      {
        MaHoSo: 'H36.12-261124-0042',
        MaTTHC: '2.000635',
        ChuHoSo: 'Nguyễn Thị Bưởi',
        LoaiDoiTuong: '1',
        MaDoiTuong: '068085001234',
        SoDienThoai: '0912345678',
        NgayTiepNhan: '20261124150005',
        NgayHenTra: '20261125000000',
        TrangThaiHoSo: '1',
        DonViXuLy: 'UBND xã Đức Trọng',
        TaiLieuNop: [{ TepDinhKemId: 'doc-1', TenTepDinhKem: 'paper-1.jpg', MaThanhPhanHoSo: 'paper' }],
        DanhSachLePhi: [{ MaPhiLePhi: 'LP', Gia: 16000 }],
        ThanhToan: { MaThamChieu: '77', SoTien: 16000, ThoiGian: '20261124145930', NguoiNop: 'Nguyễn Thị Bưởi', SoGiayToNguoiNop: '068085001234', NoiDung: 'MC77', MaNHThuHuong: '970418', TKThuHuong: '31410001234567', TenTKThuHuong: 'UBND XA DUC TRONG' },
      },
    ]);
  });

  it('does not carry the secret that is printed on the slip', () => {
    expect(JSON.stringify(dossierMessage(dossier, procedure, UNIT))).not.toContain('7KQM4HXP');
  });

  it('is the same each time, so that its key stands for it', () => {
    expect(dossierMessage(dossier, procedure, UNIT)).toEqual(dossierMessage(structuredClone(dossier), procedure, UNIT));
  });

  it('is taken by the portal, which checks every field', async () => {
    bench = await portalBench();
    expect(await bench.portal.send(dossierMessage(dossier, procedure, UNIT))).toEqual({ ok: true, value: undefined });
    const withoutMuch: Dossier = {
      ...dossier,
      id: 'journey-2',
      code: 'H36.12-261124-0043',
      applicant: { number: dossier.applicant.number },
      documents: [],
    };
    expect(await bench.portal.send(dossierMessage(withoutMuch, procedure, UNIT))).toEqual({
      ok: true,
      value: undefined,
    });
    // No rule for its time is known: the officer gives the appointment on receiving it.
    const { dueAt: _, ...withoutTime } = dossier;
    expect(await bench.portal.send(dossierMessage({ ...withoutTime, id: 'journey-3', code: 'H36.12-261124-0044' }, procedure, UNIT))).toMatchObject({ ok: true });
    expect(bench.records().refused).toEqual([]);
  });

  it('is told anew with its results, and what differs is another message', async () => {
    bench = await portalBench();
    await bench.portal.send(dossierMessage(dossier, procedure, UNIT));
    const update = updateMessage(dossier, procedure, UNIT, { number: 1, results: [{ id: 'r1', name: 'Giấy chứng nhận' }] });
    expect(await bench.portal.send(update)).toMatchObject({ ok: true });
    const later = updateMessage({ ...dossier, dueAt: dossier.dueAt! + 86_400_000 }, procedure, UNIT, { number: 1, results: [] });
    expect(later.key).not.toBe(update.key);
    expect(await bench.portal.send(later)).toMatchObject({ ok: true });
    expect(bench.records().dossiers).toMatchObject([{ registrations: 1, updates: 2 }]);
  });
});
