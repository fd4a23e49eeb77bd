// Reads a transparent elementary file whole, in as few commands as the card allows (ISO/IEC 7816-4 §11.3.3).
// The first READ BINARY names the file by its short identifier, so no SELECT is spent, and asks for as much as fits;
// the file's own tag and length then say how much is left. Offsets above 32767 need the odd instruction B1.

import { fail, ok } from '../../../domain/result.ts';
import type { Failure, Result } from '../../../domain/result.ts';
import { concat } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import { announcedLength, encodeTlv, readTlv } from '../tlv/tlv.ts';
import type { ResponseApdu } from './apdu.ts';
import type { Channel, ChannelFailureCode } from './channel.ts';
import { selectElementaryFile } from './select.ts';
import type { SelectFailureCode } from './select.ts';
import { exactLength, formatStatusWord, STATUS } from './status-word.ts';

export type ReadFileFailureCode =
  | ChannelFailureCode | SelectFailureCode
  | 'readRefused'
  /** The file says it is larger than any such file. */
  | 'fileTooLarge'
  /** No tag and length at the start, or the card ran dry before the announced end. */
  | 'fileMalformed';

export type ElementaryFile = {
  /** Two bytes. */
  readonly identifier: number;
  /** 1 to 30. */
  readonly shortIdentifier: number;
  /** Most bytes, tag and length included, that such a file may have. */
  readonly maxBytes: number;
};

export type ReadProgress = (received: number, total: number) => void;

const MAX_PLAIN_OFFSET = 0x7fff;
const HEADER_BYTES = 8;
/** A card that gives less than this at a time would keep the person waiting for minutes. */
const SHORTEST_CHUNK_BYTES = 32;
/** Tag and length of the object that READ BINARY with B1 wraps the data in. */
const WRAPPER_BYTES = 4;

type ReadResult = Result<Uint8Array, Failure<ReadFileFailureCode>>;

export type ReadFileOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ReadProgress;
  /** The file is the selected one already: it is not named again. */
  readonly selected?: boolean;
};

export async function readFile(channel: Channel, file: ElementaryFile, options: ReadFileOptions = {}): Promise<ReadResult> {
  const start = options.selected === true
    ? await readChunk(channel, 0, HEADER_BYTES, options.signal)
    : await readStart(channel, file, options.signal);
  if (!start.ok) return start;
  const announced = announcedLength(start.value);
  if (!announced.ok || announced.value === undefined) return fail('fileMalformed', 'no tag and length at the start');
  const total = announced.value;
  if (total > file.maxBytes) return fail('fileTooLarge', `${total} bytes announced`);

  const chunks = [start.value];
  let received = start.value.length;
  const mostChunks = Math.ceil(total / SHORTEST_CHUNK_BYTES) + 2;
  options.onProgress?.(Math.min(received, total), total);
  while (received < total) {
    const chunk = await readChunk(channel, received, total - received, options.signal);
    if (!chunk.ok) return chunk;
    if (chunks.length > mostChunks) return fail('fileMalformed', 'a few bytes at a time');
    if (chunk.value.length === 0) return fail('fileMalformed', `ended at ${received} of ${total} bytes`);
    chunks.push(chunk.value);
    received += chunk.value.length;
    options.onProgress?.(Math.min(received, total), total);
  }
  return ok(concat(...chunks).subarray(0, total));
}

async function readStart(channel: Channel, file: ElementaryFile, signal?: AbortSignal): Promise<ReadResult> {
  const byShortIdentifier = (le: number): Promise<Result<ResponseApdu, Failure<ChannelFailureCode>>> =>
    channel.send({ cla: 0, ins: 0xb0, p1: 0x80 | file.shortIdentifier, p2: 0, le }, signal);
  for (;;) {
    const response = await byShortIdentifier(channel.maxReadLength());
    if (!response.ok) return response;
    const { data, statusWord } = response.value;
    if (isData(statusWord) && data.length > 0) return ok(data);
    if (statusWord === STATUS.fileNotFound) return fail('fileNotFound', formatStatusWord(statusWord));
    if (statusWord === STATUS.securityStatusNotSatisfied) return fail('accessDenied', formatStatusWord(statusWord));
    if (isLengthRefusal(statusWord)) {
      // Some cards refuse to be asked for more than the file holds; the header tells how much that is.
      const header = await byShortIdentifier(Math.min(HEADER_BYTES, exactLength(statusWord) ?? HEADER_BYTES));
      if (!header.ok) return header;
      if (isData(header.value.statusWord) && header.value.data.length > 0) return ok(header.value.data);
      if (channel.limits.shorten()) continue;
    }
    return readStartSelected(channel, file, signal);
  }
}

// For cards without short identifiers.
async function readStartSelected(channel: Channel, file: ElementaryFile, signal?: AbortSignal): Promise<ReadResult> {
  const selected = await selectElementaryFile(channel, file.identifier, signal);
  if (!selected.ok) return selected;
  return readChunk(channel, 0, HEADER_BYTES, signal);
}

async function readChunk(channel: Channel, offset: number, wanted: number, signal?: AbortSignal): Promise<ReadResult> {
  for (;;) {
    const odd = offset > MAX_PLAIN_OFFSET;
    const room = channel.maxReadLength() - (odd ? WRAPPER_BYTES : 0);
    const response = odd
      ? await readBinaryOdd(channel, offset, Math.min(wanted, room) + WRAPPER_BYTES, signal)
      : await channel.send({
        cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le: Math.min(wanted, room),
      }, signal);
    if (!response.ok) return response;
    const { data, statusWord } = response.value;
    if (isData(statusWord)) return odd ? unwrapOdd(data) : ok(data);
    if (statusWord === STATUS.securityStatusNotSatisfied) return fail('accessDenied', formatStatusWord(statusWord));
    if (!isLengthRefusal(statusWord) || !channel.limits.shorten()) {
      return fail('readRefused', `${formatStatusWord(statusWord)} at offset ${offset}`);
    }
  }
}

function readBinaryOdd(
  channel: Channel, offset: number, le: number, signal?: AbortSignal,
): Promise<Result<ResponseApdu, Failure<ChannelFailureCode>>> {
  const bytes = offset > 0xffff
    ? Uint8Array.of(offset >> 16, (offset >> 8) & 0xff, offset & 0xff)
    : Uint8Array.of(offset >> 8, offset & 0xff);
  return channel.send({ cla: 0, ins: 0xb1, p1: 0, p2: 0, data: encodeTlv(0x54, bytes), le }, signal);
}

function unwrapOdd(data: Uint8Array): ReadResult {
  if (data.length === 0) return ok(data);
  try {
    const object = readTlv(data, { maxDepth: 0, maxObjects: 1, opaque: [0x73] });
    return object.tag === 0x53 || object.tag === 0x73 ? ok(object.value) : fail('fileMalformed', 'data not in tag 53');
  } catch (error) {
    if (error instanceof Malformed) return fail('fileMalformed', `odd READ BINARY: ${error.message}`);
    throw error;
  }
}

function isData(statusWord: number): boolean {
  return statusWord === STATUS.success || statusWord === STATUS.endOfFile;
}

function isLengthRefusal(statusWord: number): boolean {
  return statusWord === STATUS.wrongLength || statusWord === STATUS.wrongOffset || statusWord === 0x6f00
    || exactLength(statusWord) !== undefined;
}
