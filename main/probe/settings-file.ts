// The settings that a probe was given: `--settings FILE`, and `--data DIR` where the program has sealed the file's
// secrets with this counter's key.

import { existsSync } from 'node:fs';
import { fail } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { readChecked } from '../settings/load.ts';
import type { Secret, Settings } from '../settings/schema.ts';
import { createSealer, openSecret } from '../settings/sealer.ts';
import { databaseKey } from '../storage/keys.ts';
import { storagePaths } from '../storage/paths.ts';

export function settingsFrom(file: string): Result<Settings, Failure> {
  const checked = readChecked(file, null);
  return checked.ok ? { ok: true, value: checked.value.settings } : checked;
}

/** A secret in clear. `path` as in `portal.session`; `dataDir` is needed for a sealed one only. */
export function secretFrom(secret: Secret, path: string, dataDir: string | undefined): Result<string, Failure> {
  if (typeof secret === 'string') return { ok: true, value: secret };
  if (dataDir === undefined) return fail('sealed', `${path} is sealed with the counter's key: give --data DIR, too`);
  const { key, sealedKey } = storagePaths(dataDir);
  // A probe never makes a key.
  if (!existsSync(key) && !existsSync(sealedKey)) return fail('noKey', `${dataDir} holds no key`);
  const opened = databaseKey(dataDir, null);
  return opened.ok ? openSecret(createSealer(opened.value.key), path, secret) : opened;
}
