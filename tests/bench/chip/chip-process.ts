// The bench chip as a process: node tests/bench/chip/chip-process.ts --dir DIR
//   [--control PORT] [--pki DIR] [--host 127.0.0.1] [--first-port 35963] [--insert PROFILE[,PERSONA]]
// Prints one line of JSON when it can be controlled; ends with SIGTERM, SIGINT or when its parent goes away.
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answerControl, closeServer, endWithParent, startControl } from '../control.ts';
import { createControl } from './control.ts';
import { publicKeyInfrastructure, sharedDirectory } from './public-key-infrastructure.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    control: { type: 'string' },
    pki: { type: 'string' },
    host: { type: 'string' },
    'first-port': { type: 'string' },
    insert: { type: 'string' },
  },
});
if (values.dir === undefined) throw new Error('--dir DIR is needed');

const directory = resolve(values.dir);
mkdirSync(directory, { recursive: true });
const chip = createControl({
  infrastructure: publicKeyInfrastructure(values.pki ?? sharedDirectory()),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values['first-port'] === undefined ? {} : { firstPort: Number(values['first-port']) }),
});

// A path crosses network namespaces, a port does not.
const socketPath = process.platform === 'win32'
  ? `\\\\.\\pipe\\mot-cua-bench-chip-${process.pid}`
  : join(directory, 'chip.sock');
if (process.platform !== 'win32') rmSync(socketPath, { force: true });

const overPort = await startControl(chip.routes, Number(values.control ?? 0));
const overPath = createServer((request, response) => void answerControl(chip.routes, request, response));
await listening(overPath, socketPath);
endWithParent(async () => {
  await Promise.all([chip.close(), overPort.close(), closeServer(overPath)]);
});

if (values.insert !== undefined) {
  const [profile = '', persona] = values.insert.split(',');
  await chip.insert({ profile, ...(persona === undefined ? {} : { persona }) });
}
process.stdout.write(`${JSON.stringify({ ready: true, name: 'chip', control: overPort.url, socket: socketPath })}\n`);

function listening(server: Server, path: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      done();
    });
  });
}
