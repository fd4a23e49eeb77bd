// Status words of ISO/IEC 7816-4 §5.6 (tables 5 and 6) by what they mean for a reader of identity cards.

export const STATUS = {
  success: 0x9000,
  endOfFile: 0x6282,
  authenticationFailed: 0x6300,
  wrongLength: 0x6700,
  securityStatusNotSatisfied: 0x6982,
  authenticationBlocked: 0x6983,
  conditionsNotSatisfied: 0x6985,
  secureMessagingMissing: 0x6987,
  secureMessagingIncorrect: 0x6988,
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  referencedDataNotFound: 0x6a88,
  wrongOffset: 0x6b00,
  instructionNotSupported: 0x6d00,
} as const;

/** Bytes waiting to be fetched by GET RESPONSE (61xx; 00 means 256), or undefined. */
export function waitingBytes(statusWord: number): number | undefined {
  return statusWord >> 8 === 0x61 ? (statusWord & 0xff) || 256 : undefined;
}

/** The Le that the card would have liked (6Cxx; 00 means 256), or undefined. */
export function exactLength(statusWord: number): number | undefined {
  return statusWord >> 8 === 0x6c ? (statusWord & 0xff) || 256 : undefined;
}

/** Tries left that the card reports (63Cx), or undefined. */
export function retriesLeft(statusWord: number): number | undefined {
  return (statusWord & 0xfff0) === 0x63c0 ? statusWord & 0x0f : undefined;
}

export function formatStatusWord(statusWord: number): string {
  return statusWord.toString(16).padStart(4, '0').toUpperCase();
}
