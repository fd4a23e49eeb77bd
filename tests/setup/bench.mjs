// `npm run bench [-- NAME …] [--json]`: sets up, builds, gives a display, and runs tests/performance under Node 24.
// Progress goes to stderr, so that with --json stdout is JSON alone.
import { join } from 'node:path';
import { built } from './build.mjs';
import { passThrough } from './command.mjs';
import { virtualDisplay } from './display.mjs';
import { root } from './paths.mjs';
import { prepared } from './prepare.mjs';
import { run } from './progress.mjs';

await run(async () => {
  const machine = await prepared(process.stderr);
  await built({ stream: process.stderr });
  // Always a display in memory: what is measured does not depend on the screen of whoever measures.
  const virtual = process.platform === 'linux' ? await virtualDisplay() : undefined;
  try {
    const env = { ...machine.env, MOT_CUA_ELECTRON: machine.electronPath, ...(virtual ? { DISPLAY: virtual.display } : {}) };
    return await passThrough(machine.node, [join(root, 'tests', 'performance', 'run.ts'), ...process.argv.slice(2)], { env });
  } finally {
    await virtual?.stop();
  }
});
