// Command and response APDUs from the card's side (ISO/IEC 7816-3 clause 12.1, 7816-4 clause 5.1).
import { concat } from './bytes.ts';

export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  /** Bytes expected in the reply: 1…256 short, 1…65,536 extended; undefined when Le is absent. */
  readonly le: number | undefined;
  readonly extended: boolean;
}

export interface ResponseApdu {
  readonly data: Uint8Array;
  readonly sw: number;
}

/** The command in these bytes, or undefined when their lengths contradict each other. */
export function parseCommand(bytes: Uint8Array): CommandApdu | undefined {
  const [cla, ins, p1, p2] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  const header = { cla, ins, p1, p2 };
  const body = bytes.subarray(4);
  const none = new Uint8Array(0);
  const first = body[0];
  if (first === undefined) return { ...header, data: none, le: undefined, extended: false };
  if (body.length === 1) return { ...header, data: none, le: first === 0 ? 256 : first, extended: false };
  if (first !== 0) {
    const rest = body.length - 1 - first;
    if (rest !== 0 && rest !== 1) return undefined;
    const le = rest === 1 ? (body[1 + first] ?? 0) || 256 : undefined;
    return { ...header, data: body.slice(1, 1 + first), le, extended: false };
  }
  if (body.length < 3) return undefined;
  const length = word(body, 1);
  if (body.length === 3) return { ...header, data: none, le: length || 65_536, extended: true };
  const rest = body.length - 3 - length;
  if (length === 0 || (rest !== 0 && rest !== 2)) return undefined;
  const le = rest === 2 ? word(body, 3 + length) || 65_536 : undefined;
  return { ...header, data: body.slice(3, 3 + length), le, extended: true };
}

export function responseBytes(response: ResponseApdu): Uint8Array {
  return concat(response.data, Uint8Array.of(response.sw >> 8, response.sw & 0xff));
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}
