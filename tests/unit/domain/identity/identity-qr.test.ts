import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeIdentityQrBytes,
  identityFromQr,
  parseIdentityQr,
} from '../../../../main/domain/identity/identity-qr.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import vectors from '../../../fixtures/vectors/identity.json' with { type: 'json' };

const CARD = vectors.qr2021[0]!;

function codeOf(text: string): string {
  const read = parseIdentityQr(text);
  return read.ok ? 'ok' : read.error.code;
}

/** The card with some fields put otherwise. */
function card(changes: Record<number, string>): string {
  return CARD.split('|')
    .map((value, index) => changes[index] ?? value)
    .join('|');
}

describe('the 2021 card', () => {
  it('is read with its Vietnamese letters intact', () => {
    expect(unwrap(parseIdentityQr(CARD))).toEqual({
      layout: '2021',
      number: '068099001234',
      oldNumber: '250123456',
      fullName: 'Nguyễn Văn An',
      birthDate: '1999-05-20',
      birthYear: 1999,
      sex: 'male',
      residence: 'Số 1 Đường Mẫu, Liên Nghĩa, Đức Trọng, Lâm Đồng',
      issueDate: '2021-06-01',
      extras: [],
    });
  });

  it('is read without an old number', () => {
    const qr = unwrap(parseIdentityQr(vectors.qr2021[1]!));
    expect(qr.oldNumber).toBeUndefined();
    expect(identityFromQr(qr).fullName).toEqual({ value: 'Nguyễn Văn An', source: 'qr' });
    expect(identityFromQr(qr)).not.toHaveProperty('oldNumber');
  });

  it('is read with an eighth field, and with what scanners put around it', () => {
    expect(unwrap(parseIdentityQr(`${CARD}|`)).layout).toBe('2021');
    expect(unwrap(parseIdentityQr(`\ufeff${CARD}\r\n`)).issueDate).toBe('2021-06-01');
  });

  it('composes letters sent as marks', () => {
    expect(unwrap(parseIdentityQr(CARD.normalize('NFD'))).fullName).toBe('Nguyễn Văn An'.normalize('NFC'));
  });

  it('reads the names of all peoples of the country', () => {
    for (const name of ["H'Hen Niê", 'Y-Moan Ênuôl', 'K’ Brêm', 'Lò Thị É', 'An Ô']) {
      expect(unwrap(parseIdentityQr(card({ 2: name }))).fullName).toBe(name);
    }
  });

  it('reads a person of whom only the year of birth is known', () => {
    for (const birth of ['1941', '00001941', '00051941']) {
      const qr = unwrap(parseIdentityQr(card({ 3: birth })));
      expect(qr.birthYear).toBe(1941);
      expect(identityFromQr(qr)).not.toHaveProperty('birthDate');
    }
  });
});

describe('the 2024 card', () => {
  it('is read in the order of public samples, parents kept raw', () => {
    const qr = unwrap(parseIdentityQr(`${CARD}||Nguyễn Văn Cha|Trần Thị Mẹ|`));
    expect(qr.layout).toBe('2024');
    expect(qr.extras).toEqual(['', 'Nguyễn Văn Cha', 'Trần Thị Mẹ', '']);
  });

  it('is read in the other order described, the old number after the issue date', () => {
    const [number, old, name, ...rest] = CARD.split('|');
    const qr = unwrap(parseIdentityQr([number, name, ...rest, old, 'Nguyễn Văn Cha'].join('|')));
    expect(qr).toMatchObject({ layout: '2024', oldNumber: '250123456', fullName: 'Nguyễn Văn An', issueDate: '2021-06-01' });
    expect(qr.extras).toEqual(['Nguyễn Văn Cha']);
  });

  it('never fails on what follows the known fields', () => {
    const extra = fc.string({ unit: fc.constantFrom(...'aAđ0 9,;-?') , maxLength: 20 });
    fc.assert(
      fc.property(fc.array(extra, { maxLength: 9 }), (extras) => {
        expect(codeOf([CARD, ...extras].join('|'))).toBe('ok');
      }),
    );
  });
});

describe('what is not a card is refused with its reason', () => {
  it.each([
    ['', 'empty'],
    [' \r\n', 'empty'],
    ['x'.repeat(1025), 'tooLong'],
    [`${CARD}|${'9'.repeat(1000)}`, 'tooLong'],
    ['https://example.vn/?a=1', 'notAnIdentityQr'],
    ['00020101021138570010A0000007270127000697040301130011012345678', 'notAnIdentityQr'],
    [CARD.slice(0, 60), 'notAnIdentityQr'],
    [`${CARD}${'|x'.repeat(10)}`, 'notAnIdentityQr'],
    [card({ 1: 'Nguyễn' }), 'notAnIdentityQr'],
    [card({ 0: '06809900123' }), 'badNumber'],
    [card({ 0: '06809900123A' }), 'badNumber'],
    [card({ 0: '٠٦٨٠٩٩٠٠١٢٣٤' }), 'badNumber'],
    [card({ 2: '' }), 'badName'],
    [card({ 2: 'A' }), 'badName'],
    [card({ 2: 'Nguyễn Văn 4n' }), 'badName'],
    [card({ 2: 'A'.repeat(101) }), 'badName'],
    [card({ 3: '31021999' }), 'badDate'],
    [card({ 3: '' }), 'badDate'],
    [card({ 3: '1879' }), 'badDate'],
    [card({ 3: '9999' }), 'badDate'],
    [card({ 3: '20051879' }), 'badDate'],
    [card({ 3: '20051799' }), 'badDate'],
    [CARD.slice(0, -1), 'badDate'],
    [card({ 6: '' }), 'badDate'],
    [card({ 4: 'Nu' }), 'badSex'],
    [card({ 4: '' }), 'badSex'],
  ])('%j → %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('says nothing personal in its detail', () => {
    for (const changed of [card({ 0: '06809900123' }), card({ 2: 'Nguyễn Văn 4n' }), card({ 3: '31021999' })]) {
      const read = parseIdentityQr(changed);
      expect(JSON.stringify(read)).not.toMatch(/Nguyễn|0680|1999/);
    }
  });
});

describe('lost letters', () => {
  const bytes = Buffer.from(CARD);

  it.each(['windows-1252', 'windows-1258', 'latin1', 'ibm866', 'macintosh'])('UTF-8 decoded as %s is told', (label) => {
    expect(codeOf(new TextDecoder(label).decode(bytes))).toBe('badEncoding');
  });

  it('a letter replaced by U+FFFD or by a question mark is told', () => {
    expect(codeOf(card({ 2: 'Nguy\ufffdn Văn An' }))).toBe('badEncoding');
    expect(codeOf(card({ 2: 'Nguy?n V?n An' }))).toBe('badEncoding');
  });

  it('right letters are never taken for lost ones', () => {
    const syllables = ['Lê', 'Võ', 'Hồ', 'Đỗ', 'Tạ', 'Phó', 'Âu', 'Ý', 'Ân', 'Thị', 'Quỳnh', 'Ạnh', 'Ấu', 'Ngà', 'Ã', 'Dũng'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...syllables), { minLength: 2, maxLength: 6 }), (words) => {
        expect(unwrap(parseIdentityQr(card({ 2: words.join(' '), 5: words.join('-') }))).fullName).toBe(words.join(' '));
      }),
    );
  });
});

describe('bytes', () => {
  it('are strict UTF-8 and capped', () => {
    expect(decodeIdentityQrBytes(Buffer.from(CARD))).toEqual({ ok: true, value: CARD });
    expect(decodeIdentityQrBytes(Buffer.from(CARD, 'latin1'))).toMatchObject({ error: { code: 'badEncoding' } });
    expect(decodeIdentityQrBytes(new Uint8Array(0))).toMatchObject({ error: { code: 'empty' } });
    expect(decodeIdentityQrBytes(new Uint8Array(2954))).toMatchObject({ error: { code: 'tooLong' } });
  });

  it('cut in the middle of a letter are told', () => {
    const cut = Buffer.from(CARD);
    expect(decodeIdentityQrBytes(cut.subarray(0, cut.indexOf('ễ') + 1))).toMatchObject({ error: { code: 'badEncoding' } });
  });
});

describe('a whole card', () => {
  it('read back gives what was printed', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    const ddmmyyyy = (value: Date): string => {
      const [year, month, day] = value.toISOString().slice(0, 10).split('-');
      return `${day}${month}${year}`;
    };
    const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
    fc.assert(
      fc.property(digits(12), fc.option(digits(9), { nil: '' }), date, date, fc.boolean(), (number, old, born, issued, male) => {
        const text = [number, old, 'Trần Thị Bình', ddmmyyyy(born), male ? 'Nam' : 'Nữ', 'Đà Lạt', ddmmyyyy(issued)].join('|');
        expect(unwrap(parseIdentityQr(text))).toMatchObject({
          number,
          birthDate: born.toISOString().slice(0, 10),
          issueDate: issued.toISOString().slice(0, 10),
          sex: male ? 'male' : 'female',
        });
      }),
    );
  });
});
