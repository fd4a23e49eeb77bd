// Basic access control (ICAO Doc 9303-11 §4.3): both sides prove that they know three fields of the machine readable
// zone, and agree on 3DES session keys.

import { fail, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { mrzInformation } from '../access-key.ts';
import type { MrzKey } from '../access-key.ts';
import { refusedProof } from '../access.ts';
import type { AccessFailure } from '../access.ts';
import { concat, equalBytes, xor } from '../bytes.ts';
import type { RandomSource } from '../crypto/curve.ts';
import { digest } from '../crypto/hash.ts';
import {
  computeMac, decryptCbc, deriveSessionKeys, encryptCbc, verifyMac, zeroIv,
} from '../crypto/symmetric.ts';
import type { SessionKeys } from '../crypto/symmetric.ts';
import type { Channel } from '../iso7816/channel.ts';
import { formatStatusWord, STATUS } from '../iso7816/status-word.ts';
import { secureChannel } from '../secure-messaging/secure-messaging.ts';

const SUITE = '3DES';
const CHALLENGE_BYTES = 8;
const KEY_SEED_BYTES = 16;
const CRYPTOGRAM_BYTES = 32;
const MAC_BYTES = 8;

/** Document basic access keys (§9.7.1). */
export function basicAccessKeys(key: MrzKey): SessionKeys {
  const seed = digest('SHA-1', Buffer.from(mrzInformation(key), 'latin1')).slice(0, KEY_SEED_BYTES);
  return deriveSessionKeys(SUITE, seed);
}

/** Opens the chip; the eMRTD application is selected on `channel`. Gives the channel with secure messaging. */
export async function basicAccessControl(
  channel: Channel, key: MrzKey, random: RandomSource, signal?: AbortSignal,
): Promise<Result<Channel, AccessFailure>> {
  const keys = basicAccessKeys(key);
  const challenge = await channel.send({ cla: 0, ins: 0x84, p1: 0, p2: 0, le: CHALLENGE_BYTES }, signal);
  if (!challenge.ok) return challenge;
  const chipNonce = challenge.value.data;
  if (challenge.value.statusWord !== STATUS.success || chipNonce.length !== CHALLENGE_BYTES) {
    return fail('accessNotSupported', `GET CHALLENGE ${formatStatusWord(challenge.value.statusWord)}`);
  }

  const terminalNonce = random(CHALLENGE_BYTES);
  const terminalSeed = random(KEY_SEED_BYTES);
  const cryptogram = encryptCbc(
    SUITE, keys.encryption, zeroIv(SUITE), concat(terminalNonce, chipNonce, terminalSeed),
  );
  const response = await channel.send({
    cla: 0, ins: 0x82, p1: 0, p2: 0,
    data: concat(cryptogram, computeMac(SUITE, keys.mac, cryptogram)),
    le: CRYPTOGRAM_BYTES + MAC_BYTES,
  }, signal);
  if (!response.ok) return response;
  if (response.value.statusWord !== STATUS.success) return refusedProof(response.value.statusWord);

  const { data } = response.value;
  if (data.length !== CRYPTOGRAM_BYTES + MAC_BYTES) return fail('chipAnswerWrong', 'length of the cryptogram');
  const answer = data.subarray(0, CRYPTOGRAM_BYTES);
  if (!verifyMac(SUITE, keys.mac, answer, data.subarray(CRYPTOGRAM_BYTES))) {
    return fail('chipAnswerWrong', 'checksum of the cryptogram');
  }
  const plain = decryptCbc(SUITE, keys.encryption, zeroIv(SUITE), answer);
  if (!equalBytes(plain.subarray(0, 8), chipNonce) || !equalBytes(plain.subarray(8, 16), terminalNonce)) {
    return fail('chipAnswerWrong', 'nonces in the cryptogram');
  }
  const sessionKeys = deriveSessionKeys(SUITE, xor(terminalSeed, plain.subarray(16, 32)));
  const counter = concat(chipNonce.subarray(4), terminalNonce.subarray(4));
  return ok(secureChannel(channel, sessionKeys, counter));
}
