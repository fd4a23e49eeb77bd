// An HTTP server whose bad days can be ordered: nobody listens, no answer, an error page, half a JSON, the work done and
// the reply lost. Used by the gateway, the portal and the document scanner.

import http from 'node:http';
import { closeServer, listen, readBody } from './control.ts';
import { numberOf } from './faults.ts';
import type { Faults } from './faults.ts';

export const HTTP_FAULTS = ['outage', 'reset', 'hang', 'error-500', 'wrong-json', 'lost-reply', 'slow', 'trickle', 'cut'] as const;

export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
};
export type WireReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
};
/** Anything but a whole reply. */
export type Broken =
  | { readonly broken: 'reset' }
  | { readonly broken: 'silence' }
  | { readonly broken: 'half'; readonly reply: WireReply };

export const json = (value: unknown, status = 200): WireReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

export type HttpService = {
  /** The name of what is asked for, for faults that strike one operation only. */
  operation(request: WireRequest): string;
  handle(request: WireRequest, operation: string): WireReply | Broken | Promise<WireReply | Broken>;
  /** The connection was cut while the request came; its body is what came. */
  part?(request: WireRequest): void;
};

export class HttpWire {
  #faults: Faults;
  #service: HttpService;
  #server: http.Server | undefined;
  #changing: Promise<void> = Promise.resolve();
  port: number;
  requests = 0;

  constructor(port: number, faults: Faults, service: HttpService) {
    this.port = port;
    this.#faults = faults;
    this.#service = service;
  }

  async open(): Promise<void> {
    const server = http.createServer((request, response) => {
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      this.#answer(request, response).catch(() => request.socket.destroy());
    });
    // Longer than any client's pause between two questions, so that a kept connection is not closed under a request.
    server.keepAliveTimeout = 60_000;
    this.port = await listen(server, this.port);
    this.#server = server;
  }

  /** Opens and closes the port as the fault `outage` (or the caller) says. */
  follow(down = this.#faults.find('outage') !== undefined): Promise<void> {
    this.#changing = this.#changing.then(async () => {
      if (down && this.#server !== undefined) {
        const server = this.#server;
        this.#server = undefined;
        await closeServer(server);
      } else if (!down && this.#server === undefined) {
        await this.open();
      }
    });
    return this.#changing;
  }

  close(): Promise<void> {
    return this.follow(true);
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.requests += 1;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const socket = request.socket;
    const head = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: request.headers };
    // Before its body is there, a request is known by its address alone.
    const cut = head.method === 'PUT' ? this.#faults.take('cut', this.#service.operation({ ...head, body: Buffer.alloc(0) })) : undefined;
    if (cut !== undefined) {
      this.#service.part?.({ ...head, body: await readStart(request, numberOf(cut['atByte'], 1_000)) });
      return void socket.resetAndDestroy();
    }
    const wireRequest = { ...head, body: await readBody(request) };
    const operation = this.#service.operation(wireRequest);

    if (this.#faults.take('reset', operation)) return void socket.resetAndDestroy();
    if (this.#faults.take('hang', operation)) return;
    const slow = this.#faults.take('slow', operation);
    if (slow !== undefined) await new Promise((done) => setTimeout(done, numberOf(slow['ms'], 5000, 0, 600_000)));
    if (this.#faults.take('error-500', operation)) {
      return void response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>500 Internal Server Error</h1>');
    }
    const reply = await this.#service.handle(wireRequest, operation);
    if (this.#faults.take('lost-reply', operation)) return void socket.resetAndDestroy();
    if ('broken' in reply) {
      if (reply.broken === 'silence') return;
      if (reply.broken === 'reset') return void socket.resetAndDestroy();
      const whole = Buffer.from(reply.reply.body ?? '');
      response.writeHead(reply.reply.status, { ...reply.reply.headers, 'content-length': String(whole.length) });
      response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => socket.resetAndDestroy());
      return;
    }
    if (this.#faults.take('wrong-json', operation)) {
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":"00","data":{"sta');
    }
    const bytes = request.method === 'HEAD' ? undefined : reply.body;
    const trickle = this.#faults.take('trickle', operation);
    response.writeHead(reply.status, reply.headers);
    if (trickle === undefined) return void response.end(bytes);
    for (const byte of Buffer.from(bytes ?? '')) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await new Promise((done) => setTimeout(done, numberOf(trickle['ms'], 1_000, 0, 600_000)));
    }
    response.end();
  }
}

/** The first bytes of a body. */
async function readStart(request: http.IncomingMessage, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let received = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    pieces.push(piece);
    received += piece.length;
    if (received >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
