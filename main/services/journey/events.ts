// What can happen to a journey: what the people at the counter ask for, and what came of its effects. Every event
// carries the moment at which it happened (ms), so that the machine needs no clock.

import type { Problem } from '../../domain/journey/problem.ts';
import type { CardVerdict, Identity } from '../../domain/identity/identity.ts';
import type { KeepReason, KeptPage } from '../../domain/pages/kept-page.ts';
import type { SavedPaper } from '../../domain/pages/saved-paper.ts';

export type Language = 'vi' | 'en';

type At<E> = E & { readonly at: number };

export type JourneyEvent = At<
  // — asked for by a person —
  | { readonly type: 'begin'; readonly id: string; readonly kind: 'selfService' | 'assisted'; readonly language: Language; readonly officerId?: string }
  | { readonly type: 'setLanguage'; readonly language: Language }
  | { readonly type: 'accept' }
  /** `readCard`: a reader is there, so that the chip is asked next. */
  | { readonly type: 'typeNumber'; readonly number: string; readonly readCard: boolean }
  | { readonly type: 'confirmIdentity' }
  | { readonly type: 'rejectIdentity' }
  | { readonly type: 'chooseProcedure'; readonly code: string }
  | { readonly type: 'answer'; readonly field: string; readonly value: string }
  | { readonly type: 'scanPaper'; readonly paperId: string; /** The page that the next one takes the place of. */ readonly replaces?: string | undefined }
  | { readonly type: 'removeDocument'; readonly paperId: string; readonly documentId: string }
  /** One place towards the front (-1) or the end (1) among the pages of its paper. */
  | { readonly type: 'movePage'; readonly documentId: string; readonly by: -1 | 1 }
  /** The pages of one paper serve another one, too. */
  | { readonly type: 'usePages'; readonly paperId: string; readonly from: string }
  /** What was kept of a paper serves this dossier, too. */
  | { readonly type: 'useSaved'; readonly paperId: string; readonly savedId: string }
  /** Whether the papers of this dossier may be kept for the next one. */
  | { readonly type: 'answerSaving'; readonly save: boolean }
  | { readonly type: 'turnPage'; readonly documentId: string; readonly quarterTurns: 1 | 2 | 3 }
  /** Originals and copies of a paper that the officer has in hand. */
  | { readonly type: 'countPaper'; readonly paperId: string; readonly originals: number; readonly copies: number }
  /** A page with a flaw is kept as it is; `by` is `citizen` or an officer's id. */
  | { readonly type: 'keepPage'; readonly documentId: string; readonly by: string; readonly reason: KeepReason }
  /** `orderCode` is a fresh number for the payment that this step may start. */
  | { readonly type: 'next'; readonly orderCode: number }
  | { readonly type: 'back' }
  | { readonly type: 'payAgain'; readonly orderCode: number }
  | { readonly type: 'cancelPayment' }
  | { readonly type: 'printAgain' }
  | { readonly type: 'skipSlip' }
  | { readonly type: 'rate'; readonly stars: number }
  | { readonly type: 'leave' }
  /** The inactivity clock ran out. */
  | { readonly type: 'inactive' }
  // — what came of effects, devices and the far ends —
  | { readonly type: 'identified'; readonly identity: Identity; readonly readCard: boolean }
  | { readonly type: 'identityRefused'; readonly problem: Problem }
  | { readonly type: 'readCardAgain' }
  | { readonly type: 'chipRead'; readonly identity: Identity; readonly verdict: CardVerdict }
  /** The reading goes on, and the citizen has to do something. */
  | { readonly type: 'chipTrouble'; readonly problem: Problem }
  /** The reading has ended without a verdict. */
  | { readonly type: 'chipFailed'; readonly problem: Problem }
  | { readonly type: 'documentScanned'; readonly paperId: string; readonly document: KeptPage }
  | { readonly type: 'scanEnded'; readonly emptyPages?: number }
  | { readonly type: 'scanFailed'; readonly problem: Problem; readonly emptyPages?: number }
  | { readonly type: 'pageTurned'; readonly documentId: string; readonly turned: Pick<KeptPage, 'id' | 'mime' | 'bytes' | 'sha256' | 'size'> }
  | { readonly type: 'savedFound'; readonly number: string; readonly papers: readonly SavedPaper[] }
  | { readonly type: 'pagesCopied'; readonly paperId: string; readonly pages: readonly KeptPage[] }
  | { readonly type: 'pagesNotCopied'; readonly problem: Problem }
  | { readonly type: 'pageNotTurned'; readonly problem: Problem }
  | { readonly type: 'paymentShown'; readonly orderCode: number; readonly qr: string; readonly payee: Payee; readonly expiresAt: number }
  | { readonly type: 'paymentUnavailable'; readonly orderCode: number }
  /** The order was made and the answer with its QR was lost: nobody can pay it, it is cancelled, another one takes its place. */
  | { readonly type: 'paymentLost'; readonly orderCode: number; readonly newOrderCode: number }
  | { readonly type: 'paymentUnderPaid'; readonly orderCode: number; readonly amountPaid: number }
  | { readonly type: 'paymentPaid'; readonly orderCode: number; readonly amountPaid: number; readonly paidAt: number }
  | { readonly type: 'paymentClosed'; readonly orderCode: number; readonly as: 'expired' | 'cancelled' }
  | { readonly type: 'registered'; readonly code: string; readonly secret: string; readonly receivedAt: number; readonly dueAt?: number }
  | { readonly type: 'portalAccepted' }
  | { readonly type: 'slipPrinting'; readonly copy: boolean }
  | { readonly type: 'slipPrinted'; readonly confirmed: boolean; readonly copy: boolean }
  | { readonly type: 'slipWaiting'; readonly problem: Problem }
  /** A state's own deadline passed, see deadlines.ts. */
  | { readonly type: 'deadline' }
  /** The program was restarted while something was running in memory only. */
  | { readonly type: 'interrupted' }
>;

export type Payee = { readonly bin: string; readonly account: string; readonly name: string };
export type JourneyEventType = JourneyEvent['type'];
export type EventOf<T extends JourneyEventType> = Extract<JourneyEvent, { readonly type: T }>;
