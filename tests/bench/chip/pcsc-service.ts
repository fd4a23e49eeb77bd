// A real pcscd with the virtual reader (vpcd) for tests, Linux only. As root it runs in a network and mount namespace of
// its own: several can run at once, and a loopback that acknowledges at once spares the 44 ms that a delayed ACK costs
// every APDU. The chip process belongs into the namespace (`inNamespace`); a reader program runs there too, or outside with
// `environment`.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, closeSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface PcscServiceOptions {
  /** For sockets and the daemon's log. Keep it short: a socket's path has 107 bytes at most. */
  readonly directory: string;
  /** False: the machine's own network and /run/pcscd, and a pcscd that runs already is used as it is. Default true. */
  readonly namespaced?: boolean;
}

export interface PcscService {
  /** What a program outside the namespace needs to find this pcscd. */
  readonly environment: Readonly<Record<string, string>>;
  /** The socket of pcscd. */
  readonly socket: string;
  /** The command line that runs `command` in the namespace. */
  inNamespace(command: readonly string[]): [string, ...string[]];
  /** Ends pcscd at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts pcscd again and waits until it answers; without readers as if none were plugged in. */
  start(options?: { readonly readers?: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const startLimitMs = 10_000;
const stopLimitMs = 3_000;
const pollMs = 20;

export async function startPcscService(options: PcscServiceOptions): Promise<PcscService> {
  if (process.platform !== 'linux') throw new Error('pcscd with vpcd is for Linux');
  const directory = resolve(options.directory);
  const namespaced = options.namespaced ?? true;
  const run = namespaced ? join(directory, 'pcscd') : '/run/pcscd';
  const socket = join(run, 'pcscd.comm');
  if (Buffer.byteLength(socket) > 107) throw new Error(`the path is too long for a socket: ${socket}`);
  const noReaders = join(directory, 'no-readers');
  for (const needed of [directory, run, noReaders]) mkdirSync(needed, { recursive: true });
  const holder = namespaced ? await holdNamespace(run) : undefined;
  const prefix = holder ? ['nsenter', '--target', String(holder.pid), '--net', '--mount', '--'] : [];
  let daemon: ChildProcess | undefined;

  function inNamespace(command: readonly string[]): [string, ...string[]] {
    const [first, ...rest] = [...prefix, ...command];
    if (first === undefined) throw new Error('an empty command');
    return [first, ...rest];
  }

  async function start({ readers = true }: { readonly readers?: boolean } = {}): Promise<void> {
    if (daemon || (!namespaced && await answers(socket))) return;
    for (const name of ['pcscd.comm', 'pcscd.pid']) rmSync(join(run, name), { force: true });
    const output = openSync(join(directory, 'pcscd.log'), 'a');
    // The daemon ends with this process, however that ends.
    const [file, ...args] = inNamespace([
      'setpriv', '--pdeathsig', 'KILL', '--', 'pcscd', '--foreground', ...(readers ? [] : ['--config', noReaders]),
    ]);
    const child = spawn(file, args, { stdio: ['ignore', output, output] });
    closeSync(output);
    daemon = child;
    child.once('exit', () => {
      if (daemon === child) daemon = undefined;
    });
    const limit = Date.now() + startLimitMs;
    while (!(await answers(socket))) {
      if (child.exitCode !== null || Date.now() > limit) {
        child.kill('SIGKILL');
        throw new Error(`pcscd did not start; see ${join(directory, 'pcscd.log')}`);
      }
      await wait(pollMs);
    }
  }

  async function kill(): Promise<void> {
    const child = daemon;
    daemon = undefined;
    if (child) await ended(child, 'SIGKILL');
  }

  try {
    await start();
  } catch (error) {
    if (holder) await ended(holder, 'SIGKILL');
    throw error;
  }
  return {
    environment: { PCSCLITE_CSOCK_NAME: socket },
    socket,
    inNamespace,
    kill,
    start,
    async stop() {
      const child = daemon;
      daemon = undefined;
      // Asked to end, it takes its socket away.
      if (child) await Promise.race([ended(child, 'SIGTERM'), wait(stopLimitMs)]);
      if (child) await ended(child, 'SIGKILL');
      if (holder) await ended(holder, 'SIGKILL');
    },
  };
}

// A process that holds the namespaces open until its standard input ends.
async function holdNamespace(run: string): Promise<ChildProcess> {
  const script = [
    'mkdir -p /run/pcscd',
    'mount --bind "$1" /run/pcscd',
    'ip link set lo up',
    'ip route replace local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1 quickack 1',
    'ip route replace local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 quickack 1',
    'echo ready',
    'exec cat',
  ].join('\n');
  const holder = spawn('unshare', ['--net', '--mount', '--propagation', 'private', 'sh', '-e', '-c', script, 'sh', run],
    { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  holder.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  await new Promise<void>((done, failed) => {
    const late = setTimeout(() => failed(new Error(`no namespace: ${errors}`)), startLimitMs);
    holder.stdout.once('data', () => {
      clearTimeout(late);
      done();
    });
    holder.once('error', failed);
    holder.once('exit', (code) => {
      clearTimeout(late);
      failed(new Error(`no namespace (${code}): ${errors}`));
    });
  });
  return holder;
}

function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await exit;
}
