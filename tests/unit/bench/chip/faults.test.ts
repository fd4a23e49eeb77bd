// What goes wrong on purpose: faults at chosen commands, mad chips, forged and hostile cards.
import { describe, expect, it } from 'vitest';
import { withFaults } from '../../../bench/chip/faults.ts';
import type { Exchange, Fault, Madness } from '../../../bench/chip/faults.ts';
import { hostileKinds } from '../../../bench/chip/hostile-files.ts';
import { seededRandom } from '../../../bench/chip/random.ts';
import { chip, fileOf, image } from './cards.ts';
import { Terminal, activeAuthenticationHolds, bytes, find, hex } from './terminal.ts';

const gm = '04007f00070202040202';
const readCardAccess = bytes('00b09c0000');

function faulty(faults: readonly Fault[], madness?: Madness): () => Exchange {
  const card = withFaults(chip('card-2021'), faults, madness, seededRandom('faults'));
  return () => card.exchange(readCardAccess);
}

const replyOf = (exchange: Exchange): string => (exchange.kind === 'reply' ? hex(exchange.reply) : exchange.kind);

describe('faults', () => {
  const genuine = replyOf(faulty([])());

  it('strike at their command and once', () => {
    const next = faulty([{ kind: 'status-word', at: 2, statusWord: '6f00' }]);
    expect([1, 2, 3].map(() => replyOf(next()))).toEqual([genuine, '6f00', genuine]);
  });

  it('strike from their command on when they are for always', () => {
    const next = faulty([{ kind: 'status-word', at: 2, statusWord: '6f00', always: true }]);
    expect([1, 2, 3].map(() => replyOf(next()))).toEqual([genuine, '6f00', '6f00']);
  });

  it('lift the card', () => {
    expect(faulty([{ kind: 'lift', at: 1, backAfterMs: 50 }])()).toEqual({ kind: 'lift', backAfterMs: 50 });
  });

  it('garble, cut, empty and delay replies', () => {
    const garbled = faulty([{ kind: 'garbage', at: 1, length: 12 }])();
    expect(replyOf(garbled)).toHaveLength(24);
    expect(replyOf(faulty([{ kind: 'cut-reply', at: 1 }])())).toBe(genuine.slice(0, -2));
    expect(replyOf(faulty([{ kind: 'empty-reply', at: 1 }])())).toBe('');
    expect(faulty([{ kind: 'mute', at: 1, forMs: 700 }])()).toMatchObject({ delayMs: 700 });
  });

  it('give a wrong checksum that a terminal notices', () => {
    const card = withFaults(chip('card-2021'), [{ kind: 'wrong-checksum', at: 7 }], undefined, seededRandom(1));
    const terminal = new Terminal({
      atr: card.atr,
      reset: () => card.reset(),
      process: (apdu) => {
        const exchange = card.exchange(apdu);
        return exchange.kind === 'reply' ? exchange.reply : 'mute';
      },
    });
    expect(terminal.pace(gm, 13, 2, '001234').sw).toBe(0x9000);
    terminal.selectApplication();
    expect(() => terminal.selectFile('0101')).toThrow('wrong checksum');
  });

  it('make a mad chip say the same nonsense for ever', () => {
    const next = faulty([], 'always-61');
    expect([replyOf(next()), replyOf(next())]).toEqual(['006110', '006110']);
    const random = faulty([], 'random-bytes');
    expect(replyOf(random())).not.toBe(replyOf(random()));
  });
});

function reading(choice: Parameters<typeof chip>[1]): Terminal {
  const terminal = new Terminal(chip('card-2021', choice));
  expect(terminal.pace(gm, 13, 2, '001234').sw).toBe(0x9000);
  terminal.selectApplication();
  return terminal;
}

describe('forged cards', () => {
  const genuine = image('card-2021');

  it.each([
    ['altered-dg1', 0x0101], ['altered-dg2', 0x0102], ['altered-dg13', 0x010d], ['altered-dg14', 0x010e], ['altered-dg15', 0x010f],
  ] as const)('%s changes that file and no other', (forgery, fileId) => {
    const forged = image('card-2021', { forgery });
    for (const id of [0x011e, 0x011d, 0x0101, 0x0102, 0x010d, 0x010e, 0x010f]) {
      expect(fileOf(forged, id).equals(fileOf(genuine, id))).toBe(id !== fileId);
    }
  });

  it('a clone has the same files and cannot answer for the key in DG15', () => {
    const terminal = reading({ forgery: 'clone' });
    expect(hex(terminal.readFile('010f'))).toBe(hex(fileOf(genuine, 0x010f)));
    const challenge = bytes('1122334455667788');
    const reply = terminal.send('00880000', challenge, 256);
    expect(reply.sw).toBe(0x9000);
    expect(activeAuthenticationHolds(find(fileOf(genuine, 0x010f), 0x6f)!, 'sha256', challenge, reply.data)).toBe(false);
    expect(reading({ forgery: 'clone-without-keys' }).send('00880000', challenge, 256).sw).toBe(0x6d00);
  });

  it('a clone that hides DG15 shows it neither in EF.COM nor as a file', () => {
    const terminal = reading({ forgery: 'hidden-dg15' });
    expect(terminal.readFile('011e').includes(0x6f)).toBe(false);
    expect(terminal.selectFile('010f')).toBe(0x6a82);
    expect(hex(terminal.readFile('011d'))).toBe(hex(fileOf(genuine, 0x011d)));
  });

  it('altered-hash puts the hash of the altered DG1 into the SOD', () => {
    const forged = image('card-2021', { forgery: 'altered-hash' });
    expect(fileOf(forged, 0x0101).includes('KHAC')).toBe(true);
    expect(fileOf(forged, 0x011d).length).toBe(fileOf(genuine, 0x011d).length);
    expect(fileOf(forged, 0x011d).equals(fileOf(genuine, 0x011d))).toBe(false);
  });
});

describe('hostile cards', () => {
  it.each(hostileKinds)('%s can be laid down and opened', (kind) => {
    const terminal = reading({ hostile: { kind } });
    const fileId = kind.startsWith('portrait-') ? '0102' : kind.startsWith('certificate-') ? '011d' : '010d';
    expect(terminal.selectFile(fileId)).toBe(0x9000);
    const start = terminal.readAt(0, 8);
    expect(start.sw).toBe(0x9000);
    expect(start.data.length).toBe(kind === 'empty' ? 0 : 8);
  });

  it('an endless file never ends', () => {
    const terminal = reading({ hostile: { kind: 'endless', file: 'dg2' } });
    terminal.selectFile('0102');
    expect(hex(terminal.readAt(0, 5).data)).toBe('7583ffffff');
    expect(terminal.readAt(5_000_000, 100).data).toHaveLength(100);
  });

  it('may be in any file, EF.CardAccess too', () => {
    const terminal = new Terminal(chip('card-2021', { hostile: { kind: 'deep', file: 'card-access' } }));
    expect(terminal.raw(readCardAccess).data.subarray(0, 4)).toHaveLength(4);
  });

  it('a hostile certificate is signed by the country signer all the same', () => {
    const object = fileOf(image('card-2021', { hostile: { kind: 'certificate-huge-field' } }), 0x011d);
    expect(object.length).toBeGreaterThan(8000);
  });
});
