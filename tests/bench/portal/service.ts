// The bench's portal without its wire: what it takes, what it refuses, and the surprises in its answers. Time is handed in,
// so that it also runs in the process of a simulation.

import { createHash } from 'node:crypto';
import { numberOf } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { HTTP_FAULTS, json } from '../http-wire.ts';
import type { HttpService, WireReply, WireRequest } from '../http-wire.ts';
import type { DossierRecord, PortalDatabase, Row } from './database.ts';
import { dossierProblem, fieldsUnknown, futureProblem, progressProblem } from './messages.ts';

export const PORTAL_FAULTS = [
  ...HTTP_FAULTS,
  'refuse',
  'forgets-keys',
  'clock-skew',
  'duplicate-reply',
  'duplicate-rows',
  'extra-fields',
  'missing-fields',
  'other-types',
  'html',
  'one-row-bare',
] as const;

const WRONG_SECRETS = { most: 5, withinMs: 60_000 };
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;
export const DOCUMENT_ID = /^[A-Za-z0-9._-]{1,100}$/;
const DOCUMENT_PATH = /^\/TepDinhKem\/([^/]+)$/;
const MESSAGES = ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'];
/** What a network puts before everything until somebody signs in to it. */
const SIGN_IN_PAGE = '<!DOCTYPE html><html><head><title>Đăng nhập</title></head><body><form>WiFi</form></body></html>';

type Code = '0' | '1' | '2';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

type Piece = {
  readonly id: string;
  readonly dossierCode: string;
  readonly sha256: string;
  readonly mime: string;
  readonly from: number;
  readonly to: number;
  readonly total: number;
};

export function createPortalService({ session, database, faults, now, catalogue }: {
  readonly session: string;
  readonly database: PortalDatabase;
  readonly faults: Faults;
  readonly now: () => number;
  /** The bytes of the published catalogue; null where none is. */
  readonly catalogue: () => Uint8Array | null;
}): HttpService {
  /** By a clock that may be off. */
  const portalNow = (): number => now() + numberOf(faults.find('clock-skew')?.['seconds'], 0, -1e9, 1e9) * 1_000;

  const reply = (code: Code, message: string, data: unknown = null, status = 200): WireReply => json({ error_code: code, message, data }, status);

  const refused = (key: string, service: string, message: string, code: '1' | '2' = '2'): WireReply => {
    database.note('refused', { key, service, code, message, at: now() });
    return reply(code, message);
  };

  function post(request: WireRequest): WireReply {
    const message = parse(request.body);
    if (message === undefined) return refused('', '', 'the body is not a JSON object');
    const { service, isUpdating, data } = message;
    const key = String(request.headers['x-message-key'] ?? '');
    const name = typeof service === 'string' ? service : '';
    if (message['session'] !== session) return refused(key, name, 'session is not valid', '1');
    if (typeof isUpdating !== 'boolean') return refused(key, name, 'isUpdating must be true or false');
    if (!Array.isArray(data)) return refused(key, name, 'data must be a list');
    const rows = data as readonly unknown[];
    if (!rows.every((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row)))
      return refused(key, name, 'data must be a list of objects');

    if (name === 'KiemTra') return reply('0', 'OK', []);
    if (name === 'TraCuuHoSo') {
      if (rows.some((row) => 'MaTraCuu' in row || 'MaDoiTuong' in row)) return ofCitizen(key, name, rows);
      const found = rows.map((row) => database.dossier(String(row['MaHoSo']))).filter((dossier) => dossier !== undefined);
      return reply('0', 'OK', found.map((dossier) => ({ ...dossier.data, MaHoSo: dossier.code, TrangThaiHoSo: dossier.status })));
    }
    if (name === 'LayDanhSachTTHC') {
      const bytes = catalogue();
      return bytes === null ? refused(key, name, 'no catalogue is published') : reply('0', 'OK', [{ NoiDung: Buffer.from(bytes).toString('base64') }]);
    }
    if (!MESSAGES.includes(name)) return refused(key, name, `service ${JSON.stringify(service)} is not known`);
    return take(key, name, isUpdating, rows);
  }

  const wrongSecrets = new Map<string, number[]>();

  /** One question: a slip's code with its secret, or the number of whoever proved by the chip who it is. */
  function ofCitizen(key: string, name: string, rows: readonly Row[]): WireReply {
    const { MaHoSo, MaTraCuu, MaDoiTuong, XacThuc } = rows[0]!;
    const standing = ({ code, data, status }: DossierRecord) => ({
      ...Object.fromEntries(['MaTTHC', 'TenTTHC', 'NgayTiepNhan', 'NgayHenTra', 'DonViXuLy'].map((field) => [field, data[field]])),
      MaHoSo: code,
      TrangThaiHoSo: status,
    });
    if (rows.length !== 1) return refused(key, name, 'one question at a time');
    if (MaDoiTuong !== undefined) {
      if (XacThuc !== 'CHIP' || MaHoSo !== undefined || MaTraCuu !== undefined) return refused(key, name, 'XacThuc must be CHIP, and nothing else asked by');
      return reply('0', 'OK', database.dossiers().filter(({ data }) => data['MaDoiTuong'] === MaDoiTuong).map(standing));
    }
    if (typeof MaHoSo !== 'string' || typeof MaTraCuu !== 'string') return refused(key, name, 'MaHoSo and MaTraCuu must be texts');
    const recent = (wrongSecrets.get(MaHoSo) ?? []).filter((at) => now() - at < WRONG_SECRETS.withinMs);
    if (recent.length >= WRONG_SECRETS.most) return { ...reply('2', 'too many wrong secrets', null, 429), headers: { 'retry-after': String(WRONG_SECRETS.withinMs / 1_000) } };
    const dossier = database.dossier(MaHoSo);
    // A wrong secret and a code that nobody has get the same answer.
    if (dossier === undefined || dossier.data['MaTraCuu'] !== MaTraCuu) {
      wrongSecrets.set(MaHoSo, [...recent, now()]);
      return reply('0', 'OK', []);
    }
    return reply('0', 'OK', [standing(dossier)]);
  }

  function take(key: string, name: string, isUpdating: boolean, rows: readonly Row[]): WireReply {
    if (key === '' || key.length > 200) return refused(key, name, 'header X-Message-Key is missing');
    const codes = rows.map((row) => ({ MaHoSo: row['MaHoSo'] }));
    const digest = sha256(JSON.stringify([name, isUpdating, rows]));
    if (faults.take('forgets-keys', name) !== undefined) database.forgetKeys();
    const first = database.message(key);
    if (first !== undefined) {
      const sameContent = first.digest === digest;
      database.note('duplicate', { key, service: name, sameContent, at: now() });
      return sameContent ? reply('0', 'already received', codes) : refused(key, name, 'X-Message-Key was used for another message');
    }
    if (rows.length === 0) return refused(key, name, 'data is empty');
    const poison = faults.find('refuse', name);
    if (poison !== undefined && (poison['maHoSo'] === undefined || rows.some((row) => row['MaHoSo'] === poison['maHoSo']))) {
      faults.take('refuse', name);
      return refused(key, name, typeof poison['message'] === 'string' ? poison['message'] : 'MaTTHC is not served by this unit');
    }
    for (const [index, row] of rows.entries()) {
      const problem = rowProblem(name, isUpdating, row);
      if (problem !== undefined) return refused(key, name, `data[${index}] ${problem}`);
    }
    for (const row of rows) {
      for (const field of fieldsUnknown(row, name === 'DongBoHoSoMC' ? 'dossier' : 'progress')) {
        if (!database.notes('unknownField').some((known) => known['field'] === field && known['service'] === name))
          database.note('unknownField', { service: name, field, at: now() });
      }
    }
    database.keep({ key, digest, service: name, isUpdating, data: rows, at: now() });
    return reply('0', 'OK', codes);
  }

  function rowProblem(name: string, isUpdating: boolean, row: Row): string | undefined {
    const isDossier = name === 'DongBoHoSoMC';
    const problem = isDossier ? dossierProblem(row) : progressProblem(row);
    if (problem !== undefined) return problem;
    if (faults.take('clock-skew', name) !== undefined) {
      const early = futureProblem(row, portalNow());
      if (early !== undefined) return early;
    }
    const known = database.knows(String(row['MaHoSo']));
    if (isDossier && known && !isUpdating) return 'MaHoSo is registered already';
    if (!known && (!isDossier || isUpdating)) return 'MaHoSo is not known';
    return !isDossier && database.hasProgress(row) ? 'is known already' : undefined;
  }

  const received = (id: string): number => database.document(id)?.bytes ?? database.half(id)?.received ?? 0;
  const withReceived = (id: string, answer: WireReply): WireReply => ({ ...answer, headers: { ...answer.headers, 'x-received': String(received(id)) } });

  /** What a PUT says of itself, or what is wrong with that. */
  function pieceOf(id: string, { headers }: WireRequest, length: number): Piece | { readonly wrong: string; readonly status: number } {
    const dossierCode = decoded(headers['x-mahoso']);
    const hash = String(headers['x-sha256'] ?? '').toLowerCase();
    if (dossierCode === undefined || dossierCode === '' || dossierCode.length > 60) return { wrong: 'header X-MaHoSo is missing', status: 400 };
    if (!/^[0-9a-f]{64}$/.test(hash)) return { wrong: 'header X-SHA256 must be 64 hex digits', status: 400 };
    const dossier = database.dossier(dossierCode);
    if (dossier === undefined) return { wrong: 'X-MaHoSo is not known', status: 422 };
    if (!namedIn(dossier.data, id)) return { wrong: 'the dossier does not name this TepDinhKemId', status: 422 };
    const range = headers['content-range'];
    const match = range === undefined ? [range, '0', String(length - 1), String(length)] : /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(range);
    if (match === null) return { wrong: 'header Content-Range must be "bytes FROM-TO/TOTAL"', status: 400 };
    const [from, to, total] = match.slice(1).map(Number) as [number, number, number];
    if (total > MAX_DOCUMENT_BYTES) return { wrong: `over ${MAX_DOCUMENT_BYTES} bytes`, status: 413 };
    if (to - from + 1 !== length || to >= total) return { wrong: 'Content-Range and the body do not agree', status: 400 };
    return { id, dossierCode, sha256: hash, mime: String(headers['content-type'] ?? ''), from, to, total };
  }

  function put(id: string, request: WireRequest): WireReply {
    const bad = (reason: string, status: number) => {
      database.note('badDocument', { id, reason, at: now() });
      return withReceived(id, reply('2', reason, null, status));
    };
    const piece = pieceOf(id, request, request.body.length);
    if ('wrong' in piece) return bad(piece.wrong, piece.status);
    const done = database.document(id);
    if (done !== undefined) {
      if (done.sha256 !== piece.sha256) return bad('this TepDinhKemId is another document already', 409);
      if (piece.to === piece.total - 1) database.note('repeatedDocument', { id, at: now() });
      return withReceived(id, reply('0', 'already received', { received: done.bytes }));
    }
    if (!append(piece, request.body)) return bad('a piece is missing before this one', 416);
    if (received(id) < piece.total) return withReceived(id, reply('0', 'go on', { received: received(id) }));
    const content = database.pieces(id);
    if (sha256(content) !== piece.sha256) {
      database.dropHalf(id);
      return bad('X-SHA256 does not match what was received', 422);
    }
    database.addDocument({ id, dossierCode: piece.dossierCode, sha256: piece.sha256, mime: piece.mime, at: now() }, content);
    return withReceived(id, reply('0', 'OK', { received: piece.total }));
  }

  /** False where it does not follow what is there. Another document's half, or one that begins anew, is dropped. */
  function append(piece: Piece, bytes: Uint8Array): boolean {
    const half = database.half(piece.id);
    if (half && (piece.from === 0 || half.sha256 !== piece.sha256 || half.total !== piece.total)) database.dropHalf(piece.id);
    if (piece.from !== received(piece.id)) return false;
    if (bytes.length > 0) database.addPiece(piece.id, piece, bytes);
    return true;
  }

  /** The answer as a portal gives it that has changed since the agreement. */
  function surprising(answer: WireReply, operation: string): WireReply {
    if (typeof answer.body !== 'string') return answer;
    let value = JSON.parse(answer.body) as Record<string, unknown>;
    const rows = () => (Array.isArray(value['data']) ? (value['data'] as readonly Row[]) : null);
    if (faults.take('duplicate-rows', operation) !== undefined && rows()) value = { ...value, data: [...rows()!, ...rows()!] };
    if (faults.take('extra-fields', operation) !== undefined)
      value = { phienBan: '2.0', ...value, trace: { id: 7, steps: [1, 2] }, ...(rows() && { data: rows()!.map((row) => ({ ...row, GhiChu: { muc: [null, true] } })) }) };
    const missing = faults.take('missing-fields', operation);
    if (missing !== undefined) value = Object.fromEntries(Object.entries(value).filter(([name]) => !fieldNames(missing['fields']).includes(name)));
    if (faults.take('other-types', operation) !== undefined) value = numbered(value) as Record<string, unknown>;
    if (faults.take('one-row-bare', operation) !== undefined && rows()?.length === 1) value = { ...value, data: rows()![0] };
    const body = JSON.stringify(value);
    return { ...answer, body: faults.take('duplicate-reply', operation) === undefined ? body : `${body}${body}` };
  }

  function answer(request: WireRequest): WireReply {
    const match = DOCUMENT_PATH.exec(request.path);
    if (match !== null) {
      const id = decoded(match[1]) ?? '';
      if (!DOCUMENT_ID.test(id)) return reply('2', 'TepDinhKemId is not allowed', null, 400);
      if (request.headers['x-session'] !== undefined && request.headers['x-session'] !== session) return reply('1', 'session is not valid', null, 401);
      if (request.method === 'PUT') return put(id, request);
      if (request.method === 'HEAD') return { status: 200, headers: { 'x-received': String(received(id)) } };
      return reply('2', 'method not allowed', null, 405);
    }
    return request.method === 'POST' && request.path === '/' ? post(request) : reply('2', 'not found', null, 404);
  }

  return {
    operation(request) {
      if (DOCUMENT_PATH.test(request.path)) return request.method === 'HEAD' ? 'head' : 'upload';
      const service = parse(request.body)?.['service'];
      return typeof service === 'string' ? service : 'other';
    },
    handle(request, operation) {
      // Somebody on the way answers: nothing of it gets here.
      if (faults.take('html', operation) !== undefined) return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: SIGN_IN_PAGE };
      const said = surprising(answer(request), operation);
      return faults.find('clock-skew') === undefined ? said : { ...said, headers: { ...said.headers, date: new Date(portalNow()).toUTCString() } };
    },
    /** The connection was cut in a piece: what came of it is kept. */
    part(request) {
      const id = decoded(DOCUMENT_PATH.exec(request.path)?.[1]) ?? '';
      const whole = Number(request.headers['content-length']);
      if (request.method !== 'PUT' || !DOCUMENT_ID.test(id) || !Number.isSafeInteger(whole) || database.document(id)) return;
      if (request.body.length === whole) return void put(id, request);
      const piece = pieceOf(id, request, whole);
      if (!('wrong' in piece)) append(piece, request.body);
    },
  };
}

function namedIn(dossier: Row, id: string): boolean {
  const ids = (list: string, field: string) => (Array.isArray(dossier[list]) ? (dossier[list] as readonly Row[]).map((row) => row[field]) : []);
  return ids('TaiLieuNop', 'TepDinhKemId').includes(id) || ids('DanhSachGiayToKetQua', 'GiayToId').includes(id);
}

/** Every text of digits as a number. */
function numbered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbered);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, numbered(one)]));
  return typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}

const fieldNames = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : ['message', 'data']);

function decoded(value: unknown): string | undefined {
  try {
    return typeof value === 'string' ? decodeURIComponent(value) : undefined;
  } catch {
    return undefined;
  }
}

function parse(body: Buffer): Row | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
  } catch {
    return undefined;
  }
}
