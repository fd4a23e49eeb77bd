// Which step may follow which in a dossier's life, and by whom; where the clock stands still; what is done. The ten
// statuses are the national ones (Decree 118/2025/NĐ-CP); the arrows follow its forms: 02 supplements, 03 refusal,
// 04 apology and extension, 05 notice of stopping.

import type { Channel, DossierStatus } from './dossier.ts';

/** `system`: this program or the portal acting on a fact, such as a payment that arrived. */
export type Actor = 'citizen' | 'officer' | 'system';

type Steps = Readonly<Partial<Record<DossierStatus, readonly Actor[]>>>;

const STEPS: Readonly<Record<DossierStatus, Steps>> = {
  newlyRegistered: {
    received: ['officer', 'system'],
    notReceived: ['officer'],
    supplementsRequested: ['officer'],
    paymentRequested: ['officer', 'system'],
    withdrawn: ['citizen', 'officer'],
  },
  received: {
    inProcess: ['officer', 'system'],
    supplementsRequested: ['officer'],
    paymentRequested: ['officer', 'system'],
    stopped: ['officer'],
    processed: ['officer'],
    withdrawn: ['citizen', 'officer'],
  },
  notReceived: {},
  inProcess: {
    supplementsRequested: ['officer'],
    paymentRequested: ['officer', 'system'],
    stopped: ['officer'],
    processed: ['officer'],
    withdrawn: ['citizen', 'officer'],
  },
  supplementsRequested: {
    received: ['officer'],
    inProcess: ['citizen', 'officer', 'system'],
    stopped: ['officer'],
    withdrawn: ['citizen', 'officer'],
  },
  paymentRequested: {
    received: ['officer', 'system'],
    inProcess: ['officer', 'system'],
    stopped: ['officer'],
    withdrawn: ['citizen', 'officer'],
  },
  withdrawn: {},
  stopped: { inProcess: ['officer'], withdrawn: ['citizen', 'officer'] },
  processed: { resultHandedOver: ['officer', 'system'] },
  resultHandedOver: {},
};

const STANDING_STILL: readonly DossierStatus[] = ['supplementsRequested', 'paymentRequested', 'stopped'];
const DONE: readonly DossierStatus[] = ['withdrawn', 'processed', 'resultHandedOver'];

/** The statuses that may follow by this actor's hand. */
export function nextStatuses(from: DossierStatus, by: Actor): DossierStatus[] {
  return (Object.entries(STEPS[from]) as [DossierStatus, readonly Actor[]][])
    .filter(([, actors]) => actors.includes(by))
    .map(([status]) => status);
}

export function mayFollow(from: DossierStatus, to: DossierStatus, by: Actor): boolean {
  return STEPS[from][to]?.includes(by) ?? false;
}

/** The office's time does not run: the citizen has to act, or the dossier is stopped. */
export function clockStandsStill(status: DossierStatus): boolean {
  return STANDING_STILL.includes(status);
}

/** Settled for the statistics: withdrawn, processed or handed over. */
export function isDone(status: DossierStatus): boolean {
  return DONE.includes(status);
}

/** Nothing can follow any more. */
export function isFinal(status: DossierStatus): boolean {
  return Object.keys(STEPS[status]).length === 0;
}

/**
 * As what a dossier begins: somebody who files alone waits for an officer to receive it; an officer who files with the citizen has looked
 * at it and receives it by that.
 */
export function statusWhenFiled(channel: Channel): DossierStatus {
  return channel === 'counter' ? 'received' : 'newlyRegistered';
}

export type StatusChange = { readonly at: number; readonly status: DossierStatus };

/** The times in which the clock stood still, from a dossier's history in order; one that lasts ends `now`. */
export function pausesOf(history: readonly StatusChange[], now: number): { from: number; to: number }[] {
  const pauses: { from: number; to: number }[] = [];
  history.forEach((change, index) => {
    if (!clockStandsStill(change.status)) return;
    pauses.push({ from: change.at, to: history[index + 1]?.at ?? now });
  });
  return pauses;
}

/** When a dossier was done: the first status of that kind. Absent while it is not. */
export function doneAt(history: readonly StatusChange[]): number | undefined {
  return history.find((change) => isDone(change.status))?.at;
}
