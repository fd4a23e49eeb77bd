// Secure messaging against ICAO Doc 9303-11 appendix D.4 (3DES), and against itself seen from the card for AES.

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { computeMac, deriveSessionKeys, encryptCbc, pad, zeroIv } from '../../../../main/devices/card-reader/crypto/symmetric.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import { lengthLimits } from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import { plainBytesWithin, secureChannel } from '../../../../main/devices/card-reader/secure-messaging/secure-messaging.ts';
import type { SessionKeys } from '../../../../main/devices/card-reader/crypto/symmetric.ts';

const KEYS: SessionKeys = {
  suite: '3DES',
  encryption: fromHex('979EC13B1CBFE9DCD01AB0FED307EAE5'),
  mac: fromHex('F1CB1F1FB5ADF208806B89DC579DC1F8'),
};
const COUNTER = fromHex('887022120C06C226');

function channelOver(exchanges: { command: string; response: string }[]) {
  return secureChannel(plainChannel(replayTransceiver(exchanges), lengthLimits()), KEYS, COUNTER);
}

const SELECT_COM = {
  command: '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800',
  response: '990290008E08FA855A5D4C50A8ED9000',
};
const selectCom = { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: fromHex('011E') };

describe('secure messaging with 3DES, appendix D.4', () => {
  it('protects the commands and opens the responses of the worked example', async () => {
    const channel = channelOver([
      SELECT_COM,
      { command: '0CB000000D9701048E08ED6705417E96BA5500', response: '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000' },
      {
        command: '0CB000040D9701128E082EA28A70F3C7B53500',
        response: '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000',
      },
    ]);
    expect(await channel.send(selectCom)).toMatchObject({ ok: true, value: { statusWord: 0x9000 } });
    const first = await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 0, le: 4 });
    expect(first.ok && toHex(first.value.data)).toBe('60145f01');
    const rest = await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 4, le: 0x12 });
    expect(rest.ok && toHex(rest.value.data)).toBe('04303130365f36063034303030305c026175');
  });

  it('refuses a response with one flipped bit, and everything after it', async () => {
    const channel = channelOver([{ ...SELECT_COM, response: '990290008E08FA855A5D4C50A8EC9000' }]);
    expect(await channel.send(selectCom)).toMatchObject({ ok: false, error: { code: 'secureMessagingFailed' } });
    expect(await channel.send(selectCom)).toMatchObject({ ok: false, error: { code: 'secureMessagingFailed' } });
  });

  it('refuses a status word that differs from the protected one', async () => {
    const channel = channelOver([{ ...SELECT_COM, response: '990290008E08FA855A5D4C50A8ED6282' }]);
    expect(await channel.send(selectCom)).toMatchObject({ ok: false, error: { code: 'secureMessagingFailed' } });
  });

  it('refuses success without protection', async () => {
    const channel = channelOver([{ ...SELECT_COM, response: '9000' }]);
    expect(await channel.send(selectCom)).toMatchObject({ ok: false, error: { code: 'secureMessagingFailed' } });
  });

  it('says that the card ended the session', async () => {
    const channel = channelOver([{ ...SELECT_COM, response: '6988' }]);
    expect(await channel.send(selectCom)).toMatchObject({ ok: false, error: { code: 'secureMessagingLost', detail: expect.stringContaining('6988') } });
  });
});

describe('room for data in a protected response', () => {
  it.each([
    ['3DES', 256, 231], ['AES-128', 256, 223], ['AES-256', 224, 191], ['3DES', 160, 135], ['AES-128', 160, 127],
  ] as const)('%s in %i bytes: %i', (suite, wire, plain) => {
    expect(plainBytesWithin(suite, wire)).toBe(plain);
  });

  it.each(['3DES', 'AES-128', 'AES-192', 'AES-256'] as const)('is exact for %s at every length', (suite) => {
    for (let wire = 64; wire < 1200; wire += 1) {
      const plain = plainBytesWithin(suite, wire);
      expect(protectedLength(suite, plain)).toBeLessThanOrEqual(wire);
      // One block more would not fit; on a boundary of the length field less may.
      expect(protectedLength(suite, plain + 17)).toBeGreaterThan(wire);
    }
  });

  function protectedLength(suite: SessionKeys['suite'], plain: number): number {
    const block = suite === '3DES' ? 8 : 16;
    const value = pad(new Uint8Array(plain), block).length + 1;
    return 1 + (value < 0x80 ? 1 : value < 0x100 ? 2 : 3) + value + 4 + 10;
  }
});

describe('the primitives below it', () => {
  it('compute the cryptogram and checksum of appendix D.3', () => {
    const encryption = fromHex('AB94FDECF2674FDFB9B391F85D7F76F2');
    const cryptogram = encryptCbc('3DES', encryption, zeroIv('3DES'), fromHex('781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B'));
    expect(toHex(cryptogram)).toBe('72c29c2371cc9bdb65b779b8e8d37b29ecc154aa56a8799fae2f498f76ed92f2');
    expect(toHex(computeMac('3DES', fromHex('7962D9ECE03D1ACD4C76089DCE131543'), cryptogram))).toBe('5f1448eea8ad90a7');
  });

  it('derive AES keys of 128, 192 and 256 bits of different hashes', () => {
    const secret = fromHex('28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925');
    expect(toHex(deriveSessionKeys('AES-128', secret).encryption)).toBe('f5f0e35c0d7161ee6724ee513a0d9a7f');
    expect(toHex(deriveSessionKeys('AES-128', secret).mac)).toBe('fe251c7858b356b24514b3bd5f4297d1');
    const longest = deriveSessionKeys('AES-256', secret).encryption;
    expect(longest).toHaveLength(32);
    expect(deriveSessionKeys('AES-192', secret).encryption).toEqual(longest.slice(0, 24));
  });
});
