// Talking to the card in whole commands and whole responses: cuts a long command into a chain when the card has no
// extended length (ISO/IEC 7816-4 §5.3.3), collects a response that comes in pieces (61xx, §5.3.4) and repeats a
// command whose length the card corrects (6Cxx).

import { fail, ok } from '../../../domain/result.ts';
import type { Failure, Result } from '../../../domain/result.ts';
import { concat } from '../bytes.ts';
import type { Transceiver, TransceiverFailureCode } from '../transceiver.ts';
import { CHAINING_BIT, decodeResponse, encodeCommand, needsExtended, SHORT_MAX_DATA, SHORT_MAX_LE } from './apdu.ts';
import type { CommandApdu, ResponseApdu } from './apdu.ts';
import type { LengthLimits } from './length-limits.ts';
import { exactLength, STATUS, waitingBytes } from './status-word.ts';

export type ChannelFailureCode =
  | TransceiverFailureCode
  /** Not an APDU, or more of it than any card has to say. */
  | 'responseMalformed'
  /** A response whose checksum is wrong or that is not protected as it should be: the session is over. */
  | 'secureMessagingFailed'
  /** The card itself ended secure messaging. */
  | 'secureMessagingLost';

export type ChannelFailure = Failure<ChannelFailureCode>;

export type Channel = {
  send(command: CommandApdu, signal?: AbortSignal): Promise<Result<ResponseApdu, ChannelFailure>>;
  /** Most bytes that a command may ask for so that the response, with what protects it, fits. */
  maxReadLength(): number;
  readonly limits: LengthLimits;
};

// GET RESPONSE is neither protected nor part of a chain.
const LOGICAL_CHANNEL_BITS = 0xe3;
const MAX_RESPONSE_BYTES = 70_000;
const MAX_RESPONSE_PIECES = 300;

export function plainChannel(transceiver: Transceiver, limits: LengthLimits): Channel {
  async function exchange(command: CommandApdu, signal?: AbortSignal): Promise<Result<ResponseApdu, ChannelFailure>> {
    const response = await transceiver.transmit(encodeCommand(command), signal);
    if (!response.ok) return response;
    const decoded = decodeResponse(response.value);
    return decoded === undefined ? fail('responseMalformed', 'no status word') : ok(decoded);
  }

  async function exchangeChained(command: CommandApdu, signal?: AbortSignal): Promise<Result<ResponseApdu, ChannelFailure>> {
    const data = command.data ?? new Uint8Array(0);
    let rest = data;
    while (rest.length > SHORT_MAX_DATA) {
      const piece = { ...command, cla: command.cla | CHAINING_BIT, data: rest.subarray(0, SHORT_MAX_DATA), le: undefined };
      const response = await exchange(withoutLe(piece), signal);
      if (!response.ok || response.value.statusWord !== STATUS.success) return response;
      rest = rest.subarray(SHORT_MAX_DATA);
    }
    const last = command.le === undefined ? { ...command, data: rest }
      : { ...command, data: rest, le: Math.min(command.le, SHORT_MAX_LE) };
    return exchange(last, signal);
  }

  async function collect(first: ResponseApdu, cla: number, signal?: AbortSignal): Promise<Result<ResponseApdu, ChannelFailure>> {
    const pieces = [first.data];
    let length = first.data.length;
    let { statusWord } = first;
    for (let waiting = waitingBytes(statusWord); waiting !== undefined; waiting = waitingBytes(statusWord)) {
      const response = await exchange({ cla: cla & LOGICAL_CHANNEL_BITS, ins: 0xc0, p1: 0, p2: 0, le: waiting }, signal);
      if (!response.ok) return response;
      pieces.push(response.value.data);
      length += response.value.data.length;
      statusWord = response.value.statusWord;
      if (length > MAX_RESPONSE_BYTES || pieces.length > MAX_RESPONSE_PIECES) {
        return fail('responseMalformed', 'a response without an end');
      }
    }
    return ok({ data: concat(...pieces), statusWord });
  }

  return {
    limits,
    maxReadLength: () => limits.responseBytes(),
    async send(command, signal) {
      const chained = needsExtended(command) && !limits.extended();
      const response = chained ? await exchangeChained(command, signal) : await exchange(command, signal);
      if (!response.ok) return response;
      const exact = exactLength(response.value.statusWord);
      // A protected command cannot be repeated with another Le: its counter has moved on.
      if (exact !== undefined && !chained && (command.cla & 0x0c) === 0 && response.value.data.length === 0) {
        const repeated = await exchange({ ...command, le: exact }, signal);
        return repeated.ok ? collect(repeated.value, command.cla, signal) : repeated;
      }
      return waitingBytes(response.value.statusWord) === undefined
        ? response
        : collect(response.value, command.cla, signal);
    },
  };
}

function withoutLe(command: CommandApdu & { le: number | undefined }): CommandApdu {
  const { le: _, ...rest } = command;
  return rest;
}
