// What all gateways over HTTP have in common: how a request that came to nothing, or an HTTP status, is named.

import type { HttpFailure } from '../base/http.ts';
import { fail } from '../domain/result.ts';
import type { Err } from '../domain/result.ts';
import type { RemoteFailure } from '../services/ports.ts';

type Failed = Err<RemoteFailure>;

/** A longer reply is no gateway's. */
export const MAX_REPLY_BYTES = 256_000;

export function sendFailure({ code, detail }: HttpFailure): Failed {
  return fail(code === 'timeOut' ? 'timeOut' : code === 'tooLarge' ? 'badReply' : 'unreachable', detail);
}

/** Null where the body has the say. */
export function statusFailure(status: number): Failed | null {
  if (status >= 500 || status === 429 || status === 408) return fail('serverError', `HTTP ${status}`);
  if (status === 401 || status === 403) return fail('notAuthorised', `HTTP ${status}`);
  if (status >= 300 && status < 400) return fail('badReply', `HTTP ${status}, a redirect`);
  return null;
}

/** `refused`, or `notAuthorised` where it is about our keys; the code is made safe to be logged. */
export function codeFailure(code: string, notAuthorised: boolean): RemoteFailure {
  return { code: notAuthorised ? 'notAuthorised' : 'refused', detail: `code ${code.replace(/[^A-Za-z0-9_-]/g, '?')}` };
}
