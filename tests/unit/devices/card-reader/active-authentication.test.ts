// Active authentication: the worked example of ICAO Doc 9303-11 for RSA, signatures made by node:crypto for the rest.

import { createHash, createPublicKey, constants, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activeAuthentication, verifyActiveAuthentication, verifyRepresentative,
} from '../../../../main/devices/card-reader/active-authentication/active-authentication.ts';
import { concat, fromBigInt, fromHex, toBigInt, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { decodePlainSignature, verifyEcdsa, verifyOnCurve } from '../../../../main/devices/card-reader/crypto/ecdsa.ts';
import { digest } from '../../../../main/devices/card-reader/crypto/hash.ts';
import type { PublicKey } from '../../../../main/devices/card-reader/crypto/public-key.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import { lengthLimits } from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { parseDg15 } from '../../../../main/devices/card-reader/lds/data-groups.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import { encodeTlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';
import { fixedRandom } from './fixed-random.ts';

const CHALLENGE = fromHex('F173589974BF40C6');
const M1 = fromHex('9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F967'
  + '84D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E7292E2DCDA3024B47DA8');
const EXAMPLE = concat(fromHex('6A'), M1, fromHex('C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127'), fromHex('BC'));

function dg15Of(key: KeyObject): PublicKey {
  const spki = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  const parsed = parseDg15(encodeTlv(0x6f, spki));
  if (!parsed.ok || parsed.value === undefined) throw new Error('DG15');
  return parsed.value;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const signRaw = (representative: Uint8Array): Uint8Array =>
  new Uint8Array(privateEncrypt({ key: rsa, padding: constants.RSA_NO_PADDING }, representative));

describe('RSA', () => {
  it('recognises the representative of the worked example', () => {
    expect(EXAMPLE).toHaveLength(128);
    expect(verifyRepresentative(EXAMPLE, CHALLENGE)).toBe(true);
    expect(verifyRepresentative(EXAMPLE, fromHex('F173589974BF40C7'))).toBe(false);
  });

  it('accepts its signature with a key of the example\'s size', () => {
    expect(verifyActiveAuthentication(dg15Of(rsa), undefined, CHALLENGE, signRaw(EXAMPLE))).toBe(true);
    const wrong = signRaw(EXAMPLE);
    wrong[5] = (wrong[5] ?? 0) ^ 1;
    expect(verifyActiveAuthentication(dg15Of(rsa), undefined, CHALLENGE, wrong)).toBe(false);
  });

  it('accepts the smaller of s and n - s', () => {
    const key = dg15Of(rsa);
    if (key.kind !== 'rsa') throw new Error('kind');
    const other = fromBigInt(key.rsa.modulus - toBigInt(signRaw(EXAMPLE)), 128);
    expect(verifyActiveAuthentication(key, undefined, CHALLENGE, other)).toBe(true);
  });

  it.each([['sha256', 0x34], ['sha384', 0x36], ['sha512', 0x35], ['sha224', 0x38], ['sha1', 0x33]] as const)('knows the trailer of %s', (hash, identifier) => {
    const length = createHash(hash).digest().length;
    const message = new Uint8Array(128 - 1 - length - 2).fill(0x21);
    const inner = createHash(hash).update(message).update(CHALLENGE).digest();
    expect(verifyRepresentative(concat(fromHex('6A'), message, inner, Uint8Array.of(identifier, 0xcc)), CHALLENGE)).toBe(true);
  });

  it('accepts a shorter message behind filler', () => {
    const message = new Uint8Array(40).fill(0x77);
    const inner = digest('SHA-1', message, CHALLENGE);
    const filler = concat(fromHex('6B'), new Uint8Array(128 - 2 - 40 - 20 - 1).fill(0xbb), fromHex('BA'));
    expect(verifyRepresentative(concat(filler, message, inner, fromHex('BC')), CHALLENGE)).toBe(true);
  });

  it.each([['00'], ['4A'], ['6C']])('refuses a representative that begins with %s', (first) => {
    expect(verifyRepresentative(concat(fromHex(first), EXAMPLE.subarray(1)), CHALLENGE)).toBe(false);
  });

  it('refuses nonsense of every length', () => {
    for (let length = 0; length < 40; length += 1) expect(verifyRepresentative(new Uint8Array(length).fill(0xbc), CHALLENGE)).toBe(false);
  });
});

describe('ECDSA', () => {
  it.each([['prime256v1', 'sha256', '3'], ['secp384r1', 'sha384', '4'], ['brainpoolP256r1', 'sha1', '1'], ['brainpoolP512r1', 'sha512', '5'],
    ['secp521r1', 'sha512', '5'], ['brainpoolP320r1', 'sha256', '3'], ['secp224r1', 'sha224', '2'], ['prime192v1', 'sha1', '1']])('%s with %s', (curve, hash, arc) => {
    const key = generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
    const algorithm = `0.4.0.127.0.7.1.1.4.1.${arc}`;
    const plain = new Uint8Array(sign(hash, CHALLENGE, { key, dsaEncoding: 'ieee-p1363' }));
    expect(verifyActiveAuthentication(dg15Of(key), algorithm, CHALLENGE, plain)).toBe(true);
    expect(verifyActiveAuthentication(dg15Of(key), algorithm, fromHex('0000000000000000'), plain)).toBe(false);
    // Some chips send the other encoding, and some do not say the hash.
    expect(verifyActiveAuthentication(dg15Of(key), undefined, CHALLENGE, new Uint8Array(sign(hash, CHALLENGE, key)))).toBe(true);
  });

  it.each(['prime256v1', 'secp384r1', 'secp521r1'])('%s: the runtime and the curve arithmetic agree', (curve) => {
    const key = generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
    const publicKey = dg15Of(key);
    if (publicKey.kind !== 'ec') throw new Error('kind');
    const { curve: known, point } = publicKey;
    fc.assert(fc.property(fc.uint8Array({ maxLength: 50 }), fc.boolean(), (message, wrong) => {
      const signature = new Uint8Array(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
      if (wrong) signature[10] = (signature[10] ?? 0) ^ 4;
      const decoded = decodePlainSignature(known, signature);
      if (decoded === undefined) throw new Error('length');
      expect(verifyOnCurve(known, point, digest('SHA-256', message), decoded)).toBe(!wrong);
      expect(verifyEcdsa(known, point, 'SHA-256', message, decoded)).toBe(!wrong);
    }), { numRuns: 20 });
  });

  it('refuses r and s out of range', () => {
    const key = dg15Of(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);
    for (const signature of [new Uint8Array(64), new Uint8Array(64).fill(0xff), concat(new Uint8Array(32), new Uint8Array(32).fill(1))]) {
      expect(verifyActiveAuthentication(key, undefined, CHALLENGE, signature)).toBe(false);
    }
  });
});

describe('the command', () => {
  const run = (response: string) => activeAuthentication(
    plainChannel(replayTransceiver([{ command: '0088000008F173589974BF40C600', response }]), lengthLimits()),
    dg15Of(rsa), undefined, fixedRandom(['F173589974BF40C6']),
  );

  it('sends the challenge and believes only its signature', async () => {
    expect(await run(`${toHex(signRaw(EXAMPLE))}9000`)).toMatchObject({ ok: true });
    expect(await run('00119000')).toMatchObject({ ok: false, error: { code: 'activeAuthenticationWrong' } });
    expect(await run('6982')).toMatchObject({ ok: false, error: { code: 'activeAuthenticationRefused', detail: '6982' } });
  });

  it('does not compute with keys that no card has', () => {
    const huge = { kind: 'rsa' as const, rsa: { modulus: (1n << 65_535n) + 1n, exponent: (1n << 65_000n) + 1n } };
    const before = process.cpuUsage();
    expect(verifyActiveAuthentication(huge, undefined, CHALLENGE, new Uint8Array(8192))).toBe(false);
    expect(process.cpuUsage(before).user).toBeLessThan(200_000);
  });
});
