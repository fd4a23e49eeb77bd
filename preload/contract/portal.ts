// What staff see of the way to the portal: what waits, what was set aside and why, and what they may do with it.

import { z } from 'zod';

export const CLOSING_REASONS = ['enteredByHand', 'alreadyThere', 'withdrawn', 'mistake'] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

export type PortalMessageRow = {
  readonly id: number;
  readonly kind: 'portal.dossier' | 'portal.progress' | 'portal.update' | 'portal.document' | 'document.assemble';
  /** `behind`: waits for an earlier message of its dossier that is set aside. */
  readonly state: 'waiting' | 'setAside' | 'behind';
  readonly dossierId: string;
  readonly code: string;
  readonly since: number;
  readonly attempts: number;
  readonly reason?: string;
  readonly nextTryAt?: number;
};

export const messageId = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
export const closeMessage = z.strictObject({ id: messageId, reason: z.enum(CLOSING_REASONS) });
