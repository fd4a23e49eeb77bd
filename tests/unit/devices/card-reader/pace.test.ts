// PACE against the worked examples of ICAO Doc 9303-11: appendix G.1 (generic mapping), H.1 (integrated mapping) and
// I.1 (chip-authentication mapping).

import { describe, expect, it } from 'vitest';
import { mrzInformation } from '../../../../main/devices/card-reader/access-key.ts';
import { fromHex, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { curveByName, decodePoint } from '../../../../main/devices/card-reader/crypto/curve.ts';
import { deriveKey, encryptCbc, zeroIv } from '../../../../main/devices/card-reader/crypto/symmetric.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import { lengthLimits } from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { parseCardAccess } from '../../../../main/devices/card-reader/lds/security-infos.ts';
import { pointFromField, pseudoRandomNumber } from '../../../../main/devices/card-reader/pace/integrated-mapping.ts';
import { choosePace, fitsChipKey, pace, passwordSecret } from '../../../../main/devices/card-reader/pace/pace.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import type { Exchange } from '../../../../main/devices/card-reader/replay.ts';
import type { AccessKey } from '../../../../main/devices/card-reader/access-key.ts';
import type { PaceInfo } from '../../../../main/devices/card-reader/lds/security-infos.ts';
import { fixedRandom, randomForSecret } from './fixed-random.ts';
import identity from '../../../fixtures/vectors/identity.json' with { type: 'json' };

const T22000129: AccessKey = { mrz: { documentNumber: 'T22000129', dateOfBirth: '640812', dateOfExpiry: '101031' } };
const C11T002JM: AccessKey = { mrz: { documentNumber: 'C11T002JM', dateOfBirth: '960812', dateOfExpiry: '231031' } };

function offer(mapping: PaceInfo['mapping'], arc: number, suite: PaceInfo['suite'] = 'AES-128', parameterId = 13): PaceInfo {
  const cipher = ['3DES', 'AES-128', 'AES-192', 'AES-256'].indexOf(suite) + 1;
  return { oid: `0.4.0.127.0.7.2.2.4.${arc}.${cipher}`, agreement: 'ECDH', mapping, suite, parameterId };
}

function run(info: PaceInfo, key: AccessKey, exchanges: Exchange[], random: string[]) {
  const choice = choosePace([info]);
  if (choice === undefined) throw new Error('nothing to choose');
  const transceiver = replayTransceiver(exchanges);
  return { transceiver, outcome: pace(plainChannel(transceiver, lengthLimits()), choice, key, { random: fixedRandom(random) }) };
}

const GENERIC: Exchange[] = [
  { command: '0022C1A40F800A04007F00070202040202830101', response: '9000' },
  { command: '10860000027C0000', response: '7C12801095A3A016522EE98D01E76CB6B98B42C39000' },
  {
    command: '10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E'
      + '544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00',
    response: '7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57'
      + '30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000',
  },
  {
    command: '10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C'
      + '3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200',
    response: '7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB'
      + '7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000',
  },
  { command: '008600000C7C0A8508C2B0BD78D94BA86600', response: '7C0A86083ABB9674BCE93C089000' },
];
const GENERIC_RANDOM = [
  randomForSecret('7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99'),
  randomForSecret('A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595'),
];

describe('PACE with generic mapping, appendix G.1', () => {
  it('derives the password key', () => {
    expect(toHex(passwordSecret(T22000129))).toBe('7e2d2a41c74ea0b38cd36f863939bfa8e9032aad');
    expect(toHex(deriveKey('AES-128', passwordSecret(T22000129), 3))).toBe('89ded1b26624ec1e634c1989302849dd');
  });

  it('sends the five commands of the example and accepts the chip', async () => {
    const { outcome, transceiver } = run(offer('generic', 2), T22000129, GENERIC, GENERIC_RANDOM);
    expect(await outcome).toMatchObject({ ok: true });
    expect(transceiver.remaining()).toBe(0);
  });

  it('refuses a chip with another token', async () => {
    const exchanges = GENERIC.with(4, { ...(GENERIC[4] as Exchange), response: '7C0A86083ABB9674BCE93C099000' });
    expect(await run(offer('generic', 2), T22000129, exchanges, GENERIC_RANDOM).outcome)
      .toMatchObject({ ok: false, error: { code: 'chipAnswerWrong' } });
  });

  it('refuses a chip that sends the own point back', async () => {
    const own = (GENERIC[3] as Exchange).command.slice(18, -2);
    const exchanges = GENERIC.with(3, { ...(GENERIC[3] as Exchange), response: `7C438441${own}9000` });
    expect(await run(offer('generic', 2), T22000129, exchanges, GENERIC_RANDOM).outcome)
      .toMatchObject({ ok: false, error: { code: 'chipAnswerWrong', detail: 'agreement point' } });
  });

  it('refuses a point that is not on the curve', async () => {
    const response = (GENERIC[2] as Exchange).response.replace('C549000', 'C559000');
    const exchanges = GENERIC.with(2, { ...(GENERIC[2] as Exchange), response });
    expect(await run(offer('generic', 2), T22000129, exchanges, GENERIC_RANDOM).outcome)
      .toMatchObject({ ok: false, error: { code: 'chipAnswerWrong', detail: 'mapping point' } });
  });

  it.each([['6300', undefined], ['63C2', 2]])('says that the key is wrong at %s', async (status, retriesLeft) => {
    const exchanges = GENERIC.with(4, { ...(GENERIC[4] as Exchange), response: status });
    const outcome = await run(offer('generic', 2), T22000129, exchanges, GENERIC_RANDOM).outcome;
    expect(outcome).toMatchObject({ ok: false, error: { code: 'wrongAccessKey' } });
    expect(!outcome.ok && outcome.error.retriesLeft).toBe(retriesLeft);
  });

  it('does not spend the last attempt unless told to', async () => {
    const warned = GENERIC.with(0, { ...(GENERIC[0] as Exchange), response: '63C1' });
    const stopped = run(offer('generic', 2), T22000129, warned, GENERIC_RANDOM);
    expect(await stopped.outcome).toMatchObject({ ok: false, error: { code: 'accessBlocked', retriesLeft: 1 } });
    expect(stopped.transceiver.remaining()).toBe(4);

    const choice = choosePace([offer('generic', 2)]);
    if (choice === undefined) throw new Error('nothing to choose');
    const channel = plainChannel(replayTransceiver(warned), lengthLimits());
    expect(await pace(channel, choice, T22000129, { random: fixedRandom(GENERIC_RANDOM), spendLastAttempt: true }))
      .toMatchObject({ ok: true });
  });
});

describe('PACE with integrated mapping, appendix H.1', () => {
  it('maps the nonces to the generator of the example', () => {
    const curve = curveByName('brainpoolP256r1');
    const s = fromHex('2923BE84E16CD6AE529049F1F1BBE9EB');
    const t = fromHex('5DD4CBFC96F5453B130D890A1CDBAE32');
    const point = pointFromField(curve, pseudoRandomNumber('AES-128', s, t, curve.p));
    expect(point?.toAffine().x.toString(16)).toBe('8e82d31559ed0fde92a4d0498add3c23baba94fb77691e31e90aea77fb17d427');
  });

  it('sends the commands of the example and accepts the chip', async () => {
    // The example gives the password key only, not the password: the nonce is enciphered anew with one of ours.
    const passwordKey = deriveKey('AES-128', passwordSecret(T22000129), 3);
    const z = encryptCbc('AES-128', passwordKey, zeroIv('AES-128'), fromHex('2923BE84E16CD6AE529049F1F1BBE9EB'));
    const { outcome, transceiver } = run(offer('integrated', 4), T22000129, [
      { command: '0022C1A40F800A04007F00070202040402830101', response: '9000' },
      { command: '10860000027C0000', response: `7C128010${toHex(z)}9000` },
      { command: '10860000147C1281105DD4CBFC96F5453B130D890A1CDBAE3200', response: '7C0282009000' },
      {
        command: '10860000457C4383410489CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D4'
          + '6755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C3700',
        response: '7C4384410467F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8'
          + '932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D227539000',
      },
      { command: '008600000C7C0A8508450F02B86F6A090900', response: '7C0A860875D4D96E8D5B03089000' },
    ], ['5DD4CBFC96F5453B130D890A1CDBAE32', randomForSecret('A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595')]);
    expect(await outcome).toMatchObject({ ok: true });
    expect(transceiver.remaining()).toBe(0);
  });
});

describe('PACE with chip-authentication mapping, appendix I.1', () => {
  const exchanges: Exchange[] = [
    { command: '0022C1A40F800A04007F00070202040602830101', response: '9000' },
    { command: '10860000027C0000', response: '7C128010CB60E8E0D85B76A9BD304747C2AD42E29000' },
    {
      command: '10860000457C438141047F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE'
        + '1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C100',
      response: '7C43824104A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3'
        + '04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E239000',
    },
    {
      command: '10860000457C43834104446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95'
        + '5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC00',
      response: '7C4384410402AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA993333111C3B9B4C2287789BD137E'
        + '7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E19000',
    },
    {
      command: '008600000C7C0A8508E86BD06018A1CD3B00',
      response: '7C3C86088596CF055C67C1A38A301EEA964DAAE372AC990E3EFDE6333353BFC8'
        + '9A6704D93DA8798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F929000',
    },
  ];
  const random = [
    randomForSecret('5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC'),
    randomForSecret('76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120'),
  ];
  const staticKey = '041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8'
    + '84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F';

  it('finds the scalar that binds the mapping to the chip\'s static key', async () => {
    const outcome = await run(offer('chipAuthentication', 6), C11T002JM, exchanges, random).outcome;
    const proof = outcome.ok ? outcome.value.chipProof : undefined;
    if (proof === undefined || proof === 'missing') throw new Error('no proof');
    expect(proof.chipScalar.toString(16)).toBe('85dc3fa93d0952bfa82f5fd189ee75bd82f11d1f0b8ed4bf5319ac9b53c426b3');
    const point = decodePoint(proof.curve, fromHex(staticKey));
    expect(point && fitsChipKey(proof, point)).toBe(true);
    expect(fitsChipKey(proof, proof.curve.generator)).toBe(false);
  });

  it('notices that the chip leaves out its chip authentication data', async () => {
    const last = exchanges[4] as Exchange;
    const cut = exchanges.with(4, { ...last, response: '7C0A86088596CF055C67C1A39000' });
    expect(await run(offer('chipAuthentication', 6), C11T002JM, cut, random).outcome)
      .toMatchObject({ ok: true, value: { chipProof: 'missing' } });
  });
});

describe('choosing among what a card offers', () => {
  it('reads EF.CardAccess of a Vietnamese card', () => {
    const infos = parseCardAccess(fromHex(identity.efCardAccess));
    if (!infos.ok) throw new Error(infos.error.detail);
    expect(choosePace(infos.value.pace)).toMatchObject({
      info: { mapping: 'generic', suite: 'AES-128' }, curve: { name: 'brainpoolP256r1' }, ambiguous: false,
    });
    expect(infos.value.chipAuthentication).toMatchObject([{ agreement: 'ECDH', suite: 'AES-128' }]);
  });

  it('prefers chip-authentication mapping, then the longest key', () => {
    const offers = [offer('integrated', 4, 'AES-256'), offer('generic', 2), offer('generic', 2, 'AES-256', 12), offer('chipAuthentication', 6)];
    expect(choosePace(offers)?.info).toBe(offers[3]);
    expect(choosePace(offers.slice(0, 3))?.info).toBe(offers[2]);
  });

  it('names the curve when one protocol comes on two', () => {
    expect(choosePace([offer('generic', 2, 'AES-128', 12), offer('generic', 2, 'AES-128', 13)])).toMatchObject({ ambiguous: true });
  });

  it('finds nothing in offers that it does not speak', () => {
    expect(choosePace([{ ...offer('generic', 1), agreement: 'DH', parameterId: 0 }, offer('generic', 2, 'AES-128', 99), offer('integrated', 4, 'AES-128', 10)]))
      .toBeUndefined();
  });

  it('writes the zone of a Vietnamese card as the specimen has it', () => {
    expect(mrzInformation({ documentNumber: '099001234', dateOfBirth: '990520', dateOfExpiry: '390520' })).toBe(identity.bacSeed);
  });
});
