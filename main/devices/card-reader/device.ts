// The card reader as a device: finds the readers, tells when a card is laid down and taken away, and reads it on
// command, one command at a time. A reading that fails half way for a reason that a reset can cure is tried again from
// where it stopped; one whose card was lifted is kept, until the citizen leaves, for the next command to go on with.

import { pause } from '../../base/clock.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock, Device, DeviceFailure, Random } from '../../services/ports.ts';
import { createStateCell, runCommand } from '../device.ts';
import { createSupervisor } from '../supervisor.ts';
import { DELAYS } from './delays.ts';
import { cardFailure, isCardReason } from './failure.ts';
import type { CardFailure } from './failure.ts';
import type { Channel } from './iso7816/channel.ts';
import { lengthLimits } from './iso7816/length-limits.ts';
import { readChip } from './read.ts';
import type { IdentityReading, IdentityText, ReadRequest, Resume } from './identity-reading.ts';
import { progressAt } from './read-steps.ts';
import type { ReadProgress, ReadStep } from './read-steps.ts';
import { chooseCard, readers, shownState, STARTING } from './status.ts';
import type { ReaderEvent, ReadersState, ServiceEvent } from './status.ts';
import { toHex } from './bytes.ts';
import type { Transceiver } from './transceiver.ts';
import { openPcsc } from './transport-pcsc.ts';
import type { CardConnection, PcscLink } from './transport-pcsc.ts';
import type { TrustStore } from './trust-store.ts';

export type MediaEvent = 'mediaInserted' | 'mediaTaken';

export type IdentityCommand = Omit<ReadRequest, 'resume' | 'spendLastAttempt'> & {
  /** For the whole command, waiting for the card included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Go on with the reading that was cut off last, if this is the same card. */
  readonly resume?: boolean;
  /** Staff have decided to go on after two wrong attempts or before the chip's last one. */
  readonly insist?: boolean;
  readonly onProgress?: (progress: ReadProgress) => void;
  /** The text as soon as it is there, before the card is proved genuine. */
  readonly onText?: (text: IdentityText) => void;
};

export type CardReader = Device & {
  /** Returns its unsubscribe. */
  onMedia(listener: (event: MediaEvent) => void): () => void;
  /** Waits for a card and reads it. The verdict in the result may be `refused`. */
  readIdentity(command: IdentityCommand): Promise<Result<IdentityReading, CardFailure>>;
  /** The citizen has left: nothing of the card is kept, and wrong attempts are counted anew. */
  forget(): void;
};

/** Looks at what passes, for the probe's trace. */
export type CardObserver = {
  readonly wire?: (transceiver: Transceiver) => Transceiver;
  readonly channel?: (channel: Channel) => Channel;
};

const MAX_WRONG_ATTEMPTS = 2;
const MAX_AUTOMATIC_RETRIES = 2;
/** Steps whose responses are long. */
const FILE_STEPS: readonly ReadStep[] = ['text', 'authenticity', 'portrait'];
/** What a reset of the chip may cure. */
const CURABLE: readonly CardFailure['reason'][] = ['secureMessagingFailed', 'transportError'];

export function createCardReader(options: {
  /** `reader`: part of the name of the reader to use, where several are plugged in. */
  readonly settings: { readonly reader?: string };
  readonly trustStore: () => TrustStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly observer?: CardObserver;
  /** Opens the smart-card service; a test may put something else in its place. */
  readonly open?: (clock: Clock) => Promise<Result<PcscLink, DeviceFailure>>;
}): CardReader {
  const { settings, clock, random, log, observer } = options;
  const open = options.open ?? openPcsc;
  const cell = createStateCell('cardReader', clock, log);
  const mediaListeners = new Set<(event: MediaEvent) => void>();
  const watchers = new Set<() => void>();
  let state: ReadersState = STARTING;
  let busy = false;
  let wrongAttempts = 0;
  let kept: Resume | undefined;
  /** Readers that turned out to carry no extended length, whatever their cards can. */
  const shortOnly = new Set<string>();

  function dispatch(event: ReaderEvent | ServiceEvent): void {
    const [next, effects] = readers(state, event, settings.reader);
    state = next;
    cell.set(shownState(state));
    for (const { effect } of effects) for (const listener of [...mediaListeners]) listener(effect);
    for (const watcher of [...watchers]) watcher();
  }

  const supervisor = createSupervisor<PcscLink>({
    open: () => open(clock),
    onOpened(link) {
      dispatch({ event: 'serviceUp' });
      link.onReader(dispatch);
    },
    onDown: (failure) => dispatch({ event: 'serviceDown', detail: failure.reason ?? failure.code }),
    clock,
    random,
  });

  /** Resolves at the next change, or when the signal aborts. */
  function change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        watchers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      watchers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }

  /** The reader with the one card, as soon as there is one. What may pass by itself is given a moment to. */
  async function awaitCard(signal: AbortSignal): Promise<Result<string, CardFailure>> {
    let patience: { readonly kind: string; over: boolean; readonly stop: () => void } | undefined;
    try {
      for (;;) {
        if (signal.aborted) return { ok: false, error: cardFailure('canceled', { step: 'connect' }) };
        const choice = chooseCard(state);
        if (choice.kind === 'card') return ok(choice.reader);
        if (choice.kind === 'collision') return { ok: false, error: cardFailure('cardCollision', { step: 'connect' }) };
        if (choice.kind !== patience?.kind) {
          patience?.stop();
          patience = choice.kind === 'none' ? undefined : startPatience(choice.kind, PASSING[choice.kind][1]);
        }
        if (patience?.over === true && choice.kind !== 'none') {
          return { ok: false, error: cardFailure(PASSING[choice.kind][0], { step: 'connect' }) };
        }
        await change(signal);
      }
    } finally {
      patience?.stop();
    }
  }

  function startPatience(kind: string, ms: number): { readonly kind: string; over: boolean; readonly stop: () => void } {
    const patience = {
      kind,
      over: false,
      stop: clock.after(ms, () => {
        patience.over = true;
        for (const watcher of [...watchers]) watcher();
      }),
    };
    return patience;
  }

  /** Connects, waiting a moment for another program to let the card go. */
  async function connect(reader: string, signal: AbortSignal): Promise<Result<CardConnection, CardFailure>> {
    for (let tries = Math.ceil(DELAYS.inUseMs / DELAYS.inUsePollMs); ; tries -= 1) {
      const link = supervisor.link();
      if (link === undefined) return { ok: false, error: cardFailure('serviceDown', { step: 'connect' }) };
      const connection = await link.connect(reader, signal);
      if (connection.ok || connection.error.reason !== 'inUse' || tries === 0) return connection;
      if (await pause(clock, DELAYS.inUsePollMs, signal) === 'aborted') return { ok: false, error: cardFailure('canceled') };
    }
  }

  async function read(command: IdentityCommand, signal: AbortSignal): Promise<Result<IdentityReading, CardFailure>> {
    command.onProgress?.(progressAt('connect', 0));
    const needed = await supervisor.need(signal);
    if (!needed.ok) {
      const { code, reason } = needed.error;
      return { ok: false, error: cardFailure(signal.aborted ? 'canceled' : 'serviceDown', { step: 'connect', detail: reason ?? code }) };
    }
    const connection = await awaitConnection(signal);
    if (!connection.ok) return { ok: false, error: { ...connection.error, step: 'connect' } };
    command.onProgress?.(progressAt('connect', 1));
    try {
      return await readConnected(command, connection.value, signal);
    } finally {
      await connection.value.disconnect();
    }
  }

  /** Whether the card turns out to have been taken away. A reset before that is noticed confuses the service. */
  async function isGone(reader: string, signal: AbortSignal): Promise<boolean> {
    let over = false;
    const stop = clock.after(DELAYS.goneMs, () => {
      over = true;
      for (const watcher of [...watchers]) watcher();
    });
    try {
      for (;;) {
        if ((state.readers[reader] ?? 'absent') === 'absent') return true;
        if (over || signal.aborted) return false;
        await change(signal);
      }
    } finally {
      stop();
    }
  }

  /** Waits for a card that can be connected to: one that was just taken away is reported for a moment longer. */
  async function awaitConnection(signal: AbortSignal): Promise<Result<CardConnection & { readonly reader: string }, CardFailure>> {
    for (;;) {
      const reader = await awaitCard(signal);
      if (!reader.ok) return reader;
      const connection = await connect(reader.value, signal);
      if (connection.ok) return ok({ ...connection.value, reader: reader.value });
      if (connection.error.reason !== 'mediaRemoved') return connection;
      await pause(clock, DELAYS.staleMs, signal);
    }
  }

  async function readConnected(
    command: IdentityCommand, connection: CardConnection & { readonly reader: string }, signal: AbortSignal,
  ): Promise<Result<IdentityReading, CardFailure>> {
    const { onProgress, onText, resume: goOn, insist, signal: _, timeoutMs: __, ...request } = command;
    const transceiver = observer?.wire?.(connection) ?? connection;
    let resume = goOn === true ? kept : undefined;
    kept = undefined;
    if (resume === undefined && shortOnly.has(connection.reader)) {
      resume = { files: new Map(), limits: lengthLimits(), lengthsKnown: true };
    }
    let extendedFailed = false;
    for (let retries = 0; ; retries += 1) {
      const result = await readChip(transceiver, connection.atr, {
        ...request, spendLastAttempt: insist === true, ...(resume === undefined ? {} : { resume }),
      }, { trustStore: options.trustStore(), random, now: clock.now }, {
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(onText === undefined ? {} : { onText }),
        ...(observer?.channel === undefined ? {} : { observe: observer.channel }),
      }, signal);
      if (result.ok) {
        wrongAttempts = 0;
        if (extendedFailed) shortOnly.add(connection.reader);
        return result;
      }
      const { resume: got, ...failure } = result.error;
      if (failure.reason === 'wrongAccessKey') wrongAttempts += 1;
      if (!CURABLE.includes(failure.reason) || retries === MAX_AUTOMATIC_RETRIES || signal.aborted) {
        // Who cancels has left, perhaps after forget() was called.
        kept = command.signal.aborted ? undefined : got;
        return { ok: false, error: failure };
      }
      const gone = failure.reason === 'transportError' && await isGone(connection.reader, signal);
      const reset = gone ? { ok: false as const, error: cardFailure('mediaRemoved') } : await connection.reset();
      if (!reset.ok) {
        kept = got;
        return { ok: false, error: { ...reset.error, ...(failure.step === undefined ? {} : { step: failure.step }) } };
      }
      resume = got;
      // Longer responses than the card or the reader can carry fail like this, and no other way.
      if (failure.step !== undefined && FILE_STEPS.includes(failure.step)) {
        extendedFailed ||= failure.reason === 'transportError' && got?.limits.extended() === true;
        got?.limits.shorten();
      }
    }
  }

  const device: CardReader = {
    id: 'cardReader',
    address: settings.reader === undefined ? 'pcsc' : `pcsc ${settings.reader}`,
    state: cell.get,
    onStateChanged: cell.onChanged,
    onMedia(listener) {
      mediaListeners.add(listener);
      return () => mediaListeners.delete(listener);
    },
    async readIdentity(command) {
      if (busy) return { ok: false, error: cardFailure('busy') };
      if (wrongAttempts >= MAX_WRONG_ATTEMPTS && command.insist !== true) return { ok: false, error: cardFailure('attemptsUsedUp') };
      busy = true;
      let hadCard = false;
      try {
        const { timeoutMs, signal } = command;
        const result = await runCommand(
          { device: 'cardReader', name: 'CardReader.readIdentity', timeoutMs, signal, clock, log },
          (stop) => read({
            ...command,
            onProgress(progress) {
              hadCard ||= progress.step !== 'connect';
              command.onProgress?.(progress);
            },
          }, stop),
        );
        return result.ok ? result : { ok: false, error: asCardFailure(result.error, hadCard) };
      } finally {
        busy = false;
      }
    },
    forget() {
      wrongAttempts = 0;
      kept = undefined;
    },
    test: (signal) => runCommand(
      { device: 'cardReader', name: 'CardReader.test', timeoutMs: DELAYS.testMs, signal, clock, log },
      async (stop) => {
        if (busy) return { ok: false, error: cardFailure('busy') };
        const needed = await supervisor.need(stop);
        if (!needed.ok) return needed;
        const choice = chooseCard(state);
        if (choice.kind === 'none') return ok({ summary: `${Object.keys(state.readers).join(', ')}: no card` });
        const reader = await awaitCard(stop);
        if (!reader.ok) return reader;
        const connection = await connect(reader.value, stop);
        if (!connection.ok) return connection;
        await connection.value.disconnect();
        return ok({ summary: `${reader.value}: card answers ${toHex(connection.value.atr)}` });
      },
    ),
    start: supervisor.start,
    async close() {
      await supervisor.close();
      device.forget();
      mediaListeners.clear();
    },
  };
  return device;
}

const PASSING = {
  serviceDown: ['serviceDown', DELAYS.noReaderMs],
  noReader: ['noReader', DELAYS.noReaderMs],
  mute: ['atrNotObtained', DELAYS.muteMs],
  inUse: ['inUse', DELAYS.inUseMs],
} as const;

/** The command's own end, a time-out or a cancel, in the words of this device. */
function asCardFailure(failure: DeviceFailure, hadCard: boolean): CardFailure {
  if (failure.code === 'timeOut' && failure.reason !== 'timeOut') {
    return { ...cardFailure(hadCard ? 'timeOut' : 'noMedia'), ...pickDetail(failure) };
  }
  if (failure.code === 'canceled') return { ...cardFailure('canceled'), ...pickDetail(failure) };
  return isCardReason(failure.reason) ? { ...failure, reason: failure.reason } : { ...cardFailure('internalError'), ...pickDetail(failure) };
}

function pickDetail({ detail }: DeviceFailure): { detail?: string } {
  return detail === undefined ? {} : { detail };
}
