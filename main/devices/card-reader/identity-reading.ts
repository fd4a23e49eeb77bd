// What is asked of a reading of a card, and what comes of it.

import type { AccessKey } from './access-key.ts';
import type { RandomSource } from './crypto/curve.ts';
import type { IdentityFields } from './identity-fields.ts';
import type { Channel } from './iso7816/channel.ts';
import type { LengthLimits } from './iso7816/length-limits.ts';
import type { Portrait } from './lds/dg2.ts';
import type { Dg13Field } from './lds/dg13.ts';
import type { FileName } from './lds/files.ts';
import type { Mrz } from './lds/mrz.ts';
import type { ReadProgress, ReadStep } from './read-steps.ts';
import type { Traffic } from './transceiver.ts';
import type { TrustStore } from './trust-store.ts';
import type { Verdict } from './verdict.ts';

export type ReadRequest = {
  readonly access: AccessKey;
  /** Ethnicity and religion are decoded only when named here. */
  readonly sensitiveFields?: readonly Dg13Field[];
  readonly optionalGroups?: readonly ('dg11' | 'dg12')[];
  readonly portrait: boolean;
  /** The twelve digits from the QR or the keyboard, to be compared with the chip's. */
  readonly expectedNumber?: string;
  readonly spendLastAttempt?: boolean;
  readonly resume?: Resume;
};

export type IdentityText = { readonly fields: IdentityFields; readonly mrz: Mrz };

export type IdentityReading = IdentityText & {
  readonly portrait?: Portrait;
  readonly verdict: Verdict;
  /** What the chip has and would not give or cannot be understood, e.g. an enciphered data group 13. */
  readonly unreadable: readonly FileName[];
  /** Milliseconds by step. */
  readonly timings: Partial<Record<ReadStep, number>>;
  readonly traffic: Traffic;
};

export type ReadDependencies = {
  readonly trustStore: TrustStore;
  readonly random: RandomSource;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

export type ReadEvents = {
  readonly onProgress?: (progress: ReadProgress) => void;
  /** The text as soon as it is there: not yet proved. */
  readonly onText?: (text: IdentityText) => void;
  /** Wraps every channel above secure messaging, for tracing. */
  readonly observe?: (channel: Channel) => Channel;
};

/** What a cut-off reading has got. To be forgotten when the citizen leaves. */
export type Resume = {
  readonly files: Map<FileName, Uint8Array>;
  readonly limits: LengthLimits;
  /** The card has been asked what lengths it takes. */
  lengthsKnown: boolean;
};
