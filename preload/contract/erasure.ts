// Erasing what is kept of a dossier: what a request would meet, and the log of what has gone.

import { z } from 'zod';
import type { Erased } from '../../main/domain/dossier/dossier.ts';

/** Why a request cannot be met now; `erased`: nothing is left to erase. */
export type ErasureView = { readonly possible: true } | { readonly possible: false; readonly why: 'inProcess' | 'withdrawFirst' | 'notAtPortal' | 'erased' };

export const erasureOrder = z.strictObject({
  dossierId: z.string().min(1).max(64).regex(/^[A-Za-z0-9._-]+$/),
  reason: z.string().trim().min(3).max(500),
});
/** Of papers that the dossier's person lets be kept for the next time. */
export type WithdrawReply = { readonly done: true } | { readonly done: false; readonly reason: 'noDossier' | 'nothingKept' | 'reasonMissing' | 'notKept' };
export type ErasureReply = { readonly done: true } | { readonly done: false; readonly reason: 'noDossier' | 'notYet' | 'reasonMissing' | 'changedMeanwhile' | 'notKept' };

export type ErasureRow = {
  readonly code: string;
  readonly at: number;
  /** An officer's name, or `system` where its time was over. */
  readonly by: string;
  readonly erased: Erased | 'saved';
  readonly reason?: string;
};

export const erasuresFile = z.strictObject({ format: z.enum(['csv', 'xlsx']) });
