// Why a sign-in was refused, in words.

import type { SignInReply } from '../../preload/contract/counter.ts';
import type { MessageId } from '../i18n/messages.ts';

type Refusal = Extract<SignInReply, { signedIn: false }>;

/** `now` in ms since 1970. */
export function refusalWords({ reason, lockedUntil, triesLeft }: Refusal, now: number, text: (id: MessageId, values?: Record<string, number>) => string): string {
  if (reason === 'unknownOfficer') return text('signIn.unknown');
  if (reason === 'locked' || lockedUntil !== undefined) return text('signIn.locked', { minutes: Math.max(1, Math.ceil(((lockedUntil ?? now) - now) / 60_000)) });
  return triesLeft === undefined ? text('signIn.wrong') : text('signIn.wrongTries', { tries: triesLeft });
}
