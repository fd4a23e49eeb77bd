// The npm dependencies: `npm ci` whenever node_modules is not what the lock file says.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './command.mjs';
import { modules, node24, root } from './paths.mjs';
import { SetupError } from './progress.mjs';

function packages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** True when node_modules holds what the lock file says (npm keeps its own list of what it installed). */
export function dependenciesMatch() {
  const wanted = packages(join(root, 'package-lock.json'));
  const present = packages(join(modules, '.package-lock.json'));
  if (!wanted || !present || !node24()) return false;
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    const installed = present[place];
    // Optional ones may be for another platform.
    if (!installed && !entry.optional) return false;
    if (installed && installed.version !== entry.version) return false;
  }
  return Object.keys(present).every((place) => place in wanted);
}

export async function installDependencies(progress) {
  if (process.platform === 'win32' && process.execPath.startsWith(modules)) {
    throw new SetupError('The dependencies have changed. Run `npm ci` once, then start again.');
  }
  await progress.step('Installing the dependencies from the lock file (npm ci)', () =>
    npm(['ci', '--no-audit', '--no-fund'], { timeout: 20 * 60_000 }),
  );
  const node = node24();
  const version = node && spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (!version?.startsWith('v24.')) {
    throw new SetupError(
      'The package `node` did not bring Node 24. Its install script must be allowed: see "allowScripts" in package.json.',
    );
  }
}
