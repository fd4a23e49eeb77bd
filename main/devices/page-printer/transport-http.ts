// The wire of IPP: one HTTP POST for each question (RFC 8010, section 4). Each gives a message, or a failure in the devices'
// words.

import { http } from '../../base/http.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../services/ports.ts';
import type { IppMessage } from './ipp.ts';
import { readMessage } from './ipp.ts';
import type { SendFailure } from './transport.ts';

const IPP_PORT = '631';
const MAX_REPLY_BYTES = 1_048_576;

export type PrinterAddress = {
  /** What the printer is called inside a message: ipp or ipps, always with its port. */
  readonly uri: string;
  /** Where messages are sent. */
  readonly url: string;
};

/** `ipp:` is HTTP and `ipps:` is HTTPS at port 631 (RFC 3510, RFC 7472); http and https stand for themselves. */
export function addressOf(text: string): PrinterAddress {
  const given = new URL(text);
  const secure = given.protocol === 'ipps:' || given.protocol === 'https:';
  const fallback = given.protocol.startsWith('ipp') ? IPP_PORT : secure ? '443' : '80';
  const rest = `//${given.hostname}:${given.port || fallback}${given.pathname || '/'}${given.search}`;
  return { uri: `${secure ? 'ipps' : 'ipp'}:${rest}`, url: `${secure ? 'https' : 'http'}:${rest}` };
}

/** `reached: false`: no byte of the request can have come to the printer. */
export type IppFailure = SendFailure;

const NOT_REACHED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTDOWN']);

export type IppExchange = (request: {
  readonly head: Uint8Array;
  readonly document?: Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}) => Promise<Result<IppMessage, IppFailure>>;

export function createIppExchange(clock: Clock, url: string): IppExchange {
  return async ({ head, document, timeoutMs, signal }) => {
    if (signal?.aborted) return err({ code: 'canceled', reached: false });
    const reply = await http(clock, {
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/ipp' },
      body: document ? Buffer.concat([head, document]) : head,
      timeoutMs,
      maxBytes: MAX_REPLY_BYTES,
      ...(signal && { signal }),
    });
    if (!reply.ok) {
      const { code, detail } = reply.error;
      const about = detail === undefined ? {} : { detail };
      if (code === 'timeOut') return err({ code: 'timeOut', reason: 'notAnswering', reached: true, ...about });
      if (code === 'tooLarge') return err({ code: 'invalidData', reason: 'tooLarge', reached: true, ...about });
      if (code === 'canceled') return err({ code: 'canceled', reached: true });
      return err({ code: 'deviceNotReady', reason: 'unreachable', reached: !NOT_REACHED.has(detail ?? ''), ...about });
    }
    const { status, bytes } = reply.value;
    if (status === 401 || status === 403)
      return err({ code: 'authorisationRequired', reason: 'accessDenied', reached: false, detail: `HTTP ${status}` });
    if (status !== 200) return err({ code: 'hardwareError', reason: 'notAPrinter', reached: status >= 500, detail: `HTTP ${status}` });
    const message = readMessage(bytes);
    return message ? ok(message) : err({ code: 'invalidData', reason: 'badReply', reached: true });
  };
}
