// Serves the windows' files at app://. Only files of known kinds below the renderer's folder, found by their real path;
// everything else is 404.

import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { ROLES } from '../../preload/contract/roles.ts';
import type { Role } from '../../preload/contract/roles.ts';
import { contentSecurityPolicy, SCHEME } from './addresses.ts';

const KINDS: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

export async function serveWindows(session: Session, rendererDir: string): Promise<void> {
  const root = await realpath(rendererDir);
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const role = ROLES.find((candidate) => candidate.toLowerCase() === host) ?? null;
    const file = request.method === 'GET' && role ? await fileOf(root, pathname) : null;
    if (!file) return new Response('not found', { status: 404, headers: headers(role, 'text/plain') });
    return new Response(await readFile(file.path), { status: 200, headers: headers(role, file.kind) });
  });
}

async function fileOf(root: string, pathname: string): Promise<{ path: string; kind: string } | null> {
  const kind = KINDS[extname(pathname).toLowerCase()];
  if (!kind) return null;
  try {
    const path = await realpath(join(root, decodeURIComponent(pathname)));
    return path.startsWith(root + sep) ? { path, kind } : null;
  } catch {
    return null;
  }
}

function headers(role: Role | null, kind: string): Record<string, string> {
  return {
    'Content-Type': kind,
    'Content-Security-Policy': contentSecurityPolicy(role),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
