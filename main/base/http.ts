// One HTTP request to an address from the settings: timed out as a whole, its reply capped, no redirect followed.
// A redirect comes back as what it is, a 3xx, and each client treats it as a wrong reply.

import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Clock } from '../services/ports.ts';
import { deadline } from './clock.ts';

export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole of it: connecting, sending, and reading the reply to its end. */
  readonly timeoutMs: number;
  /** A longer reply is not read to its end. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
};

export type HttpReply = {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly bytes: Uint8Array;
};

export type HttpFailure = Failure<'unreachable' | 'timeOut' | 'tooLarge' | 'canceled'>;

export async function http(clock: Clock, request: HttpRequest): Promise<Result<HttpReply, HttpFailure>> {
  const wait = deadline(clock, request.timeoutMs, request.signal);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      ...(request.headers ? { headers: request.headers } : {}),
      ...(request.body === undefined ? {} : { body: request.body as BodyInit }),
      redirect: 'manual',
      signal: wait.signal,
    });
    const bytes = await readCapped(response, request.maxBytes);
    if (bytes === undefined) return fail('tooLarge', `more than ${request.maxBytes} bytes`);
    return ok({ status: response.status, header: (name) => response.headers.get(name) ?? undefined, bytes });
  } catch (error) {
    if (wait.timedOut()) return fail('timeOut', `no reply in ${request.timeoutMs} ms`);
    if (request.signal?.aborted) return fail('canceled');
    return fail('unreachable', reasonOf(error));
  } finally {
    wait.done();
  }
}

async function readCapped(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  if (!response.body) return new Uint8Array(0);
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel().catch(() => {});
      return undefined;
    }
    pieces.push(value);
  }
  return Buffer.concat(pieces, length);
}

/** The system's code, such as ECONNREFUSED or CERT_HAS_EXPIRED: says enough and carries no address or key. */
function reasonOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.name : 'failed';
}
