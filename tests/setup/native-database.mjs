// The native database for an Electron whose Node-API is older than the prebuilt binary of better-sqlite3 needs:
// its unchanged source, compiled for Node-API 8 with a forced header, tried in that Electron and kept.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './command.mjs';
import { withDisplay } from './display.mjs';
import { cache, modules, node24, projectPath } from './paths.mjs';
import { SetupError } from './progress.mjs';

const source = join(modules, 'better-sqlite3');
const here = fileURLToPath(new URL('./native-database', import.meta.url));
const header = join(here, 'node-api-8.h');
const trial = join(here, 'trial.cjs');
const prebuiltNodeApi = 10;

function place(electron) {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const digest = createHash('sha256').update(readFileSync(header)).digest('hex').slice(0, 8);
  return join(cache, 'native', `better-sqlite3-${version}-electron-${electron.version}-${digest}`);
}

/** True where the prebuilt binary does not run and one of our own is needed. */
export function needsNativeDatabase(electron) {
  return electron.nodeApi < prebuiltNodeApi;
}

/** The binary that runs in this Electron, or undefined when it has not been built yet. */
export function presentNativeDatabase(electron) {
  const file = join(place(electron), 'better_sqlite3.node');
  return existsSync(file) ? file : undefined;
}

/** Builds the binary, tries it in the Electron that will load it, and resolves with its path. */
export async function buildNativeDatabase(electron, progress) {
  const scratch = join(cache, 'native', 'build');
  const headers = nodeHeaders();
  const built = join(scratch, 'build', 'Release', 'better_sqlite3.node');
  await progress.step('Building the encrypted database for this Electron (about a minute)', async () => {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    for (const part of ['src', 'deps', 'lib', 'binding.gyp', 'package.json', 'node_modules']) {
      if (existsSync(join(source, part))) cpSync(join(source, part), join(scratch, part), { recursive: true });
    }
    const gyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js');
    await command(node24(), [gyp, 'rebuild', '--release', `--nodedir=${headers}`, '--force_build=1', '--jobs=2'], {
      cwd: scratch,
      env: { ...process.env, PATH: projectPath(), CXXFLAGS: `-UNAPI_VERSION -DNAPI_VERSION=8 -include ${header}` },
      timeout: 20 * 60_000,
    });
  });
  await progress.step('Trying it: an encrypted file, written and read in a worker', () => tryIn(electron, built));
  const target = place(electron);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const file = join(target, 'better_sqlite3.node');
  renameSync(built, file);
  rmSync(scratch, { recursive: true, force: true });
  return file;
}

/** The folder whose include/node has the C headers of a Node with Node-API 8 or later. */
function nodeHeaders() {
  const besideNode = (process.env.PATH ?? '').split(delimiter).map((folder) => dirname(folder));
  const found = [dirname(dirname(process.execPath)), ...besideNode, '/usr', '/usr/local'].find((prefix) =>
    ['node_api.h', 'common.gypi'].every((file) => existsSync(join(prefix, 'include', 'node', file))),
  );
  if (found) return found;
  throw new SetupError(
    'The C headers of Node are missing (include/node beside the Node that you use). ' +
      'Node from nodejs.org or NodeSource brings them; with Debian’s own Node: apt-get install libnode-dev.',
  );
}

async function tryIn(electron, binding) {
  const output = await withDisplay(process.env, (env) =>
    command(electron.path, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', trial, binding], {
      env,
      timeout: 60_000,
    }),
  );
  if (!output.includes('the database works')) throw new SetupError(`The database does not work in Electron:\n${output}`);
}
