// `npm run test:e2e [-- PLAYWRIGHT ARGUMENTS]`: sets up, builds, gives each Playwright worker a display, runs the tests in
// the real Electron. `npm run test:screens` looks at every screen in a browser instead.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './build.mjs';
import { passThrough, tool } from './command.mjs';
import { virtualDisplay } from './display.mjs';
import { root } from './paths.mjs';
import { prepared } from './prepare.mjs';
import { run } from './progress.mjs';

const workers = 2;

/** The program in the real Electron. Resolves with Playwright's exit status. */
export async function endToEnd(machine, args = [], report) {
  const wanted = process.platform === 'linux' ? workers : 0;
  const displays = await Promise.all(Array.from({ length: wanted }, () => virtualDisplay()));
  try {
    const env = { ...machine.env };
    const [first] = displays;
    if (first) {
      env.MOT_CUA_DISPLAYS = displays.map(({ display }) => display).join(' ');
      env.DISPLAY = first.display;
      delete env.WAYLAND_DISPLAY;
    }
    return await playwright(machine, 'tests/playwright.config.ts', args, env, report);
  } finally {
    await Promise.all(displays.map((display) => display.stop()));
  }
}

/** Every screen in a browser, with a bridge of fixtures. Resolves with Playwright's exit status. */
export async function screens(machine, args = [], report) {
  const env = { ...machine.env, SCREENS_PORT: process.env.SCREENS_PORT ?? String(await freePort()) };
  return playwright(machine, 'tests/screens/playwright.config.ts', args, env, report);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function playwright(machine, config, args, env, report) {
  const reporters = report ? ['--reporter=list,json'] : [];
  return passThrough(
    machine.node,
    [tool('@playwright/test', 'playwright'), 'test', '--config', join(root, config), ...reporters, ...args],
    { env: { ...env, ...(report ? { PLAYWRIGHT_JSON_OUTPUT_FILE: report } : {}) } },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    const [first, ...rest] = process.argv.slice(2);
    const machine = await prepared();
    await built();
    return first === '--screens' ? screens(machine, rest) : endToEnd(machine, process.argv.slice(2));
  });
}
