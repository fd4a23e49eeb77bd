// Client of the provincial portal (Cổng dịch vụ công): messages as JSON in the shape of the national data set for
// one-stop dossiers, documents in resumable pieces. Everything sent is idempotent, so that a lost reply costs nothing.

import { z } from 'zod';
import { http } from '../base/http.ts';
import type { HttpFailure, HttpReply, HttpRequest } from '../base/http.ts';
import { parseJson } from '../base/json.ts';
import { err, fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { DOSSIER_STATUSES } from '../domain/dossier/dossier.ts';
import type { DossierStatus } from '../domain/dossier/dossier.ts';
import { cleanText } from '../domain/text/fold.ts';
import type { Clock, FoundAtPortal, Portal, PortalDocument, PortalDossier, PortalMessage, PortalQuestion, RemoteFailure } from '../services/ports.ts';
import { portalTime, slipProof } from './dossier-message.ts';

const MAX_REPLY_BYTES = 1_000_000;
/** Vietnam is seven hours before UTC, all year. */
const VIETNAM_HOURS = 7;
const PIECE_BYTES = 1_000_000;
/** Times that an upload may be set back by the portal before it is called a wrong reply. */
const MAX_RESYNCS = 3;

const MAX_CATALOGUE_BYTES = 8_000_000;
/** Dossiers that are asked for at once. */
const MAX_LOOKED_UP = 100;

/** Implementations differ in `0`, `"0"` and `"00"`, and in what else there is: only who asks for rows needs them. */
const replySchema = z.object({
  error_code: z.union([z.string().max(20), z.int()]).transform(String),
  data: z.unknown().optional(),
});
/** A single row may come without its list, and none as null. */
const rowsSchema = z.union([
  z.array(z.unknown()).max(10_000),
  z.record(z.string(), z.unknown()).transform((row) => [row]),
  z.null().transform(() => []),
]);

/** Clocks that differ by more may be why a portal refuses what is right. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;

type Sent = { readonly status: number; readonly received: number | undefined; readonly said: 'yes' | 'no' | 'nothing' };

export function createPortalClient(options: {
  readonly url: string;
  /** Session key that the province gave; in clear. */
  readonly session: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly send?: typeof http;
}): Portal {
  const { clock, send = http } = options;
  const root = options.url.replace(/\/+$/, '');

  async function request(
    request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>,
    maxBytes = MAX_REPLY_BYTES,
  ): Promise<Result<HttpReply, RemoteFailure>> {
    const reply = await send(clock, { ...request, timeoutMs: options.timeoutMs, maxBytes });
    return reply.ok ? checkStatus(reply.value) : err(remoteFailure(reply.error));
  }

  function post(service: string, body: Record<string, unknown>, more: { readonly key?: string; readonly maxBytes?: number } = {}) {
    return request(
      {
        method: 'POST',
        url: root,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          ...(more.key === undefined ? {} : { 'X-Message-Key': more.key }),
        },
        body: JSON.stringify({ session: options.session, service, ...body }),
      },
      more.maxBytes,
    );
  }

  async function call(service: string, body: Record<string, unknown>, key?: string): Promise<Result<void, RemoteFailure>> {
    const reply = await post(service, body, key === undefined ? {} : { key });
    if (!reply.ok) return reply;
    const read = readReply(reply.value);
    if (read.ok || read.error.code !== 'refused') return read;
    // By its clock what we send may not have happened yet: that is over when one of the clocks is right again.
    const difference = Math.abs(aheadOf(reply.value, clock.now()) ?? 0);
    return difference > MAX_CLOCK_DIFFERENCE_MS ? fail('serverError', `the clocks differ by ${Math.round(difference / 60_000)} min`) : read;
  }

  async function upload(document: PortalDocument, bytes: Uint8Array): Promise<Result<void, RemoteFailure>> {
    if (bytes.length === 0) return fail('refused', 'an empty document');
    const url = `${root}/TepDinhKem/${encodeURIComponent(document.documentId)}`;
    const about = {
      'X-MaHoSo': encodeURIComponent(document.dossierCode),
      'X-SHA256': document.sha256,
      'X-Session': options.session,
    };

    /** How much the portal has, and whether it says so at all. */
    async function received(): Promise<Result<number, RemoteFailure>> {
      const head = await request({ method: 'HEAD', url, headers: about });
      if (!head.ok) return head;
      if (head.value.status === 404) return ok(0);
      const length = receivedIn(head.value);
      if (head.value.status !== 200 || length === undefined || length > bytes.length)
        return fail('badReply', `HEAD ${head.value.status}`);
      return ok(length);
    }

    async function put(from: number, to: number): Promise<Result<Sent, RemoteFailure>> {
      const reply = await request({
        method: 'PUT',
        url,
        headers: {
          ...about,
          'Content-Type': document.mime,
          'Content-Range': `bytes ${from}-${to - 1}/${bytes.length}`,
          'X-Message-Key': document.key,
        },
        body: bytes.subarray(from, to),
      });
      if (!reply.ok) return reply;
      return ok({ status: reply.value.status, received: receivedIn(reply.value), said: whatItSays(reply.value) });
    }

    const start = await received();
    if (!start.ok) return start;
    let at = start.value;
    let furthest = at;
    let resyncs = 0;
    while (at < bytes.length) {
      const to = Math.min(at + PIECE_BYTES, bytes.length);
      const sent = await put(at, to);
      if (!sent.ok) return sent;
      const { status, said } = sent.value;
      const isYes = status >= 200 && status < 300;
      // A page in the portal's place has this status too, so the portal's own word is wanted.
      if (isYes && (sent.value.received === to || (sent.value.received === undefined && said === 'yes'))) {
        at = to;
        continue;
      }
      // A page that somebody between us and the portal made up (404, 413) is no refusal of the portal's.
      if (status === 400 || status === 404 || status === 415 || status === 422 || status === 413)
        return fail(said === 'no' ? 'refused' : 'badReply', `PUT ${status}`);
      // Another idea of what is there already (409, 416), or none that we could read.
      resyncs += 1;
      if (resyncs > MAX_RESYNCS || (status >= 300 && status !== 409 && status !== 416))
        return fail('badReply', `PUT ${status}`);
      const now = await received();
      if (!now.ok) return now;
      at = now.value;
      if (at > furthest) resyncs = 0;
      furthest = Math.max(furthest, at);
    }
    return ok();
  }

  return {
    send: (message: PortalMessage) =>
      call(message.service, { isUpdating: message.isUpdating, data: message.data }, message.key),
    upload,
    async lookUp(codes) {
      const found: PortalDossier[] = [];
      for (let at = 0; at < codes.length; at += MAX_LOOKED_UP) {
        const asked = codes.slice(at, at + MAX_LOOKED_UP);
        const reply = await post('TraCuuHoSo', { isUpdating: false, data: asked.map((MaHoSo) => ({ MaHoSo })) });
        if (!reply.ok) return reply;
        const read = readLookUp(reply.value, asked);
        if (!read.ok) return read;
        found.push(...read.value);
      }
      return ok(found);
    },
    async find(by) {
      // Unconfirmed, as the field MaTraCuu of a dossier.
      const asked = 'number' in by ? { MaDoiTuong: by.number, XacThuc: 'CHIP' } : { MaHoSo: by.code, MaTraCuu: slipProof(by.code, by.secret) };
      const reply = await post('TraCuuHoSo', { isUpdating: false, data: [asked] });
      return reply.ok ? readFound(reply.value, by) : reply;
    },
    async catalogue() {
      const reply = await post('LayDanhSachTTHC', { isUpdating: false, data: [] }, { maxBytes: MAX_CATALOGUE_BYTES });
      return reply.ok ? readCatalogue(reply.value) : reply;
    },
    async ping() {
      const started = clock.now();
      const reply = await post('KiemTra', { isUpdating: false, data: [] });
      if (!reply.ok) return reply;
      const read = readReply(reply.value);
      const now = clock.now();
      return read.ok ? ok({ roundTripMs: now - started, aheadMs: aheadOf(reply.value, now) }) : read;
    },
  };
}

/** Statuses that mean the same in each request of this protocol; the others are the caller's to judge. */
function checkStatus(reply: HttpReply): Result<HttpReply, RemoteFailure> {
  const { status } = reply;
  if (status >= 500 || status === 429 || status === 408) return fail('serverError', `HTTP ${status}`);
  if (status === 401 || status === 403) return fail('notAuthorised', `HTTP ${status}`);
  if (status >= 300 && status < 400) return fail('badReply', `HTTP ${status}, a redirect`);
  return ok(reply);
}

/** What a reply to a message means. */
export function readReply(reply: Pick<HttpReply, 'status' | 'bytes'>): Result<void, RemoteFailure> {
  const data = readData(reply);
  return data.ok ? ok() : data;
}

/** The reply's data, where the portal said yes. */
function readData(reply: Pick<HttpReply, 'status' | 'bytes'>): Result<unknown, RemoteFailure> {
  if (reply.status !== 200) return fail('badReply', `HTTP ${reply.status}`);
  const parsed = replySchema.safeParse(parseJson(reply.bytes));
  if (!parsed.success) return fail('badReply', 'not the JSON that was agreed');
  const code = parsed.data.error_code;
  if (code === '0' || code === '00') return ok(parsed.data.data);
  // The portal's message may repeat what we sent: its code is all that is kept.
  if (code === '1') return fail('notAuthorised', 'error_code 1');
  return fail('refused', `error_code ${code.replace(/[^A-Za-z0-9_-]/g, '?')}`);
}

function readRows(reply: Pick<HttpReply, 'status' | 'bytes'>): Result<readonly unknown[], RemoteFailure> {
  const data = readData(reply);
  if (!data.ok) return data;
  const rows = rowsSchema.safeParse(data.value);
  return rows.success ? ok(rows.data) : fail('badReply', 'no rows in it');
}

/** What the portal itself says, in the protocol's form. */
function whatItSays(reply: Pick<HttpReply, 'bytes'>): Sent['said'] {
  const parsed = replySchema.safeParse(parseJson(reply.bytes));
  if (!parsed.success) return 'nothing';
  return parsed.data.error_code === '0' || parsed.data.error_code === '00' ? 'yes' : 'no';
}

/** By how much our clock is ahead of the reply’s Date, ms; null where it has none. */
function aheadOf(reply: HttpReply, now: number): number | null {
  const theirs = Date.parse(reply.header('date') ?? '');
  return Number.isNaN(theirs) ? null : now - theirs;
}

const lookUpRow = z.object({ MaHoSo: z.string().min(1).max(64), TrangThaiHoSo: z.unknown(), NgayTiepNhan: z.unknown(), NgayHenTra: z.unknown() });
const STATUS_OF_NUMBER = new Map(Object.entries(DOSSIER_STATUSES).map(([name, number]) => [String(number), name as DossierStatus]));

/** The reply to TraCuuHoSo. What was not asked for is left out; of a dossier that comes twice the last one counts. */
export function readLookUp(
  reply: Pick<HttpReply, 'status' | 'bytes'>,
  asked: readonly string[],
): Result<readonly PortalDossier[], RemoteFailure> {
  const rows = readRows(reply);
  if (!rows.ok) return rows;
  const found = new Map<string, PortalDossier>();
  for (const row of rows.value) {
    const parsed = lookUpRow.safeParse(row);
    if (!parsed.success) return fail('badReply', 'a row without MaHoSo');
    const { MaHoSo: code, TrangThaiHoSo, NgayTiepNhan, NgayHenTra } = parsed.data;
    if (!asked.includes(code)) continue;
    const status = statusIn(TrangThaiHoSo);
    const receivedAt = momentIn(NgayTiepNhan);
    const dueAt = momentIn(NgayHenTra);
    found.set(code, { code, ...(status && { status }), ...(receivedAt !== undefined && { receivedAt }), ...(dueAt !== undefined && { dueAt }) });
  }
  return ok([...found.values()]);
}

/** Of a dossier or procedure, as it is shown: no letter in it only looks like another. */
const shownCode = z.string().max(64).regex(/^[A-Za-z0-9._\-/]+$/);
const foundRow = lookUpRow.extend({ MaHoSo: shownCode, MaTTHC: shownCode, TenTTHC: z.string().max(500), NgayHenTra: z.unknown().optional(), DonViXuLy: z.unknown().optional() });
const MAX_FOUND = 50;

/** The reply to a citizen's TraCuuHoSo. Of a slip only its own dossier counts; a row that says too little is left out. */
export function readFound(reply: Pick<HttpReply, 'status' | 'bytes'>, by: PortalQuestion): Result<readonly FoundAtPortal[], RemoteFailure> {
  const rows = readRows(reply);
  if (!rows.ok) return rows;
  const found = new Map<string, FoundAtPortal>();
  for (const row of rows.value) {
    const parsed = foundRow.safeParse(row);
    if (!parsed.success) continue;
    const { MaHoSo: code, MaTTHC, TenTTHC, DonViXuLy } = parsed.data;
    const status = statusIn(parsed.data.TrangThaiHoSo);
    const receivedAt = momentIn(parsed.data.NgayTiepNhan);
    const dueAt = momentIn(parsed.data.NgayHenTra);
    if (status === undefined || receivedAt === undefined || ('code' in by && code !== by.code)) continue;
    const unit = typeof DonViXuLy === 'string' ? cleanText(DonViXuLy, 200) : '';
    found.set(code, { code, procedure: { code: MaTTHC, name: cleanText(TenTTHC, 300) }, status, receivedAt, ...(dueAt !== undefined && { dueAt }), ...(unit && { unit }) });
  }
  return ok([...found.values()].sort((a, b) => b.receivedAt - a.receivedAt).slice(0, MAX_FOUND));
}

function statusIn(value: unknown): DossierStatus | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return STATUS_OF_NUMBER.get(String(value).trim());
}

/** `yyyyMMddHHmmss` as a text or a number, Vietnam time; undefined where it is no such moment. */
function momentIn(value: unknown): number | undefined {
  const digits = typeof value === 'number' ? String(value) : value;
  const match = typeof digits === 'string' ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  const moment = Date.UTC(year, month - 1, day, hour - VIETNAM_HOURS, minute, second);
  return portalTime(moment) === digits ? moment : undefined;
}

/** The reply to LayDanhSachTTHC: one row with the whole catalogue in base64, signed by whoever publishes it. */
export function readCatalogue(reply: Pick<HttpReply, 'status' | 'bytes'>): Result<Uint8Array, RemoteFailure> {
  const rows = readRows(reply);
  if (!rows.ok) return rows;
  const row = z.object({ NoiDung: z.base64().min(4) }).safeParse(rows.value[0]);
  if (rows.value.length !== 1 || !row.success) return fail('badReply', 'no catalogue in it');
  return ok(new Uint8Array(Buffer.from(row.data.NoiDung, 'base64')));
}

function receivedIn(reply: HttpReply): number | undefined {
  const text = reply.header('x-received');
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function remoteFailure(failure: HttpFailure): RemoteFailure {
  const code = failure.code === 'timeOut' ? 'timeOut' : failure.code === 'tooLarge' ? 'badReply' : 'unreachable';
  return failure.detail === undefined ? { code } : { code, detail: failure.detail };
}
