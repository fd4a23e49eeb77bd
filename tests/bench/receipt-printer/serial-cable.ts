// A serial port for a printer that listens on TCP: socat carries the bytes between a pseudo terminal and the printer, and
// ends, port and all, when the printer's connection does.

import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

const START_MS = 10_000;

export type SerialCable = { readonly path: string; unplug(): Promise<void> };

/** `path`: where the port appears, as a link to the pseudo terminal. */
export async function plugSerialCable(path: string, port: number): Promise<SerialCable> {
  rmSync(path, { force: true });
  const child = spawn('socat', [`pty,raw,echo=0,link=${path},mode=666`, `tcp:127.0.0.1:${port},nodelay`], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString('utf8')).slice(-500)));
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', (error) => {
      complaint = `socat cannot be started (${error.message}); apt-get install socat`;
      done();
    });
  });
  let over = false;
  void ended.then(() => (over = true));
  const late = Date.now() + START_MS;
  while (!existsSync(path)) {
    if (over || Date.now() > late) throw new Error(complaint || 'the serial port does not appear');
    await new Promise((done) => setTimeout(done, 5));
  }
  return {
    path,
    async unplug() {
      child.kill('SIGKILL');
      await ended;
      rmSync(path, { force: true });
    },
  };
}
