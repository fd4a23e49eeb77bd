// A dossier as the portal's service DongBoHoSoMC wants it. Field names after the national data set for one-stop
// dossiers; where its current text is not public, the shape of an open implementation of 2020 is followed.

import { createHash } from 'node:crypto';
import { isoMoment } from '../domain/calendar/vietnam-time.ts';
import type { Dossier } from '../domain/dossier/dossier.ts';
import { DOSSIER_STATUSES } from '../domain/dossier/dossier.ts';
import type { Procedure } from '../domain/procedures/procedure.ts';
import type { PortalMessage } from '../services/ports.ts';
import type { PortalResult } from '../services/submission/portal-rows.ts';

/** HinhThuc: filed at a counter, or by the citizen electronically. */
const FORM_OF_FILING = { counter: '0', kiosk: '1' } as const;
/** LoaiDoiTuong: 1 a person; organisations (2) do not file here yet. */
const PERSON = '1';
/** HinhThucThu: 1 paid on line, 0 to be paid at the counter. */
const PAID_ONLINE = '1';
const PAID_LATER = '0';
/** LoaiPhiLePhi: 1 fee (lệ phí), 2 charge (phí). */
const FEE_KIND = { fee: '1', charge: '2' } as const;

/** `20261124150000`, Vietnam time. */
export function portalTime(moment: number): string {
  return isoMoment(moment).replace(/[^0-9]/g, '');
}

/**
 * The message that registers a dossier. Its key is the dossier's, so it counts once however often it is sent. Documents
 * are only named here and uploaded by themselves, under the same ids.
 */
export function dossierMessage(
  dossier: Dossier,
  procedure: Procedure,
  unit: { readonly code: string; readonly name: string },
): PortalMessage {
  return {
    key: `${dossier.id}:DongBoHoSoMC`,
    service: 'DongBoHoSoMC',
    isUpdating: false,
    data: [dossierRecord(dossier, procedure, unit)],
  };
}

/**
 * What a slip's secret is proved by at the portal, which never gets the secret itself: SHA-256 of code and secret, in hex. The
 * field (MaTraCuu) is ours, since no public text of the portal says how a citizen's look-up comes through.
 */
export function slipProof(code: string, secret: string): string {
  return createHash('sha256').update(`${code} ${secret}`).digest('hex');
}

/** The dossier told anew, with the results that there are by now. */
export function updateMessage(
  dossier: Dossier,
  procedure: Procedure,
  unit: { readonly code: string; readonly name: string },
  { number, results }: { readonly number: number; readonly results: readonly PortalResult[] },
): PortalMessage {
  const record = dossierRecord(dossier, procedure, unit);
  const listed = results.map(({ id, name }) => ({
    TenGiayTo: text(name),
    MaThanhPhanHoSo: '',
    GiayToId: id,
    DuongDanTepTinKetQua: '',
  }));
  const data = [{ ...record, DanhSachGiayToKetQua: listed }];
  // The dossier may have gone on since an answer was lost: what differs is another message.
  const digest = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
  return { key: `${dossier.id}:DongBoHoSoMC:${number}:${digest}`, service: 'DongBoHoSoMC', isUpdating: true, data };
}

function dossierRecord(
  dossier: Dossier,
  procedure: Procedure,
  unit: { readonly code: string; readonly name: string },
): Readonly<Record<string, unknown>> {
  const { applicant, payment } = dossier;
  const kinds = new Map(procedure.fees.map((rule) => [rule.code, rule.kind]));
  return {
    MaHoSo: dossier.code,
    ...(dossier.secret && { MaTraCuu: slipProof(dossier.code, dossier.secret) }),
    MaTTHC: procedure.code,
    TenTTHC: procedure.name.vi,
    MaLinhVuc: procedure.field.code,
    TenLinhVuc: procedure.field.name.vi,
    // Somebody who typed only the number still has to be named.
    ChuHoSo: text(applicant.fullName?.value ?? applicant.number.value),
    LoaiDoiTuong: PERSON,
    MaDoiTuong: applicant.number.value,
    DiaChi: text(applicant.residence?.value ?? ''),
    SoDienThoai: dossier.phone ?? '',
    TrichYeuHoSo: procedure.name.vi,
    NgayTiepNhan: portalTime(dossier.receivedAt),
    NgayHenTra: dueTime(dossier),
    TrangThaiHoSo: String(DOSSIER_STATUSES[dossier.status]),
    HinhThuc: FORM_OF_FILING[dossier.channel],
    MaDonViXuLy: unit.code,
    DonViXuLy: unit.name,
    ...(dossier.officerId === undefined ? {} : { NguoiTiepNhan: dossier.officerId }),
    PhienBanTTHC: dossier.procedure.version,
    TruongHop: dossier.caseId,
    ThongTinKeKhai: Object.fromEntries(Object.entries(dossier.answers).map(([field, answer]) => [field, text(answer)])),
    TaiLieuNop: dossier.documents.map((document) => ({
      TepDinhKemId: document.id,
      TenTepDinhKem: text(document.fileName),
      MaThanhPhanHoSo: document.paperId,
      DuongDanTaiTepTin: '',
      // Of a file that is still being made they follow with its upload.
      ...(document.bytes === undefined ? {} : { KichThuoc: document.bytes }),
      ...(document.sha256 === undefined ? {} : { SHA256: document.sha256 }),
    })),
    DanhSachLePhi: dossier.fee.lines.map((line) => ({
      TenPhiLePhi: line.name.vi,
      MaPhiLePhi: line.code,
      HinhThucThu: payment ? PAID_ONLINE : PAID_LATER,
      Gia: line.waiver ? 0 : line.amount,
      LoaiPhiLePhi: FEE_KIND[kinds.get(line.code) ?? 'fee'],
    })),
    ...(payment ? { ThanhToan: receiptData(dossier, payment) } : {}),
    DanhSachGiayToKetQua: [],
  };
}

/** What an electronic receipt says: which payment, when, what for, by whom, to which account. The lines are DanhSachLePhi. */
function receiptData({ applicant, fee }: Dossier, { orderCode, paidAt, reference, payee }: NonNullable<Dossier['payment']>): Readonly<Record<string, unknown>> {
  return {
    MaThamChieu: String(orderCode),
    SoTien: fee.total,
    ThoiGian: portalTime(paidAt),
    NguoiNop: text(applicant.fullName?.value ?? applicant.number.value),
    SoGiayToNguoiNop: applicant.number.value,
    ...(reference !== undefined && { NoiDung: reference }),
    ...(payee && { MaNHThuHuong: payee.bin, TKThuHuong: payee.account, TenTKThuHuong: text(payee.name) }),
  };
}

/** Letters and their tone marks in one piece, as the portal wants them. */
function text(value: string): string {
  return value.normalize('NFC');
}

/** Empty as long as no appointment is given: where no rule is known, the officer gives it on receiving the dossier. */
function dueTime(dossier: Dossier): string {
  return dossier.dueAt === undefined ? '' : portalTime(dossier.dueAt);
}
