// Every problem by name, for whoever goes through them all. A problem that is missing here does not compile.

import type { Problem } from '../../../preload/contract/journey.ts';

const NAMES: Readonly<Record<Problem, true>> = {
  qrNotIdentity: true,
  qrUnreadable: true,
  qrTooLong: true,
  numberInvalid: true,
  scannerOffline: true,
  scannerBusy: true,
  scannerJammed: true,
  scannerEmpty: true,
  scannerCoverOpen: true,
  cameraOffline: true,
  scanFailed: true,
  scanUnreadable: true,
  pageNotTurned: true,
  paymentUnavailable: true,
  paymentClockWrong: true,
  paymentTooLarge: true,
  paymentPartExpired: true,
  transferExpired: true,
  paymentExpired: true,
  paymentUnderPaid: true,
  paymentUnknown: true,
  portalUnavailable: true,
  printerPaperOut: true,
  printerCoverOpen: true,
  printerOffline: true,
  printerFailed: true,
  printNotConfirmed: true,
  storageFull: true,
  storageFailed: true,
  cardRemoved: true,
  cardUnreadable: true,
  cardNotSupported: true,
  cardWrongNumber: true,
  cardRefused: true,
  cardReaderOffline: true,
};

export const PROBLEMS = Object.keys(NAMES) as readonly Problem[];
