// Builds dist/ with Vite, unless it was built from the very sources that are there now.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, tool } from './command.mjs';
import { lock } from './lock.mjs';
import { cache, node24, projectPath, root } from './paths.mjs';
import { progressOn, run, SetupError } from './progress.mjs';

const stamp = join(cache, 'build.stamp');
const inputs = ['main', 'preload', 'renderer', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];

function digest() {
  const hash = createHash('sha256');
  const files = inputs
    .filter((input) => existsSync(join(root, input)))
    .flatMap((input) =>
      /\.\w+$/.test(input)
        ? [input]
        : readdirSync(join(root, input), { withFileTypes: true, recursive: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
    );
  for (const file of files.sort()) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

function isBuilt(sources) {
  return existsSync(stamp) && existsSync(join(root, 'dist')) && readFileSync(stamp, 'utf8') === sources;
}

/**
 * Makes dist/ match the sources.
 * @param {{ stream?: NodeJS.WriteStream, always?: boolean }} [options]
 */
export async function built({ stream = process.stdout, always = false } = {}) {
  if (!always && isBuilt(digest())) return;
  const node = node24();
  if (!node) throw new SetupError('The dependencies are missing: run npm ci.');
  const progress = progressOn(stream);
  const unlock = await lock('build', progress);
  try {
    const sources = digest();
    if (!always && isBuilt(sources)) return;
    rmSync(stamp, { force: true });
    await progress.step('Building', () =>
      command(node, [tool('vite'), 'build', '--app'], {
        env: { ...process.env, PATH: projectPath(), NO_COLOR: '1' },
        timeout: 5 * 60_000,
        show: (line) => progress.line(`  ${line}`),
      }),
    );
    writeFileSync(stamp, sources);
  } finally {
    unlock();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    await built({ always: true });
    return 0;
  });
}
