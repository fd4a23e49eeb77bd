// What survives a power cut: the real database file with the sealed documents beside it, in memory where the machine has
// such a place. It is opened anew for each life of the program, with the product's own engine and no worker.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '../../../main/domain/result.ts';
import { openEngine } from '../../../main/storage/engine.ts';
import type { Engine } from '../../../main/storage/engine.ts';

const KEY = new Uint8Array(32).fill(9);
const ROOM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export type Kept = {
  readonly dir: string;
  open(now: number): Engine;
  close(): void;
};

export function createKept(): Kept {
  const dir = mkdtempSync(join(ROOM, 'mot-cua-simulation-'));
  return {
    dir,
    open: (now) => unwrap(openEngine({ dir, key: KEY, firstStart: true, now })),
    close: () => rmSync(dir, { recursive: true, force: true }),
  };
}
