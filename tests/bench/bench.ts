// The whole bench in one go: starts the other end of every wire, writes the settings file that points the program at it,
// and serves the panel that drives it by hand. `node tests/bench/bench.ts --dir DIR [--mode self-service|counter] …`

import http from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Child } from './bench/child.ts';
import { panelFile } from './bench/panel-files.ts';
import { personas } from './bench/personas.ts';
import { PINS, writeSettingsFile } from './bench/settings-file.ts';
import type { Mode, Override } from './bench/settings-file.ts';
import { answerControl, closeServer, endWithParent, listen } from './control.ts';
import type { Routes } from './control.ts';
import { BadControlRequest } from './faults.ts';

/** Adding a process is one line here. */
const PROCESSES = {
  codeScanner: 'code-scanner.ts',
  receiptPrinter: 'receipt-printer.ts',
  documentScanner: 'document-scanner.ts',
  gateway: 'gateway.ts',
  portal: 'portal.ts',
} as const satisfies Readonly<Record<string, string>>;
type Name = keyof typeof PROCESSES;
const NAMES = Object.keys(PROCESSES) as Name[];
/** Devices that this system cannot have: pseudo terminals are a Unix matter. */
const isMissingHere = (name: Name) => process.platform === 'win32' && name === 'codeScanner';

type Ports = Partial<Record<Name | 'panel', { readonly port: number; readonly control: number }>>;

const here = fileURLToPath(new URL('.', import.meta.url));
const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    mode: { type: 'string' },
    override: { type: 'string' },
    'port-panel': { type: 'string' },
    'no-chip': { type: 'boolean' },
  },
});
const usage = 'usage: bench --dir DIR [--mode self-service|counter] [--override JSON] [--port-panel N] [--no-chip]';
if (values.dir === undefined || ![undefined, 'self-service', 'counter'].includes(values.mode)) {
  console.error(usage);
  process.exit(2);
}
const dir = resolve(values.dir);
const mode = values.mode as Mode | undefined;
const override = values.override === undefined ? undefined : (JSON.parse(values.override) as Override);
mkdirSync(dir, { recursive: true });

/** Remembered, so that addresses stay the same from run to run. */
const portsFile = join(dir, 'ports.json');
let ports: Ports = existsSync(portsFile) ? (JSON.parse(readFileSync(portsFile, 'utf8')) as Ports) : {};

const children = new Map<Name, Child>();
let ending = false;

async function start(name: Name): Promise<void> {
  const known = ports[name];
  const child = await Child.start(process.execPath, [
    join(here, PROCESSES[name]),
    '--dir', join(dir, name),
    '--port', String(known?.port ?? 0),
    '--control', String(known?.control ?? 0),
  ]);
  children.set(name, child);
  if (ending) await child.stop();
}

const portOf = (address: unknown) => (typeof address === 'number' ? address : typeof address === 'string' ? Number(new URL(address).port) : 0);

function rememberPorts(panelPort: number): void {
  ports = { panel: { port: panelPort, control: 0 } };
  for (const [name, child] of children) {
    ports[name] = { port: portOf(child.ready['port'] ?? child.ready['url'] ?? 0), control: portOf(child.ready.control) };
  }
  writeFileSync(portsFile, `${JSON.stringify(ports, null, 2)}\n`);
}

const settingsFile = join(dir, 'settings.json');
const readJson = (file: unknown) => JSON.parse(readFileSync(String(file), 'utf8')) as Record<string, string>;

function writeSettings(): void {
  const ready = (name: Name): Readonly<Record<string, unknown>> => children.get(name)?.ready ?? {};
  const keys = readJson(ready('gateway')['keysFile']);
  const codeScannerPath = ready('codeScanner')['path'];
  writeSettingsFile(
    settingsFile,
    {
      codeScannerPath: typeof codeScannerPath === 'string' ? codeScannerPath : null,
      documentScannerUrl: String(ready('documentScanner')['url']),
      printerHost: '127.0.0.1',
      printerPort: Number(ready('receiptPrinter')['port']),
      portalUrl: String(ready('portal')['url']),
      portalSession: String(readJson(ready('portal')['sessionFile'])['session']),
      gatewayUrl: String(ready('gateway')['url']),
      gatewayKeys: { clientId: String(keys['clientId']), apiKey: String(keys['apiKey']), checksumKey: String(keys['checksumKey']) },
      cardReader: null,
    },
    mode,
    override,
  );
}

/** A process dies and comes back, with its records and at its old address. */
async function restart(name: unknown): Promise<{ restarted: string }> {
  if (typeof name !== 'string' || !Object.hasOwn(PROCESSES, name)) throw new BadControlRequest(`no process ${JSON.stringify(name)}; there are: ${NAMES.join(', ')}`);
  await children.get(name as Name)?.kill();
  await start(name as Name);
  if (ports.panel !== undefined) {
    rememberPorts(ports.panel.port);
    writeSettings();
  }
  return { restarted: name };
}

/** Hands a request of the panel on to a process's control API. */
async function forward(request: http.IncomingMessage, response: http.ServerResponse, name: string, path: string): Promise<void> {
  const child = children.get(name as Name);
  if (child === undefined || !child.running) return void response.writeHead(502, { 'content-type': 'application/json' }).end('{"error":"not running"}');
  const target = new URL(`${child.ready.control}${path}`);
  const passed = http.request(target, { method: request.method, headers: { ...request.headers, host: target.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  request.pipe(passed);
}

const routes: Routes = {
  'GET /api/bench': () => ({
    settingsFile,
    mode: mode ?? null,
    pins: PINS,
    processes: NAMES.map((name) => ({ name, running: children.get(name)?.running ?? false, missingHere: isMissingHere(name) })),
  }),
  'GET /api/personas': () => ({ personas: personas() }),
  'POST /api/restart': ({ body }) => restart(body['name']),
  'GET /': () => panelFile('index.html'),
  'GET /*': ({ rest }) => panelFile(rest),
};

const panel = http.createServer((request, response) => {
  const path = request.url ?? '/';
  const match = /^\/api\/control\/(\w+)(\/.*)$/.exec(path);
  if (match !== null) return void forward(request, response, match[1] ?? '', match[2] ?? '/');
  void answerControl(routes, request, response);
});

endWithParent(async () => {
  ending = true;
  await Promise.all([closeServer(panel), ...[...children.values()].map((child) => child.stop())]);
});

try {
  const wantedPanel = values['port-panel'] === undefined ? (ports.panel?.port ?? 0) : Number(values['port-panel']);
  const [panelPort] = await Promise.all([listen(panel, wantedPanel), ...NAMES.filter((name) => !isMissingHere(name)).map(start)]);
  rememberPorts(panelPort);
  writeSettings();
  console.log(
    JSON.stringify({
      ready: true,
      settingsFile,
      panel: `http://127.0.0.1:${panelPort}/`,
      control: Object.fromEntries([...children].map(([name, child]) => [name, child.ready.control])),
      pins: PINS,
    }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await Promise.all([...children.values()].map((child) => child.stop()));
  process.exit(1);
}

