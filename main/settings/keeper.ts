// Keeps the settings while the program runs: the values in use, the technician's changes, the secrets in clear for those
// who need them.

import { copyFileSync, existsSync } from 'node:fs';
import { ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Log } from '../logging/catalogue.ts';
import { describeSettings } from './describe.ts';
import type { DescribedSetting } from './describe.ts';
import type { SettingsFailure } from './file.ts';
import { loadSettings } from './load.ts';
import type { SettingsProblem } from './problems.ts';
import { applyChanges, saveSettings } from './save.ts';
import type { SettingChange } from './save.ts';
import type { Settings } from './schema.ts';
import type { Sealer } from './sealer.ts';
import { openSecretAt } from './secrets.ts';
import type { SecretPath } from './secrets.ts';

export type SaveReply =
  | { readonly saved: true; readonly restartNeeded: boolean }
  | { readonly saved: false; readonly problems: readonly SettingsProblem[] };

export type SettingsKeeper = {
  settings(): Settings;
  /** What is wrong with the file, while the last good settings stand in for it. */
  problem(): SettingsFailure | null;
  /** A secret in clear, by its path, such as `portal.session`; '' where it is sealed and the counter's key is not there. */
  secret(path: SecretPath): string;
  /** How many secrets lie in the file as they were typed, because it could not be written. */
  plainSecrets(): number;
  views(): readonly DescribedSetting[];
  /** All changes or none. Accounts change at once; the rest with the next start. */
  save(changes: readonly SettingChange[]): Promise<SaveReply>;
  /** Adds an officer, or gives one a new name and PIN. */
  saveOfficer(officer: { readonly id: string; readonly name: string; readonly pin: string }): Promise<boolean>;
};

export type SettingsKeeperOptions = {
  readonly file: string;
  readonly dataDir: string;
  /** Null where the counter's key is not there: then the settings can be read and not changed. */
  readonly sealer: Sealer | null;
  readonly log: Log;
};

/** Loads the settings and keeps them; fails where neither the file nor a last good copy can be used. */
export async function createSettingsKeeper({
  file,
  dataDir,
  sealer,
  log,
}: SettingsKeeperOptions): Promise<Result<SettingsKeeper, SettingsFailure>> {
  const loaded = await loadSettings(file, sealer, { dataDir });
  if (!loaded.ok) return loaded;
  let { settings: current, problem, plainSecrets } = loaded.value;
  if (problem !== null) log('settings.refused', { problems: problem.problems.length, detail: problem.detail });
  if (loaded.value.sealedNow > 0) log('settings.sealed', { secrets: loaded.value.sealedNow });
  if (plainSecrets > 0) log('settings.plain', { detail: `${plainSecrets} secrets: ${loaded.value.notSealed ?? ''}` });

  const save: SettingsKeeper['save'] = async (changes) => {
    const changed = applyChanges(current, changes);
    if (!changed.ok) return refuse(changed.error);
    if (sealer === null)
      return refuse([{ path: '(whole file)', reason: 'the counter’s key is not there / không có khóa của máy này' }]);
    try {
      // The technician may have worked on it by hand.
      if (problem !== null && existsSync(file)) copyFileSync(file, `${file}.broken`);
      current = saveSettings(file, changed.value, sealer, { dataDir });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      return refuse([{ path: '(whole file)', reason: `cannot be written / không ghi được (${code})` }]);
    }
    problem = null;
    plainSecrets = 0;
    log('settings.saved', { changes: changes.length });
    return { saved: true, restartNeeded: changes.some(({ path }) => !path.startsWith('accounts.')) };
  };

  const refuse = (problems: readonly SettingsProblem[]): SaveReply => {
    log('settings.refused', { problems: problems.length, detail: problems.map(({ path }) => path).join(' ') });
    return { saved: false, problems };
  };

  return ok({
    settings: () => current,
    problem: () => problem,
    secret: (path) => openSecretAt(current, path, sealer),
    plainSecrets: () => plainSecrets,
    views: () => describeSettings(current),
    save,
    async saveOfficer({ id, name, pin }) {
      const { officers } = current.accounts;
      const present = officers.findIndex((officer) => officer.id === id);
      const at = `accounts.officers.${present < 0 ? officers.length : present}`;
      const { saved } = await save([
        { path: `${at}.id`, value: id },
        { path: `${at}.name`, value: name },
        { path: `${at}.pin`, value: pin },
      ]);
      return saved;
    },
  });
}
