// The files of the chip: the zone, printed fields, portraits, keys, and what joins them to the fields of a form.

import { describe, expect, it } from 'vitest';
import { checkAgreement } from '../../../../main/devices/card-reader/agreement.ts';
import { concat, fromHex } from '../../../../main/devices/card-reader/bytes.ts';
import { identityFields } from '../../../../main/devices/card-reader/identity-fields.ts';
import { parseCom, parseDg1, parseDg11, parseDg12 } from '../../../../main/devices/card-reader/lds/data-groups.ts';
import { parseDg13 } from '../../../../main/devices/card-reader/lds/dg13.ts';
import { parseDg2 } from '../../../../main/devices/card-reader/lds/dg2.ts';
import { expandDate, parseZone, personalNumber } from '../../../../main/devices/card-reader/lds/mrz.ts';
import type { Mrz } from '../../../../main/devices/card-reader/lds/mrz.ts';
import { encodeTlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';
import identity from '../../../fixtures/vectors/identity.json' with { type: 'json' };

const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const zone = (lines: string): Mrz => {
  const parsed = parseZone(lines);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
};
const CARD = zone((identity.mrz[0] ?? []).join(''));
const PASSPORT = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10';

describe('the machine readable zone', () => {
  it('of a Vietnamese card', () => {
    expect(CARD).toMatchObject({
      format: 'TD1', issuingState: 'VNM', documentNumber: '099001234', optionalData: '068099001234', dateOfBirth: '990520',
      sex: 'male', surname: 'NGUYEN', givenNames: 'VAN AN',
    });
    expect(personalNumber(CARD)).toBe('068099001234');
    expect(CARD.wrongCheckDigits.filter((name) => name !== 'composite')).toEqual([]);
  });

  it('of a passport (the specimen of Doc 9303-4)', () => {
    expect(zone(PASSPORT)).toMatchObject({
      format: 'TD3', issuingState: 'UTO', documentNumber: 'L898902C3', dateOfBirth: '740812', dateOfExpiry: '120415', sex: 'female',
      surname: 'ERIKSSON', givenNames: 'ANNA MARIA', wrongCheckDigits: [],
    });
    expect(personalNumber(zone(PASSPORT))).toBeUndefined();
  });

  it('of a small card (the specimens of Doc 9303-5 and -6)', () => {
    expect(zone('I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<'))
      .toMatchObject({ format: 'TD1', documentNumber: 'D23145890', wrongCheckDigits: [] });
    expect(zone('I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6'))
      .toMatchObject({ format: 'TD2', documentNumber: 'D23145890', givenNames: 'ANNA MARIA', wrongCheckDigits: [] });
  });

  it('with a number longer than nine characters', () => {
    // The example of Doc 9303-11 appendix D.2.
    expect(zone('I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<'))
      .toMatchObject({ documentNumber: 'D23145890734', optionalData: '', surname: 'STEVENSON', wrongCheckDigits: [] });
  });

  it('with one filler after the surname', () => {
    const lines = (identity.mrz[0] ?? []).join('').replace('NGUYEN<<VAN<AN<', 'NGUYEN<VAN<AN<<');
    expect(zone(lines)).toMatchObject({ surname: 'NGUYEN', givenNames: 'VAN AN' });
  });

  it('names the check digit that is wrong', () => {
    expect(zone(PASSPORT.replace('7408122F', '7408132F')).wrongCheckDigits).toEqual(['dateOfBirth', 'composite']);
  });

  it.each(['', 'A'.repeat(89), 'a'.repeat(90), `${'A'.repeat(89)}é`])('refuses %s', (lines) => {
    expect(parseZone(lines)).toMatchObject({ ok: false });
  });

  it('gives two-digit years their century', () => {
    expect(expandDate('990520', 'birth', '2026-11-24')).toBe('1999-05-20');
    expect(expandDate('261125', 'birth', '2026-11-24')).toBe('1926-11-25');
    expect(expandDate('261123', 'birth', '2026-11-24')).toBe('2026-11-23');
    expect(expandDate('390520', 'expiry', '2026-11-24')).toBe('2039-05-20');
    expect(expandDate('991231', 'expiry', '2026-11-24')).toBe('1999-12-31');
    expect(expandDate('990230', 'birth', '2026-11-24')).toBeUndefined();
    expect(expandDate('99<<<<', 'birth', '2026-11-24')).toBeUndefined();
  });

  it('is read from data group 1', () => {
    const file = encodeTlv(0x61, encodeTlv(0x5f1f, text(PASSPORT)));
    expect(parseDg1(file)).toMatchObject({ ok: true, value: { documentNumber: 'L898902C3' } });
    expect(parseDg1(encodeTlv(0x62, encodeTlv(0x5f1f, text(PASSPORT))))).toMatchObject({ ok: false });
  });
});

describe('data group 13', () => {
  const DG13 = fromHex(identity.dg13);

  it('gives the printed fields, and ethnicity and religion only when named', () => {
    const plain = parseDg13(DG13);
    expect(plain).toMatchObject({
      ok: true,
      value: {
        number: '068099001234', fullName: 'Nguyễn Văn An', birthDate: '20/05/1999', sex: 'Nam', fatherName: 'Nguyễn Văn Cha',
        motherName: 'Trần Thị Mẹ', oldNumber: '250123456', marks: 'Không',
      },
    });
    expect(plain.ok && Object.keys(plain.value)).not.toEqual(expect.arrayContaining(['ethnicity']));
    expect(plain.ok && Object.keys(plain.value)).not.toEqual(expect.arrayContaining(['religion']));
    expect(parseDg13(DG13, ['religion'])).toMatchObject({ ok: true, value: { religion: 'Không' } });
  });

  it('may lack fields, and have unknown ones', () => {
    const entry = (index: number, value: Uint8Array): Uint8Array => encodeTlv(0x30, encodeTlv(0x02, Uint8Array.of(index)), value);
    const file = encodeTlv(0x6d, encodeTlv(0x30, encodeTlv(0x02, Uint8Array.of(1)), encodeTlv(0x31,
      entry(2, encodeTlv(0x0c, text('Lê Thị Bé'))), entry(99, encodeTlv(0x04, Uint8Array.of(1))), entry(16, encodeTlv(0x13, text('0123456789ABCDEF'))))));
    expect(parseDg13(file)).toEqual({ ok: true, value: { fullName: 'Lê Thị Bé', cardCode: '0123456789ABCDEF' } });
  });

  it('gives what it can when some of its fields are enciphered', () => {
    const entry = (index: number, value: Uint8Array): Uint8Array => encodeTlv(0x30, encodeTlv(0x02, Uint8Array.of(index)), value);
    const enciphered = encodeTlv(0x04, new Uint8Array(32).fill(0x93));
    const file = encodeTlv(0x6d, encodeTlv(0x30, encodeTlv(0x02, Uint8Array.of(1)), encodeTlv(0x31,
      entry(2, encodeTlv(0x0c, text('Lê Thị Bé'))), entry(10, enciphered), entry(13, enciphered))));
    expect(parseDg13(file)).toEqual({ ok: true, value: { fullName: 'Lê Thị Bé' } });
  });

  it('is unreadable when it is enciphered, and that is a result', () => {
    expect(parseDg13(encodeTlv(0x6d, new Uint8Array(300).fill(0x93)))).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });
});

/** A facial record of ISO/IEC 19794-5 around a picture. */
function facialRecord(picture: Uint8Array, featurePoints = 0, faceLength?: number): Uint8Array {
  const face = concat(new Uint8Array(14), new Uint8Array(featurePoints * 8), new Uint8Array(12), picture);
  const length = faceLength ?? face.length + 6;
  const uint32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
  return concat(text('FAC\x00010\x00'), uint32(14 + length), Uint8Array.of(0, 1), uint32(length), Uint8Array.of(0, featurePoints), face);
}
const group2 = (tag: number, data: Uint8Array): Uint8Array =>
  encodeTlv(0x75, encodeTlv(0x7f61, encodeTlv(0x02, Uint8Array.of(1)), encodeTlv(0x7f60, encodeTlv(0xa1, new Uint8Array(0)), encodeTlv(tag, data))));
const JPEG = concat(fromHex('FFD8FFE0'), new Uint8Array(400).fill(0x31), fromHex('FFD9'));
const JP2 = concat(fromHex('0000000C6A5020200D0A870A'), new Uint8Array(300).fill(0x32));

describe('data group 2', () => {
  it.each([['JPEG', JPEG, 'image/jpeg', 0], ['JPEG 2000', JP2, 'image/jp2', 0], ['JPEG behind feature points', JPEG, 'image/jpeg', 3]] as const)('%s', (_, picture, mime, points) => {
    expect(parseDg2(group2(0x5f2e, facialRecord(picture, points)))).toEqual({ ok: true, value: { mime, bytes: new Uint8Array(picture) } });
  });

  it('in the newer encoding of ISO/IEC 39794-5', () => {
    const record = concat(fromHex('30820200A1030201'), fromHex('00'), encodeTlv(0x80, JPEG), fromHex('81 0100'));
    expect(parseDg2(group2(0x7f2e, record))).toEqual({ ok: true, value: { mime: 'image/jpeg', bytes: new Uint8Array(JPEG) } });
  });

  it.each([
    ['a length that lies', facialRecord(JPEG, 0, 10_000)], ['a picture of nothing', facialRecord(new Uint8Array(0))],
    ['a text', facialRecord(text('GIF89a of something'))], ['too many feature points', facialRecord(JPEG, 255).fill(0xff, 18, 20)],
    ['another version', facialRecord(JPEG).fill(0x39, 4, 7)], ['nothing', new Uint8Array(0)],
  ])('refuses %s', (_, record) => {
    expect(parseDg2(group2(0x5f2e, record))).toMatchObject({ ok: false });
  });
});

describe('data groups 11 and 12, and EF.COM', () => {
  it('give their texts', () => {
    const dg11 = encodeTlv(0x6b, encodeTlv(0x5c, fromHex('5F0E5F2B5F42')), encodeTlv(0x5f0e, text('ERIKSSON<<ANNA')),
      encodeTlv(0x5f2b, fromHex('19740812')), encodeTlv(0x5f42, text('MAIN ST<CITY')));
    expect(parseDg11(dg11)).toEqual({ ok: true, value: { fullName: 'ERIKSSON<<ANNA', dateOfBirth: '19740812', address: 'MAIN ST<CITY' } });
    const dg12 = encodeTlv(0x6c, encodeTlv(0x5f19, text('OFFICE')), encodeTlv(0x5f26, text('20200131')));
    expect(parseDg12(dg12)).toEqual({ ok: true, value: { issuingAuthority: 'OFFICE', dateOfIssue: '20200131' } });
    expect(parseCom(fromHex('60165F0104303130375F36063034303030305C046175 6E6F'.replace(' ', ''))))
      .toEqual({ ok: true, value: { ldsVersion: '0107', dataGroups: [1, 2, 14, 15] } });
    expect(parseCom(fromHex('60055C03617599'))).toMatchObject({ ok: false });
  });
});

describe('the fields of a form', () => {
  const dg13 = parseDg13(fromHex(identity.dg13));

  it('take what is exact from the zone and what has its letters from data group 13', () => {
    const fields = identityFields({ dg1: CARD, dg13: dg13.ok ? dg13.value : undefined }, '2026-11-24');
    expect(fields.number).toEqual({ value: '068099001234', source: 'dg1' });
    expect(fields.fullName).toEqual({ value: 'Nguyễn Văn An', source: 'dg13' });
    expect(fields.birthDate).toEqual({ value: '1999-05-20', source: 'dg1' });
    expect(fields.issueDate).toEqual({ value: '2021-06-01', source: 'dg13' });
    expect(fields.nationality).toEqual({ value: 'Việt Nam', source: 'dg13' });
  });

  it('come from the zone alone where nothing else is readable', () => {
    expect(identityFields({ dg1: CARD }, '2026-11-24')).toMatchObject({
      fullName: { value: 'NGUYEN VAN AN', source: 'dg1' }, sex: { value: 'male', source: 'dg1' }, nationality: { value: 'VNM' },
    });
  });

  it('come from groups 11 and 12 of other documents', () => {
    const fields = identityFields({
      dg1: zone(PASSPORT), dg11: { fullName: 'ERIKSSON<<ANNA', address: 'MAIN ST<CITY' }, dg12: { dateOfIssue: '20200131' },
    }, '2026-11-24');
    expect(fields).toMatchObject({
      fullName: { value: 'ERIKSSON ANNA', source: 'dg11' }, residence: { value: 'MAIN ST, CITY' }, issueDate: { value: '2020-01-31', source: 'dg12' },
    });
    expect(fields).not.toHaveProperty('number');
  });
});

describe('agreement of the numbers', () => {
  const mrzKey = { mrz: { documentNumber: '099001234', dateOfBirth: '990520', dateOfExpiry: '390520' } };

  it.each([
    ['the right access number', { access: { can: '001234' } }, 'passed'],
    ['the zone', { access: mrzKey }, 'passed'],
    ['the QR\'s number', { access: mrzKey, expected: '068099001234' }, 'passed'],
    ['another person\'s QR', { access: mrzKey, expected: '068099001235' }, 'failed'],
    ['another access number', { access: { can: '001235' } }, 'failed'],
    ['another printed number', { access: mrzKey, printed: '068099001235' }, 'failed'],
  ])('with %s', (_, numbers, state) => {
    expect(checkAgreement(CARD, numbers)).toMatchObject({ state });
  });

  it('asks nothing of a foreign document but its own number', () => {
    expect(checkAgreement(zone(PASSPORT), { access: { can: '123456' } })).toEqual({ state: 'notOffered' });
    expect(checkAgreement(zone(PASSPORT), { access: { can: '123456' }, expected: '068099001234' })).toMatchObject({ state: 'failed' });
  });
});
