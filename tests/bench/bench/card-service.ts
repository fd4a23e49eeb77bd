// The bench's card reader: a smart-card service (pcscd) of the bench's own with the chip behind its virtual readers, in a
// network namespace of theirs. On Linux as root; elsewhere there is no chip, and the reason is said.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPcscService } from '../chip/pcsc-service.ts';
import type { PcscService } from '../chip/pcsc-service.ts';
import { Child } from './child.ts';

const VPCD = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const TOOLS = ['pcscd', 'unshare', 'nsenter', 'setpriv', 'ip', 'openssl'];
/** A path to a socket has 107 bytes; the longest of ours ends in `/pcscd/pcscd.comm`. */
const LONGEST_FOLDER = 85;

export type CardService = {
  readonly pcsc: PcscService;
  /** What the program must be started with, so that it finds this pcscd and no other. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder with the certificates of the bench's authorities. */
  readonly trustStore: string;
  readonly running: boolean;
  /** Hands a request to the chip's control API. */
  request(options: http.RequestOptions, answered: (answer: http.IncomingMessage) => void): http.ClientRequest;
  onEnd(listener: () => void): void;
  stop(): Promise<void>;
};

/** Why this machine cannot have the chip; undefined where it can. */
export function whyNoChip(): string | undefined {
  if (process.platform !== 'linux') return 'pcscd with a virtual reader is there for Linux only';
  if (process.getuid?.() !== 0) return 'only root can start a pcscd apart from the machine’s own';
  const missing = TOOLS.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (spawnSync('test', ['-e', VPCD]).status !== 0) missing.push('vsmartcard-vpcd');
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

/** @param dir for the trust store, logs and sockets */
export async function startCardService(dir: string): Promise<CardService> {
  mkdirSync(dir, { recursive: true });
  const elsewhere = Buffer.byteLength(dir) > LONGEST_FOLDER ? mkdtempSync(join(tmpdir(), 'mot-cua-chip-')) : undefined;
  const place = elsewhere ?? dir;
  let pcsc: PcscService | undefined;
  let chip: Child | undefined;

  async function stop(): Promise<void> {
    // The card first: a reader is never left with a card that does not answer.
    await chip?.stop();
    await pcsc?.stop();
    if (elsewhere !== undefined) rmSync(elsewhere, { recursive: true, force: true });
  }

  try {
    pcsc = await startPcscService({ directory: place });
    const program = fileURLToPath(new URL('../chip/chip-process.ts', import.meta.url));
    chip = await Child.start(process.execPath, [program, '--dir', place], pcsc.inNamespace);
    const socketPath = String(chip.ready['socket']);
    const running = chip;
    const request: CardService['request'] = (options, answered) => http.request({ ...options, socketPath }, answered);
    const trustStore = join(dir, 'trust-store');
    mkdirSync(trustStore, { recursive: true });
    writeFileSync(join(trustStore, 'bench.pem'), await textOf(request, '/csca'));
    return {
      pcsc,
      environment: pcsc.environment,
      trustStore,
      get running() {
        return running.running;
      },
      request,
      onEnd: (listener) => running.onEnd(listener),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function textOf(request: CardService['request'], path: string): Promise<string> {
  return new Promise((done, failed) => {
    const asked = request({ path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => (answer.statusCode === 200 ? done(text) : failed(new Error(text))));
    });
    asked.once('error', failed).end();
  });
}
