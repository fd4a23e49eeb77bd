// `npm start [-- --counter]`: sets up, builds, starts the bench that stands in for every device and server, says where
// its panel is, and shows the program in windows. Ends everything when the program or Ctrl-C ends it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { built } from './build.mjs';
import { cache, root } from './paths.mjs';
import { prepared } from './prepare.mjs';
import { run, SetupError } from './progress.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const benchPatience = 60_000;
const endPatience = 5_000;

await run(async () => {
  const counter = process.argv.includes('--counter');
  const unknown = process.argv.slice(2).find((argument) => argument !== '--counter');
  if (unknown) throw new SetupError(`Unknown argument ${unknown}. Usage: npm start [-- --counter]`);
  requireDisplay(counter);

  const { node, electronPath, env } = await prepared();
  await built();

  const mode = counter ? 'counter' : 'self-service';
  const data = join(cache, 'start', mode, 'data');
  mkdirSync(data, { recursive: true });
  const bench = await startBench(node, env, mode);
  try {
    say(`\nThe bench stands in for devices and servers. Drive it from its panel: ${bench.panel}`);
    if (bench.chipMissing) say(`There is no card with a chip on this machine: ${bench.chipMissing}.`);
    say(`Settings: ${bench.settingsFile}\nData:     ${data}`);
    say(`Starting ${counter ? 'the counter' : 'the kiosk'}. Ctrl-C here ends everything.\n`);
    const args = ['--settings', bench.settingsFile, '--data', data];
    return await runElectron(electronPath, { ...env, ...bench.environment }, args, bench.ended);
  } finally {
    await bench.stop();
  }
});

function requireDisplay(counter) {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  const again = counter ? 'npm start -- --counter' : 'npm start';
  const screen = counter ? '1366x768x24' : '1080x1920x24';
  const ways = [
    [`xvfb-run -a -s "-screen 0 ${screen}" ${again}`, 'a screen in memory; the bench’s panel still works'],
    [`DISPLAY=:0 ${again}`, 'the screen of this machine'],
    [`ssh -X …, then ${again}`, 'the screen that you sit at'],
  ];
  if (!existsSync('/usr/bin/xvfb-run')) ways.unshift(['apt-get install xvfb xauth', 'for the next line']);
  const width = Math.max(...ways.map(([line]) => line.length));
  throw new SetupError(
    'There is no display to show windows on (DISPLAY is not set). Ways to give one:\n' +
      ways.map(([line, why]) => `  ${line.padEnd(width)}   ${why}`).join('\n'),
  );
}

async function startBench(node, env, mode) {
  const folder = join(cache, 'start', mode, 'bench');
  mkdirSync(folder, { recursive: true });
  const child = spawn(node, [join(root, 'tests', 'bench', 'bench.ts'), '--dir', folder, '--mode', mode, '--chip'], {
    cwd: root,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
    // A group of its own: Ctrl-C in the terminal reaches only us, and we end things in order.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = () => endProcess(child, ended, () => child.stdin.end());
  process.once('exit', () => killTree(child));
  child.stdin.on('error', () => {});
  const ready = new Promise((resolve, reject) => {
    const late = () => reject(new SetupError('The bench was not ready within 60 s.'));
    const patience = setTimeout(late, benchPatience).unref();
    child.once('error', (error) => reject(new SetupError(`The bench could not be started: ${error.message}`)));
    void ended.then((status) => reject(new SetupError(`The bench ended with ${status}.`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      try {
        const message = JSON.parse(line);
        if (message.ready) {
          clearTimeout(patience);
          resolve(message);
          return;
        }
      } catch {
        // Not the ready line.
      }
      process.stderr.write(`bench: ${line}\n`);
    });
  });
  try {
    return { ...(await ready), stop, ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function runElectron(electronPath, env, args, benchEnded) {
  const switches = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('You are root: Chromium refuses its sandbox to root, so it is off (--no-sandbox).');
    switches.push('--no-sandbox');
  }
  if (!env.DISPLAY && env.WAYLAND_DISPLAY) switches.push('--ozone-platform-hint=auto');
  const child = spawn(electronPath, [...switches, root, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
    detached: process.platform !== 'win32',
  });
  // Chromium complains about a missing system bus many times; nothing here depends on it.
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.includes('ERROR:bus.cc') && !line.includes('ERROR:object_proxy.cc')) process.stderr.write(`${line}\n`);
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let asked = false;
  const end = () => {
    asked = true;
    void endProcess(child, ended, () => child.kill('SIGTERM'));
  };
  process.once('exit', () => killTree(child));
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  void benchEnded.then((status) => {
    if (asked || !isRunning(child)) return;
    process.stderr.write(`The bench ended with ${status}; the program goes on without it.\n`);
  });
  const failure = new Promise((_, reject) =>
    child.once('error', (error) => reject(new SetupError(`Electron could not be started: ${error.message}`))),
  );
  const status = await Promise.race([ended, failure]);
  return asked ? 0 : (status ?? 1);
}

/** Asks a process to end, kills it with its children after 5 s, and resolves when it is gone. */
async function endProcess(child, ended, ask) {
  if (!isRunning(child)) return;
  ask();
  const stubborn = setTimeout(() => killTree(child), endPatience);
  await ended;
  clearTimeout(stubborn);
}

function isRunning(child) {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Each child leads a process group of its own, except on Windows, where taskkill follows the tree. */
function killTree(child) {
  if (!isRunning(child)) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
  else process.kill(-child.pid, 'SIGKILL');
}
