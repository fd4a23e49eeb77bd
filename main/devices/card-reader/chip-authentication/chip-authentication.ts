// Chip authentication version 1 (ICAO Doc 9303-11 §6.2, BSI TR-03110-3 B.2): the chip proves that it holds the private
// key to the public one in data group 14, by agreeing on new session keys with it. The proof is complete when the first
// response under the new keys verifies, and worth something when the data group's hash has been verified.

import { fail, ok } from '../../../domain/result.ts';
import type { Failure, Result } from '../../../domain/result.ts';
import { concat, fromBigInt, toBigInt } from '../bytes.ts';
import { encodePoint, encodeX, generateKey, multiply } from '../crypto/curve.ts';
import type { RandomSource } from '../crypto/curve.ts';
import { modPow } from '../crypto/modular.ts';
import type { DhGroup, PublicKey } from '../crypto/public-key.ts';
import { deriveSessionKeys, zeroIv } from '../crypto/symmetric.ts';
import type { CommandApdu } from '../iso7816/apdu.ts';
import type { Channel, ChannelFailureCode } from '../iso7816/channel.ts';
import { formatStatusWord, STATUS } from '../iso7816/status-word.ts';
import type { ChipAuthenticationInfo, SecurityInfos } from '../lds/security-infos.ts';
import { secureChannel } from '../secure-messaging/secure-messaging.ts';
import { encodeOidValue } from '../tlv/asn1.ts';
import { encodeTlv } from '../tlv/tlv.ts';

export type ChipAuthenticationFailureCode =
  | ChannelFailureCode
  /** The chip would not do what its data group 14 offers. */
  | 'chipAuthenticationRefused';

export type ChipAuthenticationChoice = { readonly info: ChipAuthenticationInfo; readonly key: PublicKey };

const SUITE_ORDER = ['AES-256', 'AES-192', 'AES-128', '3DES'] as const;
// Bits of a private Diffie-Hellman key where the group does not say the order: twice the strength of a 4096-bit group.
const UNSTATED_ORDER_BITS = 320;

/**
 * The protocol and key to use; `notOffered` without keys, `notSupported` with only such as this reader does not know.
 * A chip that lists a key and no protocol means 3DES (Doc 9303-11 §6.2.1).
 */
export function chooseChipAuthentication(infos: SecurityInfos): ChipAuthenticationChoice | 'notOffered' | 'notSupported' {
  const keys = infos.chipAuthenticationKeys;
  if (keys.length === 0) return 'notOffered';
  const offers: readonly ChipAuthenticationInfo[] = infos.chipAuthentication.length > 0
    ? infos.chipAuthentication
    : keys.map(({ agreement, keyId }) => ({
      oid: `0.4.0.127.0.7.2.2.3.${agreement === 'DH' ? 1 : 2}.1`, agreement, suite: '3DES', keyId,
    }));
  const choices = offers.flatMap((info) => {
    const match = keys.find((candidate) => candidate.agreement === info.agreement
      && (info.keyId === undefined || candidate.keyId === undefined || candidate.keyId === info.keyId));
    if (match?.key === undefined || match.key.kind !== (info.agreement === 'DH' ? 'dh' : 'ec')) return [];
    return [{ info, key: match.key }];
  });
  const rank = ({ info }: ChipAuthenticationChoice): number =>
    SUITE_ORDER.indexOf(info.suite) * 2 + (info.agreement === 'ECDH' ? 0 : 1);
  return choices.sort((one, other) => rank(one) - rank(other))[0] ?? 'notSupported';
}

/**
 * @param channel with the secure messaging so far
 * @param plain the channel below it
 * @returns the channel with the new keys: the chip is authentic once a command over it has succeeded
 */
export async function chipAuthentication(
  channel: Channel, plain: Channel, { info, key }: ChipAuthenticationChoice, random: RandomSource, signal?: AbortSignal,
): Promise<Result<Channel, Failure<ChipAuthenticationFailureCode>>> {
  const keyId = info.keyId === undefined ? new Uint8Array(0) : encodeTlv(0x84, integerBytes(info.keyId));
  const own = ownKey(key, random);
  const commands: CommandApdu[] = info.suite === '3DES'
    ? [{ cla: 0, ins: 0x22, p1: 0x41, p2: 0xa6, data: concat(encodeTlv(0x91, own.ephemeral), keyId) }]
    : [
      { cla: 0, ins: 0x22, p1: 0x41, p2: 0xa4, data: concat(encodeTlv(0x80, encodeOidValue(info.oid)), keyId) },
      { cla: 0, ins: 0x86, p1: 0, p2: 0, data: encodeTlv(0x7c, encodeTlv(0x80, own.ephemeral)), le: 256 },
    ];
  let secret: Uint8Array | undefined;
  for (const command of commands) {
    const coming = channel.send(command, signal);
    // The chip's key is known beforehand: the agreement is computed while the chip works.
    secret ??= own.agree();
    const response = await coming;
    if (!response.ok) return response;
    if (response.value.statusWord !== STATUS.success) {
      return fail('chipAuthenticationRefused', formatStatusWord(response.value.statusWord));
    }
  }
  return ok(secureChannel(plain, deriveSessionKeys(info.suite, secret ?? own.agree()), zeroIv(info.suite)));
}

function ownKey(key: PublicKey, random: RandomSource): { ephemeral: Uint8Array; agree: () => Uint8Array } {
  if (key.kind === 'ec') {
    const own = generateKey(key.curve, key.curve.generator, random);
    return {
      ephemeral: encodePoint(own.publicPoint), agree: () => encodeX(key.curve, multiply(key.point, own.secret)),
    };
  }
  if (key.kind === 'dh') {
    const { p, g } = key.group;
    const length = Math.ceil(p.toString(16).length / 2);
    const own = randomExponent(key.group, random);
    return {
      ephemeral: fromBigInt(modPow(g, own, p), length), agree: () => fromBigInt(modPow(key.value, own, p), length),
    };
  }
  throw new Error('an RSA key is not for agreement');
}

function randomExponent({ q }: DhGroup, random: RandomSource): bigint {
  const order = q ?? 1n << BigInt(UNSTATED_ORDER_BITS);
  const bytes = Math.ceil(order.toString(16).length / 2) + 8;
  return (toBigInt(random(bytes)) % (order - 2n)) + 2n;
}

function integerBytes(value: number): Uint8Array {
  return fromBigInt(BigInt(value), Math.max(1, Math.ceil(value.toString(16).length / 2)));
}
