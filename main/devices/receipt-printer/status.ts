// A receipt printer's raw status bytes folded into what a counter needs to know, and into the shared vocabulary.
// Bits after Epson's "ESC/POS Command Reference": DLE EOT, GS a (Automatic Status Back), GS r.

import type { CompletionCode, DeviceStatusName } from '../../services/ports.ts';

export type PrinterStatus = {
  readonly online: boolean;
  readonly paper: 'full' | 'low' | 'out';
  readonly cover: 'closed' | 'open';
  readonly cutter: 'ok' | 'jammed';
  /** Recoverable: opening and closing the cover, or switching off and on, helps. */
  readonly error: 'none' | 'recoverable' | 'unrecoverable';
};

/** Answers to DLE EOT 1, 2, 3, 4. */
export type RealTimeBytes = {
  readonly printer: number;
  readonly offline: number;
  readonly error: number;
  readonly paper: number;
};

export function fromRealTime(bytes: RealTimeBytes): PrinterStatus {
  const paperEnd = (bytes.paper & 0x60) !== 0 || (bytes.offline & 0x20) !== 0;
  return {
    online: (bytes.printer & 0x08) === 0,
    paper: paperEnd ? 'out' : (bytes.paper & 0x0c) !== 0 ? 'low' : 'full',
    cover: (bytes.offline & 0x04) !== 0 ? 'open' : 'closed',
    cutter: (bytes.error & 0x08) !== 0 ? 'jammed' : 'ok',
    error: (bytes.error & 0x20) !== 0 ? 'unrecoverable' : (bytes.error & 0x44) !== 0 ? 'recoverable' : 'none',
  };
}

export function fromAutomatic([first, second, third]: readonly [number, number, number, number]): PrinterStatus {
  return {
    online: (first & 0x08) === 0,
    paper: (third & 0x0c) !== 0 ? 'out' : (third & 0x03) !== 0 ? 'low' : 'full',
    cover: (first & 0x20) !== 0 ? 'open' : 'closed',
    cutter: (second & 0x08) !== 0 ? 'jammed' : 'ok',
    error: (second & 0x20) !== 0 ? 'unrecoverable' : (second & 0x44) !== 0 ? 'recoverable' : 'none',
  };
}

/** The answer to GS r 1. */
export function paperFromInOrder(byte: number): PrinterStatus['paper'] {
  return (byte & 0x0c) !== 0 ? 'out' : (byte & 0x03) !== 0 ? 'low' : 'full';
}

export type PrinterProblem = {
  readonly code: CompletionCode;
  readonly reason:
    'paperOut' | 'coverOpen' | 'cutterJammed' | 'recoverableError' | 'unrecoverableError' | 'printerOffline';
};

/** Why it cannot print, the cause that a person sees first; undefined if it can. */
export function problemOf(status: PrinterStatus): PrinterProblem | undefined {
  if (status.error === 'unrecoverable') return { code: 'hardwareError', reason: 'unrecoverableError' };
  if (status.cutter === 'jammed') return { code: 'hardwareError', reason: 'cutterJammed' };
  if (status.cover === 'open') return { code: 'commandErrorCode', reason: 'coverOpen' };
  if (status.paper === 'out') return { code: 'commandErrorCode', reason: 'paperOut' };
  if (status.error === 'recoverable') return { code: 'hardwareError', reason: 'recoverableError' };
  return status.online ? undefined : { code: 'deviceNotReady', reason: 'printerOffline' };
}

const STATUS_OF_PROBLEM: Readonly<Record<PrinterProblem['reason'], DeviceStatusName>> = {
  paperOut: 'userError',
  coverOpen: 'userError',
  cutterJammed: 'hardwareError',
  recoverableError: 'hardwareError',
  unrecoverableError: 'hardwareError',
  printerOffline: 'offline',
};

/** `userError` is XFS4IoT's name for what a person at the device has to put right. */
export function deviceStateOf(status: PrinterStatus): {
  readonly status: DeviceStatusName;
  readonly media: Record<string, string>;
  readonly detail?: string;
} {
  const problem = problemOf(status);
  const media = { paper: status.paper, cover: status.cover, cutter: status.cutter };
  return problem
    ? { status: STATUS_OF_PROBLEM[problem.reason], media, detail: problem.reason }
    : { status: 'online', media };
}
