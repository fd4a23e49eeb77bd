// Client of the provincial portal (Cổng dịch vụ công): messages as JSON in the shape of the national data set for
// one-stop dossiers, documents in resumable pieces. Everything sent is idempotent, so that a lost reply costs nothing.

import { z } from 'zod';
import { http } from '../base/http.ts';
import type { HttpFailure, HttpReply, HttpRequest } from '../base/http.ts';
import { parseJson } from '../base/json.ts';
import { err, fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Clock, Portal, PortalDocument, PortalMessage, RemoteFailure } from '../services/ports.ts';

const MAX_REPLY_BYTES = 1_000_000;
const PIECE_BYTES = 1_000_000;
/** Times that an upload may be set back by the portal before it is called a wrong reply. */
const MAX_RESYNCS = 3;

const replySchema = z.object({
  error_code: z.string().max(20),
  message: z.string().max(10_000).optional(),
  data: z.array(z.unknown()).max(10_000).nullish(),
});

type Sent = { readonly status: number; readonly received: number | undefined };

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
  ): Promise<Result<HttpReply, RemoteFailure>> {
    const reply = await send(clock, { ...request, timeoutMs: options.timeoutMs, maxBytes: MAX_REPLY_BYTES });
    return reply.ok ? checkStatus(reply.value) : err(remoteFailure(reply.error));
  }

  async function call(
    service: string,
    body: Record<string, unknown>,
    key?: string,
  ): Promise<Result<void, RemoteFailure>> {
    const reply = await request({
      method: 'POST',
      url: root,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        ...(key === undefined ? {} : { 'X-Message-Key': key }),
      },
      body: JSON.stringify({ session: options.session, service, ...body }),
    });
    return reply.ok ? readReply(reply.value) : reply;
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
      return reply.ok ? ok({ status: reply.value.status, received: receivedIn(reply.value) }) : reply;
    }

    const start = await received();
    if (!start.ok) return start;
    let at = start.value;
    let resyncs = 0;
    while (at < bytes.length) {
      const to = Math.min(at + PIECE_BYTES, bytes.length);
      const sent = await put(at, to);
      if (!sent.ok) return sent;
      const { status } = sent.value;
      const whole = to === bytes.length;
      if (whole && (status === 200 || status === 201)) return ok();
      if (status >= 200 && status < 300 && (sent.value.received ?? to) === to && !whole) {
        at = to;
        continue;
      }
      if (status === 400 || status === 404 || status === 415 || status === 422 || status === 413)
        return fail('refused', `PUT ${status}`);
      // Another idea of what is there already (409, 416), or a last piece that did not complete the document.
      resyncs += 1;
      if (resyncs > MAX_RESYNCS || (status >= 300 && status !== 409 && status !== 416))
        return fail('badReply', `PUT ${status}`);
      const now = await received();
      if (!now.ok) return now;
      at = now.value;
    }
    return ok();
  }

  return {
    send: (message: PortalMessage) =>
      call(message.service, { isUpdating: message.isUpdating, data: message.data }, message.key),
    upload,
    async ping() {
      const started = clock.now();
      const reply = await call('KiemTra', { isUpdating: false, data: [] });
      return reply.ok ? ok({ roundTripMs: clock.now() - started }) : reply;
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
  if (reply.status !== 200) return fail('badReply', `HTTP ${reply.status}`);
  const parsed = replySchema.safeParse(parseJson(reply.bytes));
  if (!parsed.success) return fail('badReply', 'not the JSON that was agreed');
  const code = parsed.data.error_code;
  if (code === '0') return ok();
  // The portal's message may repeat what we sent: its code is all that is kept.
  if (code === '1') return fail('notAuthorised', 'error_code 1');
  return fail('refused', `error_code ${code.replace(/[^A-Za-z0-9_-]/g, '?')}`);
}

function receivedIn(reply: HttpReply): number | undefined {
  const text = reply.header('x-received');
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function remoteFailure(failure: HttpFailure): RemoteFailure {
  const code = failure.code === 'timeOut' ? 'timeOut' : failure.code === 'tooLarge' ? 'badReply' : 'unreachable';
  return failure.detail === undefined ? { code } : { code, detail: failure.detail };
}
