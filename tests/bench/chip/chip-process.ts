// The bench chip as a process: node tests/bench/chip/chip-process.ts --dir DIR
//   [--pki DIR] [--host 127.0.0.1] [--first-port 35963] [--insert PROFILE[,PERSONA]]
// Prints one line of JSON when it can be controlled; ends with SIGTERM, SIGINT or the end of its standard input.
import { mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createControl } from './control.ts';
import { publicKeyInfrastructure, sharedDirectory } from './public-key-infrastructure.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    pki: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    'first-port': { type: 'string' },
    insert: { type: 'string' },
  },
});
if (values.dir === undefined) throw new Error('--dir DIR is needed');

const directory = resolve(values.dir);
mkdirSync(directory, { recursive: true });
const control = createControl({
  infrastructure: publicKeyInfrastructure(values.pki ?? sharedDirectory()),
  host: values.host,
  ...(values['first-port'] === undefined ? {} : { firstPort: Number(values['first-port']) }),
});

// A path crosses network namespaces, a port does not.
const socketPath = process.platform === 'win32'
  ? `\\\\.\\pipe\\mot-cua-bench-chip-${process.pid}`
  : join(directory, 'chip.sock');
if (process.platform !== 'win32') rmSync(socketPath, { force: true });

const servers = [control.createServer(), control.createServer()] as const;
await listening(servers[0], { host: '127.0.0.1', port: 0 });
await listening(servers[1], { path: socketPath });

if (values.insert !== undefined) {
  const [profile = '', persona] = values.insert.split(',');
  await control.insert({ profile, ...(persona === undefined ? {} : { persona }) });
}

const { port } = servers[0].address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ ready: true, control: `http://127.0.0.1:${port}`, socket: socketPath })}\n`);

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await control.close();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  process.exit(0);
}
process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());
process.stdin.once('end', () => void end()).once('error', () => void end()).resume();

function listening(server: Server, where: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(where, () => {
      server.off('error', failed);
      done();
    });
  });
}
