// A trace of a reading that a technician may attach to a report: what went over the wire by header, length, status and
// time only, and what was said above secure messaging with everything personal blackened. The latter can be replayed,
// because the structure of the files is kept: letters become A, digits 0, pictures and hashes zeros.

import { concat, fromHex, toHex } from './bytes.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { encodeCommand } from './iso7816/apdu.ts';
import type { CommandApdu, ResponseApdu } from './iso7816/apdu.ts';
import type { Channel } from './iso7816/channel.ts';
import { lengthLimits } from './iso7816/length-limits.ts';
import { FILES } from './lds/files.ts';
import { LDS_SECURITY_OBJECT } from './lds/sod.ts';
import type { FileName } from './lds/files.ts';
import { Malformed } from './malformed.ts';
import { expectTag, readOid, TAG } from './tlv/asn1.ts';
import { readTlv } from './tlv/tlv.ts';
import type { Tlv } from './tlv/tlv.ts';
import type { Transceiver } from './transceiver.ts';

export type WireEntry = {
  readonly layer: 'wire';
  /** CLA INS P1 P2 in hexadecimal. */
  readonly header: string;
  readonly sent: number;
  readonly received: number;
  readonly status: string;
  readonly ms: number;
};

export type CardEntry = {
  readonly layer: 'card';
  /** Most bytes that a READ BINARY could ask for at this moment. */
  readonly room: number;
  readonly command: string;
  readonly response: string;
  readonly status: string;
  readonly ms: number;
};

export type Trace = { readonly version: 1; readonly entries: readonly (WireEntry | CardEntry)[] };

type Recorded = { entry: CardEntry; file: FileName | undefined; offset: number; data: Uint8Array };

export type TraceRecorder = {
  readonly wire: (transceiver: Transceiver) => Transceiver;
  readonly channel: (channel: Channel) => Channel;
  /** The trace so far, blackened. */
  readonly trace: () => Trace;
};

const MAX_ENTRIES = 20_000;
const PERSONAL: readonly FileName[] = ['dg1', 'dg2', 'dg11', 'dg12', 'dg13', 'sod'];
/** Files by short identifier below the eMRTD application. */
const APPLICATION_FILES: readonly FileName[] = ['com', 'sod', 'dg1', 'dg2', 'dg11', 'dg12', 'dg13', 'dg14', 'dg15'];

/** @param now milliseconds, monotonic */
export function recordTrace(now: () => number): TraceRecorder {
  const order: (WireEntry | Recorded)[] = [];
  const keep = (entry: WireEntry | Recorded): void => {
    if (order.length < MAX_ENTRIES) order.push(entry);
  };
  let file: FileName | undefined;
  return {
    wire: (inner) => ({
      async transmit(command, signal) {
        const started = now();
        const response = await inner.transmit(command, signal);
        keep({
          layer: 'wire', header: toHex(command.subarray(0, 4)), sent: command.length,
          received: response.ok ? response.value.length : 0,
          status: response.ok ? toHex(response.value.slice(-2)) : response.error.code,
          ms: round(now() - started),
        });
        return response;
      },
    }),
    channel: (inner) => ({
      ...inner,
      async send(command, signal) {
        const started = now();
        const room = inner.maxReadLength();
        const response = await inner.send(command, signal);
        const place = placeOf(command);
        if (place?.file !== undefined) file = place.file;
        const data = response.ok ? response.value.data : new Uint8Array(0);
        keep({
          file: place === undefined ? undefined : file, offset: place?.offset ?? 0, data,
          entry: {
            layer: 'card', room, command: toHex(encodeCommand(command)), response: '',
            status: response.ok ? response.value.statusWord.toString(16).padStart(4, '0') : response.error.code,
            ms: round(now() - started),
          },
        });
        return response;
      },
    }),
    trace() {
      const recorded = order.filter((item): item is Recorded => 'entry' in item);
      const blackened = new Map(PERSONAL.map((name) => [name, blacken(name, assemble(recorded, name))]));
      return {
        version: 1,
        entries: order.map((item) => ('entry' in item ? finished(item, blackened) : item)),
      };
    },
  };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

// READ BINARY by short identifier or by offset; the odd form is only used above 32 KB, where pictures are.
function placeOf(command: CommandApdu): { file: FileName | undefined; offset: number } | undefined {
  if (command.ins === 0xb1) {
    const offset = Number(`0x${toHex(command.data?.subarray(2) ?? new Uint8Array(1))}`);
    return { file: undefined, offset };
  }
  if (command.ins !== 0xb0) return undefined;
  if ((command.p1 & 0x80) === 0) return { file: undefined, offset: command.p1 * 256 + command.p2 };
  return { file: APPLICATION_FILES.find((name) => FILES[name].shortIdentifier === (command.p1 & 0x1f)), offset: command.p2 };
}

/** Data of READ BINARY, without the wrapping object of the odd form. */
function payloadStart(item: Recorded): number {
  if (item.entry.command.slice(2, 4) !== 'b1' || item.data[0] !== 0x53) return 0;
  const lengthByte = item.data[1] ?? 0;
  return lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
}

function assemble(recorded: readonly Recorded[], name: FileName): Uint8Array {
  const pieces = recorded.filter((item) => item.file === name);
  const length = pieces.reduce((most, item) => Math.max(most, item.offset + item.data.length - payloadStart(item)), 0);
  const file = new Uint8Array(length);
  for (const item of pieces) file.set(item.data.subarray(payloadStart(item)), item.offset);
  return file;
}

function finished(item: Recorded, blackened: ReadonlyMap<FileName, Uint8Array>): CardEntry {
  const file = item.file === undefined ? undefined : blackened.get(item.file);
  if (file === undefined) return { ...item.entry, response: toHex(item.data) };
  const start = payloadStart(item);
  const data = concat(item.data.subarray(0, start), file.subarray(item.offset, item.offset + item.data.length - start));
  return { ...item.entry, response: toHex(data) };
}

const VISIBLE_HEADER_BYTES = 4;

/** The file with the same structure and nothing personal in it. */
function blacken(name: FileName, file: Uint8Array): Uint8Array {
  const copy = file.slice();
  try {
    // The objects are views into the copy.
    blackenObjects(name, readTlv(copy, { maxDepth: 24, maxObjects: 4000, opaque: [0x7f2e] }));
    return copy;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return copy.fill(0, VISIBLE_HEADER_BYTES);
  }
}

function blackenObjects(name: FileName, object: Tlv): void {
  if (name === 'sod') return blackenHashes(object);
  if (object.children.length > 0) {
    for (const inner of object.children) blackenObjects(name, inner);
    return;
  }
  if (name === 'dg1') blackenText(object.value, DOCUMENT_AND_STATE);
  else if (name === 'dg2') blackenPicture(object);
  else if (object.tag !== 0x02 && object.tag !== 0x06 && object.tag !== 0x5c) blackenText(object.value, 0);
}

/** Characters of the zone that tell what kind of document it is, and whose: kept. */
const DOCUMENT_AND_STATE = 5;

function blackenText(text: Uint8Array, keep: number): void {
  for (let index = keep; index < text.length; index += 1) {
    const byte = text[index] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) text[index] = 0x30;
    else if (byte !== 0x3c && byte !== 0x2f && byte !== 0x20) text[index] = 0x41;
  }
}

// Headers of the facial record and of the picture are what goes wrong; they end before this.
const PICTURE_HEADER_BYTES = 64;

function blackenPicture(object: Tlv): void {
  if (object.tag === 0x5f2e || object.tag === 0x7f2e) object.value.fill(0, PICTURE_HEADER_BYTES);
}

// From the hashes of the data groups a guess at their content could be confirmed.
function blackenHashes(object: Tlv): void {
  const [type, wrapped] = object.children;
  if (type?.tag !== TAG.oid || wrapped?.tag !== 0xa0 || readOid(type) !== LDS_SECURITY_OBJECT) {
    for (const inner of object.children) blackenHashes(inner);
    return;
  }
  const content = readTlv(expectTag(wrapped.children[0], TAG.octetString).value);
  for (const entry of expectTag(content.children[2], TAG.sequence).children) entry.children[1]?.value.fill(0);
}

/** A channel that gives the recorded responses; commands that are not asked for again are passed over. */
export function replayChannel(trace: Trace): Channel {
  const entries = trace.entries.filter((entry): entry is CardEntry => entry.layer === 'card');
  let next = 0;
  return {
    limits: lengthLimits(),
    maxReadLength: () => entries.slice(next).find(({ command }) => /^..b[01]/.test(command))?.room ?? 256,
    async send(command): Promise<Result<ResponseApdu, Failure<'replayMismatch'>>> {
      const wanted = toHex(encodeCommand(command));
      const found = entries.findIndex((entry, index) => index >= next && entry.command === wanted);
      const entry = entries[found];
      if (entry === undefined) return fail('replayMismatch', `nothing recorded for ${wanted.slice(0, 8)} after ${next}`);
      next = found + 1;
      if (!/^[0-9a-f]{4}$/.test(entry.status)) return fail('replayMismatch', `recorded: ${entry.status}`);
      return ok({ data: fromHex(entry.response), statusWord: Number.parseInt(entry.status, 16) });
    },
  };
}

/** With PACE the application is selected under protection, so that the trace begins with it. */
export function tracedProtocol(trace: Trace): 'pace' | 'bac' {
  const first = trace.entries.find((entry) => entry.layer === 'card');
  return first?.layer === 'card' && first.command.startsWith('00a4') ? 'pace' : 'bac';
}

const MAX_TRACE_BYTES = 8 * 1024 * 1024;

/** Reads a trace that was written as JSON. */
export function parseTrace(text: string): Result<Trace, Failure<'malformed'>> {
  if (text.length > MAX_TRACE_BYTES) return fail('malformed', 'too long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('malformed', 'not JSON');
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1
    || !('entries' in value) || !Array.isArray(value.entries)) return fail('malformed', 'not a trace');
  const entries = value.entries.slice(0, MAX_ENTRIES).filter(isCardEntry);
  return ok({ version: 1, entries });
}

function isCardEntry(entry: unknown): entry is CardEntry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { layer, room, command, response, status } = entry as Record<string, unknown>;
  const isHex = (text: unknown): boolean => typeof text === 'string' && text.length % 2 === 0 && /^[0-9a-f]*$/.test(text);
  return layer === 'card' && typeof room === 'number' && room > 0 && room <= 65_536
    && isHex(command) && isHex(response) && typeof status === 'string';
}
