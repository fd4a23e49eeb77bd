// Reading the chip for the journey, with a reader that answers from a script: what the citizen is told of each end, what
// keeps the inactivity clock awake, and what the identity is made of.

import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../main/domain/identity/identity.ts';
import { createCardReading } from '../../../../main/services/identity/card-reading.ts';
import type { CardReadingOptions } from '../../../../main/services/identity/card-reading.ts';
import type { JourneyState, NewEvent } from '../../../../main/services/journey/journeys.ts';
import type { CardReader, ChipReading, DeviceFailure, DeviceStatusName } from '../../../../main/services/ports.ts';

type Command = Parameters<CardReader['readIdentity']>[0];
type Answer = DeviceFailure | ChipReading | ((command: Command) => DeviceFailure | ChipReading | Promise<DeviceFailure | ChipReading>);

const failure = (reason: string, code: DeviceFailure['code'] = 'commandErrorCode'): DeviceFailure => ({ code, reason });
const passed = { state: 'passed' };
const reading = (fields: ChipReading['fields'], overall: 'genuine' | 'refused' = 'genuine'): ChipReading => ({
  fields,
  portrait: { bytes: Uint8Array.of(1, 2, 3), mime: 'image/jpeg' },
  verdict: { overall, access: passed, passive: passed, active: passed, chip: { state: 'notChecked', reason: 'notReached' }, agreement: passed },
});
const chip = (value: string, source: 'dg1' | 'dg13' = 'dg13') => ({ value, source });
const AN = reading({ number: chip('068099001234', 'dg1'), fullName: chip('Nguyễn Văn An'), sex: chip('male', 'dg1') });

/** Time passes only where something waits for it. */
function fastTime() {
  let now = 0;
  return {
    now: () => now,
    after(ms: number, callback: () => void) {
      let stopped = false;
      setImmediate(() => {
        if (stopped) return;
        now += ms;
        callback();
      });
      return () => void (stopped = true);
    },
  };
}

function setUp(answers: readonly Answer[], options: { identity?: Identity; status?: DeviceStatusName; warned?: boolean } = {}) {
  const left = [...answers];
  const told: NewEvent[] = [];
  const steps: string[] = [];
  const calls = { touched: 0, forgotten: 0, commands: 0 };
  const identity: Identity = options.identity ?? { number: { value: '068099001234', source: 'qr' }, fullName: { value: 'Nguyễn Văn An', source: 'qr' }, residence: { value: 'Đức Trọng', source: 'qr' } };
  let attention: JourneyState['attention'] = options.warned ? { state: 'warned', endsAt: 30_000 } : { state: 'present', since: 0 };
  const reader = {
    state: () => ({ status: options.status ?? 'online', media: {}, since: 0 }),
    forget: () => void (calls.forgotten += 1),
    async readIdentity(command: Command) {
      calls.commands += 1;
      command.onProgress({ step: 'connect', percent: 0 });
      const answer = left.shift();
      if (answer === undefined) {
        await new Promise<void>((resolve) => command.signal.addEventListener('abort', () => resolve(), { once: true }));
        return { ok: false, error: failure('canceled', 'canceled') };
      }
      const given = typeof answer === 'function' ? await answer(command) : answer;
      return 'verdict' in given ? { ok: true, value: given } : { ok: false, error: given };
    },
  } as unknown as CardReader;
  let done: () => void = () => {};
  const ended = new Promise<void>((resolve) => (done = resolve));
  const journeys: CardReadingOptions['journeys'] = {
    contextOf: () => ({ identity }) as never,
    foreground: () => ({ attention }) as JourneyState,
    async deliver(_, event) {
      told.push(event!);
      if (event!.type === 'chipRead' || event!.type === 'chipFailed') done();
      return { ok: true, value: undefined };
    },
    refresh: () => {
      const { step } = service.progress() ?? {};
      if (step && steps.at(-1) !== step) steps.push(step);
    },
    touch: () => {
      calls.touched += 1;
      attention = { state: 'present', since: 0 };
    },
    onChanged: () => () => {},
  };
  const studio = { drawSlip: async () => ({ ok: false, error: { code: 'canceled' } }), preview: async (bytes: Uint8Array) => ({ ok: true, value: bytes }) } as unknown as CardReadingOptions['studio'];
  const service = createCardReading({ reader: () => reader, studio, journeys, clock: fastTime(), log: () => {} });
  return { service, told, steps, calls, ended, begin: () => service.begin('j1', identity.number.value), answer: () => setAttention() };

  function setAttention(): void {
    attention = { state: 'present', since: 0 };
  }
}

async function ending(answers: readonly Answer[]): Promise<readonly NewEvent[]> {
  const { begin, told, ended } = setUp(answers);
  begin();
  await ended;
  return told;
}

describe('what the citizen is told', () => {
  it.each([
    ['wrongAccessKey', 'cardWrongNumber'],
    ['attemptsUsedUp', 'cardWrongNumber'],
    ['accessBlocked', 'cardWrongNumber'],
    ['invalidMedia', 'cardNotSupported'],
    ['protocolNotSupported', 'cardNotSupported'],
    ['mrzNeeded', 'cardNotSupported'],
    ['chipDefective', 'cardUnreadable'],
    ['secureMessagingFailed', 'cardUnreadable'],
    // A chip that does not answer any more, with the card on the reader.
    ['timeOut', 'cardUnreadable'],
  ])('%s ends the reading: %s', async (reason, problem) => {
    expect(await ending([failure(reason)])).toEqual([{ type: 'chipFailed', problem }]);
  });

  it.each([
    ['mediaRemoved', 'cardRemoved'],
    ['cardCollision', 'cardUnreadable'],
    ['atrNotObtained', 'cardUnreadable'],
  ])('after %s the next command goes on by itself: %s', async (reason, problem) => {
    const told = await ending([failure(reason), AN]);
    expect(told).toMatchObject([{ type: 'chipTrouble', problem }, { type: 'chipRead' }]);
  });

  it('nothing of a reader that is back in a moment, and that it is off when it is not', async () => {
    const short = Array.from({ length: 5 }, () => failure('serviceDown', 'deviceNotReady'));
    expect((await ending([...short, AN])).map(({ type }) => type)).toEqual(['chipRead']);
    const long = Array.from({ length: 100 }, () => failure('noReader', 'deviceNotReady'));
    expect(await ending(long)).toEqual([{ type: 'chipFailed', problem: 'cardReaderOffline' }]);
  });

  it('the steps as they come', async () => {
    const { begin, steps, ended } = setUp([
      failure('noMedia', 'timeOut'),
      ({ onProgress }) => {
        onProgress({ step: 'connect', percent: 5 });
        onProgress({ step: 'text', percent: 30 });
        return failure('mediaRemoved');
      },
      ({ onProgress }) => {
        onProgress({ step: 'portrait', percent: 90 });
        return AN;
      },
    ]);
    begin();
    await ended;
    expect(steps).toEqual(['waitingForCard', 'connecting', 'text', 'removed', 'portrait', 'done']);
  });
});

describe('the inactivity clock', () => {
  it('is not kept awake by waiting for a card', async () => {
    const { begin, calls, ended } = setUp([...Array.from({ length: 10 }, () => failure('noMedia', 'timeOut')), failure('chipDefective')]);
    begin();
    await ended;
    expect(calls).toMatchObject({ touched: 0, commands: 11 });
  });

  const progresses: Answer = ({ onProgress }) => {
    onProgress({ step: 'text', percent: 30 });
    return AN;
  };

  it('is kept awake by a card that is read', async () => {
    const { begin, calls, ended } = setUp([progresses]);
    begin();
    await ended;
    expect(calls.touched).toBe(1);
  });

  it('after a restart goes on asking while a card lies there alone, until somebody answers or moves the card', async () => {
    const alone = setUp([progresses], { warned: true });
    alone.begin();
    await alone.ended;
    expect(alone.calls.touched).toBe(0);

    const moved = setUp([failure('mediaRemoved'), progresses], { warned: true });
    moved.begin();
    await moved.ended;
    expect(moved.calls.touched).toBe(1);

    const answered = setUp([(command) => {
      answered.answer();
      return (progresses as (command: Command) => ChipReading)(command);
    }], { warned: true });
    answered.begin();
    await answered.ended;
    expect(answered.calls.touched).toBe(1);
  });
});

describe('the identity', () => {
  const identityAfter = async (answer: ChipReading, identity?: Identity): Promise<Identity> => {
    const { begin, told, ended } = setUp([answer], identity ? { identity } : {});
    begin();
    await ended;
    const [event] = told;
    if (event?.type !== 'chipRead') throw new Error('not read');
    return event.identity;
  };

  it('is what the chip says, and the rest as the QR has it', async () => {
    expect(await identityAfter(AN)).toEqual({
      number: { value: '068099001234', source: 'chip' },
      fullName: { value: 'Nguyễn Văn An', source: 'chip' },
      sex: { value: 'male', source: 'chip' },
      residence: { value: 'Đức Trọng', source: 'qr' },
    });
  });

  it('keeps the QR’s spelling of the name where the chip has only the zone’s, if it is the same name', async () => {
    const inZone = (name: string) => reading({ number: chip('068099001234', 'dg1'), fullName: chip(name, 'dg1') });
    expect((await identityAfter(inZone('NGUYEN VAN AN'))).fullName).toEqual({ value: 'Nguyễn Văn An', source: 'qr' });
    expect((await identityAfter(inZone('NGUYEN VAN'))).fullName?.source).toBe('qr');
    expect((await identityAfter(inZone('LE THI BE'))).fullName).toEqual({ value: 'LE THI BE', source: 'chip' });
    const typed: Identity = { number: { value: '068099001234', source: 'typed' } };
    expect((await identityAfter(inZone('NGUYEN VAN AN'), typed)).fullName).toEqual({ value: 'NGUYEN VAN AN', source: 'chip' });
  });
});

describe('what is kept', () => {
  it('is the portrait of the journey’s own card, and none of a refused one or of the one before', async () => {
    const { service, begin, ended } = setUp([AN]);
    begin();
    await ended;
    expect(service.portrait('j1')).toEqual(Uint8Array.of(1, 2, 3));
    expect(service.portrait('j2')).toBeNull();
    service.begin('j1', '068301000222');
    expect(service.portrait('j1')).toBeNull();
    await service.close();

    const refused = setUp([reading(AN.fields, 'refused')]);
    refused.begin();
    await refused.ended;
    expect(refused.service.portrait('j1')).toBeNull();
  });

  it('is forgotten by the reader when another number is asked for, and not when the same is', async () => {
    const { service, begin, calls, ended } = setUp([failure('chipDefective')]);
    begin();
    await ended;
    const before = calls.forgotten;
    begin();
    expect(calls.forgotten).toBe(before);
    service.begin('j1', '068301000222');
    expect(calls.forgotten).toBe(before + 1);
    await service.close();
  });

  it.each([['online', true], ['deviceBusy', true], ['userError', true], ['offline', false], ['noDevice', false], ['starting', false]] as const)('a reader that is %s can be asked: %s', (status, can) => {
    expect(setUp([], { status }).service.available()).toBe(can);
  });
});
