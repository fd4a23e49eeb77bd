// The way from the program to a server of the bench, without sockets: the same service and the same faults as over its real
// wire, in virtual time. What the far end has done stays done when the answer, or the program that asked, is gone.

import { deadline } from '../../../main/base/clock.ts';
import type { http, HttpFailure, HttpReply } from '../../../main/base/http.ts';
import { fail, ok } from '../../../main/domain/result.ts';
import type { Result } from '../../../main/domain/result.ts';
import { numberOf } from '../../bench/faults.ts';
import type { Faults } from '../../bench/faults.ts';
import type { HttpService, WireReply, WireRequest } from '../../bench/http-wire.ts';
import type { Seeded } from './seeded.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Life } from './world.ts';

export type InProcessWire = {
  /** For the product's client in place of its `http`. */
  sendFor(life: Life): typeof http;
  readonly requests: () => number;
};

export type WireOptions = {
  readonly service: HttpService;
  readonly faults: Faults;
  readonly time: VirtualTime;
  readonly chance: Seeded;
  /** How long a message is on its way, each direction, ms. */
  readonly latencyMs?: readonly [least: number, most: number];
};

export function inProcessWire({ service, faults, time, chance, latencyMs = [5, 120] }: WireOptions): InProcessWire {
  let requests = 0;
  const onItsWay = (ms = chance.whole(...latencyMs)): Promise<void> => new Promise((resolve) => void time.after(ms, resolve));
  const unreachable = fail('unreachable', 'ECONNREFUSED');

  /** Never resolves where nobody answers. */
  async function exchange(request: WireRequest, maxBytes: number): Promise<Result<HttpReply, HttpFailure>> {
    requests += 1;
    await onItsWay();
    if (faults.find('outage')) return unreachable;
    const operation = service.operation(request);
    if (faults.take('reset', operation)) return fail('unreachable', 'ECONNRESET');
    if (faults.take('hang', operation)) return new Promise(() => {});
    const cut = request.method === 'PUT' ? faults.take('cut', operation) : undefined;
    if (cut) {
      service.part?.({ ...request, body: request.body.subarray(0, numberOf(cut['atByte'], 1_000)) });
      return fail('unreachable', 'ECONNRESET');
    }
    const slow = faults.take('slow', operation);
    if (slow) await onItsWay(numberOf(slow['ms'], 5000, 0, 600_000));
    if (faults.take('error-500', operation)) return answered({ status: 500, body: '<h1>500 Internal Server Error</h1>' }, maxBytes);
    const reply = await service.handle(request, operation);
    const lost = faults.take('lost-reply', operation);
    await onItsWay();
    if (lost) return fail('unreachable', 'ECONNRESET');
    if ('broken' in reply) return reply.broken === 'silence' ? new Promise(() => {}) : fail('unreachable', 'ECONNRESET');
    if (faults.take('wrong-json', operation)) return answered({ status: 200, body: '{"code":"00","data":{"sta' }, maxBytes);
    return answered(reply, maxBytes);
  }

  return {
    requests: () => requests,
    sendFor: (life) => (clock, { method, url, headers = {}, body, timeoutMs, maxBytes, signal }) => {
      const { pathname, searchParams } = new URL(url);
      const wait = deadline(clock, timeoutMs, signal);
      const over = new Promise<Result<HttpReply, HttpFailure>>((resolve) => {
        const late = () => resolve(wait.timedOut() ? fail('timeOut', `no reply in ${timeoutMs} ms`) : fail('canceled'));
        if (wait.signal.aborted) late();
        else wait.signal.addEventListener('abort', late, { once: true });
      });
      const request: WireRequest = {
        method,
        path: pathname,
        query: searchParams,
        headers: { ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])), 'content-length': String(Buffer.byteLength(body ?? '')) },
        body: Buffer.from(body ?? ''),
      };
      return life.bound(Promise.race([exchange(request, maxBytes), over])).finally(wait.done);
    },
  };
}

function answered({ status, headers = {}, body = '' }: WireReply, maxBytes: number): Result<HttpReply, HttpFailure> {
  const bytes = Buffer.from(body as string);
  if (bytes.length > maxBytes) return fail('tooLarge', `more than ${maxBytes} bytes`);
  return ok({ status, header: (name) => headers[name.toLowerCase()], bytes });
}
