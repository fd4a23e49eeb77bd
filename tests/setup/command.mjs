// Runs other programs. Output is kept and shown only when the program fails, or passed on line by line.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { machinePath, modules, root } from './paths.mjs';
import { SetupError } from './progress.mjs';

/** Of a failed program's output its beginning and its end are shown, this much of each. */
const keptCharacters = 4_000;

/**
 * Runs a program without standard input and resolves with its stdout; throws a SetupError with its output
 * when it cannot be started, exits with another status than 0 or lasts longer than `timeout` milliseconds.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, show?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 */
export function command(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeout,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let stdout = '';
    let head = '';
    let tail = '';
    const take = (text) => {
      const room = keptCharacters - head.length;
      head += text.slice(0, room);
      tail = (tail + text.slice(room)).slice(-keptCharacters);
      if (options.show) for (const line of text.split('\n')) if (line.trim()) options.show(line.trimEnd());
    };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      take(text);
    });
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', (error) => reject(new SetupError(`${file} could not be started: ${error.message}`)));
    child.once('close', (status, signal) => {
      if (status === 0) resolve(stdout);
      else {
        const output = options.show ? '' : `${`${head}${tail}`.trim()}\n\n`;
        reject(new SetupError(`${output}${[file, ...args].join(' ')}\nended with ${signal ?? status}.`));
      }
    });
  });
}

/**
 * The machine's npm: through the npm that started us where there is one, else the one beside this Node or on the PATH.
 * @param {readonly string[]} args
 * @param {Parameters<typeof command>[2]} [options]
 */
export function npm(args, options = {}) {
  const env = { ...process.env, PATH: machinePath(), ...options.env };
  // Settings of the outer `npm run` must not leak into this one.
  const outer = Object.keys(env).filter((name) => /^npm_(package|lifecycle|command|config_(argv|local_prefix))/.test(name));
  for (const name of outer) delete env[name];
  const script = npmScript();
  if (script) return command(process.execPath, [script, ...args], { ...options, env });
  return command('npm', args, { ...options, env });
}

function npmScript() {
  const ours = process.env.npm_execpath;
  if (ours && ours.endsWith('npm-cli.js') && existsSync(ours)) return ours;
  if (process.platform !== 'win32') return undefined;
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return existsSync(beside) ? beside : undefined;
}

/** The script behind a command of an installed package, for example tool('typescript', 'tsc'). */
export function tool(packageName, name = packageName) {
  const folder = join(modules, packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/**
 * Runs a program whose output goes straight to ours and resolves with its exit status (1 when a signal ended it).
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdin?: 'inherit' | 'ignore' }} [options]
 * @returns {Promise<number>}
 */
export function passThrough(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env: options.env ?? process.env,
      stdio: [options.stdin ?? 'ignore', 'inherit', 'inherit'],
      windowsHide: true,
    });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.once('error', (error) => reject(new SetupError(`${file} could not be started: ${error.message}`)));
    child.once('close', (status) => {
      process.removeListener('SIGINT', forward).removeListener('SIGTERM', forward);
      resolve(status ?? 1);
    });
  });
}
