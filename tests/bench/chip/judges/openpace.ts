// The judge of PACE: an independent terminal, C on OpenPACE (Debian's libeac-dev), built when it is first needed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fromHex, toHex } from '../bytes.ts';
import { sharedDirectory } from '../public-key-infrastructure.ts';

const source = fileURLToPath(new URL('./openpace-terminal.c', import.meta.url));
const limitMs = 20_000;

/** The library's compiler and linker flags, or undefined where it cannot be built. */
function flags(): string[] | undefined {
  const found = spawnSync('pkg-config', ['--cflags', '--libs', 'libeac'], { encoding: 'utf8' });
  return found.status === 0 && spawnSync('cc', ['--version']).status === 0 ? found.stdout.trim().split(/\s+/) : undefined;
}

export const openPaceAvailable = (): boolean => flags() !== undefined;

function build(): string {
  const name = `openpace-terminal-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)}`;
  const program = join(sharedDirectory(), name);
  if (existsSync(program)) return program;
  const libraries = flags();
  if (!libraries) throw new Error('libeac-dev and a C compiler are needed');
  mkdirSync(sharedDirectory(), { recursive: true });
  const made = `${program}.${process.pid}`;
  execFileSync('cc', ['-O1', '-o', made, source, ...libraries], { timeout: limitMs });
  renameSync(made, program);
  return program;
}

export interface OpenPaceRequest {
  readonly cardAccess: Uint8Array;
  readonly kind: 'can' | 'mrz';
  /** Six digits, or the whole MRZ of ninety characters. */
  readonly password: string;
  readonly fileId: string;
  /** At most 127 bytes are read. */
  readonly length: number;
}

/** Opens the chip with PACE and reads the start of a file; throws what the terminal has against it. */
export async function openPaceTerminal(
  request: OpenPaceRequest, transmit: (command: Uint8Array) => Uint8Array,
): Promise<Uint8Array> {
  const args = [toHex(request.cardAccess), request.kind, request.password, request.fileId, String(request.length)];
  const child = spawn(build(), args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: limitMs });
  child.stdin.on('error', () => {});
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('file ')) return fromHex(line.slice(5));
    if (line.startsWith('error ')) throw new Error(line.slice(6));
    child.stdin.write(`${toHex(transmit(fromHex(line)))}\n`);
  }
  throw new Error('the terminal ended without a word');
}
