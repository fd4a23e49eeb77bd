// Every command of a whole reading goes wrong in every way, through the whole card reader, with the chip in this process:
// the command ends in a result within its time, nothing false is called genuine, and the next card is read.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../main/base/clock.ts';
import { createCardReader } from '../../main/devices/card-reader/device.ts';
import type { CardReader } from '../../main/devices/card-reader/device.ts';
import type { CardConnection, PcscLink } from '../../main/devices/card-reader/transport-pcsc.ts';
import { buildTrustStore } from '../../main/devices/card-reader/trust-store.ts';
import { makeCard } from '../bench/chip/card.ts';
import { withFaults } from '../bench/chip/faults.ts';
import type { Fault, FaultyCard } from '../bench/chip/faults.ts';
import { publicKeyInfrastructure } from '../bench/chip/public-key-infrastructure.ts';
import { seededRandom } from '../bench/chip/random.ts';
import { never, random } from '../unit/devices/support.ts';

const PROFILE = 'card-2021';
const MOST_MS = 5_000;
const infrastructure = publicKeyInfrastructure();
const trustStore = buildTrustStore([{ name: 'csca.cer', bytes: infrastructure.countrySigner('ecdsa', 'main').der }]);

/** A smart-card service with one reader and the card that is laid on it. */
function service() {
  const card = makeCard({ profile: PROFILE }, infrastructure);
  let lying: FaultyCard;
  const lay = (faults: readonly Fault[]): void => {
    card.chip.reset();
    lying = withFaults(card.chip, faults, undefined, seededRandom('faults'));
  };
  lay([]);
  const connection: CardConnection = {
    atr: card.chip.atr,
    async transmit(command) {
      const exchange = lying.exchange(command);
      return exchange.kind === 'lift' ? { ok: false, error: { code: 'mediaRemoved' } } : { ok: true, value: exchange.reply };
    },
    async reset() {
      lying.reset();
      return { ok: true, value: undefined };
    },
    async disconnect() {
      lying.reset();
    },
  };
  const link: PcscLink = {
    onReader: (listener) => listener({ event: 'reader', name: 'In this process', presence: 'present' }),
    connect: async () => ({ ok: true, value: connection }),
    onLost: () => {},
    close: async () => {},
  };
  return { card, lay, link, commands: () => lying.commands };
}

describe('each command goes wrong', () => {
  const { card, lay, link, commands } = service();
  let device: CardReader;
  let total = 0;

  const read = () => {
    device.forget();
    return device.readIdentity({ access: { can: card.can }, expectedNumber: card.persona.number, portrait: true, timeoutMs: MOST_MS, signal: never() });
  };

  beforeAll(async () => {
    device = createCardReader({ settings: {}, trustStore: () => trustStore, clock: systemClock, random, log: () => {}, open: async () => ({ ok: true, value: link }) });
    device.start();
    expect(await read()).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    total = commands();
  });
  afterAll(() => device.close());

  const kinds: readonly ((at: number) => Fault)[] = [
    (at) => ({ kind: 'status-word', at, statusWord: '6f00' }),
    (at) => ({ kind: 'status-word', at, statusWord: '6982' }),
    (at) => ({ kind: 'status-word', at, statusWord: '9000' }),
    (at) => ({ kind: 'garbage', at }),
    (at) => ({ kind: 'wrong-checksum', at }),
    (at) => ({ kind: 'cut-reply', at }),
    (at) => ({ kind: 'empty-reply', at }),
    (at) => ({ kind: 'garbage', at, always: true }),
    (at) => ({ kind: 'wrong-checksum', at, always: true }),
  ];
  const nameOf = (make: (at: number) => Fault): string => Object.entries(make(0)).flatMap(([key, value]) => (key === 'at' ? [] : [String(value)])).join(' ');

  it.each(kinds.map((make) => [nameOf(make), make] as const))('%s', async (_, make) => {
    expect(total).toBeGreaterThan(20);
    for (let at = 1; at <= total; at += 1) {
      lay([make(at)]);
      const begun = performance.now();
      const result = await read();
      expect(performance.now() - begun, `at ${at}`).toBeLessThan(MOST_MS);
      if (!result.ok) expect(['internalError', 'timeOut'], `at ${at}`).not.toContain(result.error.reason);
      else if (result.value.verdict.overall === 'genuine') {
        // A fault that was got over may cost the portrait or a field, and invents none.
        const { fullName, number } = result.value.fields;
        expect([card.persona.name, 'NGUYEN VAN AN'], `at ${at}`).toContain(fullName?.value);
        expect(number?.value, `at ${at}`).toBe(card.persona.number);
      }

      lay([]);
      expect(await read(), `the next card, after ${at}`).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' }, portrait: {} } });
    }
  }, 120_000);
});
