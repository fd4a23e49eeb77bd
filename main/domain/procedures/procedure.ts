// A procedure (thủ tục hành chính) as versioned data: what it asks, costs, takes and gives. Whatever the law or an
// agency can change lives here with its dates of effect; a dossier pins the version that it was filed under.

import type { Translated } from '../fees/fee.ts';
import type { IdentityField, IsoDate } from '../identity/identity.ts';

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
  /** Shown only if another field has this value. */
  readonly when?: { readonly field: string; readonly equals: string };
  readonly example?: string;
};

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
};

export type ProcedureCase = { readonly id: string; readonly name: Translated; readonly papers: readonly Paper[] };

/** One line of cost. `perUnitField` names the number field that it is multiplied by. */
export type FeeRule = {
  readonly code: string;
  readonly name: Translated;
  readonly kind: 'fee' | 'charge';
  readonly channel?: 'inPerson' | 'online';
  readonly unitAmount: number;
  readonly perUnitField?: string;
  /** Progressive by page: from page n on, another amount. */
  readonly steps?: readonly { readonly from: number; readonly unitAmount: number }[];
  readonly cap?: number;
  readonly waivers?: readonly {
    readonly reason: Translated;
    readonly validFrom: IsoDate;
    readonly validTo: IsoDate;
    readonly when?: { readonly field: string; readonly equals: string };
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
  readonly result: Translated;
  readonly collectAt: Translated;
  readonly legalBasis: readonly string[];
  readonly source: string;
  /** False where a source was not read: the screen then says "ask the officer". */
  readonly verified: boolean;
  /** Whether the kiosk offers it to a citizen alone. */
  readonly selfService: boolean;
};
