// A scanning program that ends while something that it started lives on.

import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { systemClock } from '../../../../main/base/clock.ts';
import { runProgram } from '../../../../main/devices/document-scanner/transport-program.ts';
import { never } from '../support.ts';

it.skipIf(process.platform === 'win32')('is over when it has ended, though its outputs are held open', async () => {
  const ended = await runProgram({ clock: systemClock, file: 'sh', args: ['-c', 'sleep 3600 & echo $!; exit 3'], timeoutMs: 60_000, signal: never() });
  const { status, printed } = ended.ok ? ended.value : { status: null, printed: '' };
  const left = printed.trim();
  // It would be red by its time-out; what was left behind is ended here.
  execFileSync('kill', [left]);
  expect(status).toBe(3);
  expect(left).toMatch(/^\d+$/);
});
