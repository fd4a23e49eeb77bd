// Starts the real program on a bench of its own and gives a test its windows, its log and its end.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { startBench } from '../bench/client.ts';
import type { Bench } from '../bench/client.ts';

/** Electron's own, or the one that stands in for it on this machine. */
const electronPath = createRequire(import.meta.url)('electron') as unknown as string;

/** How long a test waits for what never comes; what does come is there much sooner, on a slow and busy machine too. */
export const LIMIT_MS = 90_000;
/** A paper's words are read in a thread of low priority, which a busy machine lets wait. */
export const PAPER_MS = 240_000;

export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

export type LogLine = { readonly event: string; readonly [field: string]: unknown };

export type Program = {
  readonly app: ElectronApplication;
  readonly log: readonly LogLine[];
  /** The window of a role, when it can be used. */
  window(role: 'citizen' | 'citizenFacing' | 'staff' | 'technician'): Promise<Page>;
  /** Waits for a log line, one that has come counts. */
  logged(event: string, condition?: (line: LogLine) => boolean, ms?: number): Promise<LogLine>;
  hasEnded(): boolean;
  /** Like a power cut. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

export type StartOptions = { readonly bench: Bench; readonly data: string; readonly electronArgs?: readonly string[]; readonly env?: Readonly<Record<string, string>> };

export async function startProgram({ bench, data, electronArgs = [], env = {} }: StartOptions): Promise<Program> {
  mkdirSync(data, { recursive: true });
  const logFile = join(data, 'logs/mot-cua.log');
  const before = readLog(logFile).length;
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: electronPath,
    args: [...electronArgs, ROOT, ...asRoot, '--settings', bench.settingsFile, '--data', data],
    env: { ...(process.env as Record<string, string>), ...bench.environment, ...env },
    timeout: LIMIT_MS,
  });
  const child = app.process();
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  // The log's file, not standard output: it has the lines from before anybody listened, and those before a kill.
  const log = () => readLog(logFile).slice(before);

  const logged: Program['logged'] = async (event, condition = () => true, ms = LIMIT_MS) => {
    const end = Date.now() + ms;
    for (;;) {
      const lines = log();
      const line = lines.find((candidate) => candidate.event === event && condition(candidate));
      if (line) return line;
      if (hasEnded()) throw new Error(`the program ended without the log's ${event}`);
      if (Date.now() > end) throw new Error(`waited ${ms} ms for the log's ${event}; it ends with ${JSON.stringify(lines.slice(-12))}`);
      await new Promise((done) => setTimeout(done, 40));
    }
  };

  return {
    app,
    get log() {
      return log();
    },
    logged,
    hasEnded,
    async window(role) {
      await logged('window.interactive', (line) => line.role === role);
      // The program says that its window is drawn; the test's driver may see it a little later.
      const end = Date.now() + LIMIT_MS;
      for (;;) {
        const page = app.windows().find((candidate) => candidate.url().startsWith(`app://${role.toLowerCase()}/`));
        if (page) return page;
        if (Date.now() > end) throw new Error(`no window of ${role} among ${app.windows().map((candidate) => candidate.url()).join(' ')}`);
        await new Promise((done) => setTimeout(done, 40));
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      if (hasEnded()) return;
      void app.close().catch(() => {});
      // Not its exit: a process whose pages a debugger is attached to stays for five seconds after its end.
      await Promise.race([ended, logged('app.stopped', undefined, 30_000).catch(() => {})]);
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

function readLog(file: string): LogLine[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}

export type Place = {
  readonly bench: Bench;
  readonly data: string;
  /** Starts the program; it is ended with the test. */
  start(options?: Pick<StartOptions, 'electronArgs' | 'env'>): Promise<Program>;
};

type Options = {
  mode: 'self-service' | 'counter';
  settings: unknown;
  /** With the chip of an identity card on a reader. */
  chip: boolean;
};

/** Fast where a person would be slow; everything else as delivered. */
const QUICK = { gateway: { pollSeconds: 0.3 }, journey: { goodbyeSeconds: 2, portalWaitSeconds: 4 } };

/** A bench, a data folder and a way to start the program, ended and removed after each test. */
export const test = base.extend<Options & { place: Place }>({
  mode: ['self-service', { option: true }],
  settings: [{}, { option: true }],
  chip: [false, { option: true }],
  place: async ({ mode, settings, chip }, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'mot-cua-'));
    const bench = await startBench({ dir: join(dir, 'bench'), mode, chip, override: merged(QUICK, settings) });
    const programs: Program[] = [];
    const data = join(dir, 'data');
    await use({
      bench,
      data,
      async start(options = {}) {
        const program = await startProgram({ bench, data, ...options });
        programs.push(program);
        return program;
      },
    });
    for (const program of programs) await program.close();
    await bench.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  },
});

export { expect } from '@playwright/test';

function merged(a: unknown, b: unknown): unknown {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return b ?? a;
  const both = { ...(a as Record<string, unknown>) };
  for (const [key, value] of Object.entries(b)) both[key] = key in both ? merged(both[key], value) : value;
  return both;
}
