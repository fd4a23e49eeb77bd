// How long a step may last before the journey goes on by itself, and in which steps the inactivity clock runs.
// Pure: a restart computes the same deadlines from the snapshot.

import type { JourneyContext } from './context.ts';
import type { Step } from './machine.ts';

export type JourneyTimes = {
  readonly portalWaitMs: number;
  readonly goodbyeMs: number;
};

/** Longer than the gateway's own clock may be behind ours. */
const PAYMENT_GRACE_MS = 2_000;
/** How long the citizen waits for the gateway to close an order before it counts as unknown. */
const CLOSING_MS = 45_000;
/** Time to see the seal come down. */
const ACCEPTED_MS = 2_500;
/** Time to read that the dossier is kept and will be sent. */
const QUEUED_MS = 7_000;
/** A slip takes a few seconds; after this the citizen is told something. */
const PRINTING_MS = 60_000;

/** When the present step ends by itself (ms since 1970), or null. */
export function deadlineOf(step: Step, context: JourneyContext, times: JourneyTimes): number | null {
  switch (step) {
    case 'pay.shown':
    case 'pay.underPaid':
      return context.payment!.expiresAt + PAYMENT_GRACE_MS;
    case 'pay.expiring':
    case 'pay.closing':
      return context.enteredAt + CLOSING_MS;
    case 'file.sending':
      return context.enteredAt + times.portalWaitMs;
    case 'file.accepted':
      return context.enteredAt + ACCEPTED_MS;
    case 'file.queued':
      return context.enteredAt + QUEUED_MS;
    case 'slip.printing':
      return context.enteredAt + PRINTING_MS;
    case 'goodbye':
      return context.enteredAt + times.goodbyeMs;
    default:
      return null;
  }
}

/** Steps in which somebody should be there. Never in the middle of a payment, of a scan or of the filing. */
export function isAttended(step: Step): boolean {
  switch (step) {
    case 'notice':
    case 'identify.waiting':
    case 'identify.reading':
    case 'identify.refused':
    case 'identify.confirming':
    case 'procedure':
    case 'form':
    case 'papers.open':
    case 'papers.saving':
    case 'review':
    case 'pay.expired':
    case 'pay.unavailable':
    case 'pay.unknown':
    case 'slip.waiting':
    case 'slip.printed':
    case 'rating':
      return true;
    default:
      return false;
  }
}

/** Steps that hold the screen; in the others the next citizen may begin. */
export function isForeground(step: Step): boolean {
  return step !== 'parked' && step !== 'lateFiling' && step !== 'over';
}
