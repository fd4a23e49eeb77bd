import fc from 'fast-check';
import { parse as parseEmv } from 'promptparse';
import { describe, expect, it } from 'vitest';
import { QRPay } from 'vietnam-qr-pay';
import { unwrap } from '../../../../main/domain/result.ts';
import { bankName } from '../../../../main/domain/vietqr/banks.ts';
import { crc16 } from '../../../../main/domain/vietqr/crc.ts';
import { buildVietQr, parseVietQr, vietQrPurpose } from '../../../../main/domain/vietqr/vietqr.ts';
import { anyCharacter } from '../../../fixtures/text.ts';
import vectors from '../../../fixtures/vectors/vietqr.json' with { type: 'json' };

const ONE_TIME = vectors.accept[2]!.qr;
const REASONS: Record<string, string> = { 'wrong CRC': 'badCrc', 'no CRC field': 'noCrc' };

const alphanumeric = (max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: 1, maxLength: max });
const shortText = fc
  .string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz ABC0123456789-.'), minLength: 1, maxLength: 25 })
  .filter((text) => text.trim() === text);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const payment = fc
  .record({
    bin: fc.integer({ min: 100_000, max: 999_999 }).map(String),
    account: alphanumeric(19),
    service: fc.constantFrom('QRIBFTTA', 'QRIBFTTC'),
    amount: optional(fc.integer({ min: 1, max: 9_999_999_999_999 })),
    bill: optional(shortText),
    reference: optional(shortText),
    terminal: optional(shortText),
    purpose: optional(shortText),
  })
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as typeof fields);

describe('the checksum', () => {
  it('matches the published check value', () => {
    for (const [text, crc] of Object.entries(vectors.crc16ccittFalse)) expect(crc16(text)).toBe(crc);
  });
});

describe('public samples', () => {
  it.each(vectors.accept)('$qr is read', ({ qr, ...expected }) => {
    expect(unwrap(parseVietQr(qr))).toEqual({ scheme: 'vietqr', ...expected });
  });

  it.each(vectors.accept)('$qr is built to the letter', ({ qr, ...fields }) => {
    expect(unwrap(buildVietQr(fields as Parameters<typeof buildVietQr>[0]))).toBe(qr);
  });

  it.each(vectors.refuse)('$why is refused', ({ qr, why }) => {
    expect(parseVietQr(qr)).toMatchObject({ ok: false, error: { code: REASONS[why] ?? 'badLength' } });
  });

  it('a VNPAY-QR is told for what it is', () => {
    expect(unwrap(parseVietQr(vectors.acceptVnpay[0]!))).toEqual({
      scheme: 'vnpay',
      static: false,
      merchantId: '0106913377',
      merchantName: 'POS365',
      city: 'HANOI',
      amount: 1,
      bill: 'ND03427/0618',
      store: 'POS365 Hanoi',
      terminal: 'POS01',
    });
  });
});

/** Fields put together with a right checksum, to get past it. */
function sealed(body: string): string {
  return `${body}6304${crc16(`${body}6304`)}`;
}

describe('what is refused although its checksum is right', () => {
  const head = '000201010211';
  const napas = '38570010A00000072701270006970403011300110123456780208QRIBFTTA';
  const tail = '53037045802VN';

  it.each([
    ['nothing', '', 'empty'],
    ['too long', 'x'.repeat(513), 'tooLong'],
    ['letters beyond ASCII', `${ONE_TIME}ễ`, 'badCharacters'],
    ['a web address', 'https://example.vn/pay', 'notAPaymentQr'],
    ['another format', sealed(`000202${head.slice(6)}${napas}${tail}`), 'badField'],
    ['another initiation', sealed(`000201010213${napas}${tail}`), 'badField'],
    ['no beneficiary', sealed(`${head}${tail}`), 'unknownScheme'],
    ['another scheme', sealed(`${head}38180010A0000006770100${tail}`), 'badLength'],
    ['another GUID', sealed(`${head}38140010A000000677${tail}`), 'unknownScheme'],
    ['dollars', sealed(`${head}${napas}53038405802VN`), 'badField'],
    ['no currency', sealed(`${head}${napas}5802VN`), 'missingField'],
    ['another country', sealed(`${head}${napas}53037045802TH`), 'badField'],
    ['an amount that closes twice', sealed(`${head}${napas}${tail}54015540159`), 'duplicateField'],
    ['an amount twice', sealed(`${head}${napas}54015540155802VN5303704`), 'duplicateField'],
    ['amount zero', sealed(`${head}${napas}540105802VN5303704`), 'badField'],
    ['an amount with decimals', sealed(`${head}${napas}54041.005802VN5303704`), 'badField'],
    ['a letter in the bank', sealed(`${head}${napas.replace('970403', '97040A')}${tail}`), 'badField'],
    ['no service', sealed(`${head}38450010A0000007270127000697040301130011012345678${tail}`), 'missingField'],
    ['another service', sealed(`${head}${napas.replace('QRIBFTTA', 'QRPUSHXX')}${tail}`), 'badField'],
    ['additional data that does not close', sealed(`${head}${napas}${tail}62050109A`), 'badLength'],
    ['a purpose of 26 characters', sealed(`${head}${napas}${tail}62300826abcdefghijklmnopqrstuvwxyz`), 'badField'],
  ])('%s', (_, text, code) => {
    expect(parseVietQr(text)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('what cannot be built is told', () => {
  const good = { bin: '970403', account: '0011012345678', service: 'QRIBFTTA' } as const;

  it.each([
    [{ ...good, bin: '97040' }, 'badBin'],
    [{ ...good, account: '' }, 'badAccount'],
    [{ ...good, account: '1'.repeat(20) }, 'badAccount'],
    [{ ...good, account: '001 101' }, 'badAccount'],
    [{ ...good, service: 'OTHER' as 'QRIBFTTA' }, 'badService'],
    [{ ...good, amount: 0 }, 'badAmount'],
    [{ ...good, amount: 1.5 }, 'badAmount'],
    [{ ...good, amount: 10_000_000_000_000 }, 'badAmount'],
    [{ ...good, amount: 1, bill: 'x'.repeat(26) }, 'badBill'],
    [{ ...good, amount: 1, purpose: 'lệ phí' }, 'badPurpose'],
    [{ ...good, amount: 1, terminal: ' ' }, 'badTerminal'],
    [{ ...good, amount: 1, reference: '' }, 'badReference'],
  ])('%j → %s', (fields, code) => {
    expect(buildVietQr(fields)).toMatchObject({ ok: false, error: { code } });
  });

  it('a Vietnamese purpose is made fit', () => {
    expect(vietQrPurpose('Lệ phí hồ sơ H36.12-261124-0042')).toBe('Le phi ho so H36.12-26112');
  });
});

describe('for any payment', () => {
  it('what is built reads back the same', () => {
    fc.assert(
      fc.property(payment, (fields) => {
        const text = unwrap(buildVietQr(fields));
        expect(unwrap(parseVietQr(text))).toEqual({ scheme: 'vietqr', static: fields.amount === undefined, ...fields });
      }),
    );
  });

  it('any one character put otherwise is refused', () => {
    fc.assert(
      fc.property(payment, fc.nat(), anyCharacter, (fields, place, character) => {
        const text = unwrap(buildVietQr(fields));
        const at = place % text.length;
        fc.pre(text[at] !== character);
        expect(parseVietQr(text.slice(0, at) + character + text.slice(at + 1)).ok).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('every single change of a sample is refused', () => {
    for (let at = 0; at < ONE_TIME.length; at += 1) {
      for (let code = 0x20; code <= 0x7e; code += 1) {
        const character = String.fromCharCode(code);
        if (character === ONE_TIME[at]) continue;
        expect(parseVietQr(ONE_TIME.slice(0, at) + character + ONE_TIME.slice(at + 1)).ok).toBe(false);
      }
    }
  });

  it('any cut is refused', () => {
    for (let length = 0; length < ONE_TIME.length; length += 1) {
      expect(parseVietQr(ONE_TIME.slice(0, length)).ok).toBe(false);
    }
  });
});

describe('two independent parsers agree with ours', () => {
  it('promptparse, field by field', () => {
    fc.assert(
      fc.property(payment, (fields) => {
        const emv = parseEmv(unwrap(buildVietQr(fields)), true, true);
        expect(emv?.getTagValue('54')).toBe(fields.amount?.toString());
        const napas = emv?.getTag('38')?.subTags;
        expect(napas?.find((tag) => tag.id === '02')?.value).toBe(fields.service);
        const additional = emv?.getTag('62')?.subTags;
        expect(additional?.find((tag) => tag.id === '01')?.value).toBe(fields.bill);
        expect(additional?.find((tag) => tag.id === '08')?.value).toBe(fields.purpose);
      }),
    );
  });

  it('vietnam-qr-pay, reading ours and building the same', () => {
    fc.assert(
      fc.property(payment, (fields) => {
        const text = unwrap(buildVietQr(fields));
        const theirs = new QRPay(text);
        expect(theirs.isValid).toBe(true);
        expect(theirs.consumer).toMatchObject({ bankBin: fields.bin, bankNumber: fields.account });
        expect(theirs.amount || undefined).toBe(fields.amount?.toString());
        expect(theirs.additionalData.purpose || undefined).toBe(fields.purpose);
        expect(theirs.build()).toBe(text);
      }),
    );
  });
});

describe('banks', () => {
  it('are named where known, and nothing is invented', () => {
    expect(bankName('970436')).toBe('Vietcombank');
    expect(bankName('000000')).toBeUndefined();
    expect(bankName('constructor')).toBeUndefined();
  });
});
