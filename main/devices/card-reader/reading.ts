// What the steps of one reading share: the channel, the files that have come, the time each step took, and the one way
// to end early. The steps themselves are in read.ts and authenticity.ts.

import type { Failure } from '../../domain/result.ts';
import { cardFailure, reasonOf } from './failure.ts';
import type { CardFailure, CardReason } from './failure.ts';
import type { Channel } from './iso7816/channel.ts';
import { readFile } from './iso7816/read-file.ts';
import { FILES } from './lds/files.ts';
import type { FileName } from './lds/files.ts';
import type { ReadDependencies, ReadEvents, ReadRequest, Resume } from './identity-reading.ts';
import type { DocumentSecurityObject } from './lds/sod.ts';
import type { SignatureVerdict } from './passive-authentication/passive-authentication.ts';
import { progressAt } from './read-steps.ts';
import type { ReadStep } from './read-steps.ts';
import type { Check, CheckReason } from './verdict.ts';

export type FileState =
  | 'missing'
  /** The chip refuses to give it, as some do with data group 13. */
  | 'denied'
  /** What comes is no file: an announced length that lies, an end before the end. */
  | 'malformed'
  /** The file came and its content is none that this reader knows, e.g. an enciphered data group 13. */
  | 'notUnderstood';

/** What is proved so far; a check that was not reached says so. */
export type Proofs = {
  sod: DocumentSecurityObject | undefined;
  sodProblem: CheckReason | undefined;
  signature: SignatureVerdict | undefined;
  active: Check;
  chip: Check;
  /** Data group 14, which is signed, offers other ways in than EF.CardAccess, which is not. */
  offersDiffer: boolean;
};

export type Reading = {
  readonly request: ReadRequest;
  readonly dependencies: ReadDependencies;
  readonly events: ReadEvents;
  readonly signal: AbortSignal | undefined;
  readonly resume: Resume;
  /** Files that the chip has and would not give, or that are not there. */
  readonly states: Map<FileName, FileState>;
  readonly timings: Partial<Record<ReadStep, number>>;
  step: ReadStep;
  /** Set once the chip is open. */
  channel: Channel | undefined;
  readonly proofs: Proofs;
  /** Chip authentication has agreed on keys, and no response under them has come yet. */
  chipUnproved: boolean;
};

/** Ends the reading from within a step; caught in readChip only. */
export class Ended extends Error {
  readonly failure: CardFailure;
  constructor(failure: CardFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

export function end(reading: Reading, reason: CardReason, more: { detail?: string; retriesLeft?: number } = {}): never {
  const { resume, step } = reading;
  throw new Ended(cardFailure(reason, { ...more, step, resume }));
}

/** Failures of the layers below that are the card's answer, and do not end the reading. */
const ANSWERS = ['fileNotFound', 'accessDenied', 'readRefused', 'selectRefused', 'fileMalformed', 'fileTooLarge'];
/** Ends the reading for a failure below. */
export function endFor(reading: Reading, failure: Failure & { readonly retriesLeft?: number }): never {
  const { detail, retriesLeft } = failure;
  return end(reading, reasonOf(failure), {
    detail: detail === undefined ? failure.code : `${failure.code}: ${detail}`,
    ...(retriesLeft === undefined ? {} : { retriesLeft }),
  });
}

export function report(reading: Reading, fraction: number): void {
  reading.events.onProgress?.(progressAt(reading.step, fraction));
}

/** Runs a step: reports its beginning and end, and keeps its time. */
export async function inStep<T>(reading: Reading, step: ReadStep, run: () => Promise<T>): Promise<T> {
  const started = reading.dependencies.now();
  reading.step = step;
  report(reading, 0);
  try {
    const result = await run();
    report(reading, 1);
    return result;
  } finally {
    reading.timings[step] = (reading.timings[step] ?? 0) + reading.dependencies.now() - started;
  }
}

/** A file from this contact or an earlier one with the same chip; undefined where the chip has or gives none. */
export async function fetchFile(
  reading: Reading, name: FileName, progress?: { from: number; to: number },
): Promise<Uint8Array | undefined> {
  const known = reading.resume.files.get(name);
  if (known !== undefined) return known;
  const file = await readAgain(reading, name, progress);
  if (file !== undefined) reading.resume.files.set(name, file);
  return file;
}

/** The file from the chip itself, whatever is known of it. */
export async function readAgain(
  reading: Reading, name: FileName, progress?: { from: number; to: number },
): Promise<Uint8Array | undefined> {
  const { channel, signal } = reading;
  if (channel === undefined) throw new Error('the chip is not open');
  const file = await readFile(channel, FILES[name], {
    signal,
    ...(progress === undefined ? {} : {
      onProgress: (received, total) => report(reading, progress.from + (progress.to - progress.from) * (received / total)),
    }),
  });
  if (file.ok) {
    reading.chipUnproved = false;
    return file.value;
  }
  if (!ANSWERS.includes(file.error.code)) return endFor(reading, file.error);
  reading.chipUnproved = false;
  const { code } = file.error;
  reading.states.set(name, code === 'fileNotFound' ? 'missing' : code === 'accessDenied' ? 'denied' : 'malformed');
  return undefined;
}
