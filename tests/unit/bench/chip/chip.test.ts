// The chip against a terminal written apart from it: access control, reading, chip and active authentication, status words.
import { describe, expect, it } from 'vitest';
import { FpIsSquare } from '@noble/curves/abstract/modular.js';
import { brainpoolP256r1 } from '@noble/curves/misc.js';
import { curve, pointBytes } from '../../../bench/chip/curves.ts';
import { integratedGenerator, pseudoRandom } from '../../../bench/chip/integrated-mapping.ts';
import { profiles } from '../../../bench/chip/profiles.ts';
import { chip, fileOf, image } from './cards.ts';
import { Terminal, activeAuthenticationHolds, bytes, command, find, hex, object } from './terminal.ts';
import type { Cipher } from './terminal.ts';

const mrzInformation = '099001234499052013905209';
const gm = '04007f00070202040202';

/** A terminal that has got access to the application. */
function opened(name: string): Terminal {
  const terminal = new Terminal(chip(name));
  const offer = profiles.find((profile) => profile.name === name)?.pace[0];
  if (offer) {
    const cipherArc = { '3des': '01', 'aes-128': '02', 'aes-192': '03', 'aes-256': '04' }[offer.cipher];
    expect(terminal.pace(`04007f000702020402${cipherArc}`, offer.parameterId as 13, 2, '001234').sw).toBe(0x9000);
    expect(terminal.selectApplication()).toBe(0x9000);
  } else {
    expect(terminal.selectApplication()).toBe(0x9000);
    expect(terminal.basicAccess(mrzInformation)).toBe(0x9000);
  }
  return terminal;
}

describe('every profile with generic mapping or basic access', () => {
  const readable = profiles.filter(({ emrtd, pace }) => emrtd && (pace[0]?.mapping ?? 'generic') === 'generic');

  it.each(readable.map(({ name }) => name))('%s: reads all files as they were personalised', (name) => {
    const terminal = opened(name);
    const card = image(name);
    const chunk = name === 'no-extended-length' ? 0xa0 : 0xdf;
    const fileIds = [0x011e, 0x011d, 0x0101, 0x0102, 0x010d, 0x010e, 0x010f];
    for (const fileId of fileIds.filter((id) => id !== 0x010d || name !== 'card-2024-denied')) {
      const content = terminal.readFile(`0${fileId.toString(16)}`, chunk);
      expect(hex(content)).toBe(hex(fileOf(card, fileId)));
    }
  });

  it.each(readable.map(({ name }) => name))('%s: active authentication holds with the key in DG15', (name) => {
    const terminal = opened(name);
    const card = image(name);
    const choice = profiles.find((profile) => profile.name === name)!.activeAuthentication!;
    const challenge = bytes('0102030405060708');
    const reply = terminal.send('00880000', challenge, 256);
    expect(reply.sw).toBe(0x9000);
    const holdsFor = (asked: Buffer): boolean =>
      activeAuthenticationHolds(find(fileOf(card, 0x010f), 0x6f)!, choice.hash, asked, reply.data);
    expect(holdsFor(challenge)).toBe(true);
    expect(holdsFor(bytes('0102030405060709'))).toBe(false);
  });

  it.each([
    ['card-2021', 'aes-128', 'brainpoolP256r1'], ['aes-192', 'aes-192', 'secp384r1'],
    ['aes-256', 'aes-256', 'brainpoolP384r1'],
    ['pace-3des', '3des', 'prime256v1'], ['bac-only', '3des', 'secp224r1'],
  ] as const)('%s: chip authentication starts a new session', (name, cipher: Cipher, named) => {
    const terminal = opened(name);
    const keyId = profiles.find((profile) => profile.name === name)!.chipAuthentication!.keyId;
    // The public point ends ChipAuthenticationPublicKeyInfo's BIT STRING.
    const group = fileOf(image(name), 0x010e);
    const size = { brainpoolP256r1: 65, secp384r1: 97, brainpoolP384r1: 97, prime256v1: 65, secp224r1: 57 }[named];
    const point = group.subarray(group.indexOf(Buffer.from([size + 1, 0, 4])) + 2).subarray(0, size);
    expect(terminal.chipAuthentication(cipher, named, point, keyId)).toBe(0x9000);
    expect(terminal.readFile('0101').subarray(0, 2)).toEqual(bytes('615d'));
  });
});

describe('PACE', () => {
  it('takes the MRZ too', () => {
    const terminal = new Terminal(chip('card-2021'));
    expect(terminal.pace(gm, 13, 1, mrzInformation).sw).toBe(0x9000);
  });

  it('counts wrong CANs, warns, and locks the CAN and not the MRZ', () => {
    const card = chip('card-2021');
    const words = [];
    for (let tries = 0; tries < 6; tries += 1) {
      card.reset();
      words.push(new Terminal(card).pace(gm, 13, 2, '999999').sw.toString(16));
    }
    expect(words).toEqual(['63c4', '63c3', '63c2', '63c1', '63c0', '6983']);
    expect(new Terminal(card).pace(gm, 13, 2, '001234').sw).toBe(0x6983);
    expect(new Terminal(card).pace(gm, 13, 1, mrzInformation).sw).toBe(0x9000);
  });

  it('forgets wrong CANs after a right one', () => {
    const card = chip('card-2021');
    expect(new Terminal(card).pace(gm, 13, 2, '999999').sw).toBe(0x63c4);
    expect(new Terminal(card).raw('0022c1a40f800a04007f00070202040202830102').sw).toBe(0x63c4);
    expect(new Terminal(card).pace(gm, 13, 2, '001234').sw).toBe(0x9000);
    expect(new Terminal(card).pace(gm, 13, 2, '999999').sw).toBe(0x63c4);
  });

  it('proves the chip by its static key with chip authentication mapping, and only with the genuine key', () => {
    for (const [forgery, genuine] of [['none', true], ['clone', false]] as const) {
      const terminal = new Terminal(chip('pace-cam', { forgery }));
      const { sw, proof, mappingPoint } = terminal.pace('04007f00070202040602', 13, 2, '001234');
      expect(sw).toBe(0x9000);
      const security = terminal.readFile('011d');
      const point = security.subarray(security.indexOf(bytes('420004')) + 2).subarray(0, 65);
      const product = brainpoolP256r1.Point.fromBytes(point).multiply(BigInt(`0x${hex(proof!)}`));
      expect(Buffer.from(product.toBytes(false)).equals(mappingPoint!)).toBe(genuine);
    }
  });

  it("opens with integrated mapping, whose points are those of the formula in noble's field", () => {
    const on = curve('brainpoolP256r1');
    const field = brainpoolP256r1.Point.Fp;
    const mapped = (t: bigint): bigint => {
      const alpha = field.neg(field.sqr(t));
      const x2 = field.mul(field.div(field.neg(on.b), on.a), field.add(1n, field.inv(field.add(alpha, field.sqr(alpha)))));
      const right = field.add(field.add(field.pow(x2, 3n), field.mul(on.a, x2)), on.b);
      return FpIsSquare(field, right) ? x2 : field.mul(alpha, x2);
    };
    const terminal = new Terminal(chip('pace-im'));
    const { sw } = terminal.pace('04007f00070202040402', 13, 2, '001234', (nonce, own) => {
      const point = integratedGenerator('aes-128', on, nonce, own);
      const random = BigInt(`0x${hex(pseudoRandom('aes-128', nonce, own, 256))}`) % on.p;
      expect(point.toAffine().x).toBe(mapped(random));
      return Buffer.from(pointBytes(on, point));
    });
    expect(sw).toBe(0x9000);
    expect(terminal.selectApplication()).toBe(0x9000);
    expect(hex(terminal.readFile('0101'))).toBe(hex(fileOf(image('pace-im'), 0x0101)));
  });

  it('refuses steps out of order, points off the curve and passwords that it does not have', () => {
    const terminal = new Terminal(chip('card-2021'));
    const set = '0022c1a40f800a04007f00070202040202830102';
    expect(terminal.raw('10860000027c0000').sw).toBe(0x6985);
    expect(terminal.raw(set).sw).toBe(0x9000);
    expect(terminal.raw('10860000047c02810000').sw).toBe(0x6a80);
    expect(terminal.raw('10860000027c0000').sw).toBe(0x6985);
    terminal.raw(set);
    terminal.raw('10860000027c0000');
    const bad = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]);
    expect(terminal.raw(command('10860000', object('7c', object('81', bad)), 256)).sw).toBe(0x6a80);
    expect(terminal.raw('0022c1a40f800a04007f00070202040202830103').sw).toBe(0x6a88);
    expect(terminal.raw('0022c1a40f800a04007f00070202040204830102').sw).toBe(0x6a80);
  });
});

describe('what a Vietnamese card says', () => {
  it('has no master file to select', () => {
    expect(new Terminal(chip('card-2021')).raw('00a4000c023f00').sw).toBe(0x6d00);
    expect(new Terminal(chip('card-2024')).raw('00a4000c').sw).toBe(0x6982);
    expect(new Terminal(chip('aes-256')).raw('00a4000c023f00').sw).toBe(0x9000);
  });

  it('gives EF.CardAccess in the clear, by file identifier and by short identifier', () => {
    const content = '3134300d060804007f0007020202020101300f060a04007f000702020302020201013012060a04007f0007020204020202010202010d';
    const terminal = new Terminal(chip('card-2021'));
    expect(terminal.selectFile('011c')).toBe(0x9000);
    expect(hex(terminal.readAt(0, 256).data)).toBe(content);
    terminal.chip.reset();
    expect(hex(terminal.raw('00b09c0000').data)).toBe(content);
    expect(new Terminal(chip('bac-only')).selectFile('011c')).toBe(0x6a82);
  });

  it('has no DG11, and DG3 for nobody', () => {
    const old = opened('card-2021');
    expect(old.selectFile('010b')).toBe(0x6a82);
    expect(old.selectFile('0103')).toBe(0x6982);
    const young = opened('card-2024');
    expect(young.selectFile('0103')).toBe(0x9000);
    expect(young.readAt(0, 4).sw).toBe(0x6982);
    const denied = opened('card-2024-denied');
    denied.selectFile('010d');
    expect(denied.readAt(0, 4).sw).toBe(0x6982);
  });

  it('shows nothing without access control, and nothing more after a command in the clear', () => {
    const terminal = new Terminal(chip('card-2021'));
    terminal.selectApplication();
    expect(terminal.selectFile('0101')).toBe(0x6982);
    const reading = opened('card-2021');
    expect(reading.raw('00a4020c020101').sw).toBe(0x6982);
    expect(reading.send('00a4020c', bytes('0101')).sw).toBe(0x6882);
  });
});

describe('reading', () => {
  it('takes extended length where the card has it, and cuts to its longest reply', () => {
    const terminal = new Terminal(chip('card-2021'), true);
    terminal.pace(gm, 13, 2, '001234');
    terminal.selectApplication();
    terminal.selectFile('0102');
    const reply = terminal.readAt(0, 4000);
    expect(reply.data.length).toBeGreaterThan(1990);
    expect(reply.data.length).toBeLessThanOrEqual(2048 - 14);
    expect(terminal.readFile('0102', 1900).length).toBe(fileOf(image('card-2021'), 0x0102).length);
  });

  it('answers 6700 to extended length where the card has none', () => {
    expect(new Terminal(chip('no-extended-length')).raw('00b09c00000100').sw).toBe(0x6700);
  });

  it('refuses or cuts a read that does not fit, as the profile says', () => {
    const refusing = opened('no-extended-length');
    refusing.selectFile('0102');
    expect(refusing.readAt(0, 256).sw).toBe(0x6700);
    expect(refusing.readAt(0, 224).sw).toBe(0x6700);
    expect(refusing.readAt(0, 160)).toMatchObject({ sw: 0x9000, data: { length: 160 } });
    const cutting = opened('bac-only');
    cutting.selectFile('0102');
    expect(cutting.readAt(0, 256)).toMatchObject({ sw: 0x9000, data: { length: 231 } });
  });

  it('ends a file in the way of the profile', () => {
    for (const [name, sw, length] of [['card-2021', 0x9000, 10], ['card-2024', 0x6282, 10], ['bac-only', 0x6c0a, 0]] as const) {
      const terminal = opened(name);
      terminal.selectFile('0101');
      expect(terminal.readAt(85, 100)).toMatchObject({ sw, data: { length } });
      expect(terminal.readAt(200, 100).sw).toBe(0x6b00);
    }
  });

  it('gives a reply too long for its command in parts', () => {
    const terminal = opened('no-extended-length');
    const before = terminal.commands;
    expect(terminal.send('00880000', bytes('0102030405060708'), 256).data.length).toBe(256);
    expect(terminal.commands - before).toBe(2);
  });

  it('puts chained pieces of a command together', () => {
    const terminal = new Terminal(chip('card-2021'));
    expect(terminal.raw('10a4040c03a00000').sw).toBe(0x9000);
    expect(terminal.raw('00a4040c0402471001').sw).toBe(0x9000);
  });
});

describe('replay', () => {
  it('gives the same replies from the same seed and others from another', () => {
    const talk = (seed: number): string => {
      const terminal = new Terminal(chip('card-2021', { seed }));
      terminal.selectApplication();
      return hex(terminal.raw('0084000008').data);
    };
    expect(talk(1)).toBe(talk(1));
    expect(talk(1)).not.toBe(talk(2));
  });
});
