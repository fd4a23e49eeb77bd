// Chip authentication: an exchange captured from an Austrian passport (published with its ephemeral key in the tests of
// gmrtd), and both sides of the agreement computed against each other.

import { createDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBigInt, fromHex, toBigInt, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { chipAuthentication, chooseChipAuthentication } from '../../../../main/devices/card-reader/chip-authentication/chip-authentication.ts';
import { curveByName, encodeX, decodePoint } from '../../../../main/devices/card-reader/crypto/curve.ts';
import { modPow } from '../../../../main/devices/card-reader/crypto/modular.ts';
import type { PublicKey } from '../../../../main/devices/card-reader/crypto/public-key.ts';
import { deriveSessionKeys, zeroIv } from '../../../../main/devices/card-reader/crypto/symmetric.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import type { Channel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import { lengthLimits } from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { parseDg14 } from '../../../../main/devices/card-reader/lds/security-infos.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import { secureChannel } from '../../../../main/devices/card-reader/secure-messaging/secure-messaging.ts';
import { fixedRandom, randomForSecret } from './fixed-random.ts';

const DG14 = '6E82017E3182017A300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F0007020204020202010202010D'
  + '30820142060904007F000702020102308201333081EC06072A8648CE3D02013081E0020101302C06072A8648CE3D0101022100A9FB57DBA1EEA9BC3E660A909D'
  + '838D726E3BF623D52620282013481D1F6E5377304404207D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9042026DC5C6CE94A4B'
  + '44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B60441048BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262547EF835'
  + 'C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997022100A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A702'
  + '0101034200041983917269AC877C0B61544C2C022000D2A5ABA723E2D80141E648B40911DC3459761F27480E4B57181A53D8FE1190EA86C939AC14363178CAFF'
  + 'C621F0F905C3';

const MSE = {
  command: '0C2241A41D8711015D8F69B1EA365CCE4304970DB12421F38E085340D338128085E700',
  response: '990290008E083F5136E82A6C34779000',
};
const AUTHENTICATE = {
  command: '0C860000608751019E18F1BA79D805379752BB560EB70AAC3CE3BC5AFE2FDD4AEB325CA8B578B4A93B9F66A5DF40005F8E878535251D33DD974AAF77FB85'
    + '8773E5799FA9DC1034E89B1150EC7F0BB3DB4BF37A1B9EA4458A9701008E089D204D950C0B95DB00',
  response: '8711010B0A5DFFC7432DE4DEB604291377A05B990290008E08B3384A1F5D1579739000',
};
const SELECT_DG14 = {
  command: '0CA4020C1D8711011B2EE500E84960DF7F37AFE7ADFF53838E084500F3B43E192A5700',
  response: '990290008E0803C4B125B4218CEF9000',
};
const SESSION = {
  suite: 'AES-128' as const,
  encryption: fromHex('524170DE3419B7AF2F23E45AD6EF9595'), mac: fromHex('97893F5FDC29A5C13A924FE7D8ED44FD'),
};

function captured(exchanges: { command: string; response: string }[]) {
  const infos = parseDg14(fromHex(DG14));
  const choice = infos.ok ? chooseChipAuthentication(infos.value) : 'notOffered';
  if (typeof choice === 'string') throw new Error(choice);
  const plain = plainChannel(replayTransceiver(exchanges), lengthLimits());
  const channel = secureChannel(plain, SESSION, fromBigInt(0xf0n, 16));
  const random = fixedRandom([randomForSecret('80EBAFC8A51BECD4D90BB640EE38C9FD5C12748D28AAA37096B98C4533C4F5F5')]);
  return { choice, run: () => chipAuthentication(channel, plain, choice, random) };
}

describe('a captured chip authentication', () => {
  it('finds a known curve in explicit parameters', () => {
    expect(captured([]).choice).toMatchObject({ info: { suite: 'AES-128', agreement: 'ECDH' }, key: { kind: 'ec', curve: { name: 'brainpoolP256r1' } } });
  });

  it('sends what the passport answered, and speaks under the new keys', async () => {
    const agreed = await captured([MSE, AUTHENTICATE, SELECT_DG14]).run();
    if (!agreed.ok) throw new Error(agreed.error.code);
    expect(await agreed.value.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: fromHex('010E') }))
      .toMatchObject({ ok: true, value: { statusWord: 0x9000 } });
  });

  it('fails with the first response of a chip that has other keys', async () => {
    const agreed = await captured([MSE, AUTHENTICATE, { ...SELECT_DG14, response: '990290008E0803C4B125B4218CEE9000' }]).run();
    if (!agreed.ok) throw new Error(agreed.error.code);
    expect(await agreed.value.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: fromHex('010E') }))
      .toMatchObject({ ok: false, error: { code: 'secureMessagingFailed' } });
  });
});

/** A channel whose commands are looked at, and that always succeeds. */
function recording(): Channel & { sent: { p1: number; p2: number; ins: number; data: Uint8Array }[] } {
  const sent: { p1: number; p2: number; ins: number; data: Uint8Array }[] = [];
  return {
    sent, limits: lengthLimits(), maxReadLength: () => 223,
    async send({ p1, p2, ins, data = new Uint8Array(0) }) {
      sent.push({ p1, p2, ins, data });
      return { ok: true, value: { data: new Uint8Array(0), statusWord: 0x9000 } };
    },
  };
}

const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a);

describe('the agreement, seen from the chip', () => {
  const wire = { sent: [] as string[] };
  const responder = plainChannel({
    async transmit(command) {
      wire.sent.push(toHex(command));
      return { ok: false, error: { code: 'mediaRemoved' } };
    },
  }, lengthLimits());

  it('with Diffie-Hellman: the keys are those of the shared value', async () => {
    // node:crypto is the other side; RFC 2409's second group.
    const chip = createDiffieHellman(Buffer.from('FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B'
      + '302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF', 'hex'));
    const value = toBigInt(chip.generateKeys());
    const p = toBigInt(chip.getPrime());
    const key: PublicKey = { kind: 'dh', group: { p, g: 2n, q: undefined }, value };
    const channel = recording();
    const agreed = await chipAuthentication(channel, responder, {
      key, info: { oid: '0.4.0.127.0.7.2.2.3.1.1', agreement: 'DH', suite: '3DES', keyId: undefined },
    }, random);
    const [set] = channel.sent;
    expect(set).toMatchObject({ ins: 0x22, p1: 0x41, p2: 0xa6 });
    const ephemeral = set?.data.subarray(3) ?? new Uint8Array(0);
    expect(set?.data.subarray(0, 3)).toEqual(fromHex('918180'));
    const secret = chip.computeSecret(ephemeral);
    // The first protected command is the one that the chip's keys would make.
    if (!agreed.ok) throw new Error(agreed.error.code);
    const theirs = secureChannel(responder, deriveSessionKeys('3DES', new Uint8Array(secret)), zeroIv('3DES'));
    expect(await firstCommand(agreed.value)).toBe(await firstCommand(theirs));
  });

  it('with an elliptic curve and a key identifier', async () => {
    const curve = curveByName('P-224');
    const chipSecret = 123_456_789n;
    const key: PublicKey = { kind: 'ec', curve, point: curve.generator.multiply(chipSecret) };
    const channel = recording();
    const agreed = await chipAuthentication(channel, responder, {
      key, info: { oid: '0.4.0.127.0.7.2.2.3.2.4', agreement: 'ECDH', suite: 'AES-256', keyId: 195 },
    }, random);
    expect(toHex(channel.sent[0]?.data ?? new Uint8Array(0))).toBe('800a04007f000702020302048401c3');
    const point = decodePoint(curve, channel.sent[1]?.data.subarray(4) ?? new Uint8Array(0));
    if (point === undefined) throw new Error('no point');
    const secret = encodeX(curve, point.multiply(chipSecret));
    if (!agreed.ok) throw new Error(agreed.error.code);
    const theirs = secureChannel(responder, deriveSessionKeys('AES-256', secret), zeroIv('AES-256'));
    expect(await firstCommand(agreed.value)).toBe(await firstCommand(theirs));
  });

  /** The bytes of the first command that a channel protects. */
  async function firstCommand(channel: Channel): Promise<string | undefined> {
    wire.sent.length = 0;
    await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 0, le: 8 });
    return wire.sent[0];
  }
});

describe('choosing', () => {
  const point = curveByName('P-256').generator;
  const ecKey = { agreement: 'ECDH' as const, keyId: undefined, key: { kind: 'ec' as const, curve: curveByName('P-256'), point } };
  const infos = { pace: [], activeAuthenticationAlgorithm: undefined };
  const info = (suite: '3DES' | 'AES-128' | 'AES-256', keyId?: number) => ({ oid: suite, agreement: 'ECDH' as const, suite, keyId });

  it('means 3DES where a key comes without a protocol', () => {
    expect(chooseChipAuthentication({ ...infos, chipAuthentication: [], chipAuthenticationKeys: [ecKey] }))
      .toMatchObject({ info: { suite: '3DES', oid: '0.4.0.127.0.7.2.2.3.2.1' } });
  });

  it('takes the longest key, and the public key of its number', () => {
    const keys = [{ ...ecKey, keyId: 1 }, { ...ecKey, keyId: 2, key: { ...ecKey.key, point: point.double() } }];
    expect(chooseChipAuthentication({ ...infos, chipAuthentication: [info('AES-128', 1), info('AES-256', 2)], chipAuthenticationKeys: keys }))
      .toMatchObject({ info: { suite: 'AES-256' }, key: keys[1]?.key });
  });

  it('tells not offered from not supported', () => {
    expect(chooseChipAuthentication({ ...infos, chipAuthentication: [info('AES-128')], chipAuthenticationKeys: [] })).toBe('notOffered');
    expect(chooseChipAuthentication({ ...infos, chipAuthentication: [], chipAuthenticationKeys: [{ ...ecKey, key: undefined }] })).toBe('notSupported');
  });
});

describe('modular arithmetic', () => {
  it('agrees with repeated multiplication', () => {
    expect(modPow(7n, 560n, 561n)).toBe(1n);
    expect(modPow(3n, 0n, 7n)).toBe(1n);
  });
});
