import { describe, expect, it } from 'vitest';
import { hashPin, verifyPin } from '../../../main/settings/pin-hash.ts';
import { pinHash } from '../../../main/settings/schema.ts';

describe('a PIN', () => {
  it('is verified against its hash and no other', async () => {
    const hashed = hashPin('246810');
    expect(pinHash.safeParse(hashed).success).toBe(true);
    expect(await verifyPin('246810', hashed)).toBe(true);
    expect(await verifyPin('246811', hashed)).toBe(false);
    expect(await verifyPin('', hashed)).toBe(false);
  });

  it('has another hash each time', () => {
    expect(hashPin('1234')).not.toBe(hashPin('1234'));
  });

  it('verifies the third test vector of RFC 7914, section 12', async () => {
    const hash =
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
    const hashed = `scrypt$16384$8$1$${Buffer.from('SodiumChloride').toString('base64')}$${Buffer.from(hash, 'hex').toString('base64')}`;
    expect(await verifyPin('pleaseletmein', hashed)).toBe(true);
    expect(await verifyPin('pleaseletmeout', hashed)).toBe(false);
  });

  it('is refused, not crashed on, where the hash is none or costs too much', async () => {
    for (const hashed of [
      '',
      'scrypt',
      'scrypt$1$2$3',
      'md5$1$1$1$AAAAAAAAAAAA$AAAA',
      'scrypt$3$8$1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      `scrypt$1073741824$8$1$AAAAAAAAAAAAAAAA$${'A'.repeat(44)}`,
    ]) {
      expect(await verifyPin('1234', hashed), hashed).toBe(false);
    }
  });
});
