// What a journey remembers: small, typed, JSON. It is wiped when the journey ends; what must outlive it is the dossier.

import type { HandedIn } from '../../domain/dossier/handed-in.ts';
import type { FeeStatement } from '../../domain/fees/fee.ts';
import type { CardVerdict, Identity, Source } from '../../domain/identity/identity.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import type { SavedPaper } from '../../domain/pages/saved-paper.ts';
import type { Language, Payee } from './events.ts';

export type JourneyContext = {
  readonly id: string;
  readonly kind: 'selfService' | 'assisted';
  readonly officerId?: string;
  readonly language: Language;
  readonly startedAt: number;
  /** When the present state was entered; deadlines count from here. */
  readonly enteredAt: number;
  readonly problem?: Problem;
  readonly identity?: Identity;
  /** What the chip proved of it, where it was read. */
  readonly card?: CardVerdict;
  readonly procedure?: { readonly code: string; readonly version: string };
  readonly caseId?: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, Source>>;
  /** The citizen pressed "next" once: from then on missing answers are shown as errors. */
  readonly formChecked: boolean;
  /** The pages of all papers, each paper's in their order. */
  readonly documents: readonly KeptPage[];
  /** Counted by the officer, paper by paper. */
  readonly handedIn?: HandedIn;
  /** Papers of earlier dossiers that this person lets be kept; found only by a chip that proved who it is. */
  readonly saved?: readonly SavedPaper[];
  /** The answer to whether this dossier's papers may be kept, too. */
  readonly savesPapers?: boolean;
  readonly scanningPaper?: string;
  /** The page that the next scanned one takes the place of; it stays until then. */
  readonly replacing?: string;
  /** Empty pages that the last scan gave and that were left out. */
  readonly emptyPages?: number;
  readonly fee?: FeeStatement;
  readonly payment?: {
    readonly orderCode: number;
    readonly amount: number;
    readonly description: string;
    readonly expiresAt: number;
    readonly amountPaid: number;
    readonly qr?: string;
    readonly payee?: Payee;
    readonly paidAt?: number;
    /** The gateway has said its last word on it: paid, expired or cancelled. */
    readonly closed: boolean;
    /** How often this order was asked for; part of the effect's key. */
    readonly attempt: number;
    /** How many orders before this one were made and their answers lost, since the citizen last asked. */
    readonly lost?: number;
  };
  readonly dossier?: {
    readonly code: string;
    readonly secret: string;
    readonly receivedAt: number;
    readonly dueAt?: number;
    readonly portalAccepted: boolean;
  };
  readonly slip: { readonly asked: number; readonly copy: boolean; readonly confirmed: boolean };
  readonly rating?: number;
  /** How it ended: `completed`, `abandoned`, `refusedNotice`. */
  readonly outcome?: 'completed' | 'abandoned' | 'refusedNotice';
};

export const EMPTY_CONTEXT: JourneyContext = {
  id: '',
  kind: 'selfService',
  language: 'vi',
  startedAt: 0,
  enteredAt: 0,
  answers: {},
  sources: {},
  formChecked: false,
  documents: [],
  slip: { asked: 0, copy: false, confirmed: false },
};
