// Whole readings of the bench's chip, profile by profile.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { profiles } from '../../../bench/chip/profiles.ts';
import { readChip } from '../../../../main/devices/card-reader/read.ts';
import type { ReadEvents, ReadRequest } from '../../../../main/devices/card-reader/read.ts';
import type { Transceiver } from '../../../../main/devices/card-reader/transceiver.ts';
import { benchCard } from './bench-chip.ts';
import type { BenchCard } from './bench-chip.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const now = (): number => Date.parse('2026-11-24T03:00:00Z');

function read(card: BenchCard, contact: Transceiver, request: Partial<ReadRequest> = {}, events: ReadEvents = {}) {
  return readChip(contact, card.atr, { access: card.can, portrait: true, ...request },
    { trustStore: card.trustStore, random, now }, events);
}

describe('reading a card', () => {
  it.each(profiles.filter((profile) => profile.emrtd).map((profile) => profile.name))('%s', async (name) => {
    const card = benchCard(name);
    const contact = card.contact();
    const result = await read(card, contact, name === 'bac-only' ? { access: card.mrz } : {});
    if (process.env.SHOW) console.log(name, contact.commands(), contact.exchanges.join('\n'), result.ok ? result.value.verdict : result.error);
    expect(result).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
  });
});
