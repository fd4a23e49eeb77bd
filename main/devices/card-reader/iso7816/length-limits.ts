// How long commands and responses may be on this card and this reader: extended where the card says so, and less and
// less short where it turns out that even 256 bytes are too many.
// Historical bytes: ISO/IEC 7816-4 §12.1.1; EF.ATR/INFO: §12.2.2 and ICAO Doc 9303-10 §3.11.1.

import { toBigInt } from '../bytes.ts';
import { readTlvList } from '../tlv/tlv.ts';
import { TAG } from '../tlv/asn1.ts';
import { Malformed } from '../malformed.ts';
import { EXTENDED_MAX_LE, SHORT_MAX_LE } from './apdu.ts';

/** Response lengths that are tried in this order, in bytes on the wire without the status word. */
const SHORT_LADDER = [SHORT_MAX_LE, 224, 160] as const;

/** Where the card speaks extended length without saying how long: what every controller's buffer takes. */
const UNSTATED_EXTENDED_BYTES = 1024;

const MIN_EXTENDED_BYTES = 256;

export type LengthLimits = {
  extended(): boolean;
  /** Most bytes of response data on the wire. */
  responseBytes(): number;
  allowExtended(maxResponseBytes?: number): void;
  /** After a refusal: the next shorter length; false if there is none. */
  shorten(): boolean;
};

export function lengthLimits(): LengthLimits {
  let extendedBytes: number | undefined;
  let rung = 0;
  return {
    extended: () => extendedBytes !== undefined,
    responseBytes: () => extendedBytes ?? SHORT_LADDER[rung] ?? 160,
    allowExtended(maxResponseBytes = UNSTATED_EXTENDED_BYTES) {
      if (maxResponseBytes > MIN_EXTENDED_BYTES) extendedBytes = Math.min(maxResponseBytes, EXTENDED_MAX_LE);
    },
    shorten() {
      if (extendedBytes !== undefined) {
        extendedBytes = undefined;
        return true;
      }
      if (rung === SHORT_LADDER.length - 1) return false;
      rung += 1;
      return true;
    },
  };
}

/** What the third software function byte says; undefined where the card does not say. */
export type CardCapabilities = {
  readonly extendedLength: boolean | undefined;
  /** Whether EF.ATR/INFO tells how long extended commands and responses may be. */
  readonly lengthsInAtrInfo: boolean | undefined;
};

const UNKNOWN_CAPABILITIES: CardCapabilities = { extendedLength: undefined, lengthsInAtrInfo: undefined };

/** What the historical bytes in the answer to reset say. Cards without contacts put them after 3B 8n 80 01. */
export function capabilitiesFromAtr(atr: Uint8Array): CardCapabilities {
  const historical = historicalBytes(atr);
  if (historical === undefined || (historical[0] !== 0x80 && historical[0] !== 0x00)) return UNKNOWN_CAPABILITIES;
  const end = historical[0] === 0x00 ? historical.length - 3 : historical.length;
  let offset = 1;
  while (offset < end) {
    const header = historical[offset] ?? 0;
    const length = header & 0x0f;
    if (header >> 4 === 7 && length === 3) {
      const third = historical[offset + 3] ?? 0;
      return { extendedLength: (third & 0x40) !== 0, lengthsInAtrInfo: (third & 0x20) !== 0 };
    }
    offset += 1 + length;
  }
  return UNKNOWN_CAPABILITIES;
}

function historicalBytes(atr: Uint8Array): Uint8Array | undefined {
  if (atr.length < 2 || (atr[0] !== 0x3b && atr[0] !== 0x3f)) return undefined;
  const count = (atr[1] ?? 0) & 0x0f;
  let offset = 2;
  let interfaceBits = (atr[1] ?? 0) >> 4;
  while (interfaceBits !== 0) {
    const following = [1, 2, 4].filter((bit) => (interfaceBits & bit) !== 0).length;
    offset += following;
    if ((interfaceBits & 8) === 0) break;
    const td = atr[offset];
    if (td === undefined) return undefined;
    offset += 1;
    interfaceBits = td >> 4;
  }
  return offset + count <= atr.length ? atr.subarray(offset, offset + count) : undefined;
}

/** Response bytes that EF.ATR/INFO allows (tag 7F66, second integer), or undefined if it says nothing usable. */
export function responseBytesFromAtrInfo(file: Uint8Array): number | undefined {
  try {
    // Some cards put the historical category indicator in front of the data objects.
    const objects = readTlvList(file[0] === 0x80 ? file.subarray(1) : file);
    const lengths = objects.find((object) => object.tag === 0x7f66);
    if (lengths === undefined) return undefined;
    // Unsigned, since some chips write 65535 in two bytes; the status word is counted in.
    const response = lengths.children[1];
    return response?.tag === TAG.integer && response.value.length <= 4 ? Number(toBigInt(response.value)) - 2 : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
