// Secure messaging (ICAO Doc 9303-11 §9.8, ISO/IEC 7816-4 §10): every command and response is enciphered and carries
// a checksum over a send sequence counter. A wrong checksum ends the session for good.

import { fail, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { concat, equalBytes, uint16 } from '../bytes.ts';
import {
  blockBytes, computeMac, decryptCbc, encryptCbc, pad, unpad, zeroIv,
} from '../crypto/symmetric.ts';
import type { CipherSuite, SessionKeys } from '../crypto/symmetric.ts';
import { EXTENDED_MAX_LE, SHORT_MAX_DATA, SHORT_MAX_LE } from '../iso7816/apdu.ts';
import type { CommandApdu, ResponseApdu } from '../iso7816/apdu.ts';
import type { Channel, ChannelFailure } from '../iso7816/channel.ts';
import { formatStatusWord, STATUS } from '../iso7816/status-word.ts';
import { Malformed } from '../malformed.ts';
import { encodeTlv, readTlvList } from '../tlv/tlv.ts';
import type { Tlv } from '../tlv/tlv.ts';

const PROTECTED_CLA_BITS = 0x0c;
const MAC_OBJECT_BYTES = 10;
const STATUS_OBJECT_BYTES = 4;
const NO_BYTES = new Uint8Array(0);

// A response has at most four objects, none of them constructed.
const RESPONSE_LIMITS = { maxDepth: 1, maxObjects: 8 };

export type SecureSession = {
  /** The protected command; moves the counter. */
  wrap(command: CommandApdu, extended: boolean): CommandApdu;
  /** The response inside a protected one; moves the counter. */
  unwrap(response: ResponseApdu, odd: boolean): Result<ResponseApdu, ChannelFailure>;
  /** Counts a response that came without protection. */
  skipResponse(): void;
};

/** `counter`: the send sequence counter to start from, as long as the cipher's block. */
export function secureSession(keys: SessionKeys, counter: Uint8Array): SecureSession {
  const { suite } = keys;
  const block = blockBytes(suite);
  const sequence = counter.slice();
  if (sequence.length !== block) throw new Error('send sequence counter of the wrong length');

  const next = (): void => {
    for (let index = sequence.length - 1; index >= 0; index -= 1) {
      const byte = ((sequence[index] ?? 0) + 1) & 0xff;
      sequence[index] = byte;
      if (byte !== 0) return;
    }
  };
  // 3DES starts from zero, AES from the enciphered counter (§9.8.6.1, §9.8.7.3).
  const initialVector = (): Uint8Array =>
    suite === '3DES' ? zeroIv(suite) : encryptCbc(suite, keys.encryption, zeroIv(suite), sequence);
  // What is covered is padded before AES-CMAC too (§9.8.4); computeMac pads for 3DES by itself.
  const checksum = (...covered: readonly Uint8Array[]): Uint8Array => {
    const message = concat(sequence, ...covered);
    return computeMac(suite, keys.mac, suite === '3DES' ? message : pad(message, block));
  };

  return {
    skipResponse: next,
    wrap(command, extended) {
      next();
      const header = Uint8Array.of(command.cla | PROTECTED_CLA_BITS, command.ins, command.p1, command.p2);
      const dataObject = command.data === undefined || command.data.length === 0 ? NO_BYTES : protectData(command);
      const leObject = command.le === undefined ? NO_BYTES : encodeLe(command.le);
      const mac = checksum(pad(header, block), dataObject, leObject);
      const data = concat(dataObject, leObject, encodeTlv(0x8e, mac));
      const long = extended
        && (data.length > SHORT_MAX_DATA || (command.le ?? 0) > plainBytesWithin(suite, SHORT_MAX_LE));
      return {
        cla: command.cla | PROTECTED_CLA_BITS, ins: command.ins, p1: command.p1, p2: command.p2,
        data, le: long ? EXTENDED_MAX_LE : SHORT_MAX_LE,
      };
    },

    unwrap(response, odd) {
      next();
      let objects: readonly Tlv[];
      try {
        objects = readTlvList(response.data, RESPONSE_LIMITS);
      } catch (error) {
        if (error instanceof Malformed) return fail('secureMessagingFailed', `protected response: ${error.message}`);
        throw error;
      }
      const mac = objects.at(-1);
      if (mac?.tag !== 0x8e || mac.value.length !== 8) return fail('secureMessagingFailed', 'no checksum');
      const expected = checksum(...objects.slice(0, -1).map((object) => object.raw));
      if (!equalBytes(expected, mac.value)) return fail('secureMessagingFailed', 'wrong checksum');

      const status = objects.find((object) => object.tag === 0x99);
      if (status === undefined || status.value.length !== 2) return fail('secureMessagingFailed', 'no protected status');
      const statusWord = uint16(status.value, 0);
      if (statusWord !== response.statusWord) return fail('secureMessagingFailed', 'two different status words');

      const dataTag = odd ? 0x85 : 0x87;
      const enciphered = objects.find((object) => object.tag === dataTag);
      if (enciphered === undefined) return ok({ data: NO_BYTES, statusWord });
      if (!odd && enciphered.value[0] !== 0x01) return fail('secureMessagingFailed', 'unknown padding indicator');
      const ciphertext = odd ? enciphered.value : enciphered.value.subarray(1);
      if (ciphertext.length === 0 || ciphertext.length % block !== 0) {
        return fail('secureMessagingFailed', 'ciphertext of a broken length');
      }
      const data = unpad(decryptCbc(suite, keys.encryption, initialVector(), ciphertext));
      return data === undefined ? fail('secureMessagingFailed', 'wrong padding') : ok({ data, statusWord });
    },
  };

  function protectData(command: CommandApdu): Uint8Array {
    const padded = pad(command.data ?? NO_BYTES, block);
    const ciphertext = encryptCbc(suite, keys.encryption, initialVector(), padded);
    return command.ins % 2 === 1
      ? encodeTlv(0x85, ciphertext)
      : encodeTlv(0x87, Uint8Array.of(0x01), ciphertext);
  }
}

function encodeLe(le: number): Uint8Array {
  return le <= SHORT_MAX_LE
    ? encodeTlv(0x97, Uint8Array.of(le & 0xff))
    : encodeTlv(0x97, Uint8Array.of((le >> 8) & 0xff, le & 0xff));
}

/** Most plain bytes whose protected response fits into `responseBytes` on the wire. */
export function plainBytesWithin(suite: CipherSuite, responseBytes: number): number {
  const block = blockBytes(suite);
  const room = responseBytes - MAC_OBJECT_BYTES - STATUS_OBJECT_BYTES;
  const lengthBytes = room < 0x80 + 2 ? 1 : room < 0x100 + 3 ? 2 : 3;
  const ciphertext = Math.floor((room - 1 - lengthBytes - 1) / block) * block;
  return Math.max(1, ciphertext - 1);
}

/** The plain channel with secure messaging on it. Once it has failed, it refuses everything. */
export function secureChannel(inner: Channel, keys: SessionKeys, counter: Uint8Array): Channel {
  const session = secureSession(keys, counter);
  let broken: ChannelFailure | undefined;
  return {
    limits: inner.limits,
    maxReadLength: () => plainBytesWithin(keys.suite, inner.maxReadLength()),
    async send(command, signal) {
      if (broken !== undefined) return { ok: false, error: broken };
      const response = await inner.send(session.wrap(command, inner.limits.extended()), signal);
      if (!response.ok) {
        broken = response.error;
        return response;
      }
      const { data, statusWord } = response.value;
      if (data.length === 0 && statusWord !== STATUS.success) return unprotectedStatus(statusWord);
      const unwrapped = session.unwrap(response.value, command.ins % 2 === 1);
      if (!unwrapped.ok) broken = unwrapped.error;
      return unwrapped;
    },
  };

  // A card that refuses without protection has either ended the session or not counted the command. Only the plain
  // refusal of a file is let through, since what it hides is found out by the document security object.
  function unprotectedStatus(statusWord: number): Result<ResponseApdu, ChannelFailure> {
    if (statusWord === STATUS.fileNotFound || statusWord === STATUS.securityStatusNotSatisfied) {
      session.skipResponse();
      return ok({ data: NO_BYTES, statusWord });
    }
    broken = { code: 'secureMessagingLost', detail: `unprotected status ${formatStatusWord(statusWord)}` };
    return { ok: false, error: broken };
  }
}
