// The sentences of the windows: one flat list of keys a language, the same keys in both. A setting's English sentence comes
// with the setting, from the schema that checks it (main/settings/schema.ts); its Vietnamese one is found by the setting's place.

import en from './en.json' with { type: 'json' };
import settingsVi from './settings.vi.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import type { Language } from '../../preload/contract/journey.ts';

export type MessageId = keyof typeof vi;

export const MESSAGES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { vi, en };

/** Whether there is a sentence for a code that came from outside. */
export function isMessage(id: string): id is MessageId {
  return Object.hasOwn(vi, id);
}

/** The sentence of the setting at `path`, such as `accounts.officers.0.name`; `english` is the schema's own. */
export function settingSentence(language: Language, path: string, english: string): string {
  const sentences: Readonly<Record<string, string>> = settingsVi;
  return (language === 'vi' ? sentences[path.replace(/\.\d+(?=\.|$)/g, '.*')] : undefined) ?? english;
}
