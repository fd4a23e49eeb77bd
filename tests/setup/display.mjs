// A display for windows on a machine without a screen: an X server in memory (Xvfb), started and ended by us.
import { spawn } from 'node:child_process';
import { SetupError } from './progress.mjs';

/** True where a window can be shown. Wayland is reached through the X server beside it. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY);
}

/**
 * Starts Xvfb on a free display number with one screen of a citizen kiosk's size and resolves once it takes clients.
 * @param {string} [screen] width, height and depth, for example "1080x1920x24"
 * @returns {Promise<{ display: string, stop: () => Promise<void> }>}
 */
export function virtualDisplay(screen = '1080x1920x24') {
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-dpi', '96'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((done) => server.once('close', done));
    const killWithUs = () => server.kill('SIGKILL');
    process.once('exit', killWithUs);
    let complaint = '';
    server.stderr.setEncoding('utf8').on('data', (text) => (complaint = (complaint + text).slice(-2_000)));
    const patience = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new SetupError(`Xvfb did not come up within 20 s.\n${complaint}`));
    }, 20_000);
    server.once('error', (error) => {
      clearTimeout(patience);
      reject(new SetupError(`Xvfb could not be started (Debian and Ubuntu: apt-get install xvfb): ${error.message}`));
    });
    let number = '';
    server.stdio[3].setEncoding('utf8').on('data', (text) => {
      number += text;
      if (!number.includes('\n')) return;
      clearTimeout(patience);
      resolve({
        display: `:${number.trim()}`,
        stop: async () => {
          process.removeListener('exit', killWithUs);
          server.kill('SIGTERM');
          const stubborn = setTimeout(() => server.kill('SIGKILL'), 3_000);
          await ended;
          clearTimeout(stubborn);
        },
      });
    });
    void ended.then((status) => {
      clearTimeout(patience);
      reject(new SetupError(`Xvfb ended with ${status}.\n${complaint}`));
    });
  });
}

/** Runs `work` with the environment of a display: the present one, or a virtual one for its duration. */
export async function withDisplay(env, work, screen) {
  if (env.DISPLAY || process.platform !== 'linux') return work(env);
  const virtual = await virtualDisplay(screen);
  try {
    return await work({ ...env, DISPLAY: virtual.display });
  } finally {
    await virtual.stop();
  }
}
