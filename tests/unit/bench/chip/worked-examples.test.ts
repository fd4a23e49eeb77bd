// The worked examples of ICAO Doc 9303 part 11, appendices D, F, G, H and I, from the card's side.
import { describe, expect, it } from 'vitest';
import { messageRepresentative, recoverableLength } from '../../../bench/chip/active-authentication.ts';
import { fromHex, toHex } from '../../../bench/chip/bytes.ts';
import { fileContent } from '../../../bench/chip/card-image.ts';
import type { CardImage } from '../../../bench/chip/card-image.ts';
import { createChip } from '../../../bench/chip/chip.ts';
import { curve, pointBytes } from '../../../bench/chip/curves.ts';
import { integratedGenerator, pseudoRandom } from '../../../bench/chip/integrated-mapping.ts';
import { authenticationToken, chipAuthenticationData, encryptChipAuthenticationData } from '../../../bench/chip/pace.ts';
import type { Random } from '../../../bench/chip/random.ts';

/** Gives out what the example says, in order. */
function scripted(bytes: readonly string[], scalars: readonly string[] = []): Random {
  const byteStrings = bytes.map(fromHex);
  const numbers = scalars.map((digits) => BigInt(`0x${digits.replace(/\s/g, '')}`));
  return {
    bytes(length) {
      const next = byteStrings.shift();
      if (next?.length !== length) throw new Error(`the example has no ${length} bytes here`);
      return next;
    },
    scalar() {
      const next = numbers.shift();
      if (next === undefined) throw new Error('the example has no key here');
      return next;
    },
  };
}

const plainCard: CardImage = {
  atr: fromHex('3b80800101'),
  masterFile: [],
  application: [],
  mrzInformation: '',
  can: '',
  basicAccess: true,
  pace: [],
  chipAuthentication: undefined,
  activeAuthentication: undefined,
  behaviour: {
    selectMasterFile: 0x9000, extendedLength: false, largestReply: 256, endOfFile: 'shorter', overlongRead: 'truncate',
    refusalAt: 'select', canTries: 0,
  },
};

function exchange(card: CardImage, random: Random): (command: string) => string {
  const chip = createChip(card, random);
  return (command) => {
    const reply = chip.process(fromHex(command));
    return reply === 'mute' ? 'mute' : toHex(reply).toUpperCase();
  };
}

describe('appendix D: Basic Access Control and secure messaging', () => {
  const efCom = fromHex('60145F0104303130365F36063034303030305C026175');
  const card: CardImage = {
    ...plainCard,
    mrzInformation: 'L898902C<369080619406236',
    application: [{ fileId: 0x011e, shortId: 0x1e, access: 'session', content: fileContent(efCom) }],
  };

  it('answers every command of the example byte for byte', () => {
    const send = exchange(card, scripted(['4608F91988702212', '0B4F80323EB3191CB04970CB4052790B']));
    expect(send('00A4040C07A0000002471001')).toBe('9000');
    expect(send('0084000008')).toBe('46 08 F9 19 88 70 22 12 90 00'.replace(/ /g, ''));
    expect(send('008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728')).toBe(
      '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000');
    expect(send('0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800')).toBe('990290008E08FA855A5D4C50A8ED9000');
    expect(send('0CB000000D9701048E08ED6705417E96BA5500')).toBe('8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000');
    expect(send('0CB000040D9701128E082EA28A70F3C7B53500')).toBe(
      '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000');
  });

  it('ends the session at a wrong checksum', () => {
    const send = exchange(card, scripted(['4608F91988702212', '0B4F80323EB3191CB04970CB4052790B']));
    send('00A4040C07A0000002471001');
    send('0084000008');
    send('008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728');
    expect(send('0CA4020C158709016375432908C044F68E08BF8B92D635FF24F900')).toBe('6988');
    expect(send('0CB000000D9701048E08ED6705417E96BA5500')).toBe('6882');
  });
});

describe('appendix G.1: PACE, generic mapping', () => {
  const card: CardImage = {
    ...plainCard, mrzInformation: 'T22000129364081251010318', pace: [{ mapping: 'generic', cipher: 'aes-128', parameterId: 13 }],
  };
  const random = (): Random => scripted(['3F00C4D39D153F2B2A214A078D899B22'], [
    '498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560',
    '107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A',
  ]);

  it('answers every command of the example byte for byte', () => {
    const send = exchange(card, random());
    expect(send('0022C1A40F800A04007F00070202040202830101')).toBe('9000');
    expect(send('10860000027C0000')).toBe('7C12801095A3A016522EE98D01E76CB6B98B42C39000');
    expect(send('10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B5' +
      '5C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00')).toBe(
      '7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A' +
      '49DC63719363CCD13C549000');
    expect(send('10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6' +
      'A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200')).toBe(
      '7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B3' +
      '26904B59A0193776F0949000');
    expect(send('008600000C7C0A8508C2B0BD78D94BA86600')).toBe('7C0A86083ABB9674BCE93C089000');
  });

  it('refuses another token', () => {
    const send = exchange(card, random());
    send('0022C1A40F800A04007F00070202040202830101');
    send('10860000027C0000');
    send('10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B5' +
      '5C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00');
    send('10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6' +
      'A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200');
    expect(send('008600000C7C0A8508C2B0BD78D94BA86700')).toBe('6300');
  });
});

describe('appendix H.1: PACE, integrated mapping', () => {
  const s = fromHex('2923BE84E16CD6AE529049F1F1BBE9EB');
  const t = fromHex('5DD4CBFC96F5453B130D890A1CDBAE32');

  it('maps both nonces to the generator of the example', () => {
    expect(toHex(pseudoRandom('aes-128', s, t, 256)).toUpperCase()).toBe(
      'E4447E2DFB3586BAC05DDB00156B57FBB2179A3949294C97254189800C517BAA8DA0FF397ED8C445D3E421E4FEB57322');
    const on = curve('brainpoolP256r1');
    expect(toHex(pointBytes(on, integratedGenerator('aes-128', on, s, t))).toUpperCase()).toBe(
      '048E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D4274C1AE14BD0C3DBAC0C871B7F3608169364437CA30AC243A089' +
      'D3F266C1E60FAD');
  });

  it('has the nonce, the empty mapping data and the tokens of the example', () => {
    const card: CardImage = {
      ...plainCard, mrzInformation: 'T22000129364081251010318', pace: [{ mapping: 'integrated', cipher: 'aes-128', parameterId: 13 }],
    };
    const send = exchange(card, scripted([toHex(s)], ['1']));
    expect(send('0022C1A40F800A04007F00070202040402830101')).toBe('9000');
    expect(send('10860000027C0000')).toMatch(/^7C128010[0-9A-F]{32}9000$/);
    expect(send('10860000147C1281105DD4CBFC96F5453B130D890A1CDBAE3200')).toBe('7C0282009000');
    const protocol = fromHex('04007F00070202040402');
    const mac = fromHex('B01E89E3D9E8719E586B50B4A7506E0B');
    expect(toHex(authenticationToken('aes-128', mac, protocol, fromHex(
      '0467F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DE' +
      'D257F4D22753')))).toBe('450f02b86f6a0909');
    expect(toHex(authenticationToken('aes-128', mac, protocol, fromHex(
      '0489CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D46755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13' +
      '418A59B34C37')))).toBe('75d4d96e8d5b0308');
  });
});

describe('appendix I.1: PACE, chip authentication mapping', () => {
  it('proves the static key as in the example', () => {
    const on = curve('brainpoolP256r1');
    const chipKey = BigInt('0x86C88A4579CE48135878E6348A734B5D47CE5BC1E54C0E8978687B49FDE2E2C2');
    const mappingKey = BigInt('0x9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA');
    const proof = chipAuthenticationData(on, chipKey, mappingKey);
    expect(toHex(proof).toUpperCase()).toBe('85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3');
    const keys = {
      cipher: 'aes-128', encryption: fromHex('0A9DA4DB03BDDE39FC5202BC44B2E89E'), authentication: fromHex(''),
      sendSequenceCounter: new Uint8Array(16),
    } as const;
    expect(toHex(encryptChipAuthenticationData(keys, proof)).toUpperCase()).toBe(
      '1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92');
  });
});

describe('appendix F: Active Authentication', () => {
  it('builds the message representative of the example', () => {
    const m1 = fromHex('9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C98599F40B79F' +
      '377B5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E7292E2DCDA3024B47DA8');
    expect(recoverableLength('sha1', 128)).toBe(m1.length);
    const built = messageRepresentative('sha1', m1, fromHex('F173589974BF40C6'));
    expect(toHex(built)).toBe(`6a${toHex(m1)}c063aa1e6d22fbd976ab0fe73d94d2d9c6d88127bc`);
  });
});
