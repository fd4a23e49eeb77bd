// Basic Access Control from the card's side (Doc 9303 part 11, clause 4.3).
import { createHash } from 'node:crypto';
import { ascii, concat, equal, xor } from './bytes.ts';
import { decryptCbc, deriveKey, encryptCbc, mac, pad } from './ciphers.ts';
import type { Random } from './random.ts';
import type { SessionKeys } from './secure-messaging.ts';

/**
 * The answer to EXTERNAL AUTHENTICATE and the session that follows, or undefined when the terminal does not know the
 * key. `mrzInformation`: document number, birth and expiry, each with its check digit; `challenge`: RND.IC.
 */
export function answerBasicAccess(
  mrzInformation: string, challenge: Uint8Array, data: Uint8Array, random: Random,
): { data: Uint8Array; keys: SessionKeys } | undefined {
  if (data.length !== 40) return undefined;
  const seed = new Uint8Array(createHash('sha1').update(ascii(mrzInformation)).digest().subarray(0, 16));
  const encryption = deriveKey('3des', seed, 1);
  const authentication = deriveKey('3des', seed, 2);
  const zero = new Uint8Array(8);
  const cryptogram = data.slice(0, 32);
  if (!equal(data.slice(32), mac('3des', authentication, pad(cryptogram, 8)))) return undefined;
  const plain = decryptCbc('3des', encryption, zero, cryptogram);
  const terminalChallenge = plain.slice(0, 8);
  if (!equal(plain.slice(8, 16), challenge)) return undefined;
  const keyMaterial = random.bytes(16);
  const reply = encryptCbc('3des', encryption, zero, concat(challenge, terminalChallenge, keyMaterial));
  const secret = xor(plain.slice(16), keyMaterial);
  return {
    data: concat(reply, mac('3des', authentication, pad(reply, 8))),
    keys: {
      cipher: '3des',
      encryption: deriveKey('3des', secret, 1),
      authentication: deriveKey('3des', secret, 2),
      sendSequenceCounter: concat(challenge.slice(4), terminalChallenge.slice(4)),
    },
  };
}
