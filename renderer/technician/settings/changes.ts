// What was edited, against what is set: only real changes are sent.

import type { SettingChange, SettingView } from '../../../preload/contract/counter.ts';

/** By path, as it stands in the box. */
export type Edits = Readonly<Record<string, string | boolean>>;

/** What stands in the box for a setting that was not touched. A secret shows nothing. */
export function shownValue(setting: SettingView): string | boolean {
  if (setting.kind === 'boolean') return setting.value === true;
  if (setting.kind === 'secret' || setting.value === null) return '';
  return String(setting.value);
}

export function changesOf(settings: readonly SettingView[], edits: Edits): readonly SettingChange[] {
  return settings.flatMap((setting) => {
    const edit = edits[setting.path];
    if (edit === undefined || edit === shownValue(setting)) return [];
    return [{ path: setting.path, value: typed(setting, edit) }];
  });
}

/** A number that is not one is sent as it was written: main says what is wrong with it. */
function typed(setting: SettingView, edit: string | boolean): SettingChange['value'] {
  if (typeof edit === 'boolean') return edit;
  if (edit === '') return null;
  if (setting.kind !== 'number') return edit;
  const number = Number(edit.replace(',', '.'));
  return Number.isFinite(number) ? number : edit;
}
