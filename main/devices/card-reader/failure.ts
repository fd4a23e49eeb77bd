// Why a card could not be read: a reason from a closed set, and the completion code of XFS4IoT that it belongs to.

import type { Failure } from '../../domain/result.ts';
import type { CompletionCode, DeviceFailure } from '../../services/ports.ts';
import type { ReadStep } from './read-steps.ts';
import type { Resume } from './identity-reading.ts';

export type CardReason =
  // no card, or not one that can be talked to
  | 'noMedia' | 'mediaRemoved' | 'cardCollision' | 'atrNotObtained' | 'inUse'
  /** Another kind of card: a bank card, a transport card. */
  | 'invalidMedia'
  /** A chip that offers no way in that this reader speaks. */
  | 'protocolNotSupported'
  // the way in
  | 'accessKeyMalformed' | 'wrongAccessKey' | 'accessBlocked'
  /** Two wrong attempts were made, or the chip allows only one more: staff must decide. */
  | 'attemptsUsedUp'
  /** The chip wants the dates of the machine readable zone; the QR does not have them. */
  | 'mrzNeeded'
  // the chip
  | 'chipDefective' | 'secureMessagingFailed'
  // the reader and the command
  | 'noReader' | 'readerRemoved' | 'serviceDown' | 'transportError' | 'timeOut' | 'canceled' | 'busy' | 'replayMismatch'
  | 'internalError';

export type CardFailure = DeviceFailure & {
  readonly reason: CardReason;
  readonly step?: ReadStep;
  /** Attempts that the chip says it still allows. */
  readonly retriesLeft?: number;
  /** Hand it to the next reading of the same card, which then goes on where this one stopped. */
  readonly resume?: Resume;
};

const COMPLETION: Record<CardReason, CompletionCode> = {
  noMedia: 'timeOut',
  mediaRemoved: 'commandErrorCode',
  cardCollision: 'commandErrorCode',
  atrNotObtained: 'commandErrorCode',
  invalidMedia: 'commandErrorCode',
  protocolNotSupported: 'commandErrorCode',
  inUse: 'deviceNotReady',
  accessKeyMalformed: 'invalidData',
  wrongAccessKey: 'userError',
  accessBlocked: 'userError',
  attemptsUsedUp: 'authorisationRequired',
  mrzNeeded: 'userError',
  chipDefective: 'unsupportedData',
  secureMessagingFailed: 'unsupportedData',
  noReader: 'deviceNotReady',
  readerRemoved: 'deviceNotReady',
  serviceDown: 'deviceNotReady',
  transportError: 'hardwareError',
  timeOut: 'timeOut',
  canceled: 'canceled',
  busy: 'sequenceError',
  replayMismatch: 'invalidData',
  internalError: 'internalError',
};

export function isCardReason(reason: string | undefined): reason is CardReason {
  return reason !== undefined && Object.hasOwn(COMPLETION, reason);
}

export function cardFailure(
  reason: CardReason, more: Partial<Omit<CardFailure, 'code' | 'reason'>> = {},
): CardFailure {
  return { code: COMPLETION[reason], reason, ...more };
}

/** Failures of the layers below, by the reason that a person is told. */
const REASON_OF_CODE: Readonly<Record<string, CardReason>> = {
  mediaRemoved: 'mediaRemoved',
  readerRemoved: 'readerRemoved',
  serviceDown: 'serviceDown',
  timeOut: 'timeOut',
  canceled: 'canceled',
  transportError: 'transportError',
  replayMismatch: 'replayMismatch',
  secureMessagingFailed: 'secureMessagingFailed',
  secureMessagingLost: 'secureMessagingFailed',
  wrongAccessKey: 'wrongAccessKey',
  accessBlocked: 'accessBlocked',
  accessNotSupported: 'protocolNotSupported',
};

export function reasonOf(failure: Failure): CardReason {
  return REASON_OF_CODE[failure.code] ?? 'chipDefective';
}
