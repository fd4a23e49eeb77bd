// Makes a fresh clone ready: system packages, npm dependencies, an Electron that runs, the native database.
// Each part looks first and does only what is missing, so a second run costs a few milliseconds.
import { fileURLToPath } from 'node:url';
import { dependenciesMatch, installDependencies } from './dependencies.mjs';
import { installElectron, presentElectron } from './electron.mjs';
import { lock } from './lock.mjs';
import { buildNativeDatabase, needsNativeDatabase, presentNativeDatabase } from './native-database.mjs';
import { node24, projectPath } from './paths.mjs';
import { progressOn, run, seconds, SetupError } from './progress.mjs';
import { installPackages, missingPackages } from './system-packages.mjs';

const oldestNode = 20;

/**
 * Everything that a script needs to run the program.
 * @typedef {object} Prepared
 * @property {string} node            the Node 24 of this project
 * @property {string} electronPath    the Electron executable
 * @property {string} electronDist    its folder
 * @property {string} electronVersion
 * @property {boolean} substitute     true for the older runtime that stands in for Electron's own download
 * @property {string} [nativeBinding] the database binary to load instead of the prebuilt one
 * @property {NodeJS.ProcessEnv} env  environment for children: PATH, Electron's place, the binding
 */

/** @returns {Prepared | undefined} */
function ready() {
  if (missingPackages().length > 0 || !dependenciesMatch()) return undefined;
  const electron = presentElectron();
  if (!electron) return undefined;
  const nativeBinding = needsNativeDatabase(electron) ? presentNativeDatabase(electron) : undefined;
  if (needsNativeDatabase(electron) && !nativeBinding) return undefined;
  return {
    node: node24(),
    electronPath: electron.path,
    electronDist: electron.dist,
    electronVersion: electron.version,
    substitute: electron.substitute,
    nativeBinding,
    env: {
      ...process.env,
      PATH: projectPath(),
      ...(electron.substitute ? { ELECTRON_OVERRIDE_DIST_PATH: electron.dist } : {}),
      ...(nativeBinding ? { MOT_CUA_NATIVE_BINDING: nativeBinding } : {}),
    },
  };
}

/**
 * Makes the machine ready if it is not, with progress lines on `stream`, and says how to run things.
 * @param {NodeJS.WriteStream} [stream] stderr for commands whose stdout is their result
 * @returns {Promise<Prepared>}
 */
export async function prepared(stream = process.stdout) {
  const already = ready();
  if (already) return already;
  await prepare(stream, async (progress) => {
    await prepareDependencies(progress);
    const electron = presentElectron() ?? (await installElectron(progress));
    if (needsNativeDatabase(electron) && !presentNativeDatabase(electron)) await buildNativeDatabase(electron, progress);
  });
  const done = ready();
  if (!done) throw new SetupError('Something is still missing after everything was set up: start again.');
  return done;
}

/**
 * As prepared(), for what runs in Node alone: system packages and dependencies, no Electron.
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>}
 */
export async function preparedForNode(stream = process.stdout) {
  if (missingPackages().length > 0 || !dependenciesMatch()) await prepare(stream, prepareDependencies);
  return { node: node24(), env: { ...process.env, PATH: projectPath() } };
}

async function prepare(stream, work) {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    throw new SetupError(`Node ${oldestNode} or later is needed; this is ${process.versions.node}.`);
  }
  const progress = progressOn(stream);
  const begun = performance.now();
  const unlock = await lock('prepare', progress);
  try {
    await work(progress);
  } finally {
    unlock();
  }
  progress.line(`Ready (${seconds(performance.now() - begun)}).`);
}

async function prepareDependencies(progress) {
  const missing = missingPackages();
  if (missing.length > 0) await installPackages(missing, progress);
  if (!dependenciesMatch()) await installDependencies(progress);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    const { electronVersion, substitute, nativeBinding } = await prepared();
    process.stdout.write(
      `Electron ${electronVersion}${substitute ? ' (stands in for Electron’s own download)' : ''}; ` +
        `database ${nativeBinding ? 'built here' : 'prebuilt'}.\n`,
    );
    return 0;
  });
}
