// The whole bench in one go: starts the other end of every wire, writes the settings file that points the program at it,
// and serves the panel that drives it by hand. `node tests/bench/bench.ts --dir DIR [--mode self-service|counter] [--chip] …`

import http from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCardService, whyNoChip } from './bench/card-service.ts';
import type { CardService } from './bench/card-service.ts';
import { Child } from './bench/child.ts';
import { panelFile, qrPicture } from './bench/panel-files.ts';
import { personas } from './bench/personas.ts';
import { PINS, writeSettingsFile } from './bench/settings-file.ts';
import type { Mode, Override } from './bench/settings-file.ts';
import { answerControl, closeServer, endWithParent, listen } from './control.ts';
import type { Routes } from './control.ts';
import { BadControlRequest } from './faults.ts';

type Process = {
  readonly file: string;
  /** Has a TCP port of its own, which `--port` fixes. */
  readonly hasPort: boolean;
  /** Pseudo terminals are a Unix matter. */
  readonly onWindows: boolean;
};
/** Adding a process is one line here. */
const PROCESSES = {
  codeScanner: { file: 'code-scanner.ts', hasPort: false, onWindows: false },
  receiptPrinter: { file: 'receipt-printer.ts', hasPort: true, onWindows: true },
  pagePrinter: { file: 'page-printer.ts', hasPort: true, onWindows: true },
  documentScanner: { file: 'document-scanner.ts', hasPort: true, onWindows: true },
  gateway: { file: 'gateway.ts', hasPort: true, onWindows: true },
  portal: { file: 'portal.ts', hasPort: true, onWindows: true },
} as const satisfies Readonly<Record<string, Process>>;
type Name = keyof typeof PROCESSES;
const NAMES = Object.keys(PROCESSES) as Name[];
const isMissingHere = (name: Name) => process.platform === 'win32' && !PROCESSES[name].onWindows;

type Ports = Partial<Record<Name | 'panel', { readonly port: number; readonly control: number }>>;

const here = fileURLToPath(new URL('.', import.meta.url));

function commandLine() {
  try {
    const { values } = parseArgs({
      options: {
        dir: { type: 'string' },
        mode: { type: 'string' },
        override: { type: 'string' },
        'port-panel': { type: 'string' },
        chip: { type: 'boolean' },
      },
    });
    if (values.dir === undefined) throw new Error('--dir is missing');
    if (![undefined, 'self-service', 'counter'].includes(values.mode))
      throw new Error(`--mode ${values.mode} is not known`);
    return {
      dir: resolve(values.dir),
      mode: values.mode as Mode | undefined,
      override: values.override === undefined ? undefined : (JSON.parse(values.override) as Override),
      panelPort: values['port-panel'] === undefined ? undefined : Number(values['port-panel']),
      chip: values.chip === true,
    };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(
      'usage: bench --dir DIR [--mode self-service|counter] [--override JSON] [--port-panel N] [--chip]',
    );
    process.exit(2);
  }
}

const { dir, mode, override, panelPort: givenPanelPort, chip: chipWanted } = commandLine();
mkdirSync(dir, { recursive: true });

/** Remembered, so that addresses stay the same from run to run. */
const portsFile = join(dir, 'ports.json');
let ports: Ports = existsSync(portsFile) ? (JSON.parse(readFileSync(portsFile, 'utf8')) as Ports) : {};

const children = new Map<Name, Child>();
/** Takes longer to start and needs more than the others, so it is there only when asked for. */
let cards: CardService | undefined;
const chipMissing = chipWanted ? whyNoChip() : undefined;
const restarting = new Set<Name>();
let ending = false;

async function start(name: Name): Promise<void> {
  const known = ports[name];
  const { file, hasPort } = PROCESSES[name];
  const child = await Child.start(process.execPath, [
    join(here, file),
    '--dir',
    join(dir, name),
    '--control',
    String(known?.control ?? 0),
    ...(hasPort ? ['--port', String(known?.port ?? 0)] : []),
  ]);
  children.set(name, child);
  child.onEnd(() => {
    if (!ending && children.get(name) === child && !restarting.has(name))
      console.error(`${name} has ended; POST /api/restart {"name":"${name}"} starts it again`);
  });
  if (ending) await child.stop();
}

const portOf = (address: unknown) =>
  typeof address === 'number' ? address : typeof address === 'string' ? Number(new URL(address).port) : 0;

function rememberPorts(panelPort: number): void {
  ports = { panel: { port: panelPort, control: 0 } };
  for (const [name, child] of children) {
    ports[name] = {
      port: portOf(child.ready['port'] ?? child.ready['url'] ?? 0),
      control: portOf(child.ready.control),
    };
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
      pagePrinterUrl: String(ready('pagePrinter')['url']),
      printerHost: '127.0.0.1',
      printerPort: Number(ready('receiptPrinter')['port']),
      portalUrl: String(ready('portal')['url']),
      portalSession: String(readJson(ready('portal')['sessionFile'])['session']),
      gatewayUrl: String(ready('gateway')['url']),
      nationalUrl: String(ready('gateway')['nationalUrl']),
      gatewayKeys: {
        clientId: String(keys['clientId']),
        apiKey: String(keys['apiKey']),
        checksumKey: String(keys['checksumKey']),
        partner: String(keys['partner']),
        secret: String(keys['secret']),
      },
      cardReader: cards === undefined ? null : { trustStore: cards.trustStore },
    },
    mode,
    override,
  );
}

/** A process dies and comes back, with its records and at its old address. */
async function restart(given: unknown): Promise<{ restarted: string }> {
  const name = NAMES.find((known) => known === given);
  if (name === undefined)
    throw new BadControlRequest(`no process ${JSON.stringify(given)}; there are: ${NAMES.join(', ')}`);
  restarting.add(name);
  try {
    await children.get(name)?.kill();
    await start(name);
  } finally {
    restarting.delete(name);
  }
  if (ports.panel !== undefined) {
    rememberPorts(ports.panel.port);
    writeSettings();
  }
  return { restarted: name };
}

/** The smart-card service dies, comes back, or comes back as if no reader were plugged in. */
async function changeService(state: unknown): Promise<object> {
  if (cards === undefined) throw new BadControlRequest('there is no chip');
  if (state !== 'dead' && state !== 'up' && state !== 'withoutReaders')
    throw new BadControlRequest('"service" is dead, up or withoutReaders');
  await cards.pcsc.kill();
  if (state !== 'dead') await cards.pcsc.start({ readers: state === 'up' });
  return { service: state };
}

/** Hands a request of the panel on to a process's control API. */
async function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  name: string,
  path: string,
): Promise<void> {
  const part = name === 'chip' ? cards : children.get(name as Name);
  if (part === undefined || !part.running)
    return void response.writeHead(502, { 'content-type': 'application/json' }).end('{"error":"not running"}');
  const { method, headers } = request;
  const answered = (answer: http.IncomingMessage) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  };
  let passed: http.ClientRequest;
  if (part instanceof Child) {
    const target = new URL(`${part.ready.control}${path}`);
    passed = http.request(target, { method, headers: { ...headers, host: target.host } }, answered);
  } else passed = part.request({ path, method, headers }, answered);
  passed.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  request.pipe(passed);
}

const routes: Routes = {
  'GET /api/bench': () => ({
    settingsFile,
    mode: mode ?? null,
    pins: PINS,
    processes: NAMES.map((name) => ({
      name,
      running: children.get(name)?.running ?? false,
      missingHere: isMissingHere(name),
    })),
    chip: cards !== undefined,
    ...(chipMissing !== undefined && { chipMissing }),
  }),
  'GET /api/personas': () => ({ personas: personas() }),
  'GET /api/qr': ({ query }) => qrPicture(query.get('text')),
  'POST /api/restart': ({ body }) => restart(body['name']),
  'POST /api/pcsc': ({ body }) => changeService(body['service']),
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
  await Promise.all([closeServer(panel), cards?.stop(), ...[...children.values()].map((child) => child.stop())]);
});

async function startCards(): Promise<void> {
  cards = await startCardService(join(dir, 'chip'));
  cards.onEnd(() => {
    if (!ending) console.error('the chip has ended');
  });
  if (ending) await cards.stop();
}

try {
  const [panelPort] = await Promise.all([
    listen(panel, givenPanelPort ?? ports.panel?.port ?? 0),
    ...NAMES.filter((name) => !isMissingHere(name)).map(start),
    ...(chipWanted && chipMissing === undefined ? [startCards()] : []),
  ]);
  rememberPorts(panelPort);
  writeSettings();
  console.log(
    JSON.stringify({
      ready: true,
      settingsFile,
      panel: `http://127.0.0.1:${panelPort}/`,
      control: {
        ...Object.fromEntries([...children].map(([name, child]) => [name, child.ready.control])),
        // Its own port is in a network namespace; the panel reaches it.
        ...(cards !== undefined && { chip: `http://127.0.0.1:${panelPort}/api/control/chip` }),
      },
      ...(chipMissing !== undefined && { chipMissing }),
      environment: cards?.environment ?? {},
      pins: PINS,
    }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await Promise.all([cards?.stop(), ...[...children.values()].map((child) => child.stop())]);
  process.exit(1);
}
