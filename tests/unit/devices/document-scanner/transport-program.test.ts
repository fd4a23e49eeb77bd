// A scanning program that ends while something that it started lives on.

import { expect, it } from 'vitest';
import { systemClock } from '../../../../main/base/clock.ts';
import { runProgram } from '../../../../main/devices/document-scanner/transport-program.ts';
import { never } from '../support.ts';

const LEAVES_ANOTHER = `
  const { spawn } = require('node:child_process');
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3_600_000)'], { stdio: 'inherit', detached: true });
  process.stdout.write(String(other.pid), () => process.exit(3));`;

it('is over when it has ended, though its outputs are held open', async () => {
  const ended = await runProgram({ clock: systemClock, file: process.execPath, args: ['-e', LEAVES_ANOTHER], timeoutMs: 60_000, signal: never() });
  if (!ended.ok) throw new Error(ended.error.code);
  const other = Number(ended.value.printed);
  expect(other).toBeGreaterThan(0);
  process.kill(other);
  expect(ended.value.status).toBe(3);
});
