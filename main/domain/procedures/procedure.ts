// A procedure (thủ tục hành chính) as versioned data: what it asks, costs, takes and gives. Whatever the law or an
// agency can change lives here with its dates of effect; a dossier pins the version that it was filed under.

import type { Translated } from '../fees/fee.ts';
import type { IdentityField, IsoDate } from '../identity/identity.ts';
import type { RetentionRule } from '../retention/retention.ts';

export type FormField = {
  readonly id: string;
  readonly label: Translated;
  readonly help?: Translated;
  readonly type: 'text' | 'longText' | 'date' | 'number' | 'phone' | 'personalNumber' | 'choice' | 'yesNo';
  readonly required: boolean;
  /** For `choice`. */
  readonly options?: readonly { readonly value: string; readonly label: Translated }[];
  /** Filled from the identity when it is known; the citizen may then only confirm what the chip signed. */
  readonly from?: IdentityField;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** For `date`: not after today. */
  readonly past?: boolean;
  readonly when?: Condition;
  readonly example?: string;
};

/** Holds if a field, or the chosen case where `field` is `case`, has this value. */
export type Condition = { readonly field: string; readonly equals: string };

/** The name under which a condition speaks of the chosen case; no field may be called so. */
export const CASE = 'case';

/** A paper (giấy tờ) the procedure asks for. */
export type Paper = {
  readonly id: string;
  readonly name: Translated;
  readonly help?: Translated;
  readonly originals: number;
  readonly copies: number;
  readonly required: boolean;
  /** A paper the form itself produces (tờ khai) is not scanned. */
  readonly madeByForm?: boolean;
  /** Shown to the officer or read from the chip, never scanned: pictures of identity cards are sensitive data. */
  readonly shownOnly?: boolean;
  /** An electronic copy (certified, or from VNeID) is as good as the paper. */
  readonly digital?: boolean;
  /** Papers of one kind are the same document, whichever procedure asks for it; without it, the same paper of the same procedure is. */
  readonly kind?: string;
  /** Serves one dossier alone, as a letter of authorisation does: it is never kept for the next. */
  readonly once?: boolean;
};

export type ProcedureCase = { readonly id: string; readonly name: Translated; readonly papers: readonly Paper[] };

/** One line of cost. `perUnitField` names the number field that it is multiplied by. Amounts in đồng. */
export type FeeRule = {
  readonly code: string;
  readonly name: Translated;
  readonly kind: 'fee' | 'charge';
  readonly channel?: 'inPerson' | 'online';
  readonly unitAmount: number;
  readonly perUnitField?: string;
  /** Progressive by unit: from unit n on, another amount. */
  readonly steps?: readonly { readonly from: number; readonly unitAmount: number }[];
  /** At most this much before `timesField`, e.g. 200,000 đ a copy. */
  readonly cap?: number;
  /** Names the number field that multiplies what steps and cap gave: pages cost, times copies. */
  readonly timesField?: string;
  /** Taken only then: a late fee, a case. */
  readonly when?: Condition;
  /** Nobody has said the amount yet: the officer tells it. `unitAmount` is then 0 and means nothing. */
  readonly unknown?: boolean;
  /** The first that applies takes the whole line; both days are included, without `validTo` it has no end. */
  readonly waivers?: readonly {
    readonly reason: Translated;
    readonly validFrom: IsoDate;
    readonly validTo?: IsoDate;
    readonly when?: Condition;
  }[];
  readonly verified: boolean;
};

/** How long the office has. `cutOff` is the time of day after which "same day" becomes the next working day. */
export type TimeRule =
  | { readonly kind: 'sameDay'; readonly cutOff: string; readonly verified: boolean }
  | { readonly kind: 'workingDays'; readonly days: number; readonly verified: boolean }
  | { readonly kind: 'workingHours'; readonly hours: number; readonly verified: boolean }
  | { readonly kind: 'unknown'; readonly verified: false };

export type Procedure = {
  readonly code: string;
  readonly version: string;
  readonly validFrom: IsoDate;
  readonly validTo?: IsoDate;
  readonly name: Translated;
  /** In the citizen's words: "I want to prove that I am not married". */
  readonly plainName: Translated;
  readonly field: { readonly code: string; readonly name: Translated };
  readonly level: 'commune' | 'province';
  readonly whoMayFile: Translated;
  readonly cases: readonly ProcedureCase[];
  readonly form: readonly FormField[];
  readonly fees: readonly FeeRule[];
  readonly time: TimeRule;
  /** What the time rule cannot say: "up to 2 more working days if many or complex". */
  readonly timeNote?: Translated;
  readonly result: Translated;
  readonly collectAt: Translated;
  /** How long what is kept of its dossiers stays after their end; without it the starting values hold. */
  readonly retention?: RetentionRule;
  readonly legalBasis: readonly string[];
  readonly source: string;
  /** False where a source was not read: the screen then says "ask the officer". */
  readonly verified: boolean;
  /** Whether the kiosk offers it to a citizen alone. */
  readonly selfService: boolean;
};
