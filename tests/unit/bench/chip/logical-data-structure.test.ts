// The files of the cards, against known bytes and against OpenSSL.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personas as peopleAtTheScanner } from '../../../bench/bench/personas.ts';
import { toHex } from '../../../bench/chip/bytes.ts';
import { dataGroup13 } from '../../../bench/chip/logical-data-structure.ts';
import { checkDigit, machineReadableZone } from '../../../bench/chip/machine-readable-zone.ts';
import { persona, personas, quickResponseText } from '../../../bench/chip/personas.ts';
import { profile, profiles } from '../../../bench/chip/profiles.ts';
import { seededRandom } from '../../../bench/chip/random.ts';
import { fileOf, image, infrastructure } from './cards.ts';
import { find, hex } from './terminal.ts';

describe('machine readable zone', () => {
  it('is the specimen for its holder', () => {
    const zone = machineReadableZone(persona('nguyen-van-an'));
    expect(zone.lines).toEqual([
      'IDVNM0990012344068099001234<<0', '9905201M3905209VNM<<<<<<<<<<<0', 'NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<',
    ]);
    expect(zone.information).toBe('099001234499052013905209');
  });

  it('has the check digits of Doc 9303 part 3', () => {
    expect(checkDigit('520727')).toBe('3');
    expect(checkDigit('AB2134<<<')).toBe('5');
  });

  it.each(personas.map(({ id }) => id))('%s: three lines of thirty characters of the MRZ alphabet', (id) => {
    for (const line of machineReadableZone(persona(id)).lines) expect(line).toMatch(/^[A-Z0-9<]{30}$/);
  });
});

describe('QR', () => {
  it('is the specimen for its holder, and every person at the code scanner has a card', () => {
    expect(quickResponseText(persona('nguyen-van-an'))).toBe(
      '068099001234|250123456|Nguyễn Văn An|20051999|Nam|Số 1 Đường Mẫu, Liên Nghĩa, Đức Trọng, Lâm Đồng|01062021');
    const codes = personas.map(quickResponseText);
    for (const { qr } of peopleAtTheScanner()) expect(codes).toContain(qr);
  });
});

describe('DG13', () => {
  it('is the specimen byte for byte for its holder', () => {
    expect(toHex(dataGroup13(persona('nguyen-van-an'), 'plain', seededRandom(1)))).toBe(specimen);
  });

  it('hides names and residence on a card of 2024', () => {
    const enciphered = Buffer.from(dataGroup13(persona('tran-thi-binh-minh'), 'enciphered', seededRandom(1)));
    expect(enciphered.includes('Bình Minh')).toBe(false);
    const partly = Buffer.from(dataGroup13(persona('tran-thi-binh-minh'), 'partly-enciphered', seededRandom(1)));
    const seen = ['Bình Minh', 'Phật giáo', 'Trần Văn Đông'].map((text) => partly.includes(text));
    expect(seen).toEqual([true, false, false]);
  });
});

describe('DG2', () => {
  it.each([['card-2021', 'JPEG'], ['card-2024', 'JP2']])('%s holds a %s picture that ends the file', (name, format) => {
    const group = fileOf(image(name), 0x0102);
    const record = group.subarray(group.indexOf('FAC\0'));
    expect(record.readUInt32BE(8)).toBe(record.length);
    expect(record.readUInt32BE(14)).toBe(record.length - 14);
    const picture = record.subarray(46);
    expect(hex(picture.subarray(0, format === 'JPEG' ? 3 : 8))).toBe(format === 'JPEG' ? 'ffd8ff' : '0000000c6a502020');
    expect(picture.length).toBeGreaterThan(15_000);
  });
});

describe('the signed objects', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'chip-sod-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  function verified(sod: Buffer, suite: string, authority: 'main' | 'other', extra: string[] = []) {
    const at = (name: string): string => join(directory, name);
    writeFileSync(at('sod.der'), find(sod, 0x77)!);
    writeFileSync(at('csca.pem'), infrastructure.countrySigner(suite as 'ecdsa', authority).pem);
    const args = ['-inform', 'DER', '-in', at('sod.der'), '-CAfile', at('csca.pem'), '-purpose', 'any', '-out', at('content.der')];
    const run = spawnSync('openssl', ['cms', '-verify', '-binary', ...args, ...extra], { encoding: 'utf8' });
    return { ok: run.status === 0, message: run.stderr };
  }

  const emrtds = profiles.filter(({ emrtd }) => emrtd).map(({ name }) => name);
  it.each(emrtds)('%s: OpenSSL verifies the SOD up to the CSCA', (name) => {
    const { trustSuite } = profile(name);
    const result = verified(fileOf(image(name), 0x011d), trustSuite, 'main');
    if (trustSuite === 'explicit-parameters') {
      // OpenSSL builds no chain over spelled-out curves; the signature itself it does check.
      expect(result.message).toContain('explicit ECC parameters');
      expect(verified(fileOf(image(name), 0x011d), trustSuite, 'main', ['-noverify']).ok).toBe(true);
    } else {
      expect(result).toMatchObject({ ok: true });
    }
  });

  it('lists the hash of every data group', () => {
    const card = image('card-2021');
    verified(fileOf(card, 0x011d), 'ecdsa', 'main');
    const content = join(directory, 'content.der');
    const listing = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', content], { encoding: 'utf8' });
    const groups = [...listing.matchAll(/INTEGER\s+:([0-9A-F]{2})\n[^\n]*OCTET STRING\s+\[HEX DUMP\]:([0-9A-F]{64})/g)];
    expect(groups.map(([, number]) => Number.parseInt(number!, 16))).toEqual([1, 2, 3, 13, 14, 15]);
    for (const [, number, hash] of groups) {
      const group = fileOf(card, 0x0100 + Number.parseInt(number!, 16));
      expect(createHash('sha256').update(group).digest('hex')).toBe(hash!.toLowerCase());
    }
  });

  it('does not verify when forged', () => {
    const sod = (forgery: 'altered-signature' | 'altered-hash' | 'other-authority' | 'expired-signer'): Buffer =>
      fileOf(image('card-2021', { forgery }), 0x011d);
    expect(verified(sod('altered-signature'), 'ecdsa', 'main').ok).toBe(false);
    expect(verified(sod('altered-hash'), 'ecdsa', 'main').ok).toBe(false);
    expect(verified(sod('other-authority'), 'ecdsa', 'main').ok).toBe(false);
    expect(verified(sod('other-authority'), 'ecdsa', 'other').ok).toBe(true);
    expect(verified(sod('expired-signer'), 'ecdsa', 'main').message).toContain('expired');
  });

  it('keeps what it signed: the same card is the same bytes again', () => {
    expect(hex(fileOf(image('card-2021'), 0x011d))).toBe(hex(fileOf(image('card-2021'), 0x011d)));
  });
});

const specimen = '6d82015930820155020101060628d3160100083182014630110201010c0c30363830393930303132333430150201020c104e677579e1bb856e20' +
  '56c4836e20416e300f0201030c0a32302f30352f3139393930080201040c034e616d300f0201050c0a5669e1bb8774204e616d30090201060c044b696e6830' +
  '0b0201070c064b68c3b46e67302f0201080c2a4c69c3aa6e204e6768c4a9612c20c490e1bba963205472e1bb8d6e672c204cc3a26d20c490e1bb936e6730' +
  '390201090c3453e1bb91203120c490c6b0e1bb9d6e67204de1baab752c20c490e1bba963205472e1bb8d6e672c204cc3a26d20c490e1bb936e67300b0201' +
  '0a0c064b68c3b46e67300f02010b0c0a30312f30362f32303231300f02010c0c0a32302f30352f32303339302b02010d30260c114e677579e1bb856e2056c4' +
  '836e204368610c115472e1baa76e205468e1bb8b204de1bab9300e02010f0c09323530313233343536';
