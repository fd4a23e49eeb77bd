// `npm run test:e2e [-- PLAYWRIGHT ARGUMENTS]`: sets up, builds, gives each Playwright worker a display, runs the tests.
import { fileURLToPath } from 'node:url';
import { built } from './build.mjs';
import { passThrough, tool } from './command.mjs';
import { virtualDisplay } from './display.mjs';
import { prepared } from './prepare.mjs';
import { run } from './progress.mjs';

const workers = 2;

/**
 * Runs Playwright and resolves with its exit status.
 * @param {import('./prepare.mjs').Prepared} machine
 * @param {readonly string[]} [args]
 */
export async function endToEnd(machine, args = []) {
  const displays = process.platform === 'linux' ? await Promise.all(Array.from({ length: workers }, () => virtualDisplay())) : [];
  try {
    const env = { ...machine.env };
    if (displays.length > 0) {
      env.MOT_CUA_DISPLAYS = displays.map(({ display }) => display).join(' ');
      env.DISPLAY = displays[0].display;
      delete env.WAYLAND_DISPLAY;
    }
    const config = fileURLToPath(new URL('../playwright.config.ts', import.meta.url));
    return await passThrough(machine.node, [tool('@playwright/test', 'playwright'), 'test', '--config', config, ...args], { env });
  } finally {
    await Promise.all(displays.map((display) => display.stop()));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    const machine = await prepared();
    await built();
    return endToEnd(machine, process.argv.slice(2));
  });
}
