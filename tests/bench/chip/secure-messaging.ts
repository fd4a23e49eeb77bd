// Secure messaging from the card's side: commands are taken apart, replies are protected (Doc 9303 part 11, clause 9.8).
import type { CommandApdu, ResponseApdu } from './apdu.ts';
import { concat, equal } from './bytes.ts';
import { blockLength, decryptCbc, encryptCbc, mac, pad, unpad } from './ciphers.ts';
import type { CipherName } from './ciphers.ts';
import { dataObjects, tlv, valueOf } from './tlv.ts';

export interface SessionKeys {
  readonly cipher: CipherName;
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
  /** Start of the send sequence counter, one block long; zero but after Basic Access Control. */
  readonly sendSequenceCounter: Uint8Array;
}

/** 6987: a data object is missing; 6988: one is wrong. Either ends the session. */
export type SecureMessagingError = 0x6987 | 0x6988;

export interface SecureMessaging {
  readonly keys: SessionKeys;
  /** The plain command inside; its Le is that of DO'97'. */
  unwrap(command: CommandApdu): CommandApdu | SecureMessagingError;
  wrap(response: ResponseApdu, oddInstruction: boolean): ResponseApdu;
  /** The most plain bytes whose protected reply is not longer than `limit`. */
  capacity(limit: number, oddInstruction: boolean): number;
}

const statusAndChecksumLength = 4 + 10;

export function createSecureMessaging(keys: SessionKeys): SecureMessaging {
  const { cipher, encryption, authentication } = keys;
  const block = blockLength(cipher);
  const counter = keys.sendSequenceCounter.slice();

  function count(): void {
    for (let index = counter.length - 1; index >= 0; index -= 1) {
      counter[index] = ((counter[index] ?? 0) + 1) & 0xff;
      if (counter[index] !== 0) return;
    }
  }
  // 3DES starts each message from zero, AES from the enciphered counter (clauses 9.8.6.1 and 9.8.7.1).
  function initialVector(): Uint8Array {
    const zero = new Uint8Array(block);
    return cipher === '3des' ? zero : encryptCbc(cipher, encryption, zero, counter);
  }
  function checksum(...parts: readonly Uint8Array[]): Uint8Array {
    return mac(cipher, authentication, pad(concat(counter, ...parts), block));
  }

  function unwrap(command: CommandApdu): CommandApdu | SecureMessagingError {
    count();
    let objects;
    try {
      objects = dataObjects(command.data);
    } catch {
      return 0x6988;
    }
    const given = valueOf(objects, 0x8e);
    if (!given) return 0x6987;
    const covered = objects.filter((object) => object.tag !== 0x8e).map((object) => object.whole);
    const header = pad(Uint8Array.of(command.cla, command.ins, command.p1, command.p2), block);
    if (!equal(given, checksum(header, ...covered))) return 0x6988;
    const indicated = valueOf(objects, 0x87);
    const bare = valueOf(objects, 0x85);
    let data: Uint8Array = new Uint8Array(0);
    if (indicated ?? bare) {
      if (indicated && indicated[0] !== 1) return 0x6988;
      const cryptogram = indicated ? indicated.slice(1) : (bare ?? data);
      if (cryptogram.length === 0 || cryptogram.length % block) return 0x6988;
      const plain = unpad(decryptCbc(cipher, encryption, initialVector(), cryptogram));
      if (!plain) return 0x6988;
      data = plain;
    }
    const expected = valueOf(objects, 0x97);
    return {
      ...command, cla: command.cla & ~0x0c, data, le: expected && expectedLength(expected), extended: command.extended,
    };
  }

  function wrap(response: ResponseApdu, oddInstruction: boolean): ResponseApdu {
    count();
    const objects: Uint8Array[] = [];
    if (response.data.length > 0) {
      const cryptogram = encryptCbc(cipher, encryption, initialVector(), pad(response.data, block));
      objects.push(oddInstruction ? tlv(0x85, cryptogram) : tlv(0x87, Uint8Array.of(1), cryptogram));
    }
    objects.push(tlv(0x99, Uint8Array.of(response.sw >> 8, response.sw & 0xff)));
    return { data: concat(...objects, tlv(0x8e, checksum(...objects))), sw: response.sw };
  }

  function capacity(limit: number, oddInstruction: boolean): number {
    let blocks = Math.floor((limit - statusAndChecksumLength) / block);
    for (; blocks > 0; blocks -= 1) {
      const value = blocks * block + (oddInstruction ? 0 : 1);
      const header = value < 0x80 ? 2 : value < 0x100 ? 3 : value < 0x1_0000 ? 4 : 5;
      if (header + value + statusAndChecksumLength <= limit) break;
    }
    return Math.max(0, blocks * block - 1);
  }

  return { keys, unwrap, wrap, capacity };
}

function expectedLength(bytes: Uint8Array): number | undefined {
  const [high, low] = bytes;
  if (bytes.length === 1) return high || 256;
  if (bytes.length === 2) return (((high ?? 0) << 8) | (low ?? 0)) || 65_536;
  return undefined;
}

