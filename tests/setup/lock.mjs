// One at a time in this folder: a lock file with its owner's process id. One whose owner is gone is taken over.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cache } from './paths.mjs';

/**
 * Waits for the lock `name`, says so once on `progress`, and resolves with the function that gives it back.
 * @param {string} name
 * @param {{ line: (text: string) => void }} progress
 * @returns {Promise<() => void>}
 */
export async function lock(name, progress) {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `${name}.lock`);
  for (let told = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(file, { force: true });
      process.once('exit', release);
      return () => {
        process.removeListener('exit', release);
        release();
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file);
    if (owner === undefined) rmSync(file, { force: true });
    else if (!told) {
      told = true;
      progress.line(`Waiting for process ${owner}, which holds .cache/${name}.lock …`);
    }
    await wait(200);
  }
}

/** The living process that holds the lock, or undefined when there is none. */
function ownerOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Not written yet by its owner.
    if (pid === 0) return Date.now() - statSync(file).mtimeMs < 5_000 ? pid : undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}
