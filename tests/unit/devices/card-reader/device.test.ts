// The device over a smart-card service that is plugged, unplugged, dies, hangs and returns; the chip is the bench's.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createCardReader } from '../../../../main/devices/card-reader/device.ts';
import type { CardReader, IdentityCommand, MediaEvent } from '../../../../main/devices/card-reader/device.ts';
import type { ReadProgress } from '../../../../main/devices/card-reader/read-steps.ts';
import { chooseCard, readers, shownState, STARTING } from '../../../../main/devices/card-reader/status.ts';
import type { ReaderEvent, ReadersState, ServiceEvent } from '../../../../main/devices/card-reader/status.ts';
import { openPcsc } from '../../../../main/devices/card-reader/transport-pcsc.ts';
import type { Transceiver } from '../../../../main/devices/card-reader/transceiver.ts';
import { fastClock, keptLog, random, until } from '../support.ts';
import { benchCard } from './bench-chip.ts';
import type { BenchCard } from './bench-chip.ts';
import { FakePcsc } from './fake-pcsc.ts';
import type { FakeCard } from './fake-pcsc.ts';

const SLOW_MS = 60_000;
const open: CardReader[] = [];
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close();
});

function set(options: { card?: BenchCard; wanted?: string; factor?: number } = {}) {
  const pcsc = new FakePcsc();
  const card = options.card ?? benchCard('card-2021');
  const log = keptLog();
  const clock = fastClock(options.factor ?? 1);
  const reader = createCardReader({
    settings: options.wanted === undefined ? {} : { reader: options.wanted },
    trustStore: () => card.trustStore, clock, random, log,
    open: () => openPcsc(clock, pcsc.load),
  });
  open.push(reader);
  const media: MediaEvent[] = [];
  reader.onMedia((event) => media.push(event));
  const read = (more: Partial<IdentityCommand> = {}) => reader.readIdentity({
    access: card.can, portrait: false, timeoutMs: 30_000, signal: new AbortController().signal, ...more,
  });
  return { pcsc, card, reader, log, media, read };
}

/** A chip of the bench as something to lay on a reader; each contact is a transceiver of its own. */
function laid(card: BenchCard, contact: () => Transceiver = () => card.contact()): FakeCard {
  let current = contact();
  return {
    atr: card.atr,
    reset() {
      current = contact();
    },
    transmit: async (command) => {
      const response = await current.transmit(command);
      if (response.ok) return response.value;
      throw Object.assign(new Error('RemovedCard'), { code: 'RemovedCard' });
    },
  };
}

describe('a reading', () => {
  it('waits for the card, reads it and lets it go', async () => {
    const { pcsc, card, reader, media, read, log } = set();
    const slot = pcsc.plug('Reader 1');
    reader.start();
    const progress: ReadProgress[] = [];
    const reading = read({ onProgress: (step) => progress.push(step) });
    await until(() => reader.state().status === 'online', 'the reader');
    expect(reader.state().media).toEqual({ card: 'notPresent' });
    slot.insert(laid(card));
    const result = await reading;
    expect(result).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    expect(progress[0]).toEqual({ step: 'connect', number: 1, percent: 0 });
    expect(slot.connected).toBe(0);
    slot.remove();
    expect(media).toEqual(['mediaInserted', 'mediaTaken']);
    // Nothing of the person is in the log.
    expect(JSON.stringify(log.lines)).not.toMatch(/068099|NGUYEN|Nguyễn|001234/);
  }, SLOW_MS);

  it('finds a card that was there before', async () => {
    const { pcsc, card, reader, read } = set();
    pcsc.plug('Reader 1').card = laid(card);
    reader.start();
    expect(await read()).toMatchObject({ ok: true });
  }, SLOW_MS);

  it('is one at a time', async () => {
    const { pcsc, card, reader, read } = set();
    pcsc.plug('Reader 1').card = laid(card);
    reader.start();
    const [first, second] = await Promise.all([read(), read()]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: false, error: { reason: 'busy' } });
  }, SLOW_MS);

  it('ends when nobody lays a card down, and when it is canceled', async () => {
    const { pcsc, reader, read } = set();
    pcsc.plug('Reader 1');
    reader.start();
    expect(await read({ timeoutMs: 40 })).toMatchObject({ ok: false, error: { code: 'timeOut', reason: 'noMedia' } });
    const cancel = new AbortController();
    const reading = read({ signal: cancel.signal });
    cancel.abort();
    expect(await reading).toMatchObject({ ok: false, error: { code: 'canceled', reason: 'canceled' } });
  });

  it('that is cut off goes on with the next command, and not after the citizen has left', async () => {
    const { pcsc, card, reader, read } = set();
    const slot = pcsc.plug('Reader 1');
    reader.start();
    const lifting = (at: number): FakeCard => laid(card, () => card.contact([{ kind: 'lift', at }]));
    slot.card = lifting(14);
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'mediaRemoved', step: 'authenticity' } });
    const resumed = card.contact();
    slot.card = laid(card, () => resumed);
    expect(await read({ resume: true })).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    expect(resumed.exchanges.filter((line) => line.startsWith('0cb09d'))).toHaveLength(0);

    slot.card = lifting(14);
    await read();
    reader.forget();
    const fresh = card.contact();
    slot.card = laid(card, () => fresh);
    await read({ resume: true });
    expect(fresh.exchanges.filter((line) => line.startsWith('0cb09d'))).toHaveLength(1);
  }, SLOW_MS);

  it('resets the chip once or twice when the session breaks, and goes on', async () => {
    const { pcsc, card, reader, read } = set();
    const slot = pcsc.plug('Reader 1');
    reader.start();
    let contacts = 0;
    slot.card = laid(card, () => {
      contacts += 1;
      return card.contact(contacts === 1 ? [{ kind: 'wrong-checksum', at: 11 }] : []);
    });
    expect(await read()).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    expect(slot.resets).toBe(1);
    slot.card = laid(card, () => card.contact([{ kind: 'wrong-checksum', at: 9, always: true }]));
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'secureMessagingFailed' } });
    expect(slot.resets).toBe(3);
  }, SLOW_MS);
});

describe('a reader that cannot carry long responses', () => {
  it('is asked for shorter ones after a reset', async () => {
    const { pcsc, card, reader, read } = set({ factor: 5 });
    const slot = pcsc.plug('Reader 1');
    reader.start();
    const chip = laid(card);
    slot.card = {
      ...chip,
      transmit(command) {
        const answer = chip.transmit(command);
        return typeof answer !== 'object' ? answer : answer.then((response) => {
          if (response.length > 258) throw Object.assign(new Error('too long'), { code: 'CommDataLost' });
          return response;
        });
      },
    };
    expect(await read({ timeoutMs: 600_000 })).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    expect(slot.resets).toBe(1);
    // It is remembered for the cards that follow.
    expect(await read({ timeoutMs: 600_000 })).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    expect(slot.resets).toBe(1);
  }, SLOW_MS);

  it('gives an empty answer when the card is on its way out', async () => {
    const { pcsc, card, reader, read } = set();
    const slot = pcsc.plug('Reader 1');
    reader.start();
    const chip = laid(card);
    let commands = 0;
    slot.card = {
      ...chip,
      transmit(command) {
        commands += 1;
        if (commands !== 12) return chip.transmit(command);
        setTimeout(() => slot.remove(), 50);
        return Promise.resolve(new Uint8Array(0));
      },
    };
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'mediaRemoved', step: 'authenticity' } });
    expect(slot.resets).toBe(0);
  }, SLOW_MS);
});

describe('wrong numbers', () => {
  it('are tried twice, then staff must insist', async () => {
    const { pcsc, card, reader, read } = set();
    pcsc.plug('Reader 1').card = laid(card);
    reader.start();
    const wrong = { access: { can: '999999' } };
    expect(await read(wrong)).toMatchObject({ ok: false, error: { reason: 'wrongAccessKey' } });
    expect(await read(wrong)).toMatchObject({ ok: false, error: { reason: 'wrongAccessKey' } });
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'attemptsUsedUp', code: 'authorisationRequired' } });
    expect(await read({ insist: true })).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ ok: true });
  }, SLOW_MS);

  it('are counted anew for the next citizen', async () => {
    const { pcsc, card, reader, read } = set();
    pcsc.plug('Reader 1').card = laid(card);
    reader.start();
    await read({ access: { can: '999999' } });
    await read({ access: { can: '999999' } });
    reader.forget();
    expect(await read()).toMatchObject({ ok: true });
  }, SLOW_MS);
});

describe('the reader and the service', () => {
  it('says when there is no reader, and finds one that is plugged in later', async () => {
    const { pcsc, card, reader, read } = set({ factor: 30 });
    reader.start();
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'noReader' } });
    expect(reader.state().status).toBe('noDevice');
    pcsc.plug('Reader 1').card = laid(card);
    await until(() => reader.state().status === 'online', 'the reader');
    pcsc.unplug('Reader 1');
    expect(reader.state().status).toBe('noDevice');
  });

  it('ends a reading whose reader is unplugged', async () => {
    const { pcsc, card, reader, read } = set();
    const slot = pcsc.plug('Reader 1');
    reader.start();
    const chip = laid(card);
    let commands = 0;
    slot.card = {
      ...chip,
      transmit(command) {
        commands += 1;
        if (commands !== 9) return chip.transmit(command);
        pcsc.unplug('Reader 1');
        return 'ReaderUnavailable';
      },
    };
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'readerRemoved', code: 'deviceNotReady' } });
  }, SLOW_MS);

  it('comes back after the service died in the middle of a reading', async () => {
    const { pcsc, card, reader, read } = set({ factor: 20 });
    const slot = pcsc.plug('Reader 1');
    reader.start();
    const chip = laid(card);
    let commands = 0;
    slot.card = {
      ...chip,
      transmit(command) {
        commands += 1;
        if (commands !== 5) return chip.transmit(command);
        pcsc.die();
        return 'CommError';
      },
    };
    expect(await read()).toMatchObject({ ok: false });
    await until(() => reader.state().status === 'offline', 'offline');
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'serviceDown' } });
    pcsc.startFault = undefined;
    slot.card = laid(card);
    await until(() => reader.state().status === 'online', 'the service', 8000);
    expect(pcsc.clients.length).toBeGreaterThan(1);
    expect(await read()).toMatchObject({ ok: true });
  }, SLOW_MS);

  it('gives up a call that hangs, and opens the service anew', async () => {
    const { pcsc, card, reader, read } = set({ factor: 100 });
    const slot = pcsc.plug('Reader 1');
    reader.start();
    slot.card = { ...laid(card), transmit: () => undefined };
    expect(await read()).toMatchObject({ ok: false, error: { code: 'timeOut', reason: 'timeOut' } });
    slot.connectFault = () => new Promise(() => {});
    await until(() => reader.state().status === 'online', 'the service');
    expect(await read({ timeoutMs: 3_000_000 })).toMatchObject({ ok: false, error: { reason: 'transportError' } });
    slot.connectFault = undefined;
    await until(() => pcsc.clients.length >= 3, 'a new client');
  });

  it('does not fall when the package cannot be loaded', async () => {
    const reader = createCardReader({
      settings: {}, trustStore: () => benchCard('card-2021').trustStore, clock: fastClock(20), random, log: keptLog(),
      open: () => openPcsc(fastClock(20), async () => {
        throw new Error('libpcsclite.so.1: cannot open shared object file');
      }),
    });
    open.push(reader);
    reader.start();
    await until(() => reader.state().status === 'offline', 'offline');
    expect(reader.state().detail).toBe('notInstalled');
  });

  it('waits a moment for another program to let the card go', async () => {
    const { pcsc, card, reader, read } = set({ factor: 5 });
    const slot = pcsc.plug('Reader 1');
    slot.card = laid(card);
    reader.start();
    let refusals = 3;
    slot.connectFault = async () => {
      refusals -= 1;
      if (refusals === 0) slot.connectFault = undefined;
      throw Object.assign(new Error('shared'), { code: 'SharingViolation' });
    };
    expect(await read({ timeoutMs: 300_000 })).toMatchObject({ ok: true });
    slot.connectFault = async () => {
      throw Object.assign(new Error('shared'), { code: 'SharingViolation' });
    };
    expect(await read({ timeoutMs: 300_000 })).toMatchObject({ ok: false, error: { reason: 'inUse' } });
  }, SLOW_MS);

  it('says when a card does not answer, and when there are two', async () => {
    const { pcsc, card, reader, read } = set({ factor: 20 });
    const one = pcsc.plug('Reader 1');
    const two = pcsc.plug('Reader 2');
    reader.start();
    await until(() => reader.state().status === 'online', 'the readers');
    one.mute();
    expect(reader.state()).toMatchObject({ status: 'userError', detail: 'atrNotObtained' });
    expect(await read({ timeoutMs: 300_000 })).toMatchObject({ ok: false, error: { reason: 'atrNotObtained' } });
    one.insert(laid(card));
    two.insert(laid(card));
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'cardCollision' } });
    two.remove();
    expect(await read()).toMatchObject({ ok: true });
  }, SLOW_MS);

  it('looks only at the reader that it is told to use', async () => {
    const { pcsc, card, reader, read } = set({ wanted: 'reader 2' });
    pcsc.plug('Other thing').card = laid(benchCard('not-emrtd'));
    pcsc.plug('My Reader 2').card = laid(card);
    reader.start();
    expect(await read()).toMatchObject({ ok: true });
  }, SLOW_MS);

  it('tells a technician that it works', async () => {
    const { pcsc, card, reader } = set();
    const slot = pcsc.plug('Reader 1');
    reader.start();
    await until(() => reader.state().status === 'online', 'the reader');
    expect(await reader.test(new AbortController().signal)).toEqual({ ok: true, value: { summary: 'Reader 1: no card' } });
    slot.insert(laid(card));
    expect(await reader.test(new AbortController().signal)).toMatchObject({ ok: true, value: { summary: expect.stringContaining('3b85') } });
    expect(slot.connected).toBe(0);
  });
});

describe('the state of the readers', () => {
  const event: fc.Arbitrary<ReaderEvent | ServiceEvent> = fc.oneof(
    fc.constant({ event: 'serviceUp' as const }),
    fc.constant({ event: 'serviceDown' as const, detail: 'x' }),
    fc.record({ event: fc.constant('readerGone' as const), name: fc.constantFrom('a', 'b') }),
    fc.record({ event: fc.constant('reader' as const), name: fc.constantFrom('a', 'b'), presence: fc.constantFrom('absent', 'present', 'mute', 'inUse') }),
  );

  it('tells of inserting and taking in turns, whatever happens', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let state: ReadersState = STARTING;
      let inserted = false;
      for (const next of events) {
        const [after, effects] = readers(state, next);
        state = after;
        for (const { effect } of effects) {
          expect(effect === 'mediaInserted').toBe(!inserted);
          inserted = effect === 'mediaInserted';
        }
      }
    }));
  });

  it('chooses a card only if it is the only one and can be talked to', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let state: ReadersState = STARTING;
      for (const next of events) [state] = readers(state, next);
      const choice = chooseCard(state);
      const there = Object.entries(state.readers).filter(([, presence]) => presence !== 'absent');
      if (choice.kind === 'card') expect(there).toEqual([[choice.reader, 'present']]);
      if (state.service !== 'up') expect(choice.kind).toBe('serviceDown');
      expect(shownState(state).status === 'online').toBe(choice.kind === 'card' || choice.kind === 'none');
    }));
  });
});
