// SELECT (ISO/IEC 7816-4 §11.2.2) as ICAO Doc 9303-10 §3.6 and -11 §3 use it.

import { fail, ok } from '../../../domain/result.ts';
import type { Failure, Result } from '../../../domain/result.ts';
import { fromHex } from '../bytes.ts';
import type { Channel, ChannelFailureCode } from './channel.ts';
import type { CommandApdu } from './apdu.ts';
import { formatStatusWord, STATUS } from './status-word.ts';

export type SelectFailureCode = ChannelFailureCode | 'fileNotFound' | 'accessDenied' | 'selectRefused';

/** Application identifier of the LDS1 eMRTD application. */
export const EMRTD_APPLICATION = fromHex('A0000002471001');

export function selectApplication(
  channel: Channel, identifier: Uint8Array, signal?: AbortSignal,
): Promise<Result<void, Failure<SelectFailureCode>>> {
  return select(channel, { cla: 0, ins: 0xa4, p1: 0x04, p2: 0x0c, data: identifier }, signal);
}

/** By its two-byte file identifier, below the current directory. */
export function selectElementaryFile(
  channel: Channel, fileIdentifier: number, signal?: AbortSignal,
): Promise<Result<void, Failure<SelectFailureCode>>> {
  const data = Uint8Array.of(fileIdentifier >> 8, fileIdentifier & 0xff);
  return select(channel, { cla: 0, ins: 0xa4, p1: 0x02, p2: 0x0c, data }, signal);
}

export function selectMasterFile(channel: Channel, signal?: AbortSignal): Promise<Result<void, Failure<SelectFailureCode>>> {
  return select(channel, { cla: 0, ins: 0xa4, p1: 0x00, p2: 0x0c, data: Uint8Array.of(0x3f, 0x00) }, signal);
}

async function select(
  channel: Channel, command: CommandApdu, signal?: AbortSignal,
): Promise<Result<void, Failure<SelectFailureCode>>> {
  const response = await channel.send(command, signal);
  if (!response.ok) return response;
  const { statusWord } = response.value;
  if (statusWord === STATUS.success) return ok();
  if (statusWord === STATUS.fileNotFound) return fail('fileNotFound', formatStatusWord(statusWord));
  if (statusWord === STATUS.securityStatusNotSatisfied) return fail('accessDenied', formatStatusWord(statusWord));
  return fail('selectRefused', formatStatusWord(statusWord));
}
