// The number on the QR or typed in, the card access number that opened the chip, and the number in data group 1 must be
// one person's: else the QR of one card was shown with the chip of another.

import type { AccessKey } from './access-key.ts';
import { personalNumber } from './lds/mrz.ts';
import type { Mrz } from './lds/mrz.ts';
import type { Check } from './verdict.ts';

const CAN_DIGITS = 6;

/**
 * @param expected the twelve digits from the QR or the keyboard, if there are any
 * @param access what opened the chip; on a Vietnamese card the access number is the last six of the twelve digits
 * @param printed the number in data group 13, if it was read
 */
export function checkAgreement(
  mrz: Mrz, numbers: { expected?: string | undefined; access: AccessKey; printed?: string | undefined },
): Check {
  const number = personalNumber(mrz);
  if (number === undefined) {
    // Foreign documents have other numbers, and access numbers of their own.
    if (numbers.expected === undefined) return { state: 'notOffered' };
    return numbers.expected === mrz.documentNumber ? { state: 'passed' } : { state: 'failed', reason: 'numbersDiffer' };
  }
  const agrees = (numbers.expected === undefined || numbers.expected === number)
    && (numbers.printed === undefined || numbers.printed === number)
    && (!('can' in numbers.access) || numbers.access.can === number.slice(-CAN_DIGITS))
    && (mrz.documentNumber === number.slice(-mrz.documentNumber.length));
  return agrees ? { state: 'passed' } : { state: 'failed', reason: 'numbersDiffer' };
}
