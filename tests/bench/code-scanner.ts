// The bench's QR scanner: a serial port (one end of a pseudo terminal that socat holds) that "reads" what it is told to.
// socat's other end is a pipe from this process, so it ends when this process does, however that ends.

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isEntry, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults, numberOf } from './faults.ts';
import { Journal } from './journal.ts';
import { encodeWindows1258, mojibake } from './code-scanner/encodings.ts';

export type ScanRecord = {
  readonly bytes: number;
  readonly fault?: string;
  readonly plugged: boolean;
  readonly at: number;
};

const FAULTS = [
  'slow',
  'overlong',
  'windows-1258',
  'mojibake',
  'truncated',
  'no-terminator',
  'noise',
  'unplugged',
] as const;
const OVERLONG_BYTES = 8192;
const START_MS = 30_000;
const MAX_SCAN_BYTES = 64 * 1024;

type Socat = ChildProcessByStdio<Writable, Readable, Readable>;

/** Waits for a state that comes by itself. */
async function until(condition: () => boolean, timeoutMs: number, what: string): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

export async function startCodeScanner(options: Options): Promise<BenchPart> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'tty');
  const journal = new Journal<ScanRecord>(join(dir, 'scans.jsonl'));
  const faults = new Faults(FAULTS);
  let socat: Socat | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let receivedBytes = 0;
  let lastError = '';

  async function plug(): Promise<void> {
    if (socat !== undefined) return;
    rmSync(path, { force: true });
    const child = spawn('socat', ['-', `pty,raw,echo=0,link=${path},mode=666`], { stdio: ['pipe', 'pipe', 'pipe'] });
    socat = child;
    child.on('error', (error) => {
      lastError = `socat cannot be started (${error.message}); apt-get install socat`;
      if (socat === child) socat = undefined;
    });
    child.on('exit', () => {
      if (socat === child) socat = undefined;
    });
    child.stdin.on('error', () => undefined);
    // What the program sends to the scanner; a pty that nobody drains would fill up.
    child.stdout.on('data', (chunk: Buffer) => (receivedBytes += chunk.length));
    child.stderr.on('data', (chunk: Buffer) => (lastError = chunk.toString('utf8').slice(0, 500)));
    await until(() => existsSync(path) || socat === undefined, START_MS, 'the serial port');
    if (socat === undefined) throw new Error(lastError || 'socat ended at once');
  }

  async function unplug(): Promise<void> {
    const child = socat;
    if (child === undefined) return;
    socat = undefined;
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGKILL');
    await ended;
    rmSync(path, { force: true });
  }

  const send = (bytes: Buffer) =>
    new Promise<void>((done) => {
      if (socat === undefined) done();
      else socat.stdin.write(bytes, () => done());
    });

  async function scan(content: Buffer, terminator: Buffer): Promise<ScanRecord> {
    const text = content.toString('utf8');
    let payload = content;
    let end = terminator;
    let fault: string | undefined;
    const struck = (kind: string) => (faults.take(kind) === undefined ? false : ((fault = kind), true));
    if (struck('windows-1258')) payload = encodeWindows1258(text);
    if (struck('mojibake')) payload = mojibake(text);
    if (struck('truncated')) payload = payload.subarray(0, Math.floor(payload.length / 2));
    if (struck('overlong')) payload = Buffer.concat([payload, Buffer.alloc(OVERLONG_BYTES, 'X')]);
    if (struck('noise')) payload = Buffer.concat([Buffer.from([0, 0xff, 0xfe, 0x80, 0x1b]), payload]);
    if (struck('no-terminator')) end = Buffer.alloc(0);
    const bytes = Buffer.concat([payload, end]);
    const slow = faults.take('slow');
    if (slow === undefined) await send(bytes);
    else {
      fault = 'slow';
      const pauseMs = numberOf(slow['ms'], 20, 0, 10_000);
      for (const byte of bytes) {
        await send(Buffer.of(byte));
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    }
    // The content is somebody's data, even if invented: the record keeps its length only.
    return journal.add({
      bytes: bytes.length,
      plugged: socat !== undefined,
      at: Date.now(),
      ...(fault === undefined ? {} : { fault }),
    });
  }

  await plug();
  const state = () => ({ plugged: socat !== undefined, scans: journal.all(), receivedBytes, lastError });

  return {
    addresses: { path },
    faults,
    state,
    reset: () => journal.clear(),
    async faultsChanged() {
      await (faults.find('unplugged') === undefined ? plug() : unplug());
    },
    routes: {
      'POST /scan': ({ body }) => {
        const { text, base64, terminator = '\r' } = body;
        if ((typeof text === 'string') === (typeof base64 === 'string') || typeof terminator !== 'string') {
          throw new BadControlRequest('say {"text": …} or {"base64": …}, and perhaps {"terminator": "\\r\\n"}');
        }
        const content = typeof text === 'string' ? Buffer.from(text, 'utf8') : Buffer.from(String(base64), 'base64');
        if (content.length > MAX_SCAN_BYTES) throw new BadControlRequest(`over ${MAX_SCAN_BYTES} bytes`);
        // One scan after another, also when one of them is slow.
        const done = writing.then(() => scan(content, Buffer.from(terminator, 'utf8')));
        writing = done.catch(() => undefined);
        return done;
      },
      'POST /unplug': async () => {
        faults.set({ kind: 'unplugged' });
        await unplug();
        return state();
      },
      'POST /replug': async () => {
        faults.heal('unplugged');
        await plug();
        return state();
      },
    },
    close: unplug,
  };
}

if (isEntry(import.meta.url)) await runBenchProcess('code-scanner', startCodeScanner);
