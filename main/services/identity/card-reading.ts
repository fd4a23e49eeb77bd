// Reads the chip for the journey: waits for the card, follows the reading, says what the citizen has to do, hands over
// the verdict. How far it is, the name as soon as it is there and the portrait are kept here, in memory only.

import { canOf } from '../../domain/identity/personal-number.ts';
import type { CardVerdict, Identity, IdentityField, Sourced } from '../../domain/identity/identity.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys } from '../journey/journeys.ts';
import type { CardReader, ChipReading, ChipText, Clock, DeviceFailure, Studio } from '../ports.ts';

export type CardStep = 'waitingForCard' | 'connecting' | 'access' | 'text' | 'authenticity' | 'portrait' | 'done' | 'removed' | 'failed';

export type CardProgress = {
  readonly step: CardStep;
  readonly percent: number;
  /** What the chip says, before it is proved. */
  readonly name?: string;
};

export type CardReading = {
  /** A reader is there and works. */
  available(): boolean;
  begin(journeyId: string, number: string): void;
  stop(): void;
  progress(): CardProgress | null;
  /** The portrait as a JPEG, of the journey's card only. */
  portrait(journeyId: string): Uint8Array | null;
  close(): Promise<void>;
};

export type CardReadingOptions = {
  readonly reader: () => CardReader | null;
  readonly studio: Studio;
  readonly journeys: Pick<Journeys, 'deliver' | 'refresh' | 'touch' | 'onChanged'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** How long one command waits for a card before it is given anew; the inactivity clock ends the waiting. */
const COMMAND_MS = 60_000;
const PAUSE_MS = 400;

const STEPS = { connect: 'connecting', access: 'access', files: 'access', text: 'text', authenticity: 'authenticity', portrait: 'portrait' } as const;

export function createCardReading({ reader, studio, journeys, clock, log }: CardReadingOptions): CardReading {
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  let progress: CardProgress | null = null;
  let portrait: { readonly journeyId: string; readonly jpeg: Uint8Array } | null = null;

  function show(next: CardProgress | null) {
    progress = next;
    journeys.refresh();
  }

  async function read(device: CardReader, journeyId: string, number: string, signal: AbortSignal) {
    const tell = (event: 'chipTrouble' | 'chipFailed', problem: Problem) => journeys.deliver(journeyId, { type: event, problem }, []);
    let resume = false;
    show({ step: 'waitingForCard', percent: 0 });
    while (!signal.aborted) {
      const result = await device.readIdentity({
        access: { can: canOf(number) },
        expectedNumber: number,
        portrait: true,
        resume,
        timeoutMs: COMMAND_MS,
        signal,
        onProgress: ({ step, percent }) => {
          if (signal.aborted) return;
          journeys.touch();
          show({ ...progress, step: STEPS[step], percent });
        },
        onText: (text) => {
          const name = text.fields.fullName?.value;
          if (name && progress && !signal.aborted) show({ ...progress, name });
        },
      });
      if (signal.aborted) return;
      if (result.ok) return finish(journeyId, number, result.value, signal);

      const { goOn, problem } = whatNext(result.error);
      if (!goOn) {
        show({ step: 'failed', percent: 0 });
        return void (await tell('chipFailed', problem));
      }
      if (problem !== 'noCard') {
        resume = true;
        show({ step: problem === 'cardRemoved' ? 'removed' : 'waitingForCard', percent: progress?.percent ?? 0 });
        await tell('chipTrouble', problem);
      }
      await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
    }
  }

  async function finish(journeyId: string, number: string, reading: ChipReading, signal: AbortSignal) {
    if (reading.portrait && reading.verdict.overall !== 'refused') {
      const drawn = await studio.preview(reading.portrait.bytes, reading.portrait.mime);
      if (drawn.ok) portrait = { journeyId, jpeg: drawn.value };
      else log('studio.failed', { task: 'portrait', reason: drawn.error.code, detail: drawn.error.detail });
    }
    if (signal.aborted) return;
    show({ step: 'done', percent: 100 });
    await journeys.deliver(journeyId, { type: 'chipRead', identity: identityOf(number, reading), verdict: verdictOf(reading) }, []);
  }

  function forget() {
    portrait = null;
    progress = null;
    reader()?.forget();
  }

  let present = '';
  const stopWatching = journeys.onChanged(({ context }) => {
    if (context.id === present) return;
    present = context.id;
    forget();
  });

  return {
    available: () => reader()?.state().status === 'online' || reader()?.state().status === 'deviceBusy',
    begin(journeyId, number) {
      running?.stop.abort();
      const device = reader();
      if (!device) return void journeys.deliver(journeyId, { type: 'chipFailed', problem: 'cardReaderOffline' }, []);
      const stop = new AbortController();
      const before = running?.ended ?? Promise.resolve();
      const ended = before
        .then(() => read(device, journeyId, number, stop.signal))
        .catch(async (error: unknown) => {
          log('app.failed', { where: 'cardReading', detail: String((error as Error)?.stack ?? error) });
          await journeys.deliver(journeyId, { type: 'chipFailed', problem: 'cardUnreadable' }, []);
        });
      running = { stop, ended };
    },
    stop() {
      running?.stop.abort();
      progress = null;
    },
    progress: () => progress,
    portrait: (journeyId) => (portrait?.journeyId === journeyId ? portrait.jpeg : null),
    async close() {
      stopWatching();
      running?.stop.abort();
      await running?.ended;
      portrait = null;
    },
  };
}

/** Whether the same card may be tried again by itself, and what the citizen is told. */
function whatNext({ reason, code }: DeviceFailure): { readonly goOn: true; readonly problem: Problem | 'noCard' } | { readonly goOn: false; readonly problem: Problem } {
  switch (reason) {
    case 'noMedia':
    case 'timeOut':
      return { goOn: true, problem: 'noCard' };
    case 'mediaRemoved':
      return { goOn: true, problem: 'cardRemoved' };
    case 'cardCollision':
    case 'atrNotObtained':
    case 'inUse':
      return { goOn: true, problem: 'cardUnreadable' };
    case 'wrongAccessKey':
    case 'accessBlocked':
    case 'attemptsUsedUp':
    case 'mrzNeeded':
      return { goOn: false, problem: 'cardWrongNumber' };
    case 'invalidMedia':
    case 'protocolNotSupported':
      return { goOn: false, problem: 'cardNotSupported' };
    case 'noReader':
    case 'readerRemoved':
    case 'serviceDown':
      return { goOn: false, problem: 'cardReaderOffline' };
    default:
      return { goOn: false, problem: code === 'deviceNotReady' ? 'cardReaderOffline' : 'cardUnreadable' };
  }
}

/** The number that was shown stays where the chip's own is missing; everything else is the chip's word. */
function identityOf(number: string, { fields }: ChipText): Identity {
  const taken: Partial<Record<IdentityField, Sourced<string>>> = {};
  for (const name of ['fullName', 'birthDate', 'residence', 'issueDate', 'expiryDate', 'oldNumber'] as const) {
    const field = fields[name];
    if (field) taken[name] = { value: field.value, source: 'chip' };
  }
  const sex = fields.sex?.value;
  return {
    ...(taken as Omit<Identity, 'number' | 'sex'>),
    number: fields.number ? { value: fields.number.value, source: 'chip' } : { value: number, source: 'typed' },
    ...((sex === 'male' || sex === 'female') && { sex: { value: sex, source: 'chip' as const } }),
  };
}

function verdictOf({ verdict }: ChipReading): CardVerdict {
  const word = ({ state, reason }: { readonly state: string; readonly reason?: string }) => (reason ? `${state}:${reason}` : state);
  const { overall, access, passive, active, chip, agreement } = verdict;
  return { overall, checks: { access: word(access), passive: word(passive), active: word(active), chip: word(chip), agreement: word(agreement) } };
}
