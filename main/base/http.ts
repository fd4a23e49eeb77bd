// One HTTP request to an address from the settings: timed out as a whole, its reply capped, no redirect followed.
// A redirect comes back as what it is, a 3xx, and each client treats it as a wrong reply.

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
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

/**
 * By Node's own client: the fetch of older runtimes may forget its abort signal, and a request without an end holds up
 * everything behind it. Each request has a connection of its own, so that none meets one that died meanwhile.
 */
export async function http(clock: Clock, request: HttpRequest): Promise<Result<HttpReply, HttpFailure>> {
  const wait = deadline(clock, request.timeoutMs, request.signal);
  try {
    return await exchange(request, wait.signal);
  } catch (error) {
    if (wait.timedOut()) return fail('timeOut', `no reply in ${request.timeoutMs} ms`);
    if (request.signal?.aborted) return fail('canceled');
    return fail('unreachable', reasonOf(error));
  } finally {
    wait.done();
  }
}

function exchange({ method, url, headers = {}, body, maxBytes }: HttpRequest, signal: AbortSignal): Promise<Result<HttpReply, HttpFailure>> {
  return new Promise((resolve, reject) => {
    const send = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const outgoing = send(url, { method, headers: { ...headers, ...length }, agent: false });
    const abort = () => outgoing.destroy(new Error('aborted'));
    const settle = (finish: () => void) => {
      signal.removeEventListener('abort', abort);
      finish();
    };
    outgoing.on('error', (error) => settle(() => reject(error)));
    outgoing.on('response', (incoming) => {
      const pieces: Buffer[] = [];
      let received = 0;
      incoming.on('data', (piece: Buffer) => {
        received += piece.length;
        if (received <= maxBytes) return void pieces.push(piece);
        settle(() => resolve(fail('tooLarge', `more than ${maxBytes} bytes`)));
        outgoing.destroy();
      });
      incoming.on('error', (error) => settle(() => reject(error)));
      incoming.on('close', () => {
        if (!incoming.complete) settle(() => reject(new Error('the reply was cut off')));
      });
      incoming.on('end', () => {
        if (!incoming.complete) return;
        const header = (name: string) => [incoming.headers[name.toLowerCase()]].flat()[0];
        settle(() => resolve(ok({ status: incoming.statusCode ?? 0, header, bytes: Buffer.concat(pieces, received) })));
      });
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    outgoing.end(body);
  });
}

/** The system's code, such as ECONNREFUSED or CERT_HAS_EXPIRED: says enough and carries no address or key. */
function reasonOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.name : 'failed';
}
