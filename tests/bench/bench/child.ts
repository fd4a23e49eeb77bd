// A bench process started and watched by its parent: its ready line read, its end awaited. It ends when the parent does,
// because its stdin closes then.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Ready = { readonly ready: true; readonly control: string; readonly [address: string]: unknown };

/** Node keeps compiled modules here, so that a process starts in half the time. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../.cache/node-compile', import.meta.url));
/** Long enough for a machine that is busy with much else. */
const READY_MS = 90_000;
const END_MS = 6000;

export class Child {
  readonly ready: Ready;
  #process: ChildProcess;
  #ended: Promise<void>;

  private constructor(process: ChildProcess, ready: Ready, ended: Promise<void>) {
    this.#process = process;
    this.ready = ready;
    this.#ended = ended;
  }

  static async start(
    node: string,
    args: readonly string[],
    /** Puts another command in front, such as one that enters a namespace and then becomes this. */
    wrap: (command: readonly [string, ...string[]]) => [string, ...string[]] = ([...command]) => command,
  ): Promise<Child> {
    const [file, ...rest] = wrap([node, '--disable-warning=ExperimentalWarning', ...args]);
    const child = spawn(file, rest, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
    });
    child.stdin?.on('error', () => undefined);
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString('utf8')}`.slice(-4000);
      process.stderr.write(chunk);
    });
    const ended = new Promise<void>((done) => {
      child.once('exit', () => done());
      child.once('error', () => done());
    });
    const ready = await new Promise<Ready>((done, failed) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        failed(new Error(`${args[0]} did not get ready within ${READY_MS} ms\n${complaint}`));
      }, READY_MS);
      const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
      lines.on('line', (line) => {
        if (!line.startsWith('{"ready":true')) return;
        clearTimeout(timer);
        done(JSON.parse(line) as Ready);
      });
      void ended.then(() => {
        clearTimeout(timer);
        failed(new Error(`${args[0]} ended before it was ready\n${complaint}`));
      });
    });
    return new Child(child, ready, ended);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  onEnd(listener: () => void): void {
    void this.#ended.then(listener);
  }

  /** Closes stdin, which asks it to end; kills it where it does not. */
  async stop(): Promise<void> {
    this.#process.stdin?.end();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), END_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}
