// BER-TLV and the ASN.1 types: what is written is read again, and what lies about itself is refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { encodeOid, readInteger, readOid, readTime } from '../../../../main/devices/card-reader/tlv/asn1.ts';
import { announcedLength, encodeTlv, parseTlv, readTlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';
import type { Tlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';

const value = (hex: string): Tlv => readTlv(fromHex(hex));

describe('TLV', () => {
  it('reads back what it writes, whatever the tag and length', () => {
    const tags = fc.constantFrom(0x04, 0x80, 0x5f1f, 0x7f49, 0x30, 0x9f8123);
    fc.assert(fc.property(tags, fc.uint8Array({ maxLength: 300 }), (tag, bytes) => {
      const inner = encodeTlv(0x04, bytes);
      const constructed = tag === 0x30 || tag === 0x7f49;
      const parsed = readTlv(encodeTlv(tag, constructed ? inner : bytes));
      expect(parsed.tag).toBe(tag);
      expect(toHex(constructed ? parsed.children[0]?.value ?? new Uint8Array(0) : parsed.value)).toBe(toHex(bytes));
    }));
  });

  it('writes lengths of one, two, three and four bytes', () => {
    expect(toHex(encodeTlv(0x04, new Uint8Array(127)).subarray(0, 3))).toBe('047f00');
    expect(toHex(encodeTlv(0x04, new Uint8Array(128)).subarray(0, 3))).toBe('048180');
    expect(toHex(encodeTlv(0x04, new Uint8Array(256)).subarray(0, 4))).toBe('04820100');
    expect(toHex(encodeTlv(0x04, new Uint8Array(65_536)).subarray(0, 5))).toBe('0483010000');
  });

  it.each([
    ['empty', ''], ['no length', '30'], ['cut off', '3003020101'.slice(0, 8)], ['length beyond the end', '30847fffffff00'],
    ['length of five bytes', '308500000000010000'], ['tag of five bytes', '1f8181818101'], ['bytes behind', '04010000'],
    ['inner beyond outer', '30030405010203'], ['indefinite without an end', '308002010100'], ['indefinite and primitive', '04800000'],
  ])('refuses %s', (_, hex) => {
    expect(parseTlv(fromHex(hex))).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  it('reads indefinite lengths, as some issuers write them', () => {
    const parsed = value('30800201052480040101040102000000 00'.replace(/ /g, ''));
    expect(parsed.children.map(({ tag }) => tag)).toEqual([0x02, 0x24]);
  });

  it('stops at its depth and at its number of objects', () => {
    let deep: Uint8Array = Uint8Array.of(0x05, 0x00);
    for (let level = 0; level < 25; level += 1) deep = encodeTlv(0x30, deep);
    expect(parseTlv(deep)).toMatchObject({ ok: false, error: { detail: expect.stringContaining('deep') } });
    const many = encodeTlv(0x30, new Uint8Array(2 * 4001));
    expect(parseTlv(many)).toMatchObject({ ok: false, error: { detail: expect.stringContaining('many') } });
  });

  it('knows a length from a file\'s first bytes, or that they are too few', () => {
    expect(announcedLength(fromHex('61 5D'))).toEqual({ ok: true, value: 95 });
    expect(announcedLength(fromHex('75 82 40'))).toEqual({ ok: true, value: undefined });
    expect(announcedLength(fromHex('758249F6'))).toEqual({ ok: true, value: 0x49f6 + 4 });
    expect(announcedLength(fromHex('7580'))).toMatchObject({ ok: false });
  });
});

describe('ASN.1', () => {
  it('writes and reads object identifiers', () => {
    fc.assert(fc.property(fc.constantFrom('0', '1', '2'), fc.integer({ min: 0, max: 39 }), fc.array(fc.integer({ min: 0, max: 0xffffff }), { maxLength: 10 }),
      (root, second, rest) => {
        const dotted = [root, second, ...rest].join('.');
        expect(readOid(readTlv(encodeOid(dotted)))).toBe(dotted);
      }));
    expect(readOid(value('06082A8648CE3D040302'))).toBe('1.2.840.10045.4.3.2');
  });

  it('refuses negative integers and broken identifiers', () => {
    expect(() => readInteger(value('0201FF'))).toThrow('negative');
    expect(() => readOid(value('060188'))).toThrow('cut off');
    expect(readInteger(value('020200FF'))).toBe(255n);
  });

  it('reads the times of certificates on both sides of 2050', () => {
    const utc = (text: string): number => readTime(readTlv(encodeTlv(0x17, Buffer.from(text))));
    expect(new Date(utc('491231235959Z')).getUTCFullYear()).toBe(2049);
    expect(new Date(utc('500101000000Z')).getUTCFullYear()).toBe(1950);
    expect(readTime(readTlv(encodeTlv(0x18, Buffer.from('20550101000000Z'))))).toBe(Date.UTC(2055, 0, 1));
    expect(() => utc('4912312359')).toThrow();
  });
});
