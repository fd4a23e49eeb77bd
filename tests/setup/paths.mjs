// Where things are: the project's root, the caches that setting up fills, and the Node 24 that npm installs.
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const cache = join(root, '.cache');
export const modules = join(root, 'node_modules');

const installedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The Node 24 of the devDependency `node`; undefined until the dependencies are installed. */
export function node24() {
  return existsSync(installedNode) ? installedNode : undefined;
}

/** PATH without node_modules/.bin, so that a command cannot run from a folder that it is about to replace. */
export function machinePath() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.replaceAll('\\', '/').includes('node_modules/.bin'))
    .join(delimiter);
}

/** PATH with node_modules/.bin first, as npm scripts have it. */
export function projectPath() {
  return [join(modules, '.bin'), machinePath()].join(delimiter);
}
