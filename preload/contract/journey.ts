// What a renderer sees of a citizen's journey, and what it may ask of it. Main owns the journey; this is a drawing of it.
// Times are milliseconds since 1970 UTC; amounts are whole đồng; texts that come from data are in the journey's language.

import { z } from 'zod';
import type { Problem } from '../../main/domain/journey/problem.ts';
import type { KeepReason } from '../../main/domain/pages/kept-page.ts';
import type { QualityCode } from '../../main/domain/pages/page.ts';
import type { Counted } from '../../main/domain/dossier/handed-in.ts';
import type { AnswerProblem } from '../../main/domain/procedures/form.ts';
import type { Station } from './stations.ts';

export type Language = 'vi' | 'en';

/** Each has a sentence in renderer/i18n that says what is safe and what to do. */
export type { Problem };

export type SourceOfValue = 'chip' | 'qr' | 'typed' | 'officer';

export type PersonView = {
  readonly number: string;
  readonly fullName?: string;
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female';
  readonly residence?: string;
  readonly source: SourceOfValue;
  /** What the chip proved, once it was read; absent when no chip was read. */
  readonly verdict?: 'genuine' | 'notFullyVerified' | 'refused';
  /** Portrait from the chip, re-encoded by the studio, as a data: URL (JPEG). */
  readonly portrait?: string;
};

export type ProcedureCardView = {
  readonly code: string;
  readonly name: string;
  readonly plainName: string;
  readonly field: string;
  readonly fee: string;
  readonly time: string;
  readonly papers: readonly string[];
  readonly verified: boolean;
};

export type FieldView = {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly type: 'text' | 'longText' | 'date' | 'number' | 'phone' | 'personalNumber' | 'choice' | 'yesNo';
  readonly required: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly maxLength?: number;
  readonly example?: string;
  readonly value: string;
  readonly source?: SourceOfValue;
  readonly error?: AnswerProblem;
};

export type PaperView = {
  readonly id: string;
  readonly name: string;
  readonly help?: string;
  readonly required: boolean;
  readonly originals: number;
  readonly copies: number;
  readonly documents: readonly PageView[];
  /** Papers whose pages can serve this one, too: it has none yet. */
  readonly offers?: readonly { readonly paperId: string; readonly name: string; readonly pages: number }[];
  /** What its owner let be kept of it from an earlier dossier; this paper has no page yet. `page` is the first one's. */
  readonly saved?: { readonly id: string; readonly savedAt: number; readonly pages: number; readonly page: string };
  /** At the counter: what the officer has in hand, and what of it is missing. */
  readonly handedIn?: Counted & { readonly missing: Counted };
};

/** A scanned page; each code of a flaw has a sentence in renderer/i18n. */
export type PageView = {
  readonly id: string;
  readonly bytes: number;
  /** What is wrong with it, first of all. */
  readonly flaw?: QualityCode;
  /** It waits for a decision: it is scanned again, turned, removed, or kept. */
  readonly doubtful?: true;
  /** Whoever looks at this may keep it: an officer with a reason, the citizen once another scan was no better. */
  readonly mayKeep?: true;
};
export type { QualityCode };

export type { KeepReason };

export type FeeView = {
  readonly lines: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly unitAmount: number;
    readonly amount: number;
    readonly waiver?: string;
  }[];
  readonly total: number;
  /** Names of what is taken too, by amounts that are not known here: an officer says them. */
  readonly unknown?: readonly string[];
};

export type PayView = {
  readonly step: 'creating' | 'shown' | 'checking' | 'paid' | 'expired' | 'underPaid' | 'unavailable' | 'cancelling';
  readonly amount: number;
  readonly amountPaid: number;
  /** The VietQR text to draw. */
  readonly qr?: string;
  readonly payee?: string;
  readonly bank?: string;
  readonly account?: string;
  readonly purpose?: string;
  readonly bill?: string;
  readonly expiresAt?: number;
  /** An officer confirms the money by the bank's statement. */
  readonly byOfficer?: true;
};

export type DossierView = {
  readonly code: string;
  readonly secret: string;
  /** `code|secret`, what the slip's QR carries. */
  readonly lookup: string;
  readonly receivedAt: number;
  readonly dueAt?: number;
  /** The portal has not answered yet: the dossier is safe here and will be sent. */
  readonly provisional: boolean;
};

export type SlipView = {
  readonly step: 'printing' | 'printed' | 'waiting' | 'skipped';
  readonly copy: boolean;
  /** Printed as far as anyone can know: this printer does not say whether the slip came out. */
  readonly unconfirmed?: true;
  /** Something was paid: a receipt for it can be printed. */
  readonly paid?: true;
};

export type JourneyView = {
  readonly id: string | null;
  readonly kind: 'selfService' | 'assisted';
  readonly station: Station;
  readonly language: Language;
  readonly problem?: Problem;
  readonly person?: PersonView;
  /** At `identify`. */
  readonly identify?: {
    /** `reading`: the card is to be laid on the reader, or lies there. `refused`: it is not what it says. */
    readonly step: 'waiting' | 'reading' | 'refused' | 'confirming';
    readonly canReadCard: boolean;
    readonly card?: CardProgressView;
  };
  /** At `procedure`. */
  readonly procedures?: readonly ProcedureCardView[];
  readonly procedure?: { readonly code: string; readonly name: string; readonly plainName: string; readonly verified: boolean };
  /** At `form` and `review`. */
  readonly fields?: readonly FieldView[];
  /** At `papers` and `review`. */
  readonly papers?: readonly PaperView[];
  /** The paper being scanned now. */
  readonly scanning?: { readonly paperId: string };
  /** At `papers`: whether these papers may be kept for the next dossier, and for how many days. */
  readonly saving?: { readonly papers: readonly string[]; readonly days: number };
  /** Empty pages that the last scan gave and that were left out. */
  readonly emptyPages?: number;
  readonly fee?: FeeView;
  readonly pay?: PayView;
  /** At `file`. */
  readonly filing?: { readonly step: 'registering' | 'sending' | 'accepted' | 'queued' };
  readonly dossier?: DossierView;
  readonly slip?: SlipView;
  readonly rating?: number;
  /** The inactivity clock; `warned` shows a countdown to `endsAt`. */
  readonly attention: { readonly state: 'present' } | { readonly state: 'warned'; readonly endsAt: number };
  readonly can: { readonly back: boolean; readonly next: boolean; readonly cancel: boolean };
  /** Rises with each change, so that a late view never overwrites a newer one. */
  readonly revision: number;
};

/** Progress of reading the chip. */
export type CardProgressView = {
  readonly step: 'waitingForCard' | 'connecting' | 'access' | 'text' | 'authenticity' | 'portrait' | 'done' | 'removed' | 'failed';
  readonly percent: number;
  /** The name on the chip as soon as it is read; not yet proved. */
  readonly name?: string;
};

const text = (max: number) => z.string().max(max);
const id = z.string().min(1).max(64).regex(/^[A-Za-z0-9._-]+$/);

/** What a window may ask of the journey. Bounded strings: a renderer is not trusted. */
export const journeyIntent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('begin'), language: z.enum(['vi', 'en']) }),
  z.strictObject({ type: z.literal('setLanguage'), language: z.enum(['vi', 'en']) }),
  z.strictObject({ type: z.literal('accept') }),
  z.strictObject({ type: z.literal('typeNumber'), number: text(20) }),
  z.strictObject({ type: z.literal('readCardAgain') }),
  z.strictObject({ type: z.literal('confirmIdentity') }),
  z.strictObject({ type: z.literal('rejectIdentity') }),
  z.strictObject({ type: z.literal('chooseProcedure'), code: id }),
  z.strictObject({ type: z.literal('answer'), field: id, value: text(2000) }),
  /** `replaces`: the page that is scanned again; it is kept until the new one is there. */
  z.strictObject({ type: z.literal('scanPaper'), paperId: id, replaces: id.optional() }),
  z.strictObject({ type: z.literal('movePage'), documentId: id, by: z.union([z.literal(-1), z.literal(1)]) }),
  z.strictObject({ type: z.literal('usePages'), paperId: id, from: id }),
  z.strictObject({ type: z.literal('useSaved'), paperId: id, savedId: id }),
  z.strictObject({ type: z.literal('answerSaving'), save: z.boolean() }),
  z.strictObject({ type: z.literal('countPaper'), paperId: id, originals: z.int().min(0).max(99), copies: z.int().min(0).max(99) }),
  /** By quarters, clockwise. */
  z.strictObject({ type: z.literal('turnPage'), documentId: id, quarterTurns: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
  z.strictObject({ type: z.literal('keepPage'), documentId: id, reason: z.enum(['upright', 'toldTwice', 'originalIsSo', 'readable', 'noBetterScan']) }),
  z.strictObject({ type: z.literal('removeDocument'), paperId: id, documentId: id }),
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('payAgain') }),
  z.strictObject({ type: z.literal('cancelPayment') }),
  z.strictObject({ type: z.literal('printAgain') }),
  z.strictObject({ type: z.literal('skipSlip') }),
  z.strictObject({ type: z.literal('rate'), stars: z.int().min(1).max(5) }),
  z.strictObject({ type: z.literal('stillHere') }),
  z.strictObject({ type: z.literal('leave') }),
]);
export type JourneyIntent = z.infer<typeof journeyIntent>;
