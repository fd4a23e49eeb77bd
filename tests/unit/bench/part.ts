// Runs one part of the bench inside the test, with its control API.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { controlRoutes, startControl } from '../../bench/control.ts';
import type { BenchPart, Options } from '../../bench/control.ts';

export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export async function startPart<H>(
  start: (options: Options) => Promise<BenchPart>,
  Handle: new (control: string) => H,
  options: { readonly dir?: string; readonly port?: number; readonly values?: Readonly<Record<string, string>> } = {},
): Promise<{ handle: H; addresses: Readonly<Record<string, unknown>>; dir: string; close: () => Promise<void> }> {
  const dir = options.dir ?? temporaryFolder();
  const part = await start({ dir, port: options.port ?? 0, values: options.values ?? {} });
  const control = await startControl(controlRoutes('part', part));
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await Promise.all([control.close(), part.close()]);
  };
  onTestFinished(close);
  return { handle: new Handle(control.url), addresses: part.addresses, dir, close };
}
