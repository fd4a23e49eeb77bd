// What basic access control and PACE have in common: how they end.

import type { Failure } from '../../domain/result.ts';
import { fail } from '../../domain/result.ts';
import type { Err } from '../../domain/result.ts';
import type { Channel, ChannelFailureCode } from './iso7816/channel.ts';
import { formatStatusWord, retriesLeft, STATUS } from './iso7816/status-word.ts';

export type AccessFailureCode =
  | ChannelFailureCode
  /** The chip does not accept the card access number or the fields of the zone. */
  | 'wrongAccessKey'
  /** The chip accepts no more attempts, or only one more with another secret first. */
  | 'accessBlocked'
  /** The chip offers nothing that this reader speaks. */
  | 'accessNotSupported'
  /** The chip refused for another reason. */
  | 'accessRefused'
  /** The chip went on, but what it sent does not fit: it does not know the key, or is broken. */
  | 'chipAnswerWrong';

export type AccessFailure = Failure<AccessFailureCode> & {
  /** Attempts that the chip says it still allows. */
  readonly retriesLeft?: number;
};

export type AccessProtocol = 'bac' | 'pace';

export type OpenedChip = { readonly channel: Channel; readonly protocol: AccessProtocol };

/** What a status word other than success means as an answer to the proof of knowing the key. */
export function refusedProof(statusWord: number): Err<AccessFailure> {
  const detail = formatStatusWord(statusWord);
  const retries = retriesLeft(statusWord);
  if (statusWord === STATUS.authenticationBlocked || retries === 0) return fail('accessBlocked', detail);
  if (retries !== undefined) return { ok: false, error: { code: 'wrongAccessKey', detail, retriesLeft: retries } };
  const wrongKey: readonly number[] = [
    STATUS.authenticationFailed, STATUS.securityStatusNotSatisfied, STATUS.secureMessagingIncorrect,
    STATUS.conditionsNotSatisfied, 0x6a80,
  ];
  return fail(wrongKey.includes(statusWord) ? 'wrongAccessKey' : 'accessRefused', detail);
}
