// Whatever is sent to it, the chip answers with a status word and never fails.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chip } from './cards.ts';
import { Terminal, object } from './terminal.ts';

const data = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
const tag = fc.constantFrom('7c', '80', '81', '83', '84', '85', '87', '8e', '91', '97', '54', '30');
const nested = fc.tuple(tag, tag, data).map(([outer, inner, value]) => object(outer, object(inner, value)));

const command = fc.tuple(
  fc.constantFrom(0x00, 0x0c, 0x10, 0x1c, 0x80),
  fc.constantFrom(0xa4, 0xb0, 0xb1, 0x84, 0x82, 0x22, 0x86, 0x88, 0xc0, 0x00),
  fc.constantFrom(0x00, 0x02, 0x04, 0x41, 0x81, 0x9c, 0xc1), fc.constantFrom(0x00, 0x0c, 0xa4, 0xa6),
  fc.oneof(data, nested), fc.boolean(),
).map(([cla, ins, p1, p2, value, le]) => Buffer.concat([
  Buffer.from([cla, ins, p1, p2]), Buffer.from(value.length ? [value.length] : []), value, Buffer.from(le ? [0] : []),
]));

describe('the chip under nonsense', () => {
  it.each(['card-2021', 'bac-only', 'pace-cam', 'not-emrtd'])('%s answers everything', (profile) => {
    const card = chip(profile);
    fc.assert(fc.property(fc.array(fc.oneof(command, data), { maxLength: 12 }), (commands) => {
      for (const apdu of commands) {
        const reply = card.process(apdu);
        expect(reply).not.toBe('mute');
        expect(reply.length).toBeGreaterThanOrEqual(2);
        expect(reply.length).toBeLessThanOrEqual(2050);
      }
    }), { numRuns: 300 });
  });

  it('answers nonsense inside a session and ends it', () => {
    const card = chip('card-2021');
    fc.assert(fc.property(command, (apdu) => {
      card.reset();
      const terminal = new Terminal(card);
      terminal.pace('04007f00070202040202', 13, 2, '001234');
      terminal.raw(apdu);
      expect(terminal.send('00a4040c', Buffer.from('a0000002471001', 'hex')).sw).not.toBe(0x9000);
    }), { numRuns: 20 });
  });
});
