// Basic access control against ICAO Doc 9303-11 appendix D.

import { describe, expect, it } from 'vitest';
import { mrzInformation } from '../../../../main/devices/card-reader/access-key.ts';
import { basicAccessControl, basicAccessKeys } from '../../../../main/devices/card-reader/bac/bac.ts';
import { fromHex, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import { lengthLimits } from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import { fixedRandom } from './fixed-random.ts';

const KEY = { documentNumber: 'L898902C', dateOfBirth: '690806', dateOfExpiry: '940623' };
const CHALLENGE = { command: '0084000008', response: '4608F919887022129000' };
const AUTHENTICATE = '0082000028'
  + '72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728';
const ANSWER = '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449';
const RANDOM = ['781723860C06C226', '0B795240CB7049B01C19B33E32804F0B'];

function open(response: string) {
  const transceiver = replayTransceiver([
    CHALLENGE, { command: AUTHENTICATE, response },
    { command: '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800', response: '990290008E08FA855A5D4C50A8ED9000' },
  ]);
  return basicAccessControl(plainChannel(transceiver, lengthLimits()), KEY, fixedRandom(RANDOM));
}

describe('basic access control, appendix D', () => {
  it('derives the document keys from the machine readable zone', () => {
    expect(mrzInformation(KEY)).toBe('L898902C<369080619406236');
    const keys = basicAccessKeys(KEY);
    expect(toHex(keys.encryption)).toBe('ab94fdecf2674fdfb9b391f85d7f76f2');
    expect(toHex(keys.mac)).toBe('7962d9ece03d1acd4c76089dce131543');
  });

  it('keeps document numbers longer than nine characters whole', () => {
    expect(mrzInformation({ documentNumber: 'D23145890734', dateOfBirth: '340712', dateOfExpiry: '950712' }))
      .toBe('D23145890734934071279507122');
  });

  it('opens the chip and goes on with secure messaging', async () => {
    const opened = await open(`${ANSWER}9000`);
    if (!opened.ok) throw new Error(opened.error.code);
    const selected = await opened.value.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: fromHex('011E') });
    expect(selected).toMatchObject({ ok: true, value: { statusWord: 0x9000 } });
  });

  it.each([['6300', 'wrongAccessKey', undefined], ['63C2', 'wrongAccessKey', 2], ['63C0', 'accessBlocked', undefined],
    ['6983', 'accessBlocked', undefined], ['6982', 'wrongAccessKey', undefined], ['6F00', 'accessRefused', undefined],
  ])('says what %s means: %s', async (status, code, retriesLeft) => {
    const opened = await open(status);
    expect(opened).toMatchObject({ ok: false, error: { code } });
    expect(!opened.ok && opened.error.retriesLeft).toBe(retriesLeft);
  });

  it('refuses a chip whose checksum is wrong', async () => {
    expect(await open(`${ANSWER.slice(0, -2)}4A9000`)).toMatchObject({ ok: false, error: { code: 'chipAnswerWrong' } });
  });

  it('refuses a chip that repeats another nonce', async () => {
    const other = replayTransceiver([{ ...CHALLENGE, response: '4608F919887022139000' }]);
    const opened = await basicAccessControl(plainChannel(other, lengthLimits()), KEY, fixedRandom(RANDOM));
    expect(opened).toMatchObject({ ok: false });
  });
});
