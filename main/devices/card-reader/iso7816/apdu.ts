// Command and response APDUs, short and extended (ISO/IEC 7816-3 §12.1, ISO/IEC 7816-4 §5).

import { concat, uint16 } from '../bytes.ts';

export type CommandApdu = {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** Most response bytes wanted, 1 to 65536; absent when none are. */
  readonly le?: number;
};

export type ResponseApdu = { readonly data: Uint8Array; readonly statusWord: number };

export const SHORT_MAX_DATA = 255;
export const SHORT_MAX_LE = 256;
export const EXTENDED_MAX_LE = 65536;
export const CHAINING_BIT = 0x10;

const NO_DATA = new Uint8Array(0);

export function needsExtended(command: CommandApdu): boolean {
  return (command.data?.length ?? 0) > SHORT_MAX_DATA || (command.le ?? 0) > SHORT_MAX_LE;
}

/** The command's bytes; extended lengths only where short ones cannot say it. */
export function encodeCommand(command: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2, le } = command;
  const data = command.data ?? NO_DATA;
  const header = Uint8Array.of(cla, ins, p1, p2);
  if (!needsExtended(command)) {
    const lc = data.length > 0 ? Uint8Array.of(data.length) : NO_DATA;
    const leField = le === undefined ? NO_DATA : Uint8Array.of(le & 0xff);
    return concat(header, lc, data, leField);
  }
  const lc = data.length > 0 ? Uint8Array.of(0, data.length >> 8, data.length & 0xff) : NO_DATA;
  if (le === undefined) return concat(header, lc, data);
  const leField = Uint8Array.of((le >> 8) & 0xff, le & 0xff);
  return concat(header, lc, data, data.length > 0 ? leField : concat(Uint8Array.of(0), leField));
}

/** Undefined if there is no status word. The data is a view of `bytes`. */
export function decodeResponse(bytes: Uint8Array): ResponseApdu | undefined {
  if (bytes.length < 2) return undefined;
  return { data: bytes.subarray(0, bytes.length - 2), statusWord: uint16(bytes, bytes.length - 2) };
}
