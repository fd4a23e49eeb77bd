// Builds the windows' pages and serves them under the content policy that the program gives them.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { contentSecurityPolicy } from '../../main/app/addresses.ts';
import type { Role } from '../../preload/contract/roles.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = join(root, '.cache', 'screens');
const port = Number(process.argv[2]);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
};

/** A script has the policy of the page that asked for it: a worker's own counts for what it loads. */
function roleOf(path: string, referer = ''): Role {
  if (/studio.imaging/.test(path) || referer.includes('/studio/imaging')) return 'imaging';
  return path.startsWith('/studio/') || referer.includes('/studio/') ? 'studio' : 'citizen';
}

await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', environments: { client: { build: { outDir } } } });

createServer((request, response) => {
  if (request.url === '/favicon.ico') return void response.writeHead(204).end();
  const path = normalize(new URL(request.url ?? '/', 'http://screens').pathname);
  const role = roleOf(path, request.headers.referer);
  readFile(join(outDir, path)).then(
    (body) => {
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.setHeader('Content-Security-Policy', contentSecurityPolicy(role));
      response.end(body);
    },
    () => response.writeHead(404).end(),
  );
}).listen(port, '127.0.0.1');
