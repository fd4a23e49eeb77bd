// What the citizen's window shows of dossiers that were looked up: how they stand, and no name, number or answer of a form.

import { z } from 'zod';
import type { DossierStatus } from '../../main/domain/dossier/dossier.ts';
import type { CodeShape } from '../../main/domain/dossier/dossier-code.ts';
import type { Translated } from '../../main/domain/fees/fee.ts';

/** Each has a sentence in renderer/i18n (`lookUp.<problem>`) that says what to do. */
export type LookUpProblem =
  /** A wrong secret and a code that nobody has look the same. */
  | 'notFound'
  /** The same, and the portal was not reached. */
  | 'notFoundHere'
  | 'locked'
  | 'unavailable'
  /** The scanned code is neither a slip's nor an identity card's. */
  | 'notASlip'
  | 'noCardReader'
  | 'cardUnreadable'
  /** The chip did not prove whose card it is. */
  | 'cardNotProved'
  /** Here; the portal was not reached. */
  | 'noneOfPerson'
  /** Neither here nor at the portal. */
  | 'noneAnywhere';

export type LookedUpDossier = {
  readonly code: string;
  readonly procedure: Translated;
  readonly status: DossierStatus;
  /** What the officer asks of the citizen, where something is asked. */
  readonly reason?: string;
  readonly receivedAt: number;
  readonly dueAt?: number;
  /** Where the citizen goes next, and the office's hours there, `07:30–11:30`; absent where there is nothing to go for. */
  readonly place?: { readonly name: string; readonly address: string; readonly collectAt?: Translated; readonly hours: readonly string[] };
};

export type LookUpView =
  | { readonly state: 'closed' }
  /** How it can be looked up here. */
  | { readonly state: 'asking'; readonly code: CodeShape; readonly readsCards: boolean }
  | { readonly state: 'card'; readonly step: 'lay' | 'reading' | 'removed'; readonly percent: number }
  /** The portal is being asked. */
  | { readonly state: 'searching' }
  | { readonly state: 'failed'; readonly problem: LookUpProblem }
  /** Newest first; of a person's more than these, only these are shown. */
  | { readonly state: 'found'; readonly by: 'slip' | 'card'; readonly dossiers: readonly LookedUpDossier[]; /** The portal was not reached. */ readonly onlyHere?: true; readonly saved?: SavedPapersView };

/** Papers that the card's owner lets be kept; `withdrawn`: what came of taking that back. */
export type SavedPapersView = {
  readonly papers: readonly { readonly name: Translated; readonly pages: number; readonly savedAt: number; readonly until: number }[];
  readonly withdrawn?: 'done' | 'failed';
};

/** The code's figures, in their order, and the secret. */
export const typedSlip = z.strictObject({ figures: z.string().regex(/^\d{1,40}$/), secret: z.string().min(1).max(16) });
