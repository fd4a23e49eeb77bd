// What personalisation puts into a card: files, secrets, keys and the habits of its operating system.
import type { ActiveAuthenticationKey } from './active-authentication.ts';
import type { ChipAuthenticationKey } from './chip-authentication.ts';
import type { PaceOffer } from './pace.ts';

/** Bytes that are made when they are asked for: a file may be endless. */
export interface FileContent {
  readonly length: number;
  read(offset: number, length: number): Uint8Array;
}

/** `free` always, `session` after access control, `never` like DG3 without extended access control. */
export type FileAccess = 'free' | 'session' | 'never';

export interface ElementaryFile {
  readonly fileId: number;
  /** Short identifier, 1…30. */
  readonly shortId?: number;
  readonly access: FileAccess;
  readonly content: FileContent;
}

export interface Behaviour {
  /** Status word of SELECT MF. */
  readonly selectMasterFile: 0x9000 | 0x6d00 | 0x6982;
  readonly extendedLength: boolean;
  /** The most data bytes in a reply of extended length. */
  readonly largestReply: number;
  /** A read past the end: the bytes that are there with 9000 or 6282, or no byte and 6Cxx. */
  readonly endOfFile: 'shorter' | 'warning' | 'wrong-length';
  /** A read of more than a reply holds: what fits, or 6700. */
  readonly overlongRead: 'truncate' | 'refuse';
  /** Where a file without access says 6982. */
  readonly refusalAt: 'select' | 'read';
  /** Wrong CANs until PACE with the CAN is blocked; 0: not counted, the reply is 6300. */
  readonly canTries: number;
}

export interface CardImage {
  readonly atr: Uint8Array;
  readonly masterFile: readonly ElementaryFile[];
  /** Absent on a card that is no eMRTD. */
  readonly application: readonly ElementaryFile[] | undefined;
  readonly mrzInformation: string;
  readonly can: string;
  readonly basicAccess: boolean;
  readonly pace: readonly PaceOffer[];
  readonly chipAuthentication: ChipAuthenticationKey | undefined;
  readonly activeAuthentication: ActiveAuthenticationKey | undefined;
  readonly behaviour: Behaviour;
}

export function fileContent(bytes: Uint8Array): FileContent {
  return { length: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) };
}

/**
 * Answer to reset of a contactless card as a PC/SC reader makes it (PC/SC part 3, clause 3.1.3.2.3): the historical
 * bytes hold the card capabilities (ISO/IEC 7816-4 clause 12.1.1.9).
 */
export function answerToReset(extendedLength: boolean, lengthFile: boolean): Uint8Array {
  const third = 0x80 | (extendedLength ? 0x40 : 0) | (lengthFile ? 0x20 : 0);
  const bytes = [0x85, 0x80, 0x01, 0x80, 0x73, 0xc8, 0x21, third];
  return Uint8Array.of(0x3b, ...bytes, bytes.reduce((left, right) => left ^ right, 0));
}
