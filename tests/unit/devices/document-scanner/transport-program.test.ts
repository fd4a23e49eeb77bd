// A scanning program that ends while something that it started lives on; one that falls silent, and one that is only slow.

import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../main/base/clock.ts';
import { runProgram } from '../../../../main/devices/document-scanner/transport-program.ts';
import type { Clock } from '../../../../main/services/ports.ts';
import { never, until } from '../support.ts';

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

describe('the silence of a program', () => {
  const SILENCE_MS = 60_000;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'silence-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Time passes only when it is told to; what makes a program end is real. */
  function toldTime() {
    let now = 0;
    let timers: { readonly at: number; readonly callback: () => void }[] = [];
    const clock: Clock = {
      now: () => now,
      after(ms, callback) {
        if (ms < 10_000) return systemClock.after(ms, callback);
        const timer = { at: now + ms, callback };
        timers.push(timer);
        return () => void (timers = timers.filter((other) => other !== timer));
      },
    };
    const pass = (ms: number): void => {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (!next) break;
        now = next.at;
        timers = timers.filter((other) => other !== next);
        next.callback();
      }
      now = end;
    };
    return { clock, pass };
  }

  /** Does a step whenever it is told to: prints, or makes its page larger. */
  const STEPS = `
    const fs = require('node:fs');
    let done = 0;
    const steps = { say: () => process.stdout.write('page\\n'), write: () => fs.appendFileSync('page-1.jpg.part', 'x'.repeat(5000)), leave: () => process.exit(0) };
    fs.writeFileSync('began', '');
    setInterval(() => {
      const [step] = fs.existsSync('step-' + done) ? [fs.readFileSync('step-' + done, 'utf8')] : [];
      if (!step) return;
      done += 1;
      steps[step]();
      fs.writeFileSync('done-' + done, '');
    }, 5);`;

  function run({ clock, pass }: ReturnType<typeof toldTime>) {
    let printed = 0;
    let steps = 0;
    const ended = runProgram({ clock, file: process.execPath, args: ['-e', STEPS], cwd: folder, timeoutMs: 3_600_000, silenceMs: SILENCE_MS, signal: never(), onPrinted: (all) => void (printed = all.length) });
    const exists = (name: string) => until(() => existsSync(join(folder, name)), name, 30_000);
    return {
      ended,
      began: () => exists('began'),
      /** Silent for nearly as long as it may be, then the step. */
      async step(name: 'say' | 'write' | 'leave') {
        pass(SILENCE_MS * 0.8);
        const before = printed;
        writeFileSync(join(folder, 'new'), name);
        renameSync(join(folder, 'new'), join(folder, `step-${steps}`));
        steps += 1;
        if (name === 'leave') return;
        await exists(`done-${steps}`);
        if (name === 'say') await until(() => printed > before, 'what it printed', 30_000);
      },
    };
  }

  it.each(['say', 'write'] as const)('does not end one that is slow, but goes on to %s', async (name) => {
    const time = toldTime();
    const program = run(time);
    await program.began();
    for (let turn = 0; turn < 5; turn += 1) await program.step(name);
    await program.step('leave');
    expect(await program.ended).toMatchObject({ ok: true, value: { status: 0 } });
  }, 60_000);

  it('ends one that hangs, long before the whole job would be over', async () => {
    const time = toldTime();
    const program = run(time);
    await program.began();
    await program.step('say');
    time.pass(SILENCE_MS * 1.5);
    expect(await program.ended).toMatchObject({ ok: false, error: { code: 'timeOut', reason: 'notAnswering' } });
  }, 60_000);
});
