// Starts the real program on a bench of its own and gives a test its windows, its log and its end.

import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { _electron, test as base } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { startBench } from '../bench/client.ts';
import type { Bench } from '../bench/client.ts';

/** Electron's own, or the one that stands in for it on this machine. */
const electronPath = createRequire(import.meta.url)('electron') as unknown as string;

export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

export type LogLine = { readonly event: string; readonly [field: string]: unknown };

export type Program = {
  readonly app: ElectronApplication;
  readonly log: readonly LogLine[];
  /** The window of a role, when it can be used. */
  window(role: 'citizen' | 'citizenFacing' | 'staff' | 'technician'): Promise<Page>;
  /** Waits for a log line, one that has come counts. */
  logged(event: string, condition?: (line: LogLine) => boolean, ms?: number): Promise<LogLine>;
  /** Like a power cut. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

export type StartOptions = { readonly bench: Bench; readonly data: string; readonly electronArgs?: readonly string[]; readonly env?: Readonly<Record<string, string>> };

export async function startProgram({ bench, data, electronArgs = [], env = {} }: StartOptions): Promise<Program> {
  mkdirSync(data, { recursive: true });
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: electronPath,
    args: [...electronArgs, ROOT, ...asRoot, '--settings', bench.settingsFile, '--data', data],
    env: { ...(process.env as Record<string, string>), ...env },
    timeout: 30_000,
  });
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  const child = app.process();
  createInterface({ input: child.stdout! }).on('line', (text) => {
    if (!text.startsWith('{')) return;
    log.push(JSON.parse(text) as LogLine);
    for (const look of [...waiting]) look();
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));

  const logged: Program['logged'] = (event, condition = () => true, ms = 20_000) =>
    new Promise((resolveLine, reject) => {
      const look = () => {
        const line = log.find((candidate) => candidate.event === event && condition(candidate));
        if (!line) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolveLine(line);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`waited ${ms} ms for the log's ${event}; it ends with ${JSON.stringify(log.slice(-12))}`));
      }, ms);
      waiting.add(look);
      look();
    });

  return {
    app,
    log,
    logged,
    async window(role) {
      await logged('window.interactive', (line) => line.role === role);
      const page = app.windows().find((candidate) => candidate.url().startsWith(`app://${role.toLowerCase()}/`));
      if (!page) throw new Error(`no window of ${role} among ${app.windows().map((candidate) => candidate.url()).join(' ')}`);
      return page;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      await Promise.race([app.close(), new Promise((done) => setTimeout(done, 8_000))]);
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

export type Place = {
  readonly bench: Bench;
  readonly data: string;
  /** Starts the program; it is ended with the test. */
  start(options?: Pick<StartOptions, 'electronArgs' | 'env'>): Promise<Program>;
};

type Options = { mode: 'self-service' | 'counter'; settings: unknown };

/** Fast where a person would be slow; everything else as delivered. */
const QUICK = { gateway: { pollSeconds: 0.3 }, journey: { goodbyeSeconds: 2, portalWaitSeconds: 4 } };

/** A bench, a data folder and a way to start the program, ended and removed after each test. */
export const test = base.extend<Options & { place: Place }>({
  mode: ['self-service', { option: true }],
  settings: [{}, { option: true }],
  place: async ({ mode, settings }, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'mot-cua-'));
    const bench = await startBench({ dir: join(dir, 'bench'), mode, override: merged(QUICK, settings) });
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
