// The sentences of the windows: one flat list of keys a language, the same keys in both.

import en from './en.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import type { Language } from '../../preload/contract/journey.ts';

export type MessageId = keyof typeof vi;

export const MESSAGES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { vi, en };

/** Whether there is a sentence for a code that came from outside. */
export function isMessage(id: string): id is MessageId {
  return Object.hasOwn(vi, id);
}
