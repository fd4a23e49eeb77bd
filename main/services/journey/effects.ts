// What a journey causes outside itself. An *effect* is written to the outbox in the transaction of the step that caused
// it and is carried out however often the power fails; an *activity* lives in memory and is given up at a restart.

import type { SavedPaper } from '../../domain/pages/saved-paper.ts';

export type Effect =
  | { readonly kind: 'payment.create'; readonly orderCode: number; readonly amount: number; readonly description: string; readonly expiresAt: number; readonly attempt: number }
  | { readonly kind: 'payment.close'; readonly orderCode: number; readonly because: 'expired' | 'cancelled' | 'abandoned' }
  | { readonly kind: 'dossier.register' }
  | { readonly kind: 'slip.print'; readonly ask: number }
  | { readonly kind: 'documents.destroy' };

export type Activity =
  | { readonly kind: 'scan'; readonly paperId: string }
  | { readonly kind: 'stopScan' }
  | { readonly kind: 'copyPages'; readonly paperId: string; readonly from: string }
  /** What the person of this journey lets be kept. */
  | { readonly kind: 'findSaved' }
  | { readonly kind: 'copySaved'; readonly paperId: string; readonly saved: SavedPaper }
  | { readonly kind: 'turnPage'; readonly documentId: string; readonly quarterTurns: 1 | 2 | 3 }
  /** A page that no paper has any more: its sealed file goes. A kill before that leaves it to the next start's sweep. */
  | { readonly kind: 'dropPage'; readonly documentId: string }
  /** `number`: the twelve digits that opened the way, from the QR or by hand. */
  | { readonly kind: 'readCard'; readonly number: string }
  | { readonly kind: 'stopCard' };

export type EffectKind = Effect['kind'];

/** The effect's idempotency key: the journey and the step that caused it. */
export function effectKey(journeyId: string, effect: Effect): string {
  switch (effect.kind) {
    case 'payment.create':
      return `${journeyId}:payment.create:${effect.orderCode}:${effect.attempt}`;
    case 'payment.close':
      return `${journeyId}:payment.close:${effect.orderCode}`;
    case 'dossier.register':
      return `${journeyId}:dossier.register`;
    case 'slip.print':
      return `${journeyId}:slip.print:${effect.ask}`;
    case 'documents.destroy':
      return `${journeyId}:documents.destroy`;
  }
}

/** Effects of one stream run one after another: a printer prints one slip at a time, an order is closed after it was made. */
export function effectStream(journeyId: string, effect: Effect): string {
  switch (effect.kind) {
    case 'payment.create':
    case 'payment.close':
      return `payment:${journeyId}`;
    case 'dossier.register':
    case 'documents.destroy':
      return `journey:${journeyId}`;
    case 'slip.print':
      return 'print';
  }
}

/** Lower is sooner. */
export function effectPriority(effect: Effect): number {
  return effect.kind === 'documents.destroy' ? 9 : 0;
}
