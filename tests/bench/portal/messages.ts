// What the portal's messages must look like. Strict: the first thing that is wrong is named by its field, in Vietnamese
// field names as the protocol has them.

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => string | undefined;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text =
  (max: number, min = 1): Check =>
  (value) =>
    typeof value !== 'string'
      ? 'must be a text'
      : value.trim().length < min
        ? 'is empty'
        : value.length > max
          ? `is over ${max} characters`
          : value !== value.normalize('NFC')
            ? 'is not in Unicode NFC'
            : undefined;

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    (typeof value === 'string' || typeof value === 'number') && allowed.includes(String(value))
      ? undefined
      : `must be one of ${allowed.join(', ')}`;

/** yyyyMMddHHmmss, Vietnam time, and a moment that exists. */
export const dateTime: Check = (value) => {
  const match = typeof value === 'string' ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(value) : null;
  if (match === null) return 'must be yyyyMMddHHmmss';
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const moment = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same =
    moment.getUTCFullYear() === year &&
    moment.getUTCMonth() === month - 1 &&
    moment.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return same && year >= 2000 && year < 2100 ? undefined : 'is no moment that exists';
};

const amount: Check = (value) =>
  (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
  (typeof value === 'string' && /^\d{1,13}$/.test(value))
    ? undefined
    : 'must be whole đồng';

const STATUSES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** The rows of a list; `undefined` as a list is allowed only where it is optional. */
const list =
  (fields: Readonly<Record<string, Check>>, optional = false): Check =>
  (value) => {
    if (value === undefined && optional) return undefined;
    if (!Array.isArray(value)) return 'must be a list';
    if (value.length > 200) return 'has over 200 rows';
    for (const [index, row] of value.entries()) {
      const problem = isObject(row) ? firstProblem(row, fields) : 'must be an object';
      if (problem !== undefined) return `[${index}] ${problem}`;
    }
    return undefined;
  };

function firstProblem(row: Fields, fields: Readonly<Record<string, Check>>): string | undefined {
  for (const [name, check] of Object.entries(fields)) {
    const problem = row[name] === undefined && check(undefined) !== undefined ? 'is missing' : check(row[name]);
    if (problem !== undefined) return `${name} ${problem}`;
  }
  return undefined;
}

/** The data of an electronic receipt: whole, or not there because nothing was paid. */
const receipt =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    value === undefined ? undefined : isObject(value) ? firstProblem(value, fields) : 'must be an object';

const DOSSIER: Readonly<Record<string, Check>> = {
  MaHoSo: text(60),
  MaTraCuu: (value) => (value === undefined || (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) ? undefined : 'must be 64 hex digits'),
  MaTTHC: text(40),
  TenTTHC: text(500),
  MaLinhVuc: text(60),
  ChuHoSo: text(200),
  LoaiDoiTuong: oneOf('1', '2'),
  MaDoiTuong: text(40),
  // Somebody without a telephone may file.
  SoDienThoai: text(40, 0),
  TrichYeuHoSo: text(1000),
  NgayTiepNhan: dateTime,
  // The appointment is given on receiving the dossier; see dossierProblem.
  NgayHenTra: (value) => (value === '' ? undefined : dateTime(value)),
  TrangThaiHoSo: oneOf(...STATUSES),
  HinhThuc: text(40, 0),
  DonViXuLy: text(200),
  TaiLieuNop: list({
    TepDinhKemId: text(100),
    TenTepDinhKem: text(260),
    MaThanhPhanHoSo: text(100),
    DuongDanTaiTepTin: text(500, 0),
  }),
  DanhSachLePhi: list({
    TenPhiLePhi: text(300),
    MaPhiLePhi: text(60),
    HinhThucThu: text(40),
    Gia: amount,
    LoaiPhiLePhi: text(40),
  }),
  ThanhToan: receipt({
    MaThamChieu: text(40),
    SoTien: amount,
    ThoiGian: dateTime,
    NguoiNop: text(200),
    SoGiayToNguoiNop: text(40),
    NoiDung: text(25),
    MaNHThuHuong: text(6, 6),
    TKThuHuong: text(19),
    TenTKThuHuong: text(200),
  }),
  DanhSachGiayToKetQua: list({ TenGiayTo: text(300), GiayToId: text(100), DuongDanTepTinKetQua: text(500, 0) }, true),
};

const PROGRESS: Readonly<Record<string, Check>> = {
  MaHoSo: text(60),
  NguoiXuLy: text(200),
  ThoiDiemXuLy: dateTime,
  NoiDungXuLy: text(1000),
  TrangThai: oneOf(...STATUSES),
};

/** Texts such as LoaiDoiTuong may come as numbers. */
const LENIENT_NUMBERS = ['HinhThuc', 'MaLinhVuc', 'HinhThucThu', 'LoaiPhiLePhi'];

function softened(row: Fields): Fields {
  const copy: Record<string, unknown> = { ...row };
  for (const name of LENIENT_NUMBERS) if (typeof copy[name] === 'number') copy[name] = String(copy[name]);
  const fees = copy['DanhSachLePhi'];
  if (Array.isArray(fees)) copy['DanhSachLePhi'] = fees.map((fee: unknown) => (isObject(fee) ? softened(fee) : fee));
  return copy;
}

/** What is wrong with a dossier, or undefined. */
export function dossierProblem(row: Fields): string | undefined {
  const problem = firstProblem(softened(row), DOSSIER);
  if (problem !== undefined) return problem;
  if (row['NgayHenTra'] === '' && String(row['TrangThaiHoSo']) !== '1') return 'NgayHenTra is missing though the dossier is received';
  if (row['NgayHenTra'] !== '' && String(row['NgayHenTra']) < String(row['NgayTiepNhan'])) return 'NgayHenTra is before NgayTiepNhan';
  return receiptProblem(row);
}

/** What was paid must be what the fees come to. */
function receiptProblem(row: Fields): string | undefined {
  const paid = row['ThanhToan'] as Fields | undefined;
  const fees = row['DanhSachLePhi'] as readonly Fields[];
  const sum = fees.reduce((total, fee) => total + Number(fee['Gia']), 0);
  return paid === undefined || Number(paid['SoTien']) === sum ? undefined : 'ThanhToan.SoTien is not the sum of DanhSachLePhi';
}

/** Vietnam is seven hours before UTC, all year. */
const VIETNAM_MS = 7 * 3_600_000;
/** How far two clocks may differ. */
const ALLOWED_MS = 5 * 60_000;

/** A strict portal takes nothing that has not happened yet by its clock. */
export function futureProblem(row: Fields, now: number): string | undefined {
  const latest = new Date(now + VIETNAM_MS + ALLOWED_MS).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const field = ['NgayTiepNhan', 'ThoiDiemXuLy'].find((name) => typeof row[name] === 'string' && row[name] > latest);
  return field && `${field} is in the future`;
}

export const progressProblem = (row: Fields): string | undefined => firstProblem(row, PROGRESS);

export const fieldsUnknown = (row: Fields, kind: 'dossier' | 'progress'): readonly string[] =>
  Object.keys(row).filter((name) => !(name in (kind === 'dossier' ? DOSSIER : PROGRESS)));
