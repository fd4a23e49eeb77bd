// Loads the settings: read, checked whole, secrets sealed, the good ones kept. A file that is broken is reported with
// every place and reason, and the last good settings go on.

import { err, ok, unwrap } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { checkSettings } from './check.ts';
import { keepLastGood, lastGoodFile, readSettingsFile, writeSettingsFile } from './file.ts';
import type { SettingsFailure } from './file.ts';
import type { Settings } from './schema.ts';
import type { Sealer } from './sealer.ts';
import { countSecrets, sealSecrets, secretProblems } from './secrets.ts';

export type LoadedSettings = {
  readonly settings: Settings;
  readonly from: 'file' | 'lastGood';
  /** What is wrong with the file, where the last good settings stand in for it. */
  readonly problem: SettingsFailure | null;
  /** How many plain secrets were sealed and written back. */
  readonly sealedNow: number;
  /** How many stay plain in the file, and why: the file cannot be written. */
  readonly plainSecrets: number;
  readonly notSealed?: string;
};

/**
 * `dataDir` holds the last good copy. Without a sealer, because the counter's key is not there, nothing is sealed and
 * nothing is written.
 */
export async function loadSettings(
  file: string,
  sealer: Sealer | null,
  { dataDir }: { readonly dataDir: string },
): Promise<Result<LoadedSettings, SettingsFailure>> {
  const read = readChecked(file, sealer);
  if (!read.ok) {
    const lastGood = readChecked(lastGoodFile(dataDir), sealer);
    if (!lastGood.ok) return read;
    return ok({
      settings: lastGood.value.settings,
      from: 'lastGood',
      problem: read.error,
      sealedNow: 0,
      plainSecrets: 0,
    });
  }
  const { raw, settings } = read.value;
  if (sealer === null)
    return ok({ settings, from: 'file', problem: null, sealedNow: 0, plainSecrets: countSecrets(settings).plain });
  const { value, sealed } = sealSecrets(raw, sealer);
  keepLastGood(dataDir, value);
  if (sealed === 0) return ok({ settings, from: 'file', problem: null, sealedNow: 0, plainSecrets: 0 });
  const inUse = unwrap(checkSettings(value));
  try {
    writeSettingsFile(file, value);
    return ok({ settings: inUse, from: 'file', problem: null, sealedNow: sealed, plainSecrets: 0 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return ok({ settings: inUse, from: 'file', problem: null, sealedNow: 0, plainSecrets: sealed, notSealed: code });
  }
}

/** The file's value as it stands and as settings; with a sealer, its sealed secrets must open. */
export function readChecked(
  file: string,
  sealer: Sealer | null,
): Result<{ readonly raw: unknown; readonly settings: Settings }, SettingsFailure> {
  const read = readSettingsFile(file);
  if (!read.ok) return read;
  const checked = checkSettings(read.value);
  const problems = checked.ok ? (sealer === null ? [] : secretProblems(checked.value, sealer)) : checked.error;
  if (checked.ok && problems.length === 0) return ok({ raw: read.value, settings: checked.value });
  return err({
    code: 'wrong',
    detail: problems
      .map(({ path, reason }) => `${path}: ${reason}`)
      .join('; ')
      .slice(0, 500),
    problems,
  });
}
