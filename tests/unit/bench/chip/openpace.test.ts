// OpenPACE, an implementation by others in C, as the terminal: PACE and secure messaging with every cipher.
import { describe, expect, it } from 'vitest';
import { makeCard } from '../../../bench/chip/card.ts';
import { openPaceAvailable, openPaceTerminal } from '../../../bench/chip/judges/openpace.ts';
import { fileOf, infrastructure } from './cards.ts';
import { hex } from './terminal.ts';

describe.skipIf(!openPaceAvailable())('OpenPACE as the terminal', () => {
  async function read(profile: string, kind: 'can' | 'mrz', password?: string): Promise<Uint8Array> {
    const card = makeCard({ profile }, infrastructure);
    const cardAccess = card.image.masterFile.find((file) => file.fileId === 0x011c)!.content;
    return openPaceTerminal({
      cardAccess: cardAccess.read(0, cardAccess.length), kind, fileId: '0101', length: 95,
      password: password ?? (kind === 'can' ? card.can : card.zone.lines.join('')),
    }, (command) => {
      const reply = card.chip.process(command);
      if (reply === 'mute') throw new Error('mute');
      return reply;
    });
  }

  it.each([
    ['card-2021', 'can'], ['card-2021', 'mrz'], ['aes-192', 'can'], ['aes-256', 'can'], ['aes-256', 'mrz'], ['pace-3des', 'can'],
  ] as const)('%s: opens with the %s and reads DG1', async (profile, kind) => {
    const content = await read(profile, kind);
    expect(hex(content)).toBe(hex(fileOf(makeCard({ profile }, infrastructure).image, 0x0101)));
  });

  it('is refused with another CAN', async () => {
    await expect(read('card-2021', 'can', '001235')).rejects.toThrow('status word');
  });
});
