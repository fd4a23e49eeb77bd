// Holds the settings in force and changes them: for the composition root and the technician's window.

import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Log } from '../logging/catalogue.ts';
import type { DescribedSetting } from './describe.ts';
import { describeSettings } from './describe.ts';
import type { SettingsFailure } from './file.ts';
import { loadSettings } from './load.ts';
import type { SettingsProblem } from './problems.ts';
import type { SettingChange } from './save.ts';
import { applyChanges, saveSettings } from './save.ts';
import type { Secret, Settings } from './schema.ts';
import type { Sealer } from './sealer.ts';
import { openSecret } from './sealer.ts';

export type SettingsKeeper = {
  current(): Settings;
  /** The clear text of a secret; `path` as in `portal.session`. */
  secret(path: string, secret: Secret): string;
  /** What is wrong with the file, where the last good settings stand in for it. */
  problem(): SettingsFailure | null;
  /** Secrets that stay plain in the file. */
  plainSecrets(): number;
  views(): readonly DescribedSetting[];
  save(changes: readonly SettingChange[]): Result<void, readonly SettingsProblem[]>;
  /** Adds an officer or gives one a new name and PIN. */
  saveOfficer(officer: { readonly id: string; readonly name: string; readonly pin: string }): Result<void, readonly SettingsProblem[]>;
};

export async function createSettingsKeeper(options: {
  readonly file: string;
  readonly dataDir: string;
  readonly sealer: Sealer;
  readonly log: Log;
}): Promise<Result<SettingsKeeper, SettingsFailure>> {
  const { file, dataDir, sealer, log } = options;
  const loaded = await loadSettings(file, sealer, { dataDir });
  if (!loaded.ok) return loaded;
  let { settings } = loaded.value;
  const { problem, sealedNow, notSealed } = loaded.value;
  if (sealedNow > 0) log('settings.sealed', { secrets: sealedNow });
  if (notSealed) log('settings.plain', { detail: notSealed });
  if (problem) log('settings.refused', { problems: problem.problems?.length ?? 1, detail: problem.detail });

  function save(changes: readonly SettingChange[]): Result<void, readonly SettingsProblem[]> {
    const changed = applyChanges(settings, changes);
    if (!changed.ok) {
      log('settings.refused', { problems: changed.error.length, detail: changed.error.map(({ path }) => path).join(', ') });
      return changed;
    }
    try {
      settings = saveSettings(file, changed.value, sealer, { dataDir });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      return err([{ path: file, reason: code }]);
    }
    log('settings.saved', { changes: changes.length });
    return ok();
  }

  return ok({
    current: () => settings,
    secret(path, secret) {
      const opened = openSecret(sealer, path, secret);
      if (!opened.ok) throw new Error(`a checked secret does not open: ${path}`);
      return opened.value;
    },
    problem: () => problem,
    plainSecrets: () => (notSealed ? 1 : 0),
    views: () => describeSettings(settings),
    save,
    saveOfficer({ id, name, pin }) {
      const { officers } = settings.accounts;
      const known = officers.findIndex((officer) => officer.id === id);
      const at = `accounts.officers.${known < 0 ? officers.length : known}`;
      return save([
        { path: `${at}.id`, value: id },
        { path: `${at}.name`, value: name },
        { path: `${at}.pin`, value: pin },
      ]);
    },
  });
}
