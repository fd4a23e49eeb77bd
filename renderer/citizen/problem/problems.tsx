// Each problem with its picture. The sentences are in the message files under `problem.<name>.title` and `.do`.

import type { ComponentType } from 'react';
import type { Problem } from '../../../preload/contract/journey.ts';
import { OfficerHelps } from '../../ui/pictures/counter.tsx';
import { PaperUnderCamera } from '../../ui/pictures/papers.tsx';
import {
  CardLifted, CardNotTaken, DrawerFull, LidOpen, LineBroken, LookingItUp, MachineUnplugged, NoPage, NumberNotRight,
  PageNotRead, PartPaid, PrinterWithoutPaper, QrExpired, QrNotRead,
} from '../../ui/pictures/trouble.tsx';

export const PROBLEM_PICTURES: Readonly<Record<Problem, ComponentType>> = {
  qrNotIdentity: QrNotRead,
  qrUnreadable: QrNotRead,
  qrTooLong: QrNotRead,
  numberInvalid: NumberNotRight,
  scannerOffline: MachineUnplugged,
  scannerBusy: LookingItUp,
  scannerJammed: PageNotRead,
  scannerEmpty: NoPage,
  scannerCoverOpen: LidOpen,
  copierFormat: PageNotRead,
  cameraOffline: MachineUnplugged,
  cameraBusy: MachineUnplugged,
  cameraRefused: MachineUnplugged,
  cameraEmpty: PaperUnderCamera,
  scanFailed: PageNotRead,
  scanUnreadable: PageNotRead,
  pageNotTurned: PageNotRead,
  paymentUnavailable: LineBroken,
  paymentClockWrong: OfficerHelps,
  paymentTooLarge: OfficerHelps,
  paymentExpired: QrExpired,
  paymentPartExpired: PartPaid,
  transferExpired: OfficerHelps,
  paymentUnderPaid: PartPaid,
  paymentUnknown: LookingItUp,
  portalUnavailable: LineBroken,
  printerPaperOut: PrinterWithoutPaper,
  printerCoverOpen: LidOpen,
  printerOffline: MachineUnplugged,
  printerFailed: PrinterWithoutPaper,
  printNotConfirmed: LookingItUp,
  storageFull: DrawerFull,
  storageFailed: DrawerFull,
  cardRemoved: CardLifted,
  cardUnreadable: CardNotTaken,
  cardNotSupported: CardNotTaken,
  cardWrongNumber: CardNotTaken,
  cardRefused: CardNotTaken,
  cardReaderOffline: MachineUnplugged,
};
