// Reads the chip for the journey: waits for the card, follows the reading, says what the citizen has to do, hands over
// the verdict. How far it is, the name as soon as it is there and the portrait are kept here, in memory only.

import { pause } from '../../base/clock.ts';
import { canOf } from '../../domain/identity/personal-number.ts';
import type { CardVerdict, Identity, IdentityField, Sourced } from '../../domain/identity/identity.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import { foldVietnamese } from '../../domain/text/fold.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys } from '../journey/journeys.ts';
import type { CardReader, ChipReading, ChipText, Clock, DeviceFailure, DeviceStatusName, Studio } from '../ports.ts';

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

/** `userError`: a card lies askew, or two lie there. */
const WORKING: readonly DeviceStatusName[] = ['online', 'deviceBusy', 'userError'];

export type CardReadingOptions = {
  readonly reader: () => CardReader | null;
  readonly studio: Studio;
  readonly journeys: Pick<Journeys, 'contextOf' | 'foreground' | 'deliver' | 'refresh' | 'touch' | 'onChanged'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** How long one command waits for a card before it is given anew; the inactivity clock ends the waiting. */
const COMMAND_MS = 60_000;
const PAUSE_MS = 400;
/** A reader whose plug was knocked loose and a service that restarts are back within this. */
const BACK_WITHIN_MS = 8_000;

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
    let offlineSince: number | null = null;
    // After a restart a card on the reader does not say that its holder is still there; one that is laid down does.
    const isAsked = () => journeys.foreground().attention.state === 'warned';
    let unattended = isAsked();
    show({ step: 'waitingForCard', percent: 0 });
    while (!signal.aborted) {
      const result = await device.readIdentity({
        access: { can: canOf(number) },
        expectedNumber: number,
        portrait: true,
        resume: true,
        timeoutMs: COMMAND_MS,
        signal,
        onProgress: ({ step, percent }) => {
          // The command has begun, and waits for a card.
          if (signal.aborted || percent === 0) return;
          unattended &&= isAsked();
          if (!unattended) journeys.touch();
          show({ ...progress, step: STEPS[step], percent });
        },
        onText: (text) => {
          const name = text.fields.fullName?.value;
          if (name && progress && !signal.aborted) show({ ...progress, name });
        },
      });
      if (signal.aborted) return;
      if (result.ok) return finish(journeyId, number, result.value, signal);

      const next = whatNext(result.error);
      if (next.problem === null || next.problem === 'cardRemoved') unattended = false;
      const offline = next.problem === 'cardReaderOffline';
      offlineSince = offline ? (offlineSince ?? clock.now()) : null;
      const backInTime = offlineSince === null || clock.now() - offlineSince <= BACK_WITHIN_MS;
      if (next.problem !== null && !(next.goOn && backInTime)) {
        show({ step: 'failed', percent: 0 });
        return void (await tell('chipFailed', next.problem));
      }
      // A reader that may be back in a moment is not worth a word yet.
      if (next.problem !== null && !offline) {
        show({ step: next.problem === 'cardRemoved' ? 'removed' : 'waitingForCard', percent: progress?.percent ?? 0 });
        await tell('chipTrouble', next.problem);
      }
      await pause(clock, PAUSE_MS, signal);
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
    const known = journeys.contextOf(journeyId)?.identity ?? { number: { value: number, source: 'typed' } };
    await journeys.deliver(journeyId, { type: 'chipRead', identity: identityOf(known, reading), verdict: verdictOf(reading) }, []);
  }

  function forget() {
    portrait = null;
    progress = null;
    reader()?.forget();
  }

  let present = '';
  let lastNumber = '';
  const stopWatching = journeys.onChanged(({ context }) => {
    if (context.id === present) return;
    present = context.id;
    forget();
  });

  return {
    available: () => WORKING.includes(reader()?.state().status ?? 'noDevice'),
    begin(journeyId, number) {
      running?.stop.abort();
      const device = reader();
      // Another person's card: nothing of the one before, and tries of its own.
      if (number !== lastNumber) device?.forget();
      lastNumber = number;
      portrait = null;
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

/** Whether it is tried again by itself, and what the citizen is told; null: there is only no card yet. */
function whatNext({ reason, code }: DeviceFailure): { readonly goOn: boolean; readonly problem: Problem | null } {
  switch (reason) {
    case 'noMedia':
      return { goOn: true, problem: null };
    case 'mediaRemoved':
      return { goOn: true, problem: 'cardRemoved' };
    case 'cardCollision':
    case 'atrNotObtained':
    case 'inUse':
      return { goOn: true, problem: 'cardUnreadable' };
    case 'noReader':
    case 'readerRemoved':
    case 'serviceDown':
      return { goOn: true, problem: 'cardReaderOffline' };
    case 'wrongAccessKey':
    case 'accessBlocked':
    case 'attemptsUsedUp':
      return { goOn: false, problem: 'cardWrongNumber' };
    case 'invalidMedia':
    case 'protocolNotSupported':
    case 'mrzNeeded':
      return { goOn: false, problem: 'cardNotSupported' };
    default:
      return { goOn: false, problem: code === 'deviceNotReady' ? 'cardReaderOffline' : 'cardUnreadable' };
  }
}

/** The chip's word for whatever it says; what it does not say stays as the QR or the keyboard had it. */
function identityOf(known: Identity, { fields }: ChipText): Identity {
  const taken: Partial<Record<IdentityField, Sourced<string>>> = {};
  for (const name of ['number', 'fullName', 'birthDate', 'residence', 'issueDate', 'expiryDate', 'oldNumber'] as const) {
    const field = fields[name];
    if (field) taken[name] = { value: field.value, source: 'chip' };
  }
  if (known.fullName && fields.fullName?.source === 'dg1' && isSameName(known.fullName.value, fields.fullName.value)) taken.fullName = known.fullName;
  const sex = fields.sex?.value;
  return {
    ...known,
    ...(taken as Omit<Identity, 'number' | 'sex'>),
    ...((sex === 'male' || sex === 'female') && { sex: { value: sex, source: 'chip' as const } }),
  };
}

/** Data group 1 writes names without diacritics, and as far as they fit: then the QR's spelling is the better one. */
function isSameName(written: string, inZone: string): boolean {
  const letters = (name: string) => foldVietnamese(name).replace(/[^a-z]/g, '');
  return letters(inZone) !== '' && letters(written).startsWith(letters(inZone));
}

function verdictOf({ verdict }: ChipReading): CardVerdict {
  const word = ({ state, reason }: { readonly state: string; readonly reason?: string }) => (reason ? `${state}:${reason}` : state);
  const { overall, access, passive, active, chip, agreement } = verdict;
  return { overall, checks: { access: word(access), passive: word(passive), active: word(active), chip: word(chip), agreement: word(agreement) } };
}
