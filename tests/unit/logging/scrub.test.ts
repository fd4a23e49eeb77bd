import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubDetail } from '../../../main/logging/scrub.ts';

const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đỗ', 'Đặng', 'Vũ', 'Bùi', 'Ngô', 'Dương', 'Lý'];
const MIDDLES = ['Thị', 'Văn', 'Hữu', 'Ngọc', 'Minh', 'Quốc', 'Xuân', 'Thanh'];
const GIVEN = ['Hằng', 'Ánh', 'Đạt', 'Nam', 'An', 'Bình', 'Cúc', 'Trang', 'Khanh', 'Yến'];
const ascii = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

const name = fc.tuple(fc.constantFrom(...SURNAMES), fc.constantFrom(...MIDDLES), fc.constantFrom(...GIVEN));
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
/** What a careless author could put around it. */
const around = fc.constantFrom<[string, string]>(
  ['', ''],
  ['applicant ', ' not found'],
  ['{"fullName":"', '"}'],
  ['name=', '&x=1'],
  ['Error: key (', ') already exists'],
  ['«', '»'],
  ["'", "'"],
  ['\n\t', '\r\n'],
  ['a:', ';b'],
);
const NUM_RUNS = 500;

describe('the scrubbing of a technician’s detail', () => {
  it('leaves what a technician needs', () => {
    for (const text of [
      'connect ECONNREFUSED 127.0.0.1:9100',
      'connect ETIMEDOUT 192.168.100.200:9100',
      'SQLITE_FULL: database or disk is full',
      'line 3, column 14: a comma or } is expected',
      'HTTP 503 after 10000 ms, attempt 3',
      'portal.url: must be an address that begins with http:// or https://',
      'Cannot lock port /dev/ttyUSB0',
    ]) {
      expect(scrubDetail(text)).toBe(text);
    }
  });

  it('does not let a name through, with or without its marks, composed or not, in any frame', () => {
    const written = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.normalize('NFD'),
      ascii,
      (text) => ascii(text).toUpperCase(),
      (text) => encodeURIComponent(text),
      (text) => ascii(text).toUpperCase().replace(' ', '<<').replaceAll(' ', '<'),
      (text) =>
        JSON.stringify(text).replace(
          /[\u0080-\uffff]/g,
          (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
        ),
    );
    fc.assert(
      fc.property(name, written, around, (parts, write, [before, after]) => {
        const scrubbed = scrubDetail(before + write(parts.join(' ')) + after)
          .normalize('NFC')
          .toLowerCase();
        for (const part of parts.filter((one) => ascii(one) !== one))
          expect(scrubbed).not.toContain(part.toLowerCase());
        for (const part of [parts[0], parts.at(-1)!])
          expect(scrubbed.split(/[^a-z]+/)).not.toContain(ascii(part).toLowerCase());
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('does not let an identity number, an old one or a telephone number through, however it is grouped', () => {
    const mobile = fc.tuple(fc.constantFrom('3', '5', '7', '8', '9'), digits(8)).map(([first, rest]) => first + rest);
    const number = fc.oneof(
      digits(11).map((rest) => `0${rest}`),
      digits(9),
      mobile.map((rest) => `0${rest}`),
      mobile.map((rest) => `+84${rest}`),
    );
    const grouped = fc.tuple(number, fc.constantFrom('', ' ', '.', '-', ' - '), fc.constantFrom(2, 3, 4));
    fc.assert(
      fc.property(grouped, around, ([plain, separator, size], [before, after]) => {
        const written =
          separator === '' ? plain : plain.replace(new RegExp(`\\d{${size}}(?=\\d)`, 'g'), `$&${separator}`);
        const left = scrubDetail(before + written + after).replace(/\D/g, '');
        expect(left.length).toBeLessThan(6);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('does not let a date of birth through', () => {
    for (const date of ['24/11/1990', '4-1-1990', '24.11.1990', '24111990', '19901124'])
      expect(scrubDetail(`born ${date}.`)).toBe('born •••.');
  });

  it('gives at most 300 printable characters, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const scrubbed = scrubDetail(text);
        expect(scrubbed.length).toBeLessThanOrEqual(300);
        expect(scrubbed).toMatch(/^[\x20-\x7e•]*$/);
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('takes no time over a text made to take time', () => {
    for (const text of [
      '1 '.repeat(100_000),
      '<'.repeat(200_000),
      'A '.repeat(100_000),
      '1/1/'.repeat(50_000),
      '%E1'.repeat(60_000),
    ]) {
      const begun = performance.now();
      scrubDetail(text);
      expect(performance.now() - begun).toBeLessThan(500);
    }
  });
});
