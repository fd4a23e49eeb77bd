// The class that Windows PowerShell compiles at a print queue, judged by a compiler that is not ours. Where there is no Mono
// (Debian: mono-mcs, libmono-system-drawing4.0-cil) nothing is judged.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { QUEUE_CLASS } from '../../main/devices/page-printer/queue-script.ts';

const compiler = spawnSync('mcs', ['--version']).status === 0;

it.skipIf(!compiler)('is C# 5, of which the compiler has nothing to say', () => {
  const dir = mkdtempSync(join(tmpdir(), 'queue-class-'));
  try {
    writeFileSync(join(dir, 'PageQueue.cs'), QUEUE_CLASS);
    const { status, stdout, stderr } = spawnSync('mcs', ['-langversion:5', '-warn:4', '-nowarn:0649', '-target:library', '-r:System.Drawing', join(dir, 'PageQueue.cs')], { encoding: 'utf8' });
    expect([stdout, stderr, status]).toEqual(['', '', 0]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
