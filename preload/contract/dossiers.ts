// A dossier with everything that an officer may see of it, and what may be done to it.

import { z } from 'zod';
import type { DossierStatus } from '../../main/domain/dossier/dossier.ts';
import type { Paper } from '../../main/domain/slips/paper.ts';
import type { DossierForm, Slip } from '../../main/domain/slips/slip.ts';
import type { ErasureView } from './erasure.ts';
import type { DossierRow } from './counter.ts';
import type { FeeView } from './journey.ts';

export type DossierEventView = {
  readonly at: number;
  /** `citizen`, `system`, `portal`, or an officer's id. */
  readonly actor: string;
  readonly actorName?: string;
  readonly kind: 'filed' | 'step' | 'extended' | 'erased';
  readonly status: string;
  readonly reason?: string;
  readonly dueAt?: number;
  /** What went with it. */
  readonly erased?: 'documents' | 'all';
};

/** What keeps a slip or form from coming out; each has a sentence in renderer/i18n for the officer. */
export type PrintProblem =
  | 'paperOut' | 'coverOpen' | 'jammed' | 'tonerOut' | 'offline' | 'noPrinter' | 'wrongPaper' | 'noPdf' | 'canceledAtPrinter' | 'notConfirmed' | 'waitedTooLong' | 'failed';

export type DossierPrintView = {
  readonly id: string;
  readonly title: string;
  readonly state: 'waiting' | 'sending' | 'printed' | 'notConfirmed' | 'failed' | 'canceled';
  /** Why it waits or did not come out. */
  readonly problem?: PrintProblem;
  /** An officer's form, which can be printed again as it was. */
  readonly form: boolean;
  readonly copy: boolean;
  readonly at: number;
};

export type DossierDetails = DossierRow & {
  readonly procedureCode: string;
  readonly procedureVersion: string;
  /** False: something of the procedure was not confirmed by a source, the officer decides. */
  readonly verified: boolean;
  readonly caseName?: string;
  readonly phone?: string;
  readonly residence?: string;
  readonly officerName?: string;
  readonly answers: readonly { readonly label: string; readonly value: string }[];
  readonly costs: FeeView;
  readonly paidAt?: number;
  /** The payment's order code, and the reference that stands on the bank's statement. */
  readonly paymentReference?: string;
  readonly documents: readonly { readonly id: string; readonly name: string; readonly pages: number; readonly bytes?: number }[];
  /** Handed over at the counter. */
  readonly handedIn?: readonly { readonly name: string; readonly originals: number; readonly copies: number }[];
  readonly prints: readonly DossierPrintView[];
  /** Oldest first. */
  readonly events: readonly DossierEventView[];
  /** The steps that may follow by the officer's hand. */
  readonly next: readonly { readonly to: DossierStatus; readonly needsReason: boolean }[];
  readonly mayExtend: boolean;
  /** What a citizen's request for erasure would meet. */
  readonly erasure: ErasureView;
  /** Papers that its person lets be kept for the next dossier. */
  readonly savedPapers: number;
};

export type StatusName = DossierStatus;

const reason = z.string().max(500);
const STATUSES = ['received', 'notReceived', 'inProcess', 'supplementsRequested', 'paymentRequested', 'withdrawn', 'stopped', 'processed', 'resultHandedOver'] as const;

export const dossierAction = z.strictObject({
  dossierId: z.string().min(1).max(64).regex(/^[A-Za-z0-9._-]+$/),
  wish: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('step'), to: z.enum(STATUSES), reason, electronic: z.boolean().optional() }),
    z.strictObject({ action: z.literal('extend'), dueAt: z.int().min(0), reason }),
  ]),
});

export type DossierActionReply =
  | { readonly done: true }
  | { readonly done: false; readonly reason: 'noDossier' | 'notAllowed' | 'reasonMissing' | 'badDueTime' | 'calendarEnds' | 'changedMeanwhile' | 'notKept' };

/** A form that an officer may print of a dossier; `asks` are the labels of what they type for it. */
export type FormChoice = { readonly form: DossierForm; readonly title: string; readonly asks: { readonly reason?: string; readonly items?: string } };
/** `printout`: what it will come out on, null at a counter without a printer. */
export type FormPreview = { readonly slip: Slip; readonly printout: { readonly paper: Paper; readonly copies: number } | null; readonly logo?: Uint8Array };

/** `number` as it stands on the ticket, such as `012`. */
export type TicketReply = { readonly queued: true; readonly number: string; readonly jobId: string } | { readonly queued: false; readonly reason: 'noPrinter' | 'store' };

export type RegisterReply =
  | { readonly queued: true; readonly jobId: string; readonly dossiers: number }
  | { readonly queued: false; readonly reason: 'badPeriod' | 'noPagePrinter' | 'none' | 'tooMany' | 'store' };

const DOSSIER_FORMS = [
  'receipt', 'supplements', 'refusal', 'extension', 'stopping', 'controlSlip', 'register',
  'residenceReceipt', 'residenceSupplements', 'residenceRefusal', 'paymentReceipt',
] as const satisfies readonly DossierForm[];

export const formOrder = z.strictObject({
  dossierId: z.string().min(1).max(64).regex(/^[A-Za-z0-9._-]+$/),
  form: z.enum(DOSSIER_FORMS),
  reason: z.string().max(1500),
  items: z.array(z.string().max(200)).max(30),
});
