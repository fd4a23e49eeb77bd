// What all bench processes share: their command line, the HTTP control API on 127.0.0.1, the one line that says "ready",
// and a clean end on SIGTERM or when the parent goes away (its end of stdin closes).

import { fstatSync, mkdirSync, realpathSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BadControlRequest } from './faults.ts';
import type { Fault, Faults } from './faults.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;

export type ControlRequest = {
  /** What follows the route's path, for routes that end in `/*`. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
};
export type Route = (request: ControlRequest) => unknown;
export type Routes = Readonly<Record<string, Route>>;

/** A reply that is not JSON. */
export class RawReply {
  readonly type: string;
  readonly bytes: Uint8Array | string;
  constructor(type: string, bytes: Uint8Array | string) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** One bench process in running order. */
export type BenchPart = {
  /** Where its wire is; printed in the ready line. */
  readonly addresses: Readonly<Record<string, unknown>>;
  readonly faults: Faults;
  /** All records. */
  state(): unknown;
  reset(): void | Promise<void>;
  /** Called after a fault was set, one kind or everything (no kind) healed, or all was reset. */
  faultsChanged?(change: 'set' | 'heal' | 'reset', kind?: string): void | Promise<void>;
  readonly routes: Routes;
  close(): Promise<void>;
};

export type Options = {
  readonly dir: string;
  readonly port: number;
  readonly values: Readonly<Record<string, string | undefined>>;
};

/** Listens on the port, or on any free one where that is taken. */
export async function listen(server: Server, port: number): Promise<number> {
  const attempt = (wanted: number) =>
    new Promise<number>((done, failed) => {
      server.once('error', failed);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', failed);
        done((server.address() as AddressInfo).port);
      });
    });
  try {
    return await attempt(port);
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return attempt(0);
  }
}

export async function readBody(request: http.IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new BadControlRequest(`body over ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Finds `METHOD /path` or the longest `METHOD /path/*`. */
function findRoute(routes: Routes, method: string, path: string): { route: Route; rest: string } | undefined {
  const exact = routes[`${method} ${path}`];
  if (exact !== undefined) return { route: exact, rest: '' };
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const route = routes[`${method} ${path.slice(0, end)}/*`];
    if (route !== undefined) return { route, rest: decodeURIComponent(path.slice(end + 1)) };
    if (end === 0) break;
  }
  return undefined;
}

/** Answers one request of the control API. */
export async function answerControl(
  routes: Routes,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const reply = (status: number, value: unknown) => {
    const raw =
      value instanceof RawReply ? value : new RawReply('application/json; charset=utf-8', JSON.stringify(value ?? {}));
    response.writeHead(status, { 'content-type': raw.type, 'cache-control': 'no-store' });
    response.end(raw.bytes);
  };
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const found = findRoute(routes, request.method ?? 'GET', url.pathname);
    const text = (await readBody(request)).toString('utf8');
    if (found === undefined) return reply(404, { error: `no ${request.method} ${url.pathname} here` });
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new BadControlRequest('the body must be a JSON object');
    reply(200, await found.route({ rest: found.rest, query: url.searchParams, body: body as Record<string, unknown> }));
  } catch (error) {
    const wrongRequest =
      error instanceof BadControlRequest || error instanceof SyntaxError || error instanceof URIError;
    reply(wrongRequest ? 400 : 500, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** The routes that every process has, and its own. */
export function controlRoutes(name: string, part: BenchPart): Routes {
  const state = () => ({ name, ...part.addresses, faults: part.faults.list(), ...(part.state() as object) });
  return {
    'GET /state': state,
    'POST /fault': async ({ body }) => {
      if (typeof body['kind'] !== 'string') throw new BadControlRequest('a fault needs its "kind"');
      part.faults.set(body as Fault);
      await part.faultsChanged?.('set', body['kind']);
      return { faults: part.faults.list() };
    },
    'POST /heal': async ({ body }) => {
      const kind = typeof body['kind'] === 'string' ? body['kind'] : undefined;
      part.faults.heal(kind);
      await part.faultsChanged?.('heal', kind);
      return { faults: part.faults.list() };
    },
    'POST /reset': async () => {
      part.faults.heal();
      await part.reset();
      await part.faultsChanged?.('reset');
      return state();
    },
    ...part.routes,
  };
}

export type ControlServer = { readonly url: string; readonly port: number; close(): Promise<void> };

export async function startControl(routes: Routes, port = 0): Promise<ControlServer> {
  const server = http.createServer((request, response) => void answerControl(routes, request, response));
  // A test that looks at a picture may be busy for longer than five seconds: its next request must not meet a closed connection.
  server.keepAliveTimeout = 60_000;
  const listening = await listen(server, port);
  return {
    url: `http://127.0.0.1:${listening}`,
    port: listening,
    close: () => closeServer(server),
  };
}

/** Closes at once, open connections too. */
export function closeServer(server: http.Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

/** Ends the process cleanly on SIGTERM, SIGINT or when the parent's end of stdin closes. */
export function endWithParent(close: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    // A close that hangs must not keep the process.
    setTimeout(() => process.exit(1), 4000).unref();
    void close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
  process.stdout.on('error', end);
  // A terminal or /dev/null says nothing about the parent; a pipe does.
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on('end', end).on('close', end).on('error', end).resume();
  }
}

export const isEntry = (moduleUrl: string) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(moduleUrl));

/** Runs one part as a process of its own: `node tests/bench/NAME.ts --dir DIR [--port N] [--control N] …`. */
export async function runBenchProcess(
  name: string,
  start: (options: Options) => Promise<BenchPart>,
  extraOptions: readonly string[] = [],
): Promise<void> {
  const names = ['dir', 'port', 'control', ...extraOptions];
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((option) => [option, { type: 'string' as const }])),
  });
  const given = values as Record<string, string | undefined>;
  if (given['dir'] === undefined) {
    console.error(
      `usage: ${name} --dir DIR${names
        .slice(1)
        .map((option) => ` [--${option} VALUE]`)
        .join('')}`,
    );
    process.exit(2);
  }
  const dir = resolve(given['dir']);
  mkdirSync(dir, { recursive: true });
  const part = await start({ dir, port: Number(given['port'] ?? 0), values: given });
  const control = await startControl(controlRoutes(name, part), Number(given['control'] ?? 0));
  endWithParent(async () => {
    await Promise.all([control.close(), part.close()]);
  });
  console.log(JSON.stringify({ ready: true, name, control: control.url, ...part.addresses }));
}
